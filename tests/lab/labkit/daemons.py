# SPDX-License-Identifier: GPL-3.0-or-later
"""How each daemon is started: command line, configuration file, environment."""
import json
import subprocess

from . import registry

HUB = "10.77.0.1"
DOMAIN = "tail1a2b3.ts.net"
REGISTRY = f"http://{HUB}:5000"
ACME = f"https://{HUB}:14000/dir"
ACME_ROOT = f"https://{HUB}:15000/roots/0"
CONTROL = f"http://{HUB}:8090"
ADMIN = f"http://{HUB}:8093"


def make_authority(directory):
    """The authority and server certificate of pebble's own HTTPS; not what it issues."""
    script = f"""
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj '/CN=lab CA'
openssl req -newkey rsa:2048 -nodes -keyout pebble.key -out pebble.csr -subj '/CN=pebble'
printf 'subjectAltName=IP:{HUB},DNS:localhost' > ext
openssl x509 -req -in pebble.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out pebble.pem -days 2 -extfile ext
"""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["sh", "-ec", script], check=True, cwd=directory, **quiet)


def start_pebble(hub, certificate_seconds):
    at = hub.directory
    (at / "pebble.json").write_text(json.dumps({"pebble": {
        "listenAddress": f"{HUB}:14000", "managementListenAddress": f"{HUB}:15000",
        "certificate": f"{at}/pebble.pem", "privateKey": f"{at}/pebble.key", "httpPort": 5002, "tlsPort": 5001,
        "ocspResponderURL": "", "externalAccountBindingRequired": False,
        "certificateValidityPeriod": certificate_seconds}}))
    # Without these, pebble 2.4 refuses nonces, forgets authorizations and waits at random, as a test of ACME clients.
    hub.spawn("pebble", ["pebble", "-config", f"{at}/pebble.json"],
              {"PEBBLE_VA_ALWAYS_VALID": "1", "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0",
               "PEBBLE_WFE_NONCEREJECT": "0"})


def start_control(hub):
    hub.spawn("control", ["control", "-ip", HUB, "-domain", DOMAIN])


def start_registry(hub):
    (hub.directory / "registry").mkdir()
    configuration = hub.directory / "registry.yml"
    configuration.write_text(registry.CONFIGURATION.format(directory=hub.directory / "registry", address=f"{HUB}:5000"))
    # It would otherwise announce traces to an exporter that is not there.
    hub.spawn("registry", ["docker-registry", "serve", configuration], {"OTEL_TRACES_EXPORTER": "none"})


def start_tailscaled(host, hub):
    (host.directory / "tailscale").mkdir(exist_ok=True)
    host.spawn("tailscaled", ["tailscaled", "--tun=tailscale0", f"--statedir={host.directory}/tailscale",
                              "--socket=/run/tailscale/tailscaled.sock"],
               {"TS_DEBUG_ACME_DIRECTORY_URL": ACME, "SSL_CERT_FILE": f"{hub.directory}/ca.pem",
                # Even a daemon that sends no logs keeps its log settings, in the system's directory if not told.
                "TS_LOGS_DIR": f"{host.directory}/tailscale", "TS_NO_LOGS_NO_SUPPORT": "1",
                "TS_DISABLE_PORTMAPPER": "1", "TS_PANIC_IF_HIT_MAIN_CONTROL": "1",
                "TS_NETCHECK_GENERATE_204_URL": f"{CONTROL}/generate_204", "TS_DEBUG_FIREWALL_MODE": "auto"})


def start_containerd(host):
    configuration = host.directory / "containerd.toml"
    configuration.write_text("""version = 2
root = "/run/containerd-root"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd/containerd.sock"
""")
    host.spawn("containerd", ["containerd", "--config", configuration])


def start_dockerd(host):
    """Pulls of plain names go to the lab's registry: for the daemon it is a mirror of the public hub."""
    host.spawn("dockerd", ["dockerd", "--host=unix:///run/docker.sock", "--data-root=/run/docker-root",
                           "--exec-root=/run/docker", "--pidfile=/run/docker.pid",
                           "--containerd=/run/containerd/containerd.sock", f"--registry-mirror={REGISTRY}"])


def start_nomad(name, host, servers, acl, volume_directory):
    """Starts an agent: `nomad-server`, `nomad` (the client), or with name `nomad-both` one that is both."""
    server, client = name != "nomad", name != "nomad-server"
    addresses = json.dumps([each.tailscale for each in servers])
    socket = "/run/tailscale" + ("" if volume_directory else "/tailscaled.sock")
    # Where two agents share a host, the server has Nomad's own ports.
    ports = "ports {\n  http = 4656\n  rpc  = 4657\n  serf = 4658\n}" if not server and host in servers else ""
    configuration = host.directory / f"{name}.hcl"
    configuration.write_text(f"""
data_dir             = "/run/{name}"
bind_addr            = "0.0.0.0"
name                 = "{host.name}"
disable_update_check = true
{ports}
advertise {{
  http = "{host.tailscale}"
  rpc  = "{host.tailscale}"
  serf = "{host.tailscale}"
}}
server {{
  enabled          = {_hcl(server)}
  bootstrap_expect = {len(servers) if server else 0}
  server_join {{
    retry_join     = {addresses}
    retry_interval = "1s"
  }}
}}
client {{
  enabled           = {_hcl(client)}
  servers           = {addresses}
  network_interface = "tailscale0"
  options           = {{ "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean" }}
  host_volume "tailscale-socket" {{
    path      = "{socket}"
    read_only = true
  }}
  host_volume "tailscale-run" {{
    path      = "/run/tailscale"
    read_only = true
  }}
}}
plugin "docker" {{
  config {{
    endpoint = "unix:///run/docker.sock"
    volumes {{ enabled = true }}
  }}
}}
plugin "raw_exec" {{
  config {{ enabled = true }}
}}
telemetry {{ publish_allocation_metrics = true }}
acl {{ enabled = {_hcl(acl)} }}
""")
    host.spawn("nomad" if client else name, ["nomad", "agent", "-config", configuration])


def _hcl(value):
    return "true" if value else "false"
