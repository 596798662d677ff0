# SPDX-License-Identifier: GPL-3.0-or-later
"""One control group a lab, one below it a host, so that what docker and Nomad make there can be found and removed.

Knows version 1 (one tree a controller, perhaps with an extra version 2 tree beside them) and version 2.
"""
import os
import signal
from pathlib import Path

PREFIX = "tailboard-lab-"


def trees():
    """Mount points of all control group trees: [(path, version, options)]."""
    found = []
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options = line.split()[:4]
        if kind in ("cgroup", "cgroup2") and where.startswith("/sys/fs/cgroup"):
            found.append((Path(where), 2 if kind == "cgroup2" else 1, options))
    return found


def create(lab, hosts):
    for tree, version, _ in trees():
        for group in (tree / (PREFIX + lab), *(tree / (PREFIX + lab) / host for host in hosts)):
            group.mkdir()
            if version == 2:
                delegate(group.parent)
            for name in ("cpuset.mems", "cpuset.cpus"):
                # A new group of version 1 has no processors and takes nobody before it is given some.
                if version == 1 and (group / name).exists():
                    (group / name).write_text((group.parent / name).read_text())


def delegate(group):
    """Version 2: lets the groups below have every controller this one has."""
    for controller in (group / "cgroup.controllers").read_text().split():
        try:
            (group / "cgroup.subtree_control").write_text(f"+{controller}")
        except OSError:
            pass  # Not ours to give here; a container that asks for this limit will say so.


def join(lab, host):
    """Moves the calling process into the host's groups."""
    for tree, _, _ in trees():
        (tree / (PREFIX + lab) / host / "cgroup.procs").write_text("0")


def remount():
    """In a new mount and cgroup namespace: shows the own groups as the roots, as on a machine of its own."""
    # Option -n: no bookkeeping in /run, which is still the system's.
    before = trees()
    pure = [tree for tree, version, _ in before if version == 2 and str(tree) == "/sys/fs/cgroup"]
    os.system("umount -n -R /sys/fs/cgroup 2>/dev/null; umount -n -R /sys 2>/dev/null; mount -n -t sysfs sysfs /sys")
    if pure:
        os.system("mount -n -t cgroup2 cgroup2 /sys/fs/cgroup")
        leaf = Path("/sys/fs/cgroup/daemons")
        leaf.mkdir()
        (leaf / "cgroup.procs").write_text("0")
        delegate(leaf.parent)
        return
    os.system("mount -n -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup")
    for tree, version, options in before:
        tree.mkdir()
        kept = ",".join(word for word in options.split(",") if word not in ("rw", "ro", "relatime", "noatime", "nosuid",
                                                                           "nodev", "noexec", "nsdelegate"))
        kind = f"cgroup -o {kept}" if version == 1 else "cgroup2"
        if os.system(f"mount -n -t {kind} cgroup {tree}") != 0:
            raise OSError(f"cannot mount the control groups {tree}")


def processes(lab):
    """Every process of a lab, in the caller's numbers."""
    found = set()
    for tree, _, _ in trees():
        for file in (tree / (PREFIX + lab)).glob("**/cgroup.procs"):
            try:
                found.update(int(word) for word in file.read_text().split())
            except OSError:
                pass  # The group went while being read.
    return found - {0}


def remove(lab):
    """Kills what is left and removes the groups; False while something still holds one."""
    for pid in processes(lab):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    clean = True
    for tree, _, _ in trees():
        top = tree / (PREFIX + lab)
        if not top.exists():
            continue
        for directory, _, _ in os.walk(top, topdown=False):
            try:
                os.rmdir(directory)
            except OSError:
                clean = clean and not os.path.exists(directory)
    return clean


def labs():
    """Identifiers of all labs that have groups."""
    return {path.name.removeprefix(PREFIX) for tree, _, _ in trees() for path in tree.glob(PREFIX + "*")}
