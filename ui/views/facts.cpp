// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/facts.h"

#include "ui/views/cluster_text.h"
#include "ui/views/source_text.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>

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
        facts.state(name, statusText(seen->status) + since, health == State::Ok ? stateOf(seen->status) : State::Stale);
        facts.code({}, seen->errors.join(u'\n'));
    }
}

} // namespace

std::vector<Fact> tagFacts(const QStringList& tags)
{
    std::vector<Fact> facts;
    for (qsizetype i = 0; i < tags.size(); ++i)
        facts.push_back({.name = QString::number(i + 1), .value = tags[i], .shape = {}, .isCode = true});
    if (facts.empty()) facts.push_back({.name = tr("Service tags"), .value = tr("none")});
    return facts;
}

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
    facts.text(tr("Owner of the name"), owner ? owner->shortName() : tr("no peer of the tailnet"));
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
        facts.state(tr("Traefik"), instance.key + u"  "_s + ageText(instance.source, view.now()), health);
    });
    facts.code(tr("Id"), node.id.toString());
    return facts.take();
}

std::vector<Fact> peerFacts(const ClusterView& view, const tailscale::Peer& peer)
{
    const QDateTime now = view.now();
    Facts facts;
    facts.state(tr("Online"), onlineText(peer, view.tables(), now), cluster::peerState(peer, view.tables(), now));
    facts.text(tr("Path"), pathText(peer, view.tables(), now));
    facts.code(tr("Endpoint"), peer.currentAddress);
    facts.code(tr("DNS name"), peer.dnsName);
    facts.text(tr("Host name"), peer.hostName);
    facts.code(tr("Addresses"), peer.addresses.join(u'\n'));
    facts.text(tr("Key"),
               peer.keyExpiry ? keyText(peer, now) + u" · "_s + dateText(*peer.keyExpiry) : keyText(peer, now));
    facts.list(tr("ACL tags"), peer.aclTags);
    facts.list(tr("Subnets"), peer.routes);
    facts.text(tr("System"), peer.os);
    if (!peer.isOnline && !peer.isSelf) facts.text(tr("Last seen"), agoText(peer.lastSeen, now));
    if (peer.lastHandshake) facts.text(tr("Last handshake"), agoText(peer.lastHandshake, now));
    facts.text(tr("Exit node"), peer.isExitNode ? tr("in use") : QString());
    return facts.take();
}

std::vector<Fact> serviceFacts(const ClusterView& view, const cluster::Service& service)
{
    Facts facts;
    facts.state(tr("State"), widgets::word(cluster::serviceState(service, view.tables(), view.now())),
                cluster::serviceState(service, view.tables(), view.now()));
    facts.text(tr("Provider"), service.isConsul ? tr("Consul: named in the job, not read") : tr("Nomad"));
    facts.text(tr("Namespace"), service.key.nameSpace);
    facts.text(tr("Job"), service.job.id);
    QStringList instances;
    for (qsizetype i = 0; i < service.registrations.size(); ++i) {
        const auto* row = view.tables().registrations.get(service.registrations[i]);
        const auto* node = row ? view.tables().nodes.get(row->nodeId) : nullptr;
        instances << service.addresses.value(i) + (node ? u"  "_s + node->name : QString());
    }
    facts.code(tr("Instances"), instances.join(u'\n'));
    facts.list(tr("Routers"), service.routers);
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
