# SPDX-License-Identifier: GPL-3.0-or-later
"""A host of the lab: namespaces of its own, a private /run and /etc, and its daemons."""
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from . import cache, cgroups


class Host:
    """`directory` holds the host's files; `directory`/run is its /run and also holds its daemons' data, since the
    paths of unix sockets below must stay short."""

    def __init__(self, lab, name, address):
        self.lab, self.name, self.address = lab, name, address
        self.directory = lab.directory / name
        self.run_directory = self.directory / "run"
        self.tailscale = None
        self.daemons, self.commands = {}, {}
        for path in ("tailscale", "tmp", "lock", "log"):
            (self.run_directory / path).mkdir(parents=True)
        (self.directory / "run-tailscale").symlink_to("run/tailscale")
        copy_etc(self.directory / "etc", name)
        self.holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--uts", "--ipc", "--cgroup", "--propagation", "private",
             sys.executable, "-c", f"from labkit import host; host.hold({str(self.directory)!r}, {name!r})"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cache.LAB,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: cgroups.join(lab.identifier, name))
        if self.holder.stdout.readline() != b"ready\n":
            raise RuntimeError(f"no namespaces for {name}")
        self.pid = self.holder.pid

    def enter(self, *command):
        return ["nsenter", "-t", str(self.pid), "-n", "-m", "-u", "-i", "-C", "--wdns=/", "--", *map(str, command)]

    def call(self, *command, **more):
        """Runs a command on the host; gives its output, fails when it fails."""
        return subprocess.run(self.enter(*command), check=True, text=True, stdout=subprocess.PIPE,
                              preexec_fn=self._join, **more).stdout

    def spawn(self, name, command, environment=None):
        """Starts a daemon; its output goes to NAME.log."""
        self.commands[name] = (command, environment)
        outer = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        with open(self.directory / f"{name}.log", "ab") as log:
            self.daemons[name] = subprocess.Popen(
                self.enter(*command), stdin=subprocess.PIPE, stdout=log, stderr=log, preexec_fn=self._join,
                env={**outer, "TMPDIR": "/run/tmp", "HOME": "/run", **(environment or {})})

    def request(self, verb, name):
        """stop, start, restart, kill, freeze or thaw a daemon, with the command line it had."""
        if name not in self.commands:
            raise LookupError(f"{self.name} has no {name}; it has {', '.join(sorted(self.commands))}")
        daemon = self.daemons[name]
        alive = daemon.poll() is None
        if verb in ("freeze", "thaw", "kill") and alive:
            daemon.send_signal({"freeze": signal.SIGSTOP, "thaw": signal.SIGCONT, "kill": signal.SIGKILL}[verb])
        if verb in ("stop", "restart") and alive:
            # Nomad takes SIGINT as an orderly end, the others SIGTERM.
            daemon.send_signal(signal.SIGINT if name.startswith("nomad") else signal.SIGTERM)
        if verb in ("stop", "restart", "kill"):
            daemon.wait(60)
        if verb == "restart" or (verb == "start" and not alive):
            self.spawn(name, *self.commands[name])

    def _join(self):
        # Below a version 2 host group only leaves may hold processes.
        for tree, _, _ in cgroups.trees():
            group = tree / (cgroups.PREFIX + self.lab.identifier) / self.name
            leaf = group / "daemons"
            ((leaf if leaf.is_dir() else group) / "cgroup.procs").write_text("0")


def copy_etc(target, name):
    """A private /etc: daemons write there (name servers, keys), and this system's must stay as it is."""
    shutil.copytree("/etc", target, symlinks=True, ignore_dangling_symlinks=True,
                    ignore=shutil.ignore_patterns("shadow*", "gshadow*", "docker", "resolv.conf", "hostname", "hosts"))
    (target / "resolv.conf").write_text("")
    (target / "hostname").write_text(f"{name}\n")
    (target / "hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {name}\n")


def settle(directory, name):
    """In new namespaces: the host's own /etc, /run and name, and loopback up."""
    for path in ("etc", "run"):
        subprocess.run(["mount", "-n", "--bind", f"{directory}/{path}", f"/{path}"], check=True)
    subprocess.run(["hostname", name], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def hold(directory, name):
    """The process that keeps a host's namespaces; ends with the lab."""
    cgroups.remount()
    settle(Path(directory), name)
    print("ready", flush=True)
    sys.stdin.buffer.read()
