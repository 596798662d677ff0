#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records real replies of a running lab's daemons, head and body: record.py LAB-DIRECTORY TARGET

Wants the jobs traefik-article, web and hashicups running, or records what is there. With the jobs ill and cramped it
records what details say of failure; they want half a minute to get that far.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from labkit import cache, outside

JOB = ["", "/allocations", "/submission?version=0", "/versions?diffs=true", "/deployments", "/evaluations", "/services",
       "/summary"]
NOMAD = ["agent/self", "agent/members", "status/leader", "jobs?meta=true&namespace=*", "jobs/statuses?namespace=*",
         "allocations?namespace=*&task_states=true&resources=true", "allocations?namespace=*&per_page=2",
         "nodes?resources=true&os=true", "services?namespace=*", "service/nginx", "service/traefik-https",
         "deployments?namespace=*", "evaluations?namespace=*", "namespaces", "regions", "operator/autopilot/health",
         "job/absent"]
TRAEFIK = ["overview", "version", "entrypoints", "rawdata", "http/routers", "http/services", "http/middlewares",
           "tcp/routers", "udp/routers", "certificates", "http/routers/hashicups@nomad", "http/routers/absent@nomad",
           "http/routers?per_page=2&page=1"]
TAILSCALE = ["status", "status?peers=false", "prefs", "cert-domains", "dns-config", "absent"]


class Recorder:
    def __init__(self, lab, target):
        self.lab, self.target, self.manifest = lab, target, outside.manifest(lab)

    def curl(self, *arguments):
        done = subprocess.run([cache.LAB / "lab", "exec", "--dir", self.lab, "laptop", "curl", "-sS", "-i", *arguments],
                              capture_output=True)
        return done.stdout

    def save(self, area, name, *arguments):
        """Keeps a reply as AREA/NAME.http; gives its decoded JSON, or None."""
        reply = self.curl(*arguments)
        file = self.target / area / (re.sub(r"[^A-Za-z0-9@]+", "-", name).strip("-") + ".http")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(reply)
        try:
            return json.loads(reply.partition(b"\r\n\r\n")[2])
        except ValueError:
            return None

    def nomad(self, path, name=None, *arguments):
        return self.save("nomad", name or path, f"{self.manifest['nomad']}/v1/{path}", *arguments)

    def post(self, path, name, body):
        return self.nomad(path, name, "-X", "POST", "-d", json.dumps(body))


def record_nomad(recorder):
    replies = {path: recorder.nomad(path) for path in NOMAD}
    for node in replies["nodes?resources=true&os=true"]:
        recorder.nomad(f"node/{node['ID']}", f"node-{node['Name']}")
    for job in ("traefik", "web", "hashicups"):
        for part in JOB:
            recorder.nomad(f"job/{job}{part}", f"job-{job}{part.partition('?')[0]}")
    for each in replies["allocations?namespace=*&task_states=true&resources=true"]:
        if each["TaskGroup"] == "nginx" and each["ClientStatus"] == "running":
            recorder.nomad(f"allocation/{each['ID']}", "allocation-nginx")
            recorder.nomad(f"allocation/{each['ID']}/services", "allocation-nginx-services")
            recorder.nomad(f"client/allocation/{each['ID']}/stats", "allocation-nginx-stats")
            recorder.nomad(f"client/fs/logs/{each['ID']}?task=nginx&type=stderr&follow=false&plain=false",
                           "logs-nginx-stderr")


def record_nomad_details(recorder):
    """What details say when all is not well."""
    for job in ("ill", "cramped"):
        for part in ("", "/versions", "/deployments", "/evaluations", "/summary"):
            recorder.nomad(f"job/{job}{part}", f"job-{job}{part}")
    absent = "00000000-0000-4000-8000-000000000000"
    for path in (f"allocation/{absent}", f"client/allocation/{absent}/stats", f"node/{absent}", "job/absent/versions",
                 "job/absent/evaluations"):
        recorder.nomad(path, "not-found-" + re.sub("/" + absent, "", path))
    for each in recorder.nomad("allocations?namespace=*", "allocations-all") or []:
        if each["JobID"] == "ill":
            name = each["TaskGroup"] + ("-replaced" if each["NextAllocation"] else "")
            recorder.nomad(f"allocation/{each['ID']}", f"allocation-{name}")
            recorder.nomad(f"client/allocation/{each['ID']}/stats", f"allocation-{name}-stats")


def record_nomad_edits(recorder):
    """Parses and plans; nothing is changed but for a registration that is meant to be refused."""
    source = (cache.LAB / "jobs/web.nomad.hcl").read_text()
    recorder.post("jobs/parse", "parse-web", {"JobHCL": source, "Canonicalize": True})
    recorder.post("jobs/parse", "bad-parse", {"JobHCL": 'job "x" {', "Canonicalize": True})
    job = recorder.nomad("job/web")
    if not job:
        return
    recorder.post("jobs", "register-conflict", {"Job": job, "EnforceIndex": True, "JobModifyIndex": 1})
    group = job["TaskGroups"][0]
    group["Tasks"][0]["Services"][0]["Tags"].append("traefik.http.routers.web.entrypoints=websecure")
    recorder.post("job/web/plan", "plan-web-tags", {"Job": job, "Diff": True})
    group["Count"], group["Tasks"][0]["Resources"]["MemoryMB"] = 40, 9000
    recorder.post("job/web/plan", "plan-web-too-big", {"Job": job, "Diff": True})


def main():
    recorder = Recorder(Path(sys.argv[1]).absolute(), Path(sys.argv[2]))
    record_nomad(recorder)
    record_nomad_details(recorder)
    record_nomad_edits(recorder)
    for name, host in recorder.manifest["hosts"].items():
        if name.startswith("firefly"):
            for path in TRAEFIK:
                recorder.save("traefik", f"{name}-{path}", f"http://{host['tailscale']}:8080/api/{path}")
        if host["tailscale"]:
            whois = f"whois?addr={recorder.manifest['hosts']['laptop']['tailscale']}:1"
            for path in (*TAILSCALE, whois):
                recorder.save("tailscale", f"{name}-{path}", "--unix-socket", host["socket"],
                              f"http://local-tailscaled.sock/localapi/v0/{path}")


main()
