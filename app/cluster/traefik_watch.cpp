// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/traefik_watch.h"

#include "app/cluster/states.h"

#include <QCoreApplication>
#include <QSet>

namespace tailboard::cluster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// How long an instance is kept after its allocation stopped. A restart of Traefik's system job takes about 2 s a node
/// (seen with Nomad 1.11.3), a new image longer.
constexpr auto leavingTime = 10s;
/// One connection is enough for its few small answers, and a cluster has only so many sockets.
constexpr int connectionsPerInstance = 1;

QString words(const char* text)
{
    return QCoreApplication::translate("cluster", text);
}

QString originOf(const QString& host, quint16 port)
{
    return (host.contains(u':') ? u"http://[%1]:%2"_s : u"http://%1:%2"_s).arg(host).arg(port);
}

/// Whether a host as somebody wrote it is the machine with this address.
bool isHostOf(const QString& host, const QString& address, const Tables& tables)
{
    if (host == address) return true;
    const tailscale::Peer* peer = findPeerByAddress(tables, address);
    return peer && (host.compare(peer->dnsName, Qt::CaseInsensitive) == 0 ||
                    host.compare(peer->shortName(), Qt::CaseInsensitive) == 0 || peer->addresses.contains(host));
}

} // namespace

TraefikWatch::TraefikWatch(const Connections& connections, Join& join, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_connections(connections)
    , m_join(join)
    , m_clock(clock)
{}

TraefikWatch::~TraefikWatch() = default;

void TraefikWatch::start(bool once)
{
    m_isRunning = true;
    m_isOnce = once;
    for (const QUrl& url : m_connections.traefik) {
        const auto endpoint = http::Endpoint::fromUrl(url, 8080);
        const QString key = endpoint ? endpoint->text() : url.toString(QUrl::RemoveUserInfo);
        if (m_watched.contains(key)) continue;
        TraefikInstance row;
        row.key = key;
        add(key, std::move(row), endpoint, words("Traefik at %1").arg(key));
    }
    setFound(std::exchange(m_found, {}));
}

void TraefikWatch::stop()
{
    m_isRunning = false;
    for (auto& [key, watched] : m_watched)
        if (watched.source) watched.source->stop();
}

void TraefikWatch::refresh()
{
    for (auto& [key, watched] : m_watched)
        if (watched.source) watched.source->refresh();
}

void TraefikWatch::poke()
{
    for (auto& [key, watched] : m_watched)
        if (watched.source) watched.source->poke();
}

void TraefikWatch::setFound(const QList<nomad::TraefikAllocation>& allocations)
{
    m_found = allocations;
    if (!m_isRunning) return;
    if (!m_connections.traefik.isEmpty()) return matchNamed();

    QSet<QString> keys;
    for (const nomad::TraefikAllocation& allocation : allocations) {
        const bool isReachable = !allocation.apiAddress.isEmpty() && allocation.apiPort != 0;
        TraefikInstance row;
        row.key = isReachable ? originOf(allocation.apiAddress, allocation.apiPort)
                              : u"nomad:"_s + allocation.allocationId.toString();
        row.node = allocation.nodeName;
        row.nodeId = allocation.nodeId;
        row.allocationId = allocation.allocationId;
        row.arguments = allocation.arguments;
        if (keys.contains(row.key)) continue;
        keys.insert(row.key);
        const auto known = m_watched.find(row.key);
        if (known == m_watched.end()) {
            const QString name = words("Traefik on %1").arg(row.node);
            if (isReachable) {
                add(row.key, row, http::Endpoint::fromUrl(QUrl(row.key), 8080), name);
            } else {
                row.isApiClosed = true;
                row.source.notice = words("%1 has no port for its API in its job's network, so its routers cannot be "
                                          "read. Its routes are "
                                          "told from service tags.")
                                        .arg(name);
                m_watched[row.key].row = row;
                take(row.key);
            }
            continue;
        }
        Watched& watched = known->second;
        const bool isBack = watched.leaving || watched.row.allocationId != row.allocationId;
        watched.leaving.reset();
        watched.row.node = row.node;
        watched.row.nodeId = row.nodeId;
        watched.row.allocationId = row.allocationId;
        watched.row.arguments = row.arguments;
        if (isBack && watched.source) watched.source->refresh();
        take(row.key);
    }
    for (auto& [key, watched] : m_watched) {
        if (keys.contains(key) || watched.leaving) continue;
        watched.leaving = std::make_unique<QTimer>();
        watched.leaving->setSingleShot(true);
        connect(watched.leaving.get(), &QTimer::timeout, this, [this, key = key] { remove(key); });
        watched.leaving->start(watched.source ? leavingTime : 0s);
    }
}

void TraefikWatch::matchNamed()
{
    if (m_connections.traefik.isEmpty()) return;
    for (auto& [key, watched] : m_watched) {
        const QUrl url(key);
        TraefikInstance row = watched.row;
        for (const nomad::TraefikAllocation& allocation : std::as_const(m_found)) {
            if (url.port() != allocation.apiPort || !isHostOf(url.host(), allocation.apiAddress, m_join.tables()))
                continue;
            row.node = allocation.nodeName;
            row.nodeId = allocation.nodeId;
            row.allocationId = allocation.allocationId;
            row.arguments = allocation.arguments;
        }
        if (row == watched.row) continue;
        watched.row = std::move(row);
        take(key);
    }
}

bool TraefikWatch::isSettled() const
{
    return std::all_of(m_watched.begin(), m_watched.end(), [](const auto& entry) {
        const Watched& watched = entry.second;
        if (!watched.source) return true;
        const base::SourcePhase phase = watched.source->state().phase;
        return phase == base::SourcePhase::Live || phase == base::SourcePhase::Waiting;
    });
}

traefik::Source* TraefikWatch::source(const QString& key) const
{
    const auto found = m_watched.find(key);
    return found == m_watched.end() ? nullptr : found->second.source.get();
}

void TraefikWatch::add(const QString& key, TraefikInstance row, const base::Result<http::Endpoint>& endpoint,
                       const QString& name)
{
    Watched& watched = m_watched[key];
    watched.row = std::move(row);
    if (!endpoint) {
        watched.row.source.phase = base::SourcePhase::Waiting;
        watched.row.source.address = key;
        watched.row.source.error = endpoint.error();
        take(key);
        return;
    }
    http::Endpoint to = *endpoint;
    to.tls.extraAuthorities = m_connections.tls.extraAuthorities;
    auto client = std::make_unique<http::Client>(to, m_connections.dialMap, m_connections.traefikCredentials);
    client->setMaxConnections(connectionsPerInstance);
    watched.source = std::make_unique<traefik::Source>(std::move(client), name, m_clock);
    connect(watched.source.get(), &traefik::Source::stateChanged, this, [this, key] {
        take(key);
        emit stateChanged();
    });
    connect(watched.source.get(), &traefik::Source::configurationChanged, this, [this, key] {
        traefik::Source& source = *m_watched.at(key).source;
        traefik::Configuration configuration = source.configuration();
        source.release(); // the Join has it now, shared between the instances
        m_join.setConfiguration(key, std::move(configuration));
        emit written();
    });
    take(key);
    watched.source->start(m_isOnce);
}

void TraefikWatch::remove(const QString& key)
{
    const auto found = m_watched.find(key);
    if (found == m_watched.end()) return;
    // It may be its own timer that calls.
    if (found->second.leaving) found->second.leaving.release()->deleteLater();
    m_watched.erase(found);
    m_join.removeInstance(key);
    emit written();
    emit stateChanged();
}

void TraefikWatch::take(const QString& key)
{
    Watched& watched = m_watched.at(key);
    if (watched.source) {
        watched.row.source = watched.source->state();
        watched.row.isApiClosed = watched.source->isApiClosed();
    }
    m_join.putInstance(watched.row);
    emit written();
}

} // namespace tailboard::cluster
