// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/world_seed.h"

#include "app/demo/lifecycle.h"
#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

void seedPeers(World& world)
{
    const Nanoseconds now = world.now();
    Random random(world.seed(), "peers");
    struct Row
    {
        const char* name;
        const char* system;
        int number;
        bool server;
        bool direct;
        bool online;
        Nanoseconds seen;
        Nanoseconds keyLeft;
    };
    const Row rows[] = {
        {"laptop", "linux", 4, false, true, true, 0, 142 * day},
        {"firefly-sub01", "linux", 1, true, true, true, 0, 118 * day},
        {"firefly-sub02", "linux", 2, true, true, true, 0, 118 * day},
        {"firefly-sub03", "linux", 3, true, false, true, 0, 118 * day},
        {"phone", "android", 5, false, false, true, 0, 5 * day - hour},
        {"attic", "linux", 6, true, true, false, 3 * hour, 61 * day},
    };
    world.peers().clear();
    for (const Row& row : rows) {
        const std::string number = std::to_string(row.number);
        Peer peer{.number = row.number,
                  .hostName = row.name,
                  .address = "100.64.0." + number,
                  .address6 = "fd7a:115c:a1e0:ab12:4843:cd96:6240:" + number,
                  .operatingSystem = row.system};
        peer.key = random.hex(64);
        if (row.server) peer.tags = {"tag:server"};
        peer.direct = row.direct;
        peer.endpoint =
            "10.77.0." + std::to_string(10 + row.number) + ":" + std::to_string(40'000 + random.below(9'000));
        peer.online = row.online;
        peer.lastSeen = now - row.seen;
        peer.keyExpiry = now + row.keyLeft;
        peer.lastHandshake = row.online ? now - 40 * second : now - row.seen;
        peer.received = int64_t(random.below(40'000'000));
        peer.sent = int64_t(random.below(9'000'000));
        world.peers().push_back(std::move(peer));
    }
}

void seedNodes(World& world)
{
    for (int number = 1; number <= 3; ++number) {
        const std::string digits = std::to_string(number);
        const base::Uuid id = world.random().uuid();
        Node& node = world.nodes()[id];
        node.id = id;
        node.name = "firefly-sub0" + digits;
        node.address = "100.64.0." + digits;
        node.address6 = "fd7a:115c:a1e0:ab12:4843:cd96:6240:" + digits;
        node.statusTime = world.now();
        node.createIndex = world.advance();
        world.touch(node);
        world.publish("NodeRegistration");
    }
}

} // namespace

void seedNothing(World& world)
{
    seedPeers(world);
    world.peers().resize(1);
}

void seedWorld(World& world)
{
    const Nanoseconds now = world.now();
    seedPeers(world);
    world.setHistoricTime(now - 21 * day);
    seedNodes(world);

    Lifecycle life(world);
    Nanoseconds registered = now - 20 * day;
    for (const JobSpec& spec : articleJobs()) {
        const bool recent = spec.id == "web-preview" || spec.id == "thumbnails" || spec.id == "archive";
        const Nanoseconds at = recent ? now - 4 * minute : registered;
        world.setHistoricTime(at);
        const std::vector<base::Uuid> placed = life.registerJob(spec);
        registered += 41 * hour;
        if (spec.id == "web-preview") continue; // still pulling its image: pending
        world.setHistoricTime(at + 4 * second);
        if (spec.id == "thumbnails") {
            life.failToPull(placed.front());
            continue;
        }
        for (const base::Uuid& id : placed)
            life.start(id);
        world.setHistoricTime(at + 15 * second);
        for (const base::Uuid& id : placed)
            life.markHealthy(id);
        world.setHistoricTime(at + 16 * second);
        life.succeed(spec.id);
    }
    world.setHistoricTime(0);
}

} // namespace tailboard::demo
