# SPDX-License-Identifier: GPL-3.0-or-later
"""Where built things are kept: one directory a step, named by the hash of what it was made from."""
import contextlib
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent


def root():
    """The cache directory; the environment decides, the user's cache is the default."""
    if own := os.environ.get("TAILBOARD_LAB_CACHE"):
        return Path(own).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).absolute() / "tailboard-lab"


def digest(*parts):
    """A short hash of texts and of files' contents (Path)."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()[:16]


class Step:
    """One built directory. `make(directory)` fills it; only a finished one ever gets its final name."""

    def __init__(self, name, key, make):
        self.name, self.make = name, make
        self.path = root() / f"{name}-{key}"

    def done(self):
        return self.path.is_dir()

    def build(self):
        if self.done():
            return
        half = self.path.with_name(self.path.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        self.make(half)
        half.rename(self.path)


@contextlib.contextmanager
def lock(waiting):
    """One build at a time; calls `waiting()` once if somebody else is at it."""
    root().mkdir(parents=True, exist_ok=True)
    with open(root() / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
