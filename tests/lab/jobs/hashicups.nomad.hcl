# SPDX-License-Identifier: GPL-3.0-or-later
job "hashicups" {
  datacenters = ["*"]
  type        = "service"

  group "database" {
    network {
      port "db" { to = 5432 }
    }
    task "database" {
      driver = "docker"
      config {
        image = "hashicorpdemoapp/product-api-db:v0.0.22"
        ports = ["db"]
      }
      env {
        POSTGRES_DB       = "products"
        POSTGRES_USER     = "postgres"
        POSTGRES_PASSWORD = "password"
      }
      service {
        name     = "database"
        provider = "nomad"
        port     = "db"
      }
    }
  }

  group "product-api" {
    network {
      port "product" { to = 9090 }
    }
    restart {
      attempts = 10
      interval = "5m"
      delay    = "5s"
      mode     = "delay"
    }
    task "product-api" {
      driver = "docker"
      config {
        image = "hashicorpdemoapp/product-api:v0.0.22"
        ports = ["product"]
      }
      template {
        destination = "local/env"
        env         = true
        data        = <<EOT
{{ range nomadService "database" }}
DB_CONNECTION="host={{ .Address }} port={{ .Port }} user=postgres password=password dbname=products sslmode=disable"
{{ end }}
BIND_ADDRESS=":9090"
EOT
      }
      service {
        name     = "product-api"
        provider = "nomad"
        port     = "product"
      }
    }
  }

  group "payments" {
    network {
      port "payments" { to = 8080 }
    }
    task "payments" {
      driver = "docker"
      config {
        image = "hashicorpdemoapp/payments:v0.0.16"
        ports = ["payments"]
      }
      service {
        name     = "payments-api"
        provider = "nomad"
        port     = "payments"
      }
      resources { memory = 512 }
    }
  }

  group "public-api" {
    network {
      port "public" { to = 8081 }
    }
    restart {
      attempts = 10
      interval = "5m"
      delay    = "5s"
      mode     = "delay"
    }
    task "public-api" {
      driver = "docker"
      config {
        image = "hashicorpdemoapp/public-api:v0.0.7"
        ports = ["public"]
      }
      template {
        destination = "local/env"
        env         = true
        data        = <<EOT
BIND_ADDRESS=":8081"
{{ range nomadService "product-api" }}
PRODUCT_API_URI="http://{{ .Address }}:{{ .Port }}"
{{ end }}
{{ range nomadService "payments-api" }}
PAYMENT_API_URI="http://{{ .Address }}:{{ .Port }}"
{{ end }}
EOT
      }
      service {
        name     = "public-api"
        provider = "nomad"
        port     = "public"
      }
    }
  }

  group "frontend" {
    network {
      port "frontend" { to = 3000 }
    }
    task "frontend" {
      driver = "docker"
      config {
        image = "hashicorpdemoapp/frontend:v1.0.9"
        ports = ["frontend"]
      }
      env {
        NEXT_PUBLIC_PUBLIC_API_URL = "/"
        PORT                       = "3000"
      }
      service {
        name     = "frontend"
        provider = "nomad"
        port     = "frontend"
      }
    }
  }

  group "nginx" {
    network {
      port "nginx" { to = 80 }
    }
    task "nginx" {
      driver = "docker"
      config {
        image = "nginx:alpine"
        ports = ["nginx"]
        mount {
          type   = "bind"
          source = "local/conf.d"
          target = "/etc/nginx/conf.d"
        }
      }
      template {
        destination   = "local/conf.d/default.conf"
        change_mode   = "signal"
        change_signal = "SIGHUP"
        data          = <<EOT
upstream frontend {
{{ range nomadService "frontend" }}  server {{ .Address }}:{{ .Port }};
{{ else }}  server 127.0.0.1:1;
{{ end }}}
upstream public_api {
{{ range nomadService "public-api" }}  server {{ .Address }}:{{ .Port }};
{{ else }}  server 127.0.0.1:1;
{{ end }}}
server {
  listen 80;
  location / { proxy_pass http://frontend; }
  location /api { proxy_pass http://public_api; }
}
EOT
      }
      service {
        name     = "nginx"
        provider = "nomad"
        port     = "nginx"
        tags = [
          "traefik.http.routers.hashicups.rule=Host(`firefly-sub02.tail1a2b3.ts.net`)",
          "traefik.http.routers.hashicups.tls.certResolver=tailscaleresolver",
        ]
      }
    }
  }
}
