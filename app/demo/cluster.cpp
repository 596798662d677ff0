// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster.h"

#include "app/demo/cluster_servers.h"
#include "app/demo/load_generator.h"
#include "app/demo/motion.h"
#include "app/demo/times.h"
#include "app/demo/world_seed.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace tailboard::demo {

using namespace Qt::StringLiterals;

struct Cluster::Private
{
    Options options;
    std::unique_ptr<QTemporaryDir> temporary;
    QString directory;
    Addresses addresses;
    Faults faults;
    RequestLog log;
    Loop loop;
    std::unique_ptr<World> world;
    std::unique_ptr<ClusterServers> servers;
    std::unique_ptr<Motion> motion;
    int build = 100;
    int churned = 0; ///< where churnAllocations() stands
};

namespace {

base::Result<void> writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        return base::failure({.kind = base::ErrorKind::Unreachable,
                              .what = u"The demo cluster cannot write its files."_s,
                              .original = path + u": "_s + file.errorString()});
    }
    return {};
}

} // namespace

Cluster::Cluster(Options options)
    : d(std::make_unique<Private>())
{
    d->options = std::move(options);
}

Cluster::~Cluster()
{
    if (!d->servers) return;
    d->faults.setHooks({});
    d->loop.run([this] { d->servers->stop(); });
    d->loop.stop();
}

base::Result<void> Cluster::start()
{
    d->directory = d->options.directory;
    if (d->directory.isEmpty()) {
        d->temporary = std::make_unique<QTemporaryDir>(QDir::tempPath() + u"/tailboard-demo-XXXXXX"_s);
        d->directory = d->temporary->path();
    }
    d->world = std::make_unique<World>(d->options.seed);
    World& world = *d->world;
    d->servers = std::make_unique<ClusterServers>(world, d->loop, d->faults, d->log, d->options);
    if (d->options.content == Content::Article)
        seedWorld(world);
    else
        seedNothing(world);
    addLoadAllocations(world, d->options.extraAllocations);
    addLoadRouters(world, d->options.extraRouters);
    addLoadPeers(world, d->options.extraPeers);

    Addresses& addresses = d->addresses;
    addresses.tailscaleSocket = d->directory + u"/tailscaled.sock"_s;
    auto opened = d->servers->open(addresses);
    if (!opened) {
        d->servers.reset();
        return opened;
    }
    addresses.traefikUser = d->options.traefikUser;
    addresses.traefikPassword = d->options.traefikPassword;
    addresses.caFile = d->directory + u"/ca.pem"_s;
    addresses.dialFile = d->directory + u"/dial"_s;
    for (const auto& [path, bytes] : {std::pair(addresses.caFile, d->servers->caPem()),
                                      std::pair(addresses.dialFile, addresses.dialMap.toText())}) {
        if (auto written = writeFile(path, bytes); !written) {
            d->servers->stop();
            d->servers.reset();
            return written;
        }
    }
    d->motion = std::make_unique<Motion>(world, d->loop, d->options.speed);
    if (d->options.moving && d->options.content == Content::Article) d->motion->begin();
    ClusterServers& servers = *d->servers;
    Loop& loop = d->loop;
    Faults& faults = d->faults;
    faults.setHooks({
        .changed = [&](Server server) { loop.run([&] { servers.applyFault(server); }); },
        .restart = [&](Server server,
                       std::chrono::milliseconds away) { loop.run([&] { servers.restart(server, away); }); },
        .streamGap = [&](quint64 jump) { loop.run([&] { servers.makeStreamGap(jump); }); },
        .tailnet = [&] { loop.run([&] { servers.tailnetChanged(); }); },
        .acl = [&] { loop.run([&] { servers.aclChanged(); }); },
        .skew = [&] { loop.run([&] { world.setSkew(Nanoseconds(faults.state().skew.count()) * second); }); },
    });
    loop.start();
    return {};
}

const Addresses& Cluster::addresses() const
{
    return d->addresses;
}

Faults& Cluster::faults()
{
    return d->faults;
}

QList<SeenRequest> Cluster::requests() const
{
    return d->log.all();
}

void Cluster::clearRequests()
{
    d->log.clear();
}

const Counters& Cluster::counters(Server server) const
{
    return d->servers->counters(server);
}

void Cluster::restartTask(const QString& jobId)
{
    d->loop.run([&] { d->motion->restartTask(jobId.toStdString()); });
}

void Cluster::replaceAllocation(const QString& jobId)
{
    d->loop.run([&] { d->motion->replaceAllocation(jobId.toStdString()); });
}

void Cluster::redeployPreview()
{
    d->loop.run([&] { d->motion->deploy(previewJob(++d->build)); });
}

void Cluster::setPeerOnline(const QString& hostName, bool online)
{
    d->loop.run([&] { d->motion->setPeerOnline(hostName.toStdString(), online); });
}

void Cluster::setPeerKeyExpiry(const QString& hostName, std::chrono::seconds left)
{
    d->loop.run([&] {
        for (Peer& peer : d->world->peers()) {
            if (peer.hostName != hostName.toStdString()) continue;
            peer.keyExpiry = d->world->now() + left.count() * second;
            d->world->publishPeer(peer);
        }
    });
}

void Cluster::sendAllocationEvents(int count)
{
    d->loop.run([&] {
        World& world = *d->world;
        auto it = world.allocations().begin();
        for (int i = 0; i < count; ++i) {
            if (it == world.allocations().end()) it = world.allocations().begin();
            world.advance();
            world.touch(it->second);
            world.publish("AllocationUpdated");
            ++it;
        }
    });
}

void Cluster::churnAllocations(int count)
{
    d->loop.run([&] { demo::churnAllocations(*d->world, d->churned, count); });
}

quint64 Cluster::nomadIndex() const
{
    quint64 index = 0;
    d->loop.run([&] { index = d->world->index(); });
    return index;
}

} // namespace tailboard::demo
