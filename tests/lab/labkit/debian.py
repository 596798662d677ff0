# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages unpacked into the cache. Nothing is installed: what the system has is used from there."""
import os
import shutil
import subprocess
from pathlib import Path

from . import cache

PACKAGES = ["docker.io", "containerd", "runc", "pebble", "docker-registry", "nginx-light", "busybox-static",
            "iptables", "iproute2", "openssl", "curl"]
PROGRAMS = ["docker", "dockerd", "docker-proxy", "docker-init", "containerd", "containerd-shim-runc-v2", "runc",
            "pebble", "docker-registry", "nginx", "busybox", "iptables", "ip6tables", "ip", "openssl", "curl"]
# Daemons and the tools they call live here even where PATH of an ordinary user does not look.
SYSTEM = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]


def key():
    """Changes with the wish list, the release and what of it the system already has."""
    there = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *PACKAGES],
                           capture_output=True, text=True).stdout
    return cache.digest(*PACKAGES, *PROGRAMS, Path("/etc/os-release"), there, Path(__file__))


def make(directory):
    unpacked, debs, programs = directory / "root", directory / "debs", directory / "programs"
    for each in (unpacked, debs, programs):
        each.mkdir()
    try:
        _download(debs, [])
    except subprocess.CalledProcessError:
        # The system's package lists are missing or too old: read fresh ones, into the cache.
        private = _private_lists(directory / "apt")
        _apt("apt-get", *private, "update")
        _download(debs, private)
    for deb in sorted(debs.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", deb, unpacked], check=True)
    shutil.rmtree(debs)
    shutil.rmtree(directory / "apt", ignore_errors=True)
    for name in PROGRAMS:
        _program(directory, unpacked, programs / name)


def _apt(*command, **more):
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([command[0], "-qq", "-o", "APT::Sandbox::User=", *command[1:]], check=True, env=environment, **more)


def _private_lists(directory):
    (directory / "lists/partial").mkdir(parents=True)
    (directory / "cache").mkdir()
    return ["-o", f"Dir::State::lists={directory}/lists", "-o", f"Dir::Cache={directory}/cache"]


def _download(debs, options):
    """Fetches what an installation would add to this system, shared libraries included."""
    shown = subprocess.run(["apt-get", *options, "install", "--simulate", "--no-install-recommends", *PACKAGES],
                           check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    words = [line.split() for line in shown.splitlines() if line.startswith("Inst ")]
    # "Inst NAME [installed version] (new version …)"; what is installed in any version is not wanted again.
    missing = [word[1] for word in words if not word[2].startswith("[")]
    if missing:
        _apt("apt-get", *options, "download", *missing, cwd=debs, stdout=subprocess.DEVNULL)


def _program(directory, unpacked, link):
    """Makes programs/NAME: the unpacked program, with the unpacked libraries if there are any, or the system's."""
    # The plain names of iptables are made when it is installed; the package has the real ones.
    names = [link.name, f"{link.name}-nft"]
    found = [unpacked / where.lstrip("/") / name for name in names for where in SYSTEM]
    program = next((path for path in found if os.path.lexists(path)), None)
    if program is None:
        system = shutil.which(link.name, path=":".join(SYSTEM))
        if system is None:
            raise SystemExit(f"lab: no program {link.name}: neither on this system nor in its packages")
        link.symlink_to(system)
        return
    final = directory.with_name(directory.name.removesuffix(".half"))
    inside = program.relative_to(directory)
    if not libraries(directory):
        link.symlink_to(Path("..") / inside)
        return
    paths = ":".join(str(final / path.relative_to(directory)) for path in libraries(directory))
    extensions = next((final / path.relative_to(directory) for path in unpacked.glob("**/xtables")), "")
    link.write_text(f'#!/bin/sh\nexport LD_LIBRARY_PATH="{paths}"\n'
                    + (f'export XTABLES_LIBDIR="{extensions}"\n' if extensions else "")
                    + f'exec "{final / inside}" "$@"\n')
    link.chmod(0o755)


def libraries(directory):
    """Directories with shared libraries among the unpacked packages."""
    return sorted({path.parent for path in (directory / "root").glob("**/lib*.so*")})
