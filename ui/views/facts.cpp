// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/facts.h"

#include "ui/views/cluster_text.h"
#include "ui/views/source_text.h"
#include "ui/views/stops.h"

#include <QCoreApplication>
#include <QLocale>
#include <QUrl>
#include <algorithm>
#include <cstdint>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::State;
using cluster::Slot;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Facts", text);
}

/// Lines that have no value are left out.
class Facts
{
public:
    void text(const QString& name, const QString& value)
    {
        if (!value.isEmpty()) m_facts.push_back({.name = name, .value = value});
    }
    void code(const QString& name, const QString& value)
    {
        if (!value.isEmpty()) m_facts.push_back({.name = name, .value = value, .shape = {}, .isCode = true});
    }
    void link(const QString& name, const QString& value, const Place& place)
    {
        if (!value.isEmpty()) m_facts.push_back({.name = name, .value = value, .place = place});
    }
    void add(Fact fact) { m_facts.push_back(std::move(fact)); }
    void list(const QString& name, const QStringList& values) { text(name, values.join(", "_L1)); }
    void state(const QString& name, const QString& value, State state)
    {
        m_facts.push_back(stateFact(name, value, state));
    }
    std::vector<Fact> take() { return std::move(m_facts); }

private:
    std::vector<Fact> m_facts;
};

State stateOf(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return State::Ok;
    case traefik::ObjectStatus::Warning:
        return State::Warning;
    case traefik::ObjectStatus::Disabled:
        return State::Critical;
    case traefik::ObjectStatus::Other:
        break;
    }
    return State::Unknown;
}

/// As Traefik words it.
QString statusText(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return tr("enabled");
    case traefik::ObjectStatus::Warning:
        return tr("warning");
    case traefik::ObjectStatus::Disabled:
        return tr("disabled");
    case traefik::ObjectStatus::Other:
        break;
    }
    return tr("not known");
}

void addInstances(Facts& facts, const ClusterView& view, const cluster::Route& route)
{
    const QDateTime now = view.now();
    std::vector<const cluster::TraefikInstance*> all;
    view.tables().instances.forEach([&](Slot, const cluster::TraefikInstance& row) { all.push_back(&row); });
    std::sort(all.begin(), all.end(),
              [](const auto* a, const auto* b) { return std::tie(a->node, a->key) < std::tie(b->node, b->key); });
    for (const cluster::TraefikInstance* instance : all) {
        const QString name = tr("Traefik %1").arg(instance->node.isEmpty() ? instance->key : instance->node);
        const State health = base::sourceHealth(instance->source, now);
        const QString since = health == State::Ok ? QString() : tr(", as of %1").arg(ageText(instance->source, now));
        const auto seen = std::find_if(route.instances.begin(), route.instances.end(),
                                       [&](const auto& each) { return each.instance == instance->key; });
        if (seen == route.instances.end()) {
            if (health == State::Ok)
                facts.state(name, tr("does not have the router"), State::Warning);
            else
                facts.state(name, tr("not asked: %1").arg(ageText(instance->source, now)), State::Unknown);
            continue;
        }
        facts.add({.name = name,
                   .value = statusText(seen->status) + since,
                   .shape = health == State::Ok ? stateOf(seen->status) : State::Stale,
                   .place = Place{Section::Traefik, instance->key}});
        facts.code({}, seen->errors.join(u'\n'));
    }
}

} // namespace

std::vector<Fact> routeFacts(const ClusterView& view, const cluster::Route& route)
{
    Facts facts;
    facts.code(tr("Rule"), route.rule);
    addInstances(facts, view, route);
    facts.list(tr("Entry points"), route.entryPoints);
    facts.list(tr("Middlewares"), route.middlewares);
    facts.text(tr("Service"), route.service);
    facts.code(tr("Servers"), route.servers.join(u'\n'));
    facts.text(tr("Priority"), route.priority);
    facts.text(tr("TLS"), route.hasTls ? (route.certResolver.isEmpty() ? tr("on, no resolver")
                                                                       : tr("on, resolver %1").arg(route.certResolver))
                                       : tr("off"));
    facts.text(tr("Certificate"), route.hasTls ? tr("not checked") : QString());
    const tailscale::Peer* owner = view.tables().peers.get(route.ownerPeer);
    if (owner)
        facts.link(tr("Owner of the name"), owner->shortName(), {Section::Peers, owner->id});
    else
        facts.text(tr("Owner of the name"), tr("no peer of the tailnet"));
    facts.text(tr("Task"), route.task);
    facts.text(tr("Namespace"), route.nameSpace);
    return facts.take();
}

std::vector<Fact> allocationFacts(const ClusterView& view, const nomad::Allocation& row)
{
    Facts facts;
    facts.code(tr("Id"), row.id.toString());
    facts.state(tr("Status"), nomad::clientStatusText(row), cluster::allocationState(row, view.tables(), view.now()));
    facts.text(tr("Description"), row.clientDescription.text());
    facts.text(tr("Desired"), nomad::desiredStatusText(row.desiredStatus));
    facts.text(tr("Reason"), row.desiredDescription.text());
    facts.text(tr("Name"), row.name());
    facts.text(tr("Namespace"), row.nameSpace.text());
    facts.text(tr("Node"), row.nodeName.text());
    if (row.jobVersion >= 0) facts.text(tr("Job version"), QString::number(row.jobVersion));
    if (row.restarts > 0) facts.text(tr("Restarts"), QString::number(row.restarts));
    if (row.createTime > 0) facts.text(tr("Created"), dateText(nomadTime(row.createTime)));
    if (row.modifyTime > 0) facts.text(tr("Changed"), dateText(nomadTime(row.modifyTime)));
    QStringList addresses;
    view.tables().registrations.forEach([&](Slot, const nomad::ServiceRegistration& each) {
        if (each.allocationId == row.id)
            addresses << u"%1  %2:%3"_s.arg(each.serviceName, each.address, QString::number(each.port));
    });
    addresses.sort();
    facts.code(tr("Services"), addresses.join(u'\n'));
    return facts.take();
}

std::vector<Fact> nodeFacts(const ClusterView& view, const nomad::Node& node)
{
    Facts facts;
    facts.state(tr("Status"), node.statusText, cluster::nodeState(node, view.tables(), view.now()));
    facts.text(tr("Description"), node.statusDescription);
    facts.text(tr("Scheduling"),
               node.isDraining ? tr("draining") : (node.isEligible ? tr("eligible") : tr("not eligible")));
    facts.code(tr("Address"), node.address);
    facts.text(tr("Nomad"), node.version);
    facts.text(tr("Datacenter"), node.datacenter);
    facts.text(tr("Node pool"), node.nodePool);
    facts.text(tr("Class"), node.nodeClass);
    facts.list(tr("Drivers"), node.healthyDrivers);
    facts.list(tr("Host volumes"), node.hostVolumes);
    view.tables().instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        if (instance.nodeId != node.id) return;
        const State health = base::sourceHealth(instance.source, view.now());
        facts.add({.name = tr("Traefik"),
                   .value = instance.key + u"  "_s + ageText(instance.source, view.now()),
                   .shape = health,
                   .place = Place{Section::Traefik, instance.key}});
    });
    facts.code(tr("Id"), node.id.toString());
    return facts.take();
}

std::vector<Fact> peerFacts(const ClusterView& view, const tailscale::Peer& peer)
{
    const QDateTime now = view.now();
    const cluster::PeerPath path = cluster::peerPath(peer, view.tables().tailnet);
    Facts facts;
    facts.state(tr("Online"), onlineText(peer, view.tables(), now), cluster::peerState(peer, view.tables(), now));
    QString way = pathText(peer, view.tables(), now);
    if (path == cluster::PeerPath::Direct && !peer.currentAddress.isEmpty())
        way = tr("direct, to %1").arg(peer.currentAddress);
    else if (path == cluster::PeerPath::Relay)
        way = tr("by the relay %1").arg(peer.relay);
    else if (path == cluster::PeerPath::Idle)
        way = peer.relay.isEmpty() ? tr("idle: no traffic lately")
                                   : tr("idle: no traffic lately; its relay is %1").arg(peer.relay);
    facts.text(tr("Path"), way);
    for (qsizetype i = 0; i < peer.addresses.size(); ++i)
        facts.code(i == 0 ? (peer.addresses.size() == 1 ? tr("Address") : tr("Addresses")) : QString(),
                   peer.addresses[i]);
    facts.code(tr("DNS name"), peer.dnsName);
    facts.text(tr("Host name"), peer.hostName);
    facts.text(tr("System"), peer.os);
    if (!peer.isSelf) facts.text(tr("Last seen"), peer.isOnline ? tr("now") : agoText(peer.lastSeen, now));
    if (!peer.isSelf) facts.text(tr("Last handshake"), agoText(peer.lastHandshake, now));
    const QString key = keyText(peer, now);
    const auto left = cluster::keyTimeLeft(peer, now);
    const QString ends = peer.keyExpiry ? key + u" · "_s + dateText(*peer.keyExpiry) : key;
    if (peer.isExpired || (left && *left <= std::chrono::hours(72)))
        facts.state(tr("Key"), ends, State::Critical);
    else if (left && *left <= std::chrono::hours(14 * 24))
        facts.state(tr("Key"), ends, State::Warning);
    else
        facts.text(tr("Key"), ends);
    facts.text(tr("ACL tags"), peer.aclTags.isEmpty() ? tr("none: it belongs to a user") : peer.aclTags.join(", "_L1));
    facts.text(tr("Exit node"), peer.isExitNode ? tr("in use by this machine") : tr("not in use"));
    facts.text(tr("Subnet routes"), peer.routes.isEmpty() ? tr("none") : peer.routes.join(", "_L1));
    if (!peer.isSelf)
        facts.text(tr("Traffic"),
                   tr("%1 received, %2 sent, since tailscaled started here")
                       .arg(QLocale().formattedDataSize(qint64(std::min<quint64>(peer.receivedBytes, INT64_MAX))),
                            QLocale().formattedDataSize(qint64(std::min<quint64>(peer.sentBytes, INT64_MAX)))));
    return facts.take();
}

std::vector<Fact> serviceFacts(const ClusterView& view, const cluster::Service& service)
{
    Facts facts;
    facts.state(tr("State"), widgets::word(cluster::serviceState(service, view.tables(), view.now())),
                cluster::serviceState(service, view.tables(), view.now()));
    facts.text(tr("Provider"), service.isConsul ? tr("Consul: named in the job, not read") : tr("Nomad"));
    facts.text(tr("Namespace"), service.key.nameSpace);
    facts.link(tr("Job"), service.job.id, {Section::Jobs, filterObject({wholeTerm(u"job"_s, service.job.id)})});
    facts.text(tr("Instances"), QString::number(service.registrations.size()));
    QStringList routers = service.routers.mid(0, 20);
    if (service.routers.size() > routers.size()) routers << tr("and %1 more").arg(service.routers.size() - 20);
    facts.list(tr("Routers"), routers);
    if (service.hasDefaultRule) facts.text(tr("Rule"), tr("only Traefik's default rule"));
    return facts.take();
}

bool isOpenable(const cluster::Route& route)
{
    if (route.key.protocol != traefik::Protocol::Http || route.isRegexp || route.key.host == u"*") return false;
    const QUrl url(route.url(), QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty();
}

} // namespace tailboard::views
