# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside the lab's PID namespace, on the host `hub`: starts everything, then does what is asked for.

Everything dies with this process's namespace, so its end needs no order: whoever started it closes its standard input.
"""
import json
import os
import selectors
import socket
import ssl
import sys
import time
import traceback
import urllib.request
from pathlib import Path

from . import daemons, registry
from .host import Host, copy_etc, settle
from .waiting import wait_until


class Hub(Host):
    """The host this process itself is on."""

    def __init__(self, lab):
        self.lab, self.name, self.address = lab, "hub", daemons.HUB
        self.directory = lab.directory / "hub"
        self.run_directory = self.directory / "run"
        self.tailscale, self.daemons, self.commands = None, {}, {}
        for path in ("tmp", "lock", "log"):
            (self.run_directory / path).mkdir(parents=True)
        copy_etc(self.directory / "etc", "hub")
        settle(self.directory, "hub")
        self.pid = os.getpid()

    def enter(self, *command):
        return [*map(str, command)]


class Lab:
    def __init__(self, options):
        self.directory, self.identifier = Path(options["directory"]), options["identifier"]
        self.options, self.started, self.token = options, time.monotonic(), ""
        self.hub = Hub(self)
        self.nodes = [Host(self, name, f"10.77.0.{11 + i}") for i, name in enumerate(options["nodes"])]
        self.laptop = Host(self, "laptop", "10.77.0.10")
        self.servers = self.nodes[:options["servers"]]
        self.members = [*self.nodes, self.laptop]
        self.hosts = {host.name: host for host in [self.hub, *self.members]}

    def note(self, text):
        print(f"{time.monotonic() - self.started:6.1f}s {text}", flush=True)

    def up(self):
        self.network()
        daemons.make_authority(self.hub.directory)
        daemons.start_control(self.hub)
        daemons.start_pebble(self.hub, self.options["certificate_seconds"])
        daemons.start_registry(self.hub)
        for host in self.members:
            daemons.start_tailscaled(host, self.hub)
        for host in self.nodes:
            daemons.start_containerd(host)
            daemons.start_dockerd(host)
        wait_until(lambda: registry.ready(daemons.REGISTRY), 30, "the registry answers")
        registry.push(daemons.REGISTRY, Path(self.options["images"]))
        self.note("images pushed")
        self.tailnet()
        self.note("tailnet")
        self.keep_roots()
        for host in self.nodes:
            docker = host.run_directory / "docker.sock"
            wait_until(lambda: _get("/_ping", unix=docker) == b"OK", 60, f"dockerd on {host.name}")
        self.note("docker")
        self.nomad()
        self.note("up")

    def network(self):
        call = self.hub.call
        call("ip", "link", "add", "br0", "type", "bridge")
        call("ip", "address", "add", f"{daemons.HUB}/24", "dev", "br0")
        call("ip", "link", "set", "br0", "up")
        for host in self.members:
            cable = "v" + host.name[-8:]
            call("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", host.pid)
            call("ip", "link", "set", cable, "master", "br0", "up")
            host.call("ip", "address", "add", f"{host.address}/24", "dev", "eth0")
            host.call("ip", "link", "set", "eth0", "up")
            host.call("ip", "route", "add", "default", "via", daemons.HUB)

    def tailnet(self):
        """One after the other, so that sub01 has 100.64.0.1 and so on."""
        wait_until(lambda: _get("/nodes", f"{daemons.ADMIN}"), 30, "the coordination server answers")
        for host in self.members:
            wait_until((host.run_directory / "tailscale/tailscaled.sock").exists, 30, f"tailscaled on {host.name}")
            tags = [] if host is self.laptop else ["--advertise-tags=tag:server"]
            host.call("tailscale", "up", f"--login-server={daemons.CONTROL}", f"--hostname={host.name}",
                      "--accept-dns=true", "--timeout=60s", *tags)
            host.tailscale = host.call("tailscale", "ip", "-4").strip()
            _get(f"/set?node={host.name}&online=true&expiry=4320h&https=true", daemons.ADMIN, b"")

    def keep_roots(self):
        trust = ssl.create_default_context(cafile=self.hub.directory / "ca.pem")
        with urllib.request.urlopen(daemons.ACME_ROOT, context=trust, timeout=10) as reply:
            (self.hub.directory / "pebble-root.pem").write_bytes(reply.read())

    def nomad(self):
        one, at = self.options["one_agent"], f"http://{self.nodes[0].address}:4646"
        for host in self.servers:
            self._start_nomad("nomad-both" if one else "nomad-server", host)
        wait_until(lambda: json.loads(_get("/v1/status/leader", at)), 60, "Nomad has a leader")
        if self.options["acl"]:
            # For a moment after the election the answer is still that there is none.
            self.token = wait_until(lambda: json.loads(_get("/v1/acl/bootstrap", at, b""))["SecretID"], 30,
                                    "the first ACL token")
        wait_until(lambda: len(json.loads(_get("/v1/status/peers", at))) == len(self.servers), 60,
                   "all Nomad servers joined")
        # A client that registers before there is a keyring is refused and asks again only after some 20 s (1.11.3).
        wait_until(lambda: json.loads(_get("/v1/operator/keyring/keys", at, token=self.token)), 60,
                   "Nomad has a keyring")
        for host in self.nodes:
            if not (one and host in self.servers):
                self._start_nomad("nomad", host)
        everybody = {host.name for host in self.nodes}
        wait_until(lambda: self._ready(at) == everybody, 120, "all Nomad clients ready, with docker")

    def _start_nomad(self, name, host):
        daemons.start_nomad(name, host, self.servers, self.options["acl"], self.options["volume_directory"])

    def _ready(self, at):
        nodes = json.loads(_get("/v1/nodes", at, token=self.token))
        return {node["Name"] for node in nodes if node["Status"] == "ready"
                and node["SchedulingEligibility"] == "eligible" and node["Drivers"].get("docker", {}).get("Healthy")}

    def manifest(self):
        """What test programs need to know. Process numbers are this namespace's: the starter translates them."""
        return {"identifier": self.identifier, "directory": str(self.directory), "domain": daemons.DOMAIN,
                "nomad": f"http://{self.nodes[0].tailscale}:4646", "nomad_token": self.token,
                "servers": [host.name for host in self.servers], "control": daemons.ADMIN,
                "registry": daemons.REGISTRY, "ca": f"{self.hub.directory}/pebble-root.pem",
                "hosts": {host.name: {"pid": host.pid, "ip": host.address, "tailscale": host.tailscale,
                                      "socket": f"{host.run_directory}/tailscale/tailscaled.sock"}
                          for host in self.hosts.values()}}

    def answer(self, request):
        verb, host, name = request["verb"], request["host"], request["daemon"]
        self.hosts[host].request(verb, name)
        self.note(f"{verb} {host} {name}")
        return {"ok": True}

    def serve(self):
        """Answers requests, one line of JSON each, until standard input ends."""
        # The way through the directory's descriptor keeps the socket's name short wherever the lab lies.
        directory = os.open(self.directory, os.O_DIRECTORY)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"/proc/self/fd/{directory}/requests")
        listener.listen()
        # This file is the sign that the lab is up: it comes last, and whole.
        (self.directory / "inside.new").write_text(json.dumps(self.manifest()))
        (self.directory / "inside.new").rename(self.directory / "inside.json")
        wait = selectors.DefaultSelector()
        wait.register(listener, selectors.EVENT_READ)
        wait.register(sys.stdin.buffer, selectors.EVENT_READ)
        while True:
            for key, _ in wait.select():
                if key.fileobj is not listener:
                    return
                with listener.accept()[0] as peer, peer.makefile("rw") as lines:
                    try:
                        reply = self.answer(json.loads(lines.readline()))
                    except Exception as error:
                        reply = {"ok": False, "error": f"{type(error).__name__}: {error}"}
                        self.note(reply["error"])
                    lines.write(json.dumps(reply) + "\n")


def _get(path, base="", body=None, unix=None, token=""):
    """One request, past every proxy of the environment; over a unix socket if one is named."""
    if unix:
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(os.fspath(unix))
            peer.sendall(f"GET {path} HTTP/1.0\r\nHost: local\r\n\r\n".encode())
            return peer.makefile("rb").read().partition(b"\r\n\r\n")[2]
    request = urllib.request.Request(base + path, body, {"X-Nomad-Token": token} if token else {})
    with urllib.request.urlopen(request, timeout=5) as reply:
        return reply.read()


def reap_until(child):
    """The work of a namespace's first process: collects every orphan, and ends as `child` ends."""
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main():
    if child := os.fork():
        reap_until(child)
    for key in list(os.environ):
        if key.lower().endswith("_proxy"):
            del os.environ[key]
    try:
        lab = Lab(json.loads(sys.argv[1]))
        lab.up()
        lab.serve()
    except BaseException:
        traceback.print_exc()
        sys.exit(1)
