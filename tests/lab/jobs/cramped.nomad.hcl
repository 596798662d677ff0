# SPDX-License-Identifier: GPL-3.0-or-later
# Groups that find no place, each for a reason of its own.
job "cramped" {
  datacenters = ["dc1"]

  group "elsewhere" {
    constraint {
      attribute = "${node.unique.name}"
      value     = "attic"
    }
    task "never" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
    }
  }

  group "huge" {
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

  group "crowded" {
    count = 5
    network {
      port "door" {
        static = 18080
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
}
