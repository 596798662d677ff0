// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/load_generator.h"

#include "app/demo/job_source.h"
#include "app/demo/times.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tailboard::demo {

namespace {

std::string numbered(const char* pattern, int number)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), pattern, number);
    return text.data();
}

GroupSpec plainGroup(const std::string& name)
{
    GroupSpec group{.name = name, .ports = {{"http", 8080}}};
    group.task.name = "main";
    group.task.image = "registry.tail1a2b3.ts.net/" + name + ":1.0";
    group.task.cpu = 20;
    group.task.memory = 16;
    return group;
}

Job& addJob(World& world, JobSpec spec)
{
    world.advance();
    Job& job = world.jobs()[spec.id];
    job.id = spec.id;
    job.createIndex = job.modifyIndex = job.summaryCreateIndex = job.summaryModifyIndex = world.index();
    JobVersion version{.stable = true, .submitTime = world.now() - 9 * day, .jobModifyIndex = world.index()};
    version.source = jobSource(spec);
    version.spec = std::make_shared<JobSpec>(std::move(spec));
    job.versions.push_back(std::move(version));
    return job;
}

Allocation& addAllocation(World& world, Random& random, Job& job, size_t group, int number)
{
    Allocation allocation;
    allocation.id = random.uuid();
    allocation.evaluation = random.uuid();
    auto node = world.nodes().begin();
    std::advance(node, ptrdiff_t(random.below(world.nodes().size())));
    allocation.node = &node->second;
    allocation.job = &job;
    allocation.spec = job.current().spec;
    allocation.group = uint16_t(group);
    allocation.number = uint32_t(number);
    allocation.status = ClientStatus::Running;
    allocation.createTime = world.now() - Nanoseconds(random.below(9 * 86'400)) * second;
    allocation.startedAt = allocation.modifyTime = allocation.createTime + 2 * second;
    allocation.createIndex = allocation.modifyIndex = allocation.allocModifyIndex = world.index();
    allocation.ports = {{"http", 20'000 + int(random.below(12'000)), 8080, false}};
    return world.addAllocation(std::move(allocation));
}

} // namespace

void addLoadAllocations(World& world, int count)
{
    Random random(world.seed(), "load allocations");
    // Zipf with exponent 1 over one job for every sixty allocations: the first has a tenth of all, the last a handful.
    const int jobs = std::max(1, count / 60);
    double harmonic = 0;
    for (int rank = 1; rank <= jobs; ++rank)
        harmonic += 1.0 / rank;
    int left = count;
    for (int rank = 1; left > 0; ++rank) {
        const int share = int(count / harmonic / rank);
        const int size = rank >= jobs ? left : std::clamp(share, 1, left);
        JobSpec spec{.id = numbered("load-%05d", rank - 1), .groups = {plainGroup("worker")}};
        spec.groups.front().count = size;
        Job& job = addJob(world, std::move(spec));
        world.advance();
        for (int i = 0; i < size; ++i)
            addAllocation(world, random, job, 0, i);
        left -= size;
    }
    world.settle();
}

void addLoadRouters(World& world, int count)
{
    Random random(world.seed(), "load routers");
    for (int start = 0; start < count; start += 100) {
        JobSpec spec{.id = numbered("apps-%03d", start / 100)};
        for (int i = start; i < std::min(count, start + 100); ++i) {
            const std::string name = numbered("app-%05d", i);
            GroupSpec group = plainGroup(name);
            const std::string key = "traefik.http.routers." + name + ".";
            group.task.services = {
                {.name = name,
                 .portLabel = "http",
                 .tags = {"traefik.enable=true",
                          key + "rule=Host(`firefly-sub0" + std::to_string(1 + i % 3) +
                              ".tail1a2b3.ts.net`) && PathPrefix(`/" + name + "`)",
                          key + "entrypoints=websecure", key + "tls.certresolver=tailscaleresolver"}}};
            spec.groups.push_back(std::move(group));
        }
        Job& job = addJob(world, std::move(spec));
        world.advance();
        for (size_t g = 0; g < job.spec().groups.size(); ++g) {
            const Allocation& allocation = addAllocation(world, random, job, g, 0);
            const ServiceSpec& service = job.spec().groups[g].task.services.front();
            world.addRegistration({.id = registrationId(allocation, service, false),
                                   .serviceName = service.name,
                                   .jobId = job.id,
                                   .node = allocation.node->id,
                                   .allocation = allocation.id,
                                   .datacenter = allocation.node->datacenter,
                                   .tags = service.tags,
                                   .address = allocation.node->address,
                                   .port = allocation.ports.front().value});
        }
        world.settle();
    }
}

void addLoadPeers(World& world, int count)
{
    Random random(world.seed(), "load peers");
    const Nanoseconds now = world.now();
    for (int i = 0; i < count; ++i) {
        const int number = 1000 + i;
        Peer peer{.number = number, .hostName = numbered("device-%05d", i)};
        peer.address = "100.100." + std::to_string(i / 250 % 250) + "." + std::to_string(1 + i % 250);
        peer.address6 = "fd7a:115c:a1e0:ab12:4843:cd96:6264:" + random.hex(4);
        peer.operatingSystem = i % 3 == 0 ? "windows" : i % 3 == 1 ? "iOS" : "linux";
        peer.key = random.hex(64);
        peer.endpoint = "192.0.2." + std::to_string(i % 250) + ":41641";
        peer.direct = i % 4 != 0;
        peer.online = i % 7 != 0;
        peer.lastSeen = peer.lastHandshake = now - Nanoseconds(random.below(86'400)) * second;
        peer.keyExpiry = now + day * Nanoseconds(30 + random.below(150));
        world.peers().push_back(std::move(peer));
    }
}

void churnAllocations(World& world, int& cursor, int count)
{
    Random random(world.seed() + quint64(world.index()), "churn");
    auto it = world.allocations().begin();
    if (cursor >= int(world.allocations().size())) cursor = 0;
    std::advance(it, cursor);
    for (int done = 0, looked = 0; done < count && looked < 2 * int(world.allocations().size()); ++looked) {
        Allocation& allocation = it->second;
        ++cursor;
        if (++it == world.allocations().end()) {
            it = world.allocations().begin();
            cursor = 0;
        }
        if (allocation.stopped || !allocation.job->id.starts_with("load-")) continue;
        ++done;
        world.advance();
        if (random.below(25) == 0) {
            allocation.stopped = true;
            allocation.status = ClientStatus::Complete;
            Job& job = *world.job(allocation.job->id);
            Allocation& fresh = addAllocation(world, random, job, 0, int(allocation.number));
            fresh.previous = allocation.id;
            allocation.next = fresh.id;
            world.touch(allocation, true);
            world.touch(fresh, true);
        } else {
            switch (allocation.status) {
            case ClientStatus::Running:
                allocation.status = ClientStatus::Failed;
                break;
            case ClientStatus::Failed:
                allocation.status = ClientStatus::Pending;
                ++allocation.restarts;
                break;
            default:
                allocation.status = ClientStatus::Running;
            }
            world.touch(allocation);
        }
        world.publish("AllocationUpdated");
    }
}

} // namespace tailboard::demo
