# SPDX-License-Identifier: GPL-3.0-or-later
"""Tailboard on the laptop of a real cluster: the joined lines, and that every change shows in time and recovers."""
import unittest

from cluster import ROUTE, session, wait_until

NEEDS_TAILBOARD = True

NODES = ["firefly-sub01", "firefly-sub02"]
RULE = "rule=Host(`firefly-sub01.tail1a2b3.ts.net`)"
SHOP = "rule=Host(`firefly-sub01.tail1a2b3.ts.net`) && PathPrefix(`/shop`)"
# The article's Traefik asks Nomad every 15 s; then Tailboard may take its own calm period to see it.
POLL = 45
# Nomad calls a silent client down after some 22 s.
DOWN = 60
# A killed task waits 15 s before it is started again, and Traefik some more until it has read Nomad.
RESTART = 90


def route(document, path="/"):
    """The web job's route with this path, or None."""
    wanted = (ROUTE + path.lstrip("/")).rstrip("/")
    return next((each for each in document["routes"]
                 if each["url"].rstrip("/") == wanted and each["router"] == "web@nomad"), None)


def enabled(line):
    """Nodes whose Traefik serves the route."""
    return sorted(each["node"] for each in line["instances"] if each["status"] == "enabled")


def running(line):
    """The route's running allocations: {id: node}."""
    return {each["id"]: each["node"] for each in line["allocations"] if each["status"] == "running"}


def traefiks(document):
    """State of each Traefik instance by its node."""
    return {each["node"]: each["state"] for each in document["sources"]["traefik"]["instances"]}


def findings(document):
    """All findings by their id."""
    return {each["id"]: each for each in document["findings"]}


def nodes(document):
    return {each["name"]: each["status"] for each in document["nodes"]}


def well(document, path="/"):
    """Everything is as it should be: all sources, both Traefiks, the route with both its allocations."""
    line = route(document, path)
    return (all(document["sources"][name]["state"] == "ok" for name in ("tailscale", "nomad", "traefik"))
            and traefiks(document) == dict.fromkeys(NODES, "ok") and nodes(document) == dict.fromkeys(NODES, "ready")
            and enabled(line) == NODES and len(running(line)) == 2)


def setUpModule():
    session().article()


def tearDownModule():
    session().purge("traefik", "web")


def load_tests(loader, _, __):
    return unittest.TestSuite(map(loader.loadTestsFromTestCase, (Status, Window, Changes)))


class Status(unittest.TestCase):
    def test_article_and_web_job_give_the_joined_route(self):
        lab = session()
        expected = lab.running("web")
        code, document = lab.status()
        self.assertEqual(1, document["version"])
        line = route(document)
        self.assertIsNotNone(line, document["routes"])
        self.assertEqual(("firefly-sub01.tail1a2b3.ts.net", "nomad", True, "tailscaleresolver"),
                         (line["host"], line["provider"], bool(line["tls"]), line["resolver"]))
        self.assertEqual("Host(`firefly-sub01.tail1a2b3.ts.net`)", line["rule"])
        self.assertEqual(NODES, enabled(line))
        self.assertEqual(expected, running(line))
        for each in line["allocations"]:
            host = lab.manifest["hosts"][each["node"]]
            self.assertEqual(("web", "web", "web", each["node"]),
                             (each["job"], each["group"], each["task"], each["peer"]))
            self.assertTrue(each["address"].startswith(host["tailscale"] + ":"), each)
        self.assertEqual("firefly-sub01", line["peer"]["name"])
        self.assertIn(lab.manifest["hosts"]["firefly-sub01"]["tailscale"], line["peer"]["addresses"])
        self.assertTrue(line["peer"]["online"])
        self.assertTrue(line["peer"]["keyExpiry"].endswith("Z"), line["peer"])
        self.assertEqual(dict.fromkeys(NODES, "ok"), traefiks(document))
        self.assertEqual(dict.fromkeys(NODES, "ready"), nodes(document))
        self.assertIn(code, (0, 1))

    def test_ills_of_the_article_are_named(self):
        code, document = session().status()
        ills = findings(document)
        # Its Traefik shows its API to everybody, mounts the socket as a file, and exposes its own two services.
        for each in ("api-insecure/default/traefik", "socket-file-mount/default/traefik",
                     "default-rule-only/default/traefik-http", "default-rule-only/default/traefik-https"):
            self.assertIn(each, ills)
            self.assertTrue(ills[each]["text"] and ills[each]["remedy"], ills[each])
        self.assertEqual(1, code)
        # What it does right raises nothing, and is really told by the server.
        networks = [network for node in session().api("/v1/nodes?resources=true")
                    for network in node["NodeResources"]["Networks"] if network.get("IP")]
        self.assertEqual({"tailscale0"}, {each["Device"] for each in networks})
        wrong = [each for each in ills if each.split("/")[0] in
                 ("node-off-tailnet", "host-volume-missing", "https-off", "magicdns-off", "jobs-not-checked")]
        self.assertEqual([], [ills[each]["text"] for each in wrong])

    def test_job_without_a_place_is_named_with_the_cause(self):
        lab = session()
        self.addCleanup(lab.purge, "homeless")
        lab.deploy("homeless")
        wait_until(lambda: any(each["Status"] == "blocked" for each in lab.api("/v1/job/homeless/evaluations")), 30,
                   "the evaluation is blocked")
        ills = findings(lab.status()[1])
        told = [each for each in ills if "homeless" in each]
        self.assertEqual(3, len(told), (told, lab.api("/v1/job/homeless/evaluations")))
        self.assertIn("attic", ills["host-volume-missing/default/homeless/volume"]["text"])
        self.assertIn("80 is taken by traefik", ills["port-collision/default/homeless/port"]["text"])
        self.assertIn("memory: 2 nodes", ills["placement-blocked/default/homeless/memory"]["text"])
        lab.purge("homeless")
        wait_until(lambda: not [each for each in findings(lab.status()[1]) if "homeless" in each], 30,
                   "the purged job is no finding")

    def test_stopped_tailscaled_is_a_lost_source(self):
        lab = session()
        self.addCleanup(wait_for_tailnet, lab)
        self.addCleanup(lab.daemon, "start", "laptop", "tailscaled")
        lab.daemon("stop", "laptop", "tailscaled")
        code, document = lab.status()
        self.assertEqual(2, code)
        self.assertNotEqual("ok", document["sources"]["tailscale"]["state"])
        self.assertTrue(document["sources"]["tailscale"]["error"])

    def test_watch_ends_with_sigterm(self):
        watch = session().watch()
        watch.until(lambda document: document["version"] == 1, 30, "a first document")
        self.assertEqual(0, watch.end())
        self.assertEqual([], watch.broken)


class Window(unittest.TestCase):
    """The same journeys through the real window as on the demo cluster."""

    def test_pasted_address_leads_to_allocation_node_and_peer(self):
        lab = session()
        expected = lab.running("web")
        code, said = lab.journey("test_journey_url", TAILBOARD_JOURNEY_URL=ROUTE,
                                 TAILBOARD_JOURNEY_ALLOCATIONS=" ".join(expected),
                                 TAILBOARD_JOURNEY_NODES=" ".join(expected.values()),
                                 TAILBOARD_JOURNEY_PEER="firefly-sub01")
        self.assertEqual(0, code, said)
        self.assertIn("4 passed, 0 failed, 0 skipped", said)

    def test_first_connection_is_one_action(self):
        code, said = session().journey("journey_first_connection", TAILBOARD_JOURNEY_URL=ROUTE)
        self.assertEqual(0, code, said)
        self.assertIn("3 passed, 0 failed, 0 skipped", said)


class Watching(unittest.TestCase):
    """One long-running program sees everything that happens."""

    @classmethod
    def setUpClass(cls):
        cls.lab = session()
        cls.watch = cls.lab.watch()

    @classmethod
    def tearDownClass(cls):
        cls.watch.end()

    def setUp(self):
        self.lab.settle()
        self.watch.until(well, 120, "everything is well before the test")
        self.since = self.watch.mark()

    def seen(self, condition, seconds, what):
        """Some document since the test began shows it."""
        return self.watch.until(condition, seconds, what, self.since)

    def now(self, condition, seconds, what):
        """The newest document shows it."""
        return self.watch.until(condition, seconds, what)

    def edit_tag(self):
        """A tag edit by Nomad's command line and back: both show, allocations stay."""
        before = running(route(self.watch.documents[-1][1]))
        self.addCleanup(self.lab.deploy, "web")
        self.lab.deploy("web", replace={RULE: SHOP})
        edited = self.now(lambda document: well(document, "/shop"), POLL, "the edited route on both Traefiks")
        self.assertEqual(before, running(route(edited, "/shop")))
        self.assertIsNone(route(edited))
        self.lab.deploy("web")
        self.now(lambda document: well(document) and not route(document, "/shop"), POLL, "the first route again")


class Changes(Watching):
    def test_edited_tag(self):
        self.edit_tag()

    def test_documents_come_at_most_once_a_second(self):
        times = [when for when, _ in self.watch.documents]
        gaps = [later - earlier for earlier, later in zip(times, times[1:])]
        # Half a second of slack for a busy machine's pipes.
        self.assertEqual([], [gap for gap in gaps if gap < 0.5])

    def test_stopped_allocation(self):
        stopped = sorted(running(route(self.watch.documents[-1][1])))[0]
        self.lab.nomad("alloc", "stop", "-detach", stopped)
        self.seen(lambda document: stopped not in running(route(document)), 30, "the allocation leaves the route")
        self.now(lambda document: any(each["id"] == stopped and each["status"] == "complete"
                                      for each in document["allocations"]), 30, "the allocation is complete")
        after = self.now(well, POLL, "another runs in its place")
        self.assertNotIn(stopped, running(route(after)))

    def test_frozen_nomad_client(self):
        self.addCleanup(self.lab.daemon, "thaw", "firefly-sub02", "nomad")
        self.lab.daemon("freeze", "firefly-sub02", "nomad")
        self.seen(lambda document: nodes(document)["firefly-sub02"] == "down", DOWN, "the node is down")
        self.now(lambda document: sorted(running(route(document)).values()) == ["firefly-sub01"] * 2, POLL,
                 "both allocations run on the other node")
        self.lab.daemon("thaw", "firefly-sub02", "nomad")
        self.now(lambda document: nodes(document)["firefly-sub02"] == "ready", 30, "the node is back")
        self.lab.revive("traefik", 2)
        self.now(well, RESTART, "the node is back, with its Traefik")

    def test_offline_peer(self):
        self.addCleanup(self.lab.control, "/set?node=firefly-sub01&online=true")
        self.lab.control("/set?node=firefly-sub01&online=false")
        self.seen(lambda document: not route(document)["peer"]["online"], 15, "the owner peer is offline")
        self.lab.control("/set?node=firefly-sub01&online=true")
        self.now(lambda document: route(document)["peer"]["online"], 15, "the owner peer is online")

    def test_restarted_tailscaled(self):
        self.addCleanup(self.lab.daemon, "start", "laptop", "tailscaled")
        self.lab.daemon("stop", "laptop", "tailscaled")
        lost = self.seen(lambda document: document["sources"]["tailscale"]["state"] != "ok", 15, "the source is lost")
        self.assertTrue(lost["sources"]["tailscale"]["error"])
        self.assertIn("firefly-sub01", [peer["name"] for peer in lost["peers"]], "old peers are kept")
        self.lab.daemon("start", "laptop", "tailscaled")
        self.now(well, 60, "everything is back")

    def test_killed_traefik(self):
        name = next(each for each in self.lab.run("firefly-sub02", "docker", "ps", "--format", "{{.Names}} {{.Image}}")
                    .splitlines() if each.endswith(" traefik:v3.0")).split()[0]
        self.lab.run("firefly-sub02", "docker", "kill", name)
        lost = self.seen(lambda document: traefiks(document).get("firefly-sub02") != "ok", 30, "one Traefik is lost")
        self.assertEqual("ok", traefiks(lost)["firefly-sub01"])
        self.assertIsNotNone(route(lost), "the route stays")
        self.now(well, RESTART, "both Traefiks are back")

    def test_restarted_server(self):
        self.addCleanup(self.lab.daemon, "start", "firefly-sub01", "nomad-server")
        self.lab.daemon("stop", "firefly-sub01", "nomad-server")
        lost = self.seen(lambda document: document["sources"]["nomad"]["state"] != "ok", 30, "the source is lost")
        self.assertTrue(lost["sources"]["nomad"]["error"])
        self.assertIsNotNone(route(lost), "the route stays")
        self.lab.daemon("start", "firefly-sub01", "nomad-server")
        self.now(well, RESTART, "everything is back")
        # Only a stream that was really opened anew shows this.
        self.edit_tag()


def wait_for_tailnet(lab):
    wait_until(lambda: lab.api("/v1/status/leader"), 60, "the laptop reaches Nomad again")
