# SPDX-License-Identifier: GPL-3.0-or-later
"""Container images, made without a daemon: layers, configurations and manifests as a registry keeps them."""
import gzip
import hashlib
import io
import json
import os
import platform
import subprocess
import tarfile
from pathlib import Path

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
SEARCH = "PATH=/bin:/usr/bin:/usr/sbin:/usr/local/bin"
HASHICUPS = {"product-api-db": ["v0.0.20", "v0.0.22"], "product-api": ["v0.0.21", "v0.0.22"],
             "frontend": ["v1.0.4", "v1.0.9"], "payments": ["v0.0.12", "v0.0.16"], "public-api": ["v0.0.7"]}
NGINX = b"events {}\nhttp { include mime.types; include conf.d/*.conf; }\n"
PASSWD = b"root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n"
GROUP = b"root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n"


class Layer:
    """A layer under construction; the same content always gives the same bytes."""

    def __init__(self):
        self.raw = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.raw, mode="w")

    def directories(self, *names, mode=0o755):
        for name in names:
            self._entry(name, tarfile.DIRTYPE, mode)
        return self

    def link(self, name, target):
        self._entry(name, tarfile.SYMTYPE, 0o777, target=target)
        return self

    def file(self, name, content, mode=0o644):
        self._entry(name, tarfile.REGTYPE, mode, content.read_bytes() if isinstance(content, Path) else content)
        return self

    def _entry(self, name, kind, mode, content=b"", target=""):
        info = tarfile.TarInfo(name.lstrip("/"))
        info.type, info.mode, info.size, info.linkname = kind, mode, len(content), target
        self.tar.addfile(info, io.BytesIO(content))


class Store:
    """Writes blobs and an index {repository: {tag: digest of the manifest}}."""

    def __init__(self, directory):
        self.directory, self.index = directory, {}
        (directory / "blobs").mkdir()

    def blob(self, content):
        name = "sha256:" + hashlib.sha256(content).hexdigest()
        (self.directory / "blobs" / name.replace(":", "-")).write_bytes(content)
        return {"digest": name, "size": len(content)}

    def layer(self, layer):
        layer.tar.close()
        raw = layer.raw.getvalue()
        plain = "sha256:" + hashlib.sha256(raw).hexdigest()
        return plain, {"mediaType": LAYER, **self.blob(gzip.compress(raw, compresslevel=1, mtime=0))}

    def image(self, names, layers, **run):
        config = {"architecture": _architecture(), "os": "linux", "config": run,
                  "rootfs": {"type": "layers", "diff_ids": [plain for plain, _ in layers]}}
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST,
                    "config": {"mediaType": CONFIG, **self.blob(json.dumps(config).encode())},
                    "layers": [blob for _, blob in layers]}
        kept = self.blob(json.dumps(manifest).encode())
        for name in names:
            repository, tag = name.rsplit(":", 1)
            self.index.setdefault(repository, {})[tag] = kept["digest"]

    def finish(self):
        (self.directory / "index.json").write_text(json.dumps(self.index, indent=1))


def _architecture():
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def make(directory, programs, unpacked, traefik, standin):
    """Builds every image the jobs name. Short names belong to `library/`, as on the public hub."""
    store = Store(directory)
    base = Layer().directories("bin", "etc", "usr", "usr/bin", "usr/sbin", "usr/local", "usr/local/bin", "var",
                               "var/log", "run", "root", "proc", "sys", "dev").directories("tmp", mode=0o1777)
    base.file("bin/busybox", programs / "busybox", 0o755).file("etc/passwd", PASSWD).file("etc/group", GROUP)
    for applet in ("sh", "cat", "ls", "sleep", "kill", "wget", "ps", "env"):
        base.link(f"bin/{applet}", "busybox")
    base = store.layer(base)
    proxy = store.layer(Layer().file("usr/local/bin/traefik", traefik, 0o755))
    store.image(["library/traefik:v3.0", "library/traefik:v3.7"], [base, proxy], Env=[SEARCH],
                Entrypoint=["/usr/local/bin/traefik"])
    store.image(["library/nginx:alpine"], [base, store.layer(_nginx(programs, unpacked))], Env=[SEARCH],
                Cmd=["/usr/sbin/nginx", "-g", "daemon off;"])
    program = store.layer(Layer().file("usr/bin/standin", standin, 0o755))
    names = {"web": ["library/web:1"]}
    names |= {role: [f"hashicorpdemoapp/{role}:{tag}" for tag in tags] for role, tags in HASHICUPS.items()}
    for role, tags in names.items():
        store.image(tags, [base, program], Env=[SEARCH, f"STANDIN={role}"], Entrypoint=["/usr/bin/standin"])
    store.finish()


def _nginx(programs, unpacked):
    """The real program with the shared libraries it asks for, each at the path it was found at."""
    binary, types = unpacked / "usr/sbin/nginx", unpacked / "etc/nginx/mime.types"
    binary = binary if binary.exists() else Path(os.path.realpath(programs / "nginx"))
    types = types if types.exists() else Path("/etc/nginx/mime.types")
    layer = Layer().directories("lib", "lib64", "etc/nginx", "etc/nginx/conf.d", "var/log/nginx", "var/lib",
                                "var/lib/nginx")
    layer.file("usr/sbin/nginx", binary, 0o755).file("etc/nginx/mime.types", types).file("etc/nginx/nginx.conf", NGINX)
    search = ":".join(sorted({str(path.parent) for path in unpacked.glob("**/lib*.so*")}))
    shown = subprocess.run(["ldd", binary], check=True, capture_output=True, text=True,
                           env={**os.environ, "LD_LIBRARY_PATH": search}).stdout
    for words in map(str.split, shown.splitlines()):
        found = next((word for word in words if word.startswith("/")), None)
        if found:
            # The loader stays where the program names it; a library goes where the loader looks first.
            name = found if words[0] == found else f"lib/{Path(found).name}"
            layer.file(name, Path(os.path.realpath(found)), 0o755)
    return layer
