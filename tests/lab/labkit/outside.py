# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a lab, waits for its end, and hands requests to a running one."""
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

from . import cache, cgroups, enter, remains
from .waiting import Late, wait_until

# What the own namespaces need: mount table, network, names, processes and what they share.
UNSHARE = ["setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--net",
           "--uts", "--ipc"]


def unfit():
    """Why no lab can run here, or None."""
    if sys.platform != "linux":
        return "the lab needs Linux"
    if os.geteuid() != 0:
        return "the lab needs root, for namespaces"
    if not os.path.exists("/dev/net/tun"):
        return "the lab needs /dev/net/tun"
    if subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", "--net", "true"], capture_output=True).returncode:
        return "the lab needs to make namespaces, and may not here"
    return None


def up(plan, options):
    """Runs a lab in front until SIGTERM, SIGINT, or the end of the lab. Gives the exit code."""
    directory = options.dir.absolute()
    if any(str(directory).startswith(f"/{taken}/") for taken in ("run", "etc", "proc", "sys", "dev")):
        raise SystemExit("lab: hosts have a /run and /etc of their own: the directory must lie elsewhere")
    remains.sweep()
    identifier = f"{os.getpid()}-{secrets.token_hex(3)}"
    nodes = [f"firefly-sub{number:02}" for number in range(1, options.nodes + 1)]
    lock = remains.claim(directory, identifier)
    remains.watch(directory, identifier)
    if options.keep_logs:
        (directory / "keep").touch()
    cgroups.create(identifier, ["hub", *nodes, "laptop"])
    wanted = {"directory": str(directory), "identifier": identifier, "nodes": nodes, "servers": options.servers,
              "one_agent": options.one_agent,
              "acl": options.acl, "volume_directory": options.volume_dir, "certificate_seconds": options.cert_seconds,
              "images": str(plan.images.path)}
    ended = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.append(True))
    inside = subprocess.Popen(
        [*UNSHARE, sys.executable, "-B", "-c", "from labkit import supervisor; supervisor.main()", json.dumps(wanted)],
        stdin=subprocess.PIPE, cwd=cache.LAB, env={**os.environ, "PATH": plan.path()}, start_new_session=True,
        preexec_fn=lambda: cgroups.join(identifier, "hub"))
    try:
        ready = directory / "inside.json"
        wait_until(lambda: ended or inside.poll() is not None or ready.exists(), 600, "the lab is up")
        if ready.exists():
            publish(directory, json.loads(ready.read_text()), inside.pid, plan)
            print(f"lab: ready: {directory}/manifest.json", flush=True)
        wait_until(lambda: ended or inside.poll() is not None, float("inf"), "the end")
    except Late as late:
        print(f"lab: {late}", file=sys.stderr)
    code = 0 if ended else 1
    inside.stdin.close()
    try:
        inside.wait(10)
    except subprocess.TimeoutExpired:
        inside.kill()
        inside.wait()
    remains.remove(directory, identifier, options.keep_logs)
    lock.close()
    return code


def publish(directory, manifest, starter, plan):
    """Writes manifest.json, the sign for test programs, with process numbers as seen from here."""
    first = int(Path(f"/proc/{starter}/task/{starter}/children").read_text().split()[0])
    space = os.readlink(f"/proc/{first}/ns/pid")
    numbers = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(path / "ns/pid") == space:
                status = (path / "status").read_text()
                words = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()
                numbers[int(words[-1])] = int(path.name)
        except OSError:
            pass  # Ended while being looked at.
    for host in manifest["hosts"].values():
        host["pid"] = numbers[host["pid"]]
    manifest |= {"pid": os.getpid(), "first": first, "path": plan.path()}
    (directory / "manifest.new").write_text(json.dumps(manifest, indent=1))
    (directory / "manifest.new").rename(directory / "manifest.json")


def manifest(directory):
    """The manifest of the lab that is up in `directory`; one that a dead lab left does not count."""
    try:
        known = json.loads((directory / "manifest.json").read_text())
    except FileNotFoundError:
        known = None
    if not known or not cgroups.processes(known["identifier"]):
        raise SystemExit(f"lab: no lab is up in {directory}")
    return known


def request(directory, verb, host, daemon):
    """Hands a request to the lab and waits until it is carried out."""
    manifest(directory)
    handle = os.open(directory, os.O_DIRECTORY)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(f"/proc/self/fd/{handle}/requests")
        with peer.makefile("rw") as lines:
            lines.write(json.dumps({"verb": verb, "host": host, "daemon": daemon}) + "\n")
            lines.flush()
            reply = json.loads(lines.readline())
    os.close(handle)
    if not reply["ok"]:
        raise SystemExit(f"lab: {reply['error']}")


def execute(directory, host, command):
    known = manifest(directory)
    if host not in known["hosts"]:
        raise SystemExit(f"lab: no host {host}; there are {', '.join(known['hosts'])}")
    outer = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    own = {"PATH": known["path"], "NOMAD_ADDR": known["nomad"], "DOCKER_HOST": "unix:///run/docker.sock"}
    if known["nomad_token"]:
        own["NOMAD_TOKEN"] = known["nomad_token"]
    # Later words win: what the caller sets for Nomad holds, PATH is always the lab's.
    return enter.run(known["hosts"][host]["pid"], command, {**own, **outer, "PATH": own["PATH"]})
