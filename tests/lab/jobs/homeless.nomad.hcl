# SPDX-License-Identifier: GPL-3.0-or-later
# Asks for a host volume that no node has, for a port that Traefik has on every node, and for more memory
# than there is.
job "homeless" {
  datacenters = ["dc1"]

  group "volume" {
    volume "attic" {
      type   = "host"
      source = "attic"
    }
    task "never" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
    }
  }

  # Nomad gives a fixed port once per address of a node (1.11.3): beside a Traefik on the IPv4 ones it takes one more
  # allocation than there are nodes with an IPv6 address.
  group "port" {
    count = 3
    network {
      port "http" {
        static = 80
      }
    }
    task "sleep" {
      driver = "raw_exec"
      config {
        command = "/bin/sleep"
        args    = ["1000000"]
      }
    }
  }

  group "memory" {
    task "never" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
      resources {
        memory = 900000
      }
    }
  }
}
