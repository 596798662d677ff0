# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's registry: what it is started with, and pushing images to it over its own protocol."""
import json
import urllib.parse
import urllib.request

from . import images

CONFIGURATION = """version: 0.1
log:
  level: warn
  accesslog:
    disabled: false
storage:
  filesystem:
    rootdirectory: {directory}
http:
  addr: {address}
"""


def push(url, store):
    """Pushes every image of `store`; layers that several images share travel once."""
    where = {}
    for repository, tags in json.loads((store / "index.json").read_text()).items():
        for tag, digest in tags.items():
            manifest = (store / "blobs" / digest.replace(":", "-")).read_bytes()
            content = json.loads(manifest)
            for blob in [content["config"]["digest"], *(layer["digest"] for layer in content["layers"])]:
                _blob(url, repository, store, blob, where)
            _send("PUT", f"{url}/v2/{repository}/manifests/{tag}", manifest, images.MANIFEST)


def ready(url):
    with urllib.request.urlopen(f"{url}/v2/", timeout=2) as reply:
        return reply.status == 200


def _blob(url, repository, store, digest, where):
    if (repository, digest) in where:
        return
    start = f"{url}/v2/{repository}/blobs/uploads/"
    if digest in where:
        start += "?" + urllib.parse.urlencode({"mount": digest, "from": where[digest]})
    reply = _send("POST", start, b"", "application/octet-stream")
    if reply.status == 202:
        place = urllib.parse.urljoin(url, reply.headers["Location"])
        joint = "&" if "?" in place else "?"
        content = (store / "blobs" / digest.replace(":", "-")).read_bytes()
        _send("PUT", f"{place}{joint}{urllib.parse.urlencode({'digest': digest})}", content, "application/octet-stream")
    where[(repository, digest)] = True
    where.setdefault(digest, repository)


def _send(method, url, content, kind):
    request = urllib.request.Request(url, content, {"Content-Type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=60) as reply:
        reply.read()
        return reply
