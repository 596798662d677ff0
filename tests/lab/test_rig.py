# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab itself: that it is a real cluster, stands alone, and leaves nothing behind. Needs no tailboard program."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from cluster import ROUTE, Cluster, session, wait_until
from labkit import cgroups

# htpasswd line for admin:secret, made with `openssl passwd -apr1`.
ADMIN = "admin:" + subprocess.run(["openssl", "passwd", "-apr1", "-salt", "lab", "secret"], capture_output=True,
                                  text=True).stdout.strip()


class RealCluster(unittest.TestCase):
    """One lab, jobs on it one after the other."""

    def setUp(self):
        self.lab = session()
        self.addCleanup(self.lab.purge, "traefik", "web", "hashicups")

    def test_article_job_serves_the_web_job_over_https(self):
        self.lab.article()
        code, body = self.lab.fetch(ROUTE)
        self.assertEqual((200, "hello from "), (code, body[:11]))
        self.assertIn(body.split()[-1], self.lab.running("web"))

    def test_image_pull_goes_through_the_registry(self):
        log = self.lab.directory / "hub/registry.log"
        for host in ("firefly-sub01", "firefly-sub02"):
            self.lab.run(host, "docker", "image", "rm", "-f", "web:1", check=False)
        before = len(log.read_text())
        self.lab.deploy("web")
        wait_until(lambda: len(self.lab.running("web")) == 2, 60, "web runs")
        pulled = log.read_text()[before:]
        for host in set(self.lab.running("web").values()):
            address = self.lab.manifest["hosts"][host]["ip"]
            asked = "\n".join(line for line in pulled.splitlines() if line.startswith(f"{address} "))
            # What of it the daemon already holds (a layer of another image, the manifest) it does not fetch again.
            self.assertRegex(asked, '"HEAD /v2/library/web/manifests/1 HTTP/1.1" 200', host)
            self.assertRegex(asked, '"GET /v2/library/web/(manifests|blobs)/sha256:[0-9a-f]+ HTTP/1.1" 200', host)

    def test_image_that_is_not_there_fails_the_allocation(self):
        self.lab.deploy("web", replace={"web:1": "web:absent"})
        def failed():
            return [event["DisplayMessage"] for each in self.lab.api("/v1/job/web/allocations")
                    for state in (each["TaskStates"] or {}).values() for event in state["Events"]
                    if event["Type"] == "Driver Failure"]
        self.assertIn("web:absent", wait_until(failed, 60, "the pull fails")[0])

    def test_recommended_job_asks_for_a_password_and_redirects(self):
        self.lab.nomad("var", "put", "-force", "nomad/jobs/traefik", f"api_users={ADMIN}")
        self.lab.deploy("traefik-recommended")
        self.lab.deploy("web", replace={'tags = [': 'tags = [\n          "traefik.enable=true",'})
        api = f"http://{self.lab.manifest['hosts']['firefly-sub01']['tailscale']}:8080/api/overview"
        wait_until(lambda: self.lab.fetch(api)[0] == 401, 90, "the API asks for a password")
        self.assertEqual(200, self.lab.fetch(api, "-u", "admin:secret")[0])
        wait_until(lambda: self.lab.fetch(ROUTE)[0] == 200, 60, "the route answers")
        self.assertEqual(301, self.lab.fetch(ROUTE.replace("https:", "http:"))[0])

    def test_hashicups_works_from_page_to_database(self):
        self.lab.deploy("traefik-article")
        self.lab.deploy("hashicups")
        page = ROUTE.replace("sub01", "sub02")
        wait_until(lambda: self.lab.fetch(page)[0] == 200, 120, "the page answers")
        wait_until(lambda: "Aeropress" in self.lab.fetch(page + "api", "-X", "POST")[1], 120, "the API answers")

    def test_tailnet_reports_what_the_control_server_is_told(self):
        def peer(name):
            status = json.loads(self.lab.run("laptop", "tailscale", "status", "--json"))
            return next(each for each in status["Peer"].values() if each["HostName"] == name)
        self.addCleanup(self.lab.control, "/set?node=firefly-sub02&online=true&expiry=4320h")
        self.lab.control("/set?node=firefly-sub02&online=false&expiry=1h")
        wait_until(lambda: not peer("firefly-sub02")["Online"], 20, "the peer is offline")
        seen = peer("firefly-sub02")
        self.assertIn("KeyExpiry", seen)

    def test_hosts_have_a_run_directory_of_their_own(self):
        outside = sorted(os.listdir("/run"))
        self.lab.daemon("stop", "firefly-sub02", "tailscaled")
        self.lab.run("firefly-sub02", "rm", "-r", "/run/tailscale")
        self.assertNotIn("tailscale", self.lab.run("firefly-sub02", "ls", "/run").split())
        self.assertIn("tailscale", self.lab.run("firefly-sub01", "ls", "/run").split())
        self.lab.daemon("start", "firefly-sub02", "tailscaled")
        wait_until(lambda: json.loads(self.lab.run("firefly-sub02", "tailscale", "status", "--json"))["BackendState"]
                   == "Running", 30, "tailscaled is back")
        self.assertEqual(outside, sorted(os.listdir("/run")))

    def test_command_on_a_host_gets_signals_and_gives_its_exit_code(self):
        done = subprocess.run(self.lab.command("laptop", "sh", "-c", "exit 7"))
        self.assertEqual(7, done.returncode)
        script = "trap 'echo ended; exit 3' TERM; echo ready; while :; do sleep 0.1; done"
        command = self.lab.command("laptop", "sh", "-c", script)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            self.assertEqual("ready\n", process.stdout.readline())
            process.send_signal(signal.SIGTERM)
            self.assertEqual("ended\n", process.stdout.readline())
            self.assertEqual(3, process.wait(10))


class Alone(unittest.TestCase):
    """Labs of their own."""

    def lab(self, *options, **more):
        lab = Cluster(*options, **more)
        self.addCleanup(lab.forget)
        return lab

    def test_two_labs_do_not_clash(self):
        one, two = self.lab(wait=False), self.lab(wait=False)
        one.wait_ready()
        two.wait_ready()
        one.deploy("web")
        wait_until(lambda: len(one.running("web")) == 2, 60, "web runs in the first lab")
        self.assertEqual([], two.api("/v1/jobs"))
        self.assertEqual("", two.run("firefly-sub01", "docker", "ps", "-q"))
        self.assertEqual(set(), one.processes() & two.processes())
        one.stop()
        two.deploy("web")
        wait_until(lambda: len(two.running("web")) == 2, 60, "web runs in the second lab when the first is gone")

    def test_killed_lab_leaves_nothing(self):
        lab = self.lab()
        lab.deploy("web")
        wait_until(lambda: len(lab.running("web")) == 2, 60, "containers run")
        spaces = namespaces(lab.processes())
        os.kill(lab.process.pid, signal.SIGKILL)
        lab.process.wait()
        self.assert_gone(lab, spaces)

    def test_lab_killed_with_its_watcher_is_swept_by_the_next(self):
        lab = self.lab("--nodes", 1)
        spaces = namespaces(lab.processes())
        number = lab.process.pid
        helpers = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for pid in (*map(int, helpers), number):
            os.kill(pid, signal.SIGKILL)
        lab.process.wait()
        wait_until(lambda: not namespaces(all_processes()) & spaces, 30, "its namespaces are gone")
        self.assertTrue(lab.directory.exists())
        self.assertEqual(1, subprocess.run(lab.command("laptop", "true"), capture_output=True).returncode)
        again = self.lab("--nodes", 1, directory=lab.directory)
        self.assertNotIn(lab.manifest["identifier"], cgroups.labs())
        self.assertIn(again.manifest["identifier"], cgroups.labs())
        spaces = namespaces(again.processes())
        again.stop()
        self.assert_gone(again, spaces)

    def test_ended_lab_leaves_nothing_but_logs(self):
        lab = self.lab("--nodes", 1)
        spaces = namespaces(lab.processes())
        lab.stop()
        self.assert_gone(lab, spaces)
        self.assertTrue((lab.directory / "firefly-sub01/nomad.log").exists())

    def test_three_servers_elect_a_leader_and_another_when_it_stops(self):
        lab = self.lab("--nodes", 3, "--servers", 3)
        self.assertEqual(3, len(lab.api("/v1/status/peers")))
        leader = lab.api("/v1/status/leader")
        hosts, servers = lab.manifest["hosts"], lab.manifest["servers"]
        name = next(host for host in servers if leader.startswith(f"{hosts[host]['tailscale']}:"))
        other = next(hosts[host] for host in servers if host != name)
        lab.daemon("stop", name, "nomad-server")
        at = f"http://{other['tailscale']}:4646"
        wait_until(lambda: lab.api("/v1/status/leader", at) not in ("", leader), 60, "a new leader")

    def test_one_agent_may_be_server_and_client(self):
        lab = self.lab("--nodes", 2, "--one-agent")
        self.assertEqual(["firefly-sub01", "firefly-sub02"], sorted(node["Name"] for node in lab.api("/v1/nodes")))
        agent = lab.api("/v1/agent/self")["config"]
        self.assertTrue(agent["Server"]["Enabled"] and agent["Client"]["Enabled"])

    def test_acl_lab_refuses_without_token(self):
        lab = self.lab("--nodes", 1, "--acl", "--cert-seconds", 150, "--volume-dir")
        self.assertEqual(403, lab.fetch(lab.manifest["nomad"] + "/v1/jobs")[0])
        self.assertEqual([], lab.api("/v1/jobs"))
        self.assertIn("firefly-sub01", lab.nomad("node", "status"))
        pebble = json.loads((lab.directory / "hub/pebble.json").read_text())["pebble"]
        self.assertEqual(150, pebble["certificateValidityPeriod"])

    def test_directory_with_other_files_is_refused(self):
        directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        (directory / "letter").write_text("dear")
        lab = self.lab(directory=directory, wait=False)
        self.assertEqual(1, lab.process.wait(30))
        self.assertIn("not empty and not a lab's", lab.said())
        self.assertEqual("dear", (directory / "letter").read_text())

    def test_running_labs_directory_is_refused(self):
        lab = session()
        second = Cluster("--nodes", 1, directory=lab.directory, wait=False)
        self.assertEqual(1, second.process.wait(30))
        self.assertIn("a lab is running", second.said())
        self.assertTrue(lab.api("/v1/status/leader"))

    def assert_gone(self, lab, spaces):
        wait_until(lambda: not namespaces(all_processes()) & spaces, 30, "no process is in its namespaces")
        wait_until(lambda: lab.manifest["identifier"] not in cgroups.labs(), 30, "its control groups are gone")
        wait_until(lambda: not any(lab.directory.glob("*/run")), 30, "its data are gone")
        mounts = [line for pid in all_processes() for line in mounts_of(pid) if str(lab.directory) in line]
        self.assertEqual([], mounts)


def all_processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def namespaces(processes):
    """PID, network and mount namespaces that hold any of the processes, this program's own left out."""
    found = set()
    for pid in processes:
        for kind in ("pid", "net", "mnt"):
            try:
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))
            except OSError:
                pass  # Ended while being looked at.
    return found - {os.readlink(f"/proc/self/ns/{kind}") for kind in ("pid", "net", "mnt")}


def mounts_of(pid):
    try:
        return Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    except OSError:
        return []
