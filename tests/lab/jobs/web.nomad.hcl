# SPDX-License-Identifier: GPL-3.0-or-later
job "web" {
  datacenters = ["dc1"]
  group "web" {
    count = 2
    network {
      port "http" {}
    }
    task "web" {
      driver = "docker"
      config {
        image = "web:1"
        ports = ["http"]
      }
      service {
        name     = "web"
        provider = "nomad"
        port     = "http"
        tags = [
          "traefik.http.routers.web.rule=Host(`firefly-sub01.tail1a2b3.ts.net`)",
          "traefik.http.routers.web.tls.certResolver=tailscaleresolver",
        ]
      }
      resources {
        cpu    = 50
        memory = 32
      }
    }
  }
}
