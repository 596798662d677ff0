// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/world_seed.h"

namespace tailboard::demo {

namespace {

const std::string sub1 = "Host(`firefly-sub01.tail1a2b3.ts.net`)";
const std::string sub2 = "Host(`firefly-sub02.tail1a2b3.ts.net`)";
const std::string sub3 = "Host(`firefly-sub03.tail1a2b3.ts.net`)";

std::string under(const std::string& host, const std::string& path)
{
    return host + " && PathPrefix(`" + path + "`)";
}

using Tags = std::vector<std::string>;

void append(Tags& tags, const Tags& more)
{
    tags.insert(tags.end(), more.begin(), more.end());
}

/// A router on the TLS entry point whose certificate comes from tailscaled.
Tags secure(const std::string& router, const std::string& rule)
{
    const std::string key = "traefik.http.routers." + router + ".";
    return {key + "rule=" + rule, key + "entrypoints=websecure", key + "tls.certresolver=tailscaleresolver"};
}

/// A router on the plain entry point that sends everybody to https.
Tags redirecting(const std::string& router, const std::string& rule)
{
    const std::string key = "traefik.http.routers." + router + ".";
    return {key + "rule=" + rule, key + "entrypoints=web", key + "middlewares=to-https",
            "traefik.http.middlewares.to-https.redirectscheme.scheme=https"};
}

Tags enabled(std::initializer_list<Tags> parts)
{
    Tags tags{"traefik.enable=true"};
    for (const Tags& part : parts)
        append(tags, part);
    return tags;
}

GroupSpec group(const std::string& name, const std::string& image, const PortSpec& port, const std::string& service,
                Tags tags = {})
{
    GroupSpec spec{.name = name, .ports = {port}};
    spec.task.name = name;
    spec.task.image = image;
    spec.task.services = {{.name = service, .portLabel = port.label, .tags = std::move(tags)}};
    return spec;
}

JobSpec traefikJob()
{
    GroupSpec group{
        .name = "traefik",
        .ports = {{"http", 0, 80}, {"https", 0, 443}, {"admin", 0, 8080}},
        .services = {{.name = "traefik-http", .portLabel = "http"}, {.name = "traefik-https", .portLabel = "https"}}};
    group.hostVolume = "tailscale-socket";
    group.volumeTarget = "/var/run/tailscale/tailscaled.sock";
    group.task.name = "server";
    group.task.image = "traefik:v3.7";
    group.task.args = {"--api.dashboard=true",
                       "--api.insecure=true",
                       "--entrypoints.web.address=:${NOMAD_PORT_http}",
                       "--entryPoints.websecure.address=:${NOMAD_PORT_https}",
                       "--entrypoints.traefik.address=:${NOMAD_PORT_admin}",
                       "--providers.nomad=true",
                       "--providers.nomad.exposedbydefault=false",
                       "--providers.nomad.allowemptyservices=true",
                       "--providers.nomad.refreshinterval=2s",
                       "--providers.nomad.endpoint.address=http://100.64.0.1:4646",
                       "--certificatesresolvers.tailscaleresolver.tailscale=true"};
    return {.id = "traefik", .type = "system", .groups = {std::move(group)}};
}

JobSpec hashicupsJob()
{
    GroupSpec database = group("database", "hashicorpdemoapp/product-api-db:v0.0.22", {"db", 5432}, "database");
    database.task.environment = {
        {"POSTGRES_DB", "products"}, {"POSTGRES_USER", "postgres"}, {"POSTGRES_PASSWORD", "password"}};
    GroupSpec product = group("product-api", "hashicorpdemoapp/product-api:v0.0.22", {"product", 9090}, "product-api");
    product.patient = true;
    product.task.templates = {
        {.destination = "local/env",
         .text = "{{ range nomadService \"database\" }}\nDB_CONNECTION=\"host={{ .Address }} port={{ .Port }} "
                 "user=postgres "
                 "password=password dbname=products sslmode=disable\"\n{{ end }}\nBIND_ADDRESS=\":9090\"\n",
         .environment = true}};
    GroupSpec payments = group("payments", "hashicorpdemoapp/payments:v0.0.16", {"payments", 8080}, "payments-api");
    payments.task.memory = 512;
    GroupSpec api = group("public-api", "hashicorpdemoapp/public-api:v0.0.7", {"public", 8081}, "public-api",
                          enabled({secure("hashicups-api", under(sub3, "/api"))}));
    api.patient = true;
    api.task.templates = {{.destination = "local/env",
                           .text = "BIND_ADDRESS=\":8081\"\n{{ range nomadService \"product-api\" }}\n"
                                   "PRODUCT_API_URI=\"http://{{ .Address }}:{{ .Port }}\"\n{{ end }}\n"
                                   "{{ range nomadService \"payments-api\" }}\nPAYMENT_API_URI=\"http://{{ .Address "
                                   "}}:{{ .Port }}\"\n{{ end }}\n",
                           .environment = true}};
    GroupSpec frontend = group("frontend", "hashicorpdemoapp/frontend:v1.0.9", {"frontend", 3000}, "frontend",
                               secure("hashicups-frontend", under(sub3, "/next")));
    frontend.task.environment = {{"NEXT_PUBLIC_PUBLIC_API_URL", "/"}, {"PORT", "3000"}};
    GroupSpec nginx = group("nginx", "nginx:alpine", {"nginx", 80}, "nginx",
                            enabled({secure("hashicups", sub3), redirecting("hashicups-http", sub3)}));
    nginx.task.templates = {
        {.destination = "local/conf.d/default.conf",
         .text = "upstream frontend {\n{{ range nomadService \"frontend\" }}  server {{ .Address }}:{{ .Port }};\n"
                 "{{ else }}  server 127.0.0.1:1;\n{{ end }}}\nserver {\n  listen 80;\n"
                 "  location / { proxy_pass http://frontend; }\n}\n",
         .signal = "SIGHUP"}};
    return {.id = "hashicups", .datacenters = {"*"}, .groups = {database, product, payments, api, frontend, nginx}};
}

JobSpec webJob()
{
    GroupSpec web = group(
        "web", "registry.tail1a2b3.ts.net/web:1.14", {"http"}, "web",
        enabled({secure("web", sub1), secure("web-admin", under(sub1, "/admin")), redirecting("web-http", sub1)}));
    web.count = 2;
    web.task.cpu = 50;
    web.task.memory = 64;
    return {.id = "web", .groups = {std::move(web)}};
}

} // namespace

JobSpec previewJob(int build)
{
    return {.id = "web-preview",
            .groups = {group("preview", "registry.tail1a2b3.ts.net/web:pr-" + std::to_string(build), {"http"},
                             "web-preview", enabled({secure("web-preview", under(sub2, "/preview"))}))}};
}

std::vector<JobSpec> articleJobs()
{
    // The ill ones, each the example of one finding:
    // traefik     api.insecure and the socket mounted as a file, both as the article has them
    // hashicups   tags of the frontend without traefik.enable, which this Traefik wants
    // wiki        "entrypoint" is no option of a router, so Traefik drops the whole service: a tag nobody shows
    // grafana     a middleware that does not exist: router disabled
    // blog        two routers with one rule
    // thumbnails  an image that is not there: failing allocation
    // reports     scaled to nothing; with allowEmptyServices Traefik keeps its router, whose service has no server
    // metrics     a service of the Consul provider
    // photos      its name belongs to a machine that is off
    // archive     wants more memory than any node has: never placed
    JobSpec wiki{.id = "wiki",
                 .groups = {group("wiki", "requarks/wiki:2", {"http", 3000}, "wiki",
                                  {"traefik.enable=true", "traefik.http.routers.wiki.rule=" + under(sub2, "/wiki"),
                                   "traefik.http.routers.wiki.entrypoint=websecure",
                                   "traefik.http.routers.wiki.tls.certresolver=tailscaleresolver"})}};
    JobSpec payments{.id = "payments",
                     .groups = {group("api", "registry.tail1a2b3.ts.net/payments:3.2", {"http", 8080}, "payments",
                                      enabled({secure("payments", under(sub2, "/payments"))}))}};
    Tags grafanaTags = enabled({secure("grafana", under(sub1, "/grafana"))});
    grafanaTags.push_back("traefik.http.routers.grafana.middlewares=staff-only");
    JobSpec grafana{.id = "grafana",
                    .groups = {group("grafana", "grafana/grafana:11.4.0", {"http", 3000}, "grafana", grafanaTags)}};
    JobSpec blog{.id = "blog",
                 .groups = {group("blog", "ghost:5.101", {"http", 2368}, "blog",
                                  enabled({secure("blog", under(sub2, "/blog"))})),
                            group("blog-next", "ghost:5.120", {"http", 2368}, "blog-next",
                                  enabled({secure("blog-next", under(sub2, "/blog"))}))}};
    JobSpec thumbnails{.id = "thumbnails",
                       .groups = {group("worker", "registry.tail1a2b3.ts.net/thumbnails:0.9-rc1", {"http", 8000},
                                        "thumbnails", enabled({secure("thumbnails", under(sub1, "/thumbnails"))}))}};
    JobSpec metrics{.id = "metrics",
                    .groups = {group("exporter", "prom/node-exporter:v1.8.2", {"http", 9100}, "node-metrics",
                                     {"traefik.enable=false"})}};
    metrics.groups.front().task.services.front().provider = "consul";
    JobSpec photos{.id = "photos",
                   .groups = {group("photos", "photoprism/photoprism:240915", {"http", 2342}, "photos",
                                    enabled({secure("photos", "Host(`attic.tail1a2b3.ts.net`)")}))}};
    JobSpec reports{.id = "reports",
                    .groups = {group("reports", "registry.tail1a2b3.ts.net/reports:2.0", {"http", 8080}, "reports",
                                     enabled({secure("reports", under(sub1, "/reports"))}))}};
    reports.groups.front().count = 0;
    reports.groups.front().scalable = true;
    JobSpec archive{.id = "archive", .groups = {{.name = "archive"}}};
    archive.groups.front().task.name = "archive";
    archive.groups.front().task.image = "registry.tail1a2b3.ts.net/archive:1.4";
    archive.groups.front().task.memory = 65'536;
    return {traefikJob(), hashicupsJob(), webJob(), wiki,       payments,       grafana, blog,
            metrics,      photos,         reports,  thumbnails, previewJob(41), archive};
}

} // namespace tailboard::demo
