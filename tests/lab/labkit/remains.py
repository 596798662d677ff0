# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving nothing behind: the directory's owner, the watcher that outlives a killed lab, and the sweep of old ones."""
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

from . import cache, cgroups
from .waiting import wait_until

MARK = "lab.json"


def claim(directory, identifier):
    """Takes `directory` for a new lab; gives the lock that says so for as long as this process lives.

    Refuses a directory with somebody else's files, or with a running lab; removes what a dead lab left.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()) and not (directory / MARK).exists():
        raise SystemExit(f"lab: {directory} is not empty and not a lab's")
    lock = _lock(directory)
    if lock is None:
        raise SystemExit(f"lab: a lab is running in {directory}")
    if (directory / MARK).exists():
        old = json.loads((directory / MARK).read_text())["identifier"]
        wait_until(lambda: cgroups.remove(old), 30, f"control groups of the dead lab {old} gone")
        empty(directory)
    (directory / MARK).write_text(json.dumps({"identifier": identifier, "pid": os.getpid()}))
    return lock


def _lock(directory):
    path = directory.with_name(directory.name + ".lock")
    while True:
        file = open(path, "w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        # The one before may have removed the file between our opening and locking it.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file


def empty(directory):
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def remove(directory, identifier, keep_logs):
    """After the lab's end: control groups and directory away. With `keep_logs`, the logs and configurations stay."""
    wait_until(lambda: cgroups.remove(identifier), 30, "control groups gone")
    directory.with_name(directory.name + ".lock").unlink(missing_ok=True)
    if keep_logs:
        (directory / MARK).write_text(json.dumps({"identifier": identifier, "ended": True}))
        for host in [path for path in directory.iterdir() if path.is_dir()]:
            for path in host.iterdir():
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
        return
    shutil.rmtree(directory, ignore_errors=True)


def watch(directory, identifier):
    """Starts the watcher: a process apart that cleans up after this one however it ends."""
    subprocess.Popen([sys.executable, "-B", "-c", "from labkit import remains; remains.after_death()",
                      str(os.getpid()), str(directory), identifier],
                     cwd=cache.LAB, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)


def after_death():
    owner, directory, identifier = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    os.chdir("/")
    try:
        select.select([os.pidfd_open(owner)], [], [])
    except ProcessLookupError:
        pass
    if _unfinished(directory) != identifier:
        return
    lock = _lock(directory)
    # No lock: a new lab has the directory and has swept already.
    if lock and _unfinished(directory) == identifier:
        remove(directory, identifier, keep_logs=(directory / "keep").exists())


def _unfinished(directory):
    """Identifier of the lab in `directory` that has not cleaned up after itself, or None."""
    try:
        mark = json.loads((directory / MARK).read_text())
    except FileNotFoundError:
        return None
    return None if mark.get("ended") else mark["identifier"]


def sweep():
    """Removes the empty control groups of labs whose starter is dead; the first part of an identifier is its number."""
    for identifier in cgroups.labs():
        number = identifier.split("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists() and not cgroups.processes(identifier):
            cgroups.remove(identifier)
