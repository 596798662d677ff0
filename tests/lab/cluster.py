# SPDX-License-Identifier: GPL-3.0-or-later
"""What lab tests work with: a running lab, commands on its hosts, and the program under test on its laptop."""
import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from labkit import cgroups
from labkit.waiting import Late, wait_until

__all__ = ["Cluster", "Late", "Watch", "session", "wait_until", "JOBS", "ROUTE"]

LAB = Path(__file__).resolve().parent
JOBS = LAB / "jobs"
ROUTE = "https://firefly-sub01.tail1a2b3.ts.net/"


class Cluster:
    """One lab. Hosts: hub, firefly-sub01…, laptop."""

    def __init__(self, *options, wait=True, directory=None):
        """Starts a lab with options of `lab up`, and waits until it is ready unless told otherwise."""
        self.directory = Path(directory or tempfile.mkdtemp(prefix="tailboard-lab-"))
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen([LAB / "lab", "up", "--dir", self.directory, "--keep-logs", *map(str, options)],
                                        stdout=self.output, stderr=self.output, stdin=subprocess.DEVNULL)
        atexit.register(self.stop)
        self.manifest = {}
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=180):
        file = self.directory / "manifest.json"

        def own():
            # A lab that died here before may have left its manifest.
            manifest = json.loads(file.read_text())
            return manifest if manifest["pid"] == self.process.pid else None

        self.manifest = wait_until(lambda: self.process.poll() is not None or own(), seconds, "the lab is up")
        if self.manifest is True:
            raise AssertionError(f"the lab ended: {self.said()}")

    def said(self):
        """What `lab up` printed."""
        self.output.seek(0)
        return self.output.read().decode(errors="replace")

    def stop(self):
        """Ends the lab in order. Logs stay in `directory` until `forget`."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        atexit.unregister(self.stop)

    def forget(self):
        """Ends the lab and removes what is left of it."""
        self.stop()
        if (self.directory / "lab.json").exists():
            shutil.rmtree(self.directory, ignore_errors=True)

    def processes(self):
        """All processes of the lab."""
        return cgroups.processes(self.manifest["identifier"])

    def command(self, host, *words):
        return [str(LAB / "lab"), "exec", "--dir", str(self.directory), host, *map(str, words)]

    def run(self, host, *words, check=True, seconds=60, text_in=None):
        """Runs a command on a host and gives its output; with `check`, a failing one raises with all it said."""
        done = subprocess.run(self.command(host, *words), capture_output=True, text=True, timeout=seconds,
                              input=text_in if text_in is not None else "")
        if check and done.returncode != 0:
            raise OSError(f"{' '.join(map(str, words))} on {host}: exit {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def daemon(self, verb, host, name):
        """stop, start, restart, kill, freeze or thaw a daemon."""
        done = subprocess.run([LAB / "lab", verb, "--dir", self.directory, host, name], capture_output=True, text=True)
        if done.returncode != 0:
            raise OSError(f"{verb} {name} on {host}: {done.stderr}")

    def control(self, path):
        """Asks the coordination server to change what the tailnet reports, e.g. `/set?node=NAME&online=false`."""
        self.run("hub", "curl", "-fsS", "-X", "POST", self.manifest["control"] + path)

    def nomad(self, *words, **more):
        """Nomad's own command line, on the laptop."""
        return self.run("laptop", "nomad", *words, **more)

    def api(self, path, at=None):
        """A GET from the laptop, of Nomad's API unless another server is named; gives the decoded JSON."""
        token = self.manifest["nomad_token"]
        header = ["-H", f"X-Nomad-Token: {token}"] if token else []
        return json.loads(self.run("laptop", "curl", "-fsS", "-m", "5", *header, (at or self.manifest["nomad"]) + path))

    def deploy(self, job, **replaced):
        """Registers a job file by Nomad's command line; `replaced` are texts to put in the place of others."""
        text = (JOBS / f"{job}.nomad.hcl").read_text()
        for old, new in replaced.get("replace", {}).items():
            if old not in text:
                raise LookupError(f"{job}.nomad.hcl has no {old!r}")
            text = text.replace(old, new)
        self.nomad("job", "run", "-detach", "-", text_in=text)

    def purge(self, *jobs):
        for job in jobs:
            self.nomad("job", "stop", "-purge", "-detach", job, check=False)

    def running(self, job):
        """Running allocations of a job that are meant to run: {id: name of the node}."""
        return {each["ID"]: each["NodeName"] for each in self.api(f"/v1/job/{job}/allocations")
                if each["ClientStatus"] == "running" and each["DesiredStatus"] == "run"}

    def settle(self, seconds=90):
        """Waits until no deployment is under way.

        While one is, Nomad replaces allocations of lost nodes only as far as `max_parallel` lets it, and a deployment
        that lost one is given up only at its progress deadline, after ten minutes (1.11.3).
        """
        wait_until(lambda: all(each["Status"] in ("successful", "failed", "cancelled")
                               for each in self.api("/v1/deployments")), seconds, "no deployment is under way")

    def revive(self, job, count, seconds=90):
        """Waits for `count` running allocations; one that failed for good is placed anew.

        After a frozen client goes on, the new allocation of a system job may find the old one's ports still taken, and
        Nomad takes that as a failure that is not tried again (1.11.3).
        """
        def enough():
            failed = any(each["ClientStatus"] == "failed" for each in self.api(f"/v1/job/{job}/allocations"))
            if failed and len(self.running(job)) < count:
                self.nomad("job", "eval", "-detach", "-force-reschedule", job)
            return len(self.running(job)) == count

        wait_until(enough, seconds, f"{count} allocations of {job} run", every=2)

    def fetch(self, url, *more):
        """GETs a page from the laptop, trusting only the lab's certificate authority; gives (code, body)."""
        text = self.run("laptop", "curl", "-sS", "-m", "5", "--cacert", self.manifest["ca"], "-w", "\n%{http_code}",
                        *more, url)
        body, _, code = text.rpartition("\n")
        return int(code), body

    def article(self):
        """The article's Traefik job and a web job, until both Traefiks show its router and it can be fetched."""
        self.deploy("traefik-article")
        self.deploy("web")
        wait_until(lambda: len(self.running("traefik")) == 2 and len(self.running("web")) == 2, 90,
                   "traefik and web run")
        for host in ("firefly-sub01", "firefly-sub02"):
            at = f"http://{self.manifest['hosts'][host]['tailscale']}:8080"
            wait_until(lambda: self.api("/api/http/routers/web@nomad", at)["status"] == "enabled", 60,
                       f"Traefik on {host} shows the router")
        wait_until(lambda: self.fetch(ROUTE)[0] == 200, 60, "the route answers")

    def status(self, *more, seconds=30):
        """One `tailboard status --json` on the laptop; gives (exit code, document)."""
        command = self._tailboard("--timeout", "10", *more)
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            raise AssertionError(f"no JSON, exit {done.returncode}: {done.stdout!r} {done.stderr!r}") from None

    def watch(self):
        return Watch(self._tailboard("--watch"))

    def journey(self, program, seconds=120, **environment):
        """A journey through the real window on the laptop; gives (exit code, all it printed)."""
        folder = os.environ.get("TAILBOARD_JOURNEYS")
        if not folder or not (Path(folder) / program).exists():
            raise unittest.SkipTest(f"{program} was not built, or --journeys does not name its folder")
        words = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "NOMAD_ADDR": self.manifest["nomad"],
                 "TS_SOCKET": self.manifest["hosts"]["laptop"]["socket"], **environment}
        command = self.command("laptop", "env", *(f"{name}={value}" for name, value in words.items()),
                               str(Path(folder) / program))
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        return done.returncode, done.stdout + done.stderr

    def _tailboard(self, *more):
        return self.command("laptop", tailboard(), "status", "--json", "--nomad", self.manifest["nomad"], "--tailscale",
                            self.manifest["hosts"]["laptop"]["socket"], *more)


class Watch:
    """A long-running `tailboard status --json --watch`: one document a line, each time anything changed."""

    def __init__(self, command):
        self.documents, self.broken = [], []
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            try:
                self.documents.append((time.monotonic(), json.loads(line)))
            except ValueError:
                self.broken.append(line)

    def mark(self):
        """A point in the stream, to look only at what comes after it (and at the document that still holds)."""
        return max(len(self.documents) - 1, 0)

    def until(self, condition, seconds, what, since=None):
        """Waits for a document for which `condition` is true: from `since` on, else the newest one.

        Gives the document. Fails at once when the program ends or prints anything but JSON.
        """
        def look():
            if self.broken or self.process.poll() is not None:
                self.errors.seek(0)
                raise AssertionError(f"exit {self.process.poll()}, not JSON: {self.broken}, "
                                     f"said: {self.errors.read()!r}")
            chosen = self.documents[-1:] if since is None else self.documents[since:]
            return next((document for _, document in chosen if _holds(condition, document)), None)

        try:
            return wait_until(look, seconds, what, every=0.05)
        except Late as late:
            newest = json.dumps(self.documents[-1][1])[:4000] if self.documents else "nothing"
            raise Late(f"{late}\nnewest document: {newest}") from None

    def end(self):
        """SIGTERM; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)
        self.reader.join(5)
        return self.process.returncode


def _holds(condition, document):
    try:
        return condition(document)
    except (LookupError, TypeError):
        return False


def tailboard():
    """The program under test, as the runner names it."""
    return os.environ.get("TAILBOARD_PROGRAM", "")


_session = None


def session():
    """The lab that all tests of a run share: two nodes, one Nomad server."""
    global _session
    if _session is None:
        _session = Cluster()
    return _session


def end_session(failed):
    """Ends the shared lab; after a failure its logs stay, and are named."""
    if _session is None:
        return
    _session.stop()
    if failed:
        print(f"lab: logs are in {_session.directory}", file=sys.stderr)
    else:
        _session.forget()
