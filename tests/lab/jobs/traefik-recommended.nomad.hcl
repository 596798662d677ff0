# SPDX-License-Identifier: GPL-3.0-or-later
# Traefik on every node, for a Tailscale network. What has to be so on each node:
#   * Nomad client: network_interface = "tailscale0" (the ports below then exist on the Tailscale address only)
#     and  host_volume "tailscale-run" { path = "/run/tailscale"  read_only = true }
#   * systemd drop-in for tailscaled.service:  [Service] RuntimeDirectoryPreserve=yes
#     (without it a restart of tailscaled removes the directory, and this mount is as dead as one of the socket file).
# Once, before or after the first deployment, the users of Traefik's API (htpasswd lines):
#   nomad var put nomad/jobs/traefik api_users='admin:$2y$...'
# Until then the API answers 404; the routes work.
variable "nomad_address" {
  type    = string
  default = "http://100.64.0.1:4646"
}

job "traefik" {
  datacenters = ["*"]
  type        = "system"

  update {
    max_parallel     = 1
    min_healthy_time = "10s"
    healthy_deadline = "1m"
  }

  group "traefik" {
    network {
      port "http" { static = 80 }
      port "https" { static = 443 }
      port "admin" { static = 8080 }
    }

    volume "tailscale-run" {
      type      = "host"
      source    = "tailscale-run"
      read_only = true
    }

    service {
      name     = "traefik"
      provider = "nomad"
      port     = "admin"
      check {
        type     = "http"
        path     = "/ping"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "server" {
      driver       = "docker"
      kill_timeout = "15s"

      # NOMAD_TOKEN for Traefik where ACLs are on; harmless where they are off.
      identity {
        env         = true
        change_mode = "restart"
      }

      volume_mount {
        volume      = "tailscale-run"
        destination = "/var/run/tailscale"
        read_only   = true
      }

      template {
        destination = "secrets/admin.yml"
        change_mode = "noop" # Traefik watches the file
        data        = <<EOT
{{- if nomadVarExists "nomad/jobs/traefik" }}
http:
  routers:
    api:
      entryPoints: [traefik]
      rule: PathPrefix(`/api`) || PathPrefix(`/dashboard`)
      service: api@internal
      middlewares: [api-users]
  middlewares:
    api-users:
      basicAuth:
        users:
{{- with nomadVar "nomad/jobs/traefik" }}{{ range .api_users.Value | split "\n" }}{{ if . }}
          - {{ . | toJSON }}{{ end }}{{ end }}{{ end }}
{{- end }}
EOT
      }

      config {
        image = "traefik:v3.7"
        ports = ["http", "https", "admin"]
        args = [
          "--global.checknewversion=false",
          "--api=true",
          "--ping=true",
          "--accesslog=true",
          "--accesslog.format=json",
          "--entrypoints.web.address=:${NOMAD_PORT_http}",
          "--entrypoints.web.http.redirections.entrypoint.to=websecure",
          "--entrypoints.web.http.redirections.entrypoint.scheme=https",
          "--entrypoints.websecure.address=:${NOMAD_PORT_https}",
          "--entrypoints.websecure.asdefault=true",
          "--entrypoints.traefik.address=:${NOMAD_PORT_admin}",
          "--providers.nomad=true",
          "--providers.nomad.exposedbydefault=false",
          # Not watch=true: 3.7.15 spins (100 % CPU, with or without a throttle) once its event stream breaks.
          "--providers.nomad.refreshinterval=2s",
          "--providers.nomad.endpoint.address=${var.nomad_address}",
          "--providers.file.filename=${NOMAD_SECRETS_DIR}/admin.yml",
          "--certificatesresolvers.tailscaleresolver.tailscale=true",
        ]
      }

      resources {
        cpu    = 200
        memory = 256
      }
    }
  }
}
