// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/instance_differences.h"

#include "app/traefik/arguments.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::cluster {

using base::State;
using Kind = InstanceDifference::Kind;
using Thing = InstanceDifference::Thing;

namespace {

using Instances = std::vector<const TraefikInstance*>;
/// Name -> value of one kind of object on one instance.
using Values = QMap<QString, QString>;

/// In Traefik's own words.
QString statusWord(traefik::ObjectStatus status)
{
    switch (status) {
    case traefik::ObjectStatus::Enabled:
        return u"enabled"_s;
    case traefik::ObjectStatus::Warning:
        return u"warning"_s;
    case traefik::ObjectStatus::Disabled:
        return u"disabled"_s;
    case traefik::ObjectStatus::Other:
        break;
    }
    return {};
}

/// "auth@file" -> "file".
QString providerOf(const QString& name)
{
    return name.section(u'@', -1);
}

/// Files differ from node to node by the admin's will; what comes from Nomad is the same for all that read it.
State severityOf(const QString& provider, const TraefikInstance& lacking)
{
    if (provider != "nomad"_L1) return State::Ok;
    const bool reads = lacking.providers.isEmpty() || lacking.providers.contains(provider, Qt::CaseInsensitive);
    return reads ? State::Warning : State::Ok;
}

class Comparison
{
public:
    Comparison(const TraefikInstance& instance, Instances others)
        : m_instance(instance)
        , m_others(std::move(others))
    {}

    /// `valuesOf` gives nullopt for an instance that cannot be compared in this. Values that are empty are not
    /// compared.
    template<typename ValuesOf, typename SeverityOf>
    void compare(Thing thing, ValuesOf&& valuesOf, SeverityOf&& severity)
    {
        const std::optional<Values> own = valuesOf(m_instance);
        if (!own) return;
        QMap<QString, QMap<QString, QString>> elsewhere; // name -> instance -> value
        bool isCompared = false;
        for (const TraefikInstance* other : m_others) {
            const std::optional<Values> values = valuesOf(*other);
            if (!values) continue;
            isCompared = true;
            for (auto each = values->cbegin(); each != values->cend(); ++each)
                elsewhere[each.key()][instanceName(*other)] = each.value();
        }
        if (!isCompared) return;
        for (auto each = elsewhere.cbegin(); each != elsewhere.cend(); ++each) {
            const auto mine = own->constFind(each.key());
            InstanceDifference difference{.thing = thing, .subject = each.key(), .severity = severity(each.key())};
            if (mine == own->cend()) {
                difference.kind = Kind::Missing;
                difference.where = each->keys();
                difference.others = each->values();
            } else {
                difference.kind = Kind::Differs;
                difference.here = *mine;
                for (auto on = each->cbegin(); on != each->cend(); ++on) {
                    if (on.value() == *mine || on.value().isEmpty() || mine->isEmpty()) continue;
                    difference.where << on.key();
                    difference.others << on.value();
                }
                if (difference.where.isEmpty()) continue;
            }
            add(std::move(difference));
        }
        for (auto mine = own->cbegin(); mine != own->cend(); ++mine)
            if (!elsewhere.contains(mine.key()))
                add({.thing = thing,
                     .kind = Kind::Extra,
                     .subject = mine.key(),
                     .here = mine.value(),
                     .severity = severity(mine.key())});
    }

    void compareRouters(const Tables& tables);

    void add(InstanceDifference difference)
    {
        difference.others.sort();
        difference.others.removeDuplicates();
        difference.others.removeAll(QString());
        m_found.push_back(std::move(difference));
    }

    std::vector<InstanceDifference> take() { return std::move(m_found); }

private:
    /// Who shows a router, and how.
    struct Shown
    {
        QSet<QString> on; ///< names of others
        bool isHere = false;
        bool isNew = false;
        bool isOtherwise = false; ///< some target of its rule stands on one side only
        QString hereStatus;
        QMap<QString, QString> statuses; ///< other -> its status, where it is not that of here
        const Route* route = nullptr;
    };
    /// Whether all show the route alike: then it says nothing.
    bool isAlike(const Route& route) const;
    const TraefikInstance* otherOf(const QString& key) const
    {
        const auto found =
            std::find_if(m_others.begin(), m_others.end(), [&](const auto* other) { return other->key == key; });
        return found == m_others.end() ? nullptr : *found;
    }

    const TraefikInstance& m_instance;
    Instances m_others;
    std::vector<InstanceDifference> m_found;
};

bool Comparison::isAlike(const Route& route) const
{
    size_t seen = 0;
    bool isHere = false;
    std::optional<traefik::ObjectStatus> status;
    for (const RouteInstance& each : route.instances) {
        const bool isThis = each.instance == m_instance.key;
        if (!isThis && !otherOf(each.instance)) continue;
        isHere |= isThis;
        seen += !isThis;
        if (status && *status != each.status) return false;
        status = each.status;
    }
    return isHere ? seen == m_others.size() : seen == 0;
}

void Comparison::compareRouters(const Tables& tables)
{
    const auto nameOf = [](const Route& route) { return std::pair(int(route.key.protocol), route.key.router); };
    QHash<std::pair<int, QString>, Shown> unlike;
    tables.routes.forEach([&](Slot, const Route& route) {
        if (!isAlike(route)) unlike.insert(nameOf(route), {});
    });
    if (unlike.isEmpty()) return;
    // A router with several targets is one difference, and is there when any of them is.
    tables.routes.forEach([&](Slot, const Route& route) {
        const auto found = unlike.find(nameOf(route));
        if (found == unlike.end()) return;
        Shown& shown = *found;
        bool isHere = false, isThere = false;
        for (const RouteInstance& each : route.instances)
            if (each.instance == m_instance.key) {
                isHere = true;
                shown.hereStatus = statusWord(each.status);
            }
        for (const RouteInstance& each : route.instances) {
            const TraefikInstance* other = otherOf(each.instance);
            if (!other) continue;
            isThere = true;
            shown.on.insert(instanceName(*other));
            if (isHere && statusWord(each.status) != shown.hereStatus)
                shown.statuses[instanceName(*other)] = statusWord(each.status);
        }
        if (!isHere && !isThere) return; // known from tags only
        shown.isHere |= isHere;
        shown.isOtherwise |= isHere != isThere;
        shown.isNew |= route.cause == RouteCause::AwaitingTraefik;
        if (!shown.route || route.key.host < shown.route->key.host) shown.route = &route;
    });
    for (auto each = unlike.cbegin(); each != unlike.cend(); ++each) {
        if (!each->route) continue;
        const QString provider = each->route->provider;
        InstanceDifference difference{.thing = Thing::Router,
                                      .subject = each.key().second,
                                      .severity = severityOf(provider, m_instance),
                                      .route = each->route->key};
        if (each->isNew && difference.severity == State::Warning) difference.severity = State::Pending;
        if (!each->isHere) {
            difference.kind = Kind::Missing;
            difference.where = each->on.values();
        } else if (each->on.isEmpty()) {
            difference.kind = Kind::Extra;
            difference.here = each->hereStatus;
            for (const TraefikInstance* other : m_others)
                if (severityOf(provider, *other) == State::Ok) difference.severity = State::Ok;
        } else if (!each->statuses.isEmpty()) {
            difference.kind = Kind::Differs;
            difference.here = each->hereStatus;
            difference.where = each->statuses.keys();
            difference.others = each->statuses.values();
        } else if (each->isOtherwise) {
            difference.kind = Kind::Differs;
            difference.where = each->on.values();
        } else {
            continue; // some other one lacks it, which is that one's difference
        }
        difference.where.sort();
        add(std::move(difference));
    }
}

} // namespace

QString instanceName(const TraefikInstance& instance)
{
    return instance.node.isEmpty() ? instance.key : instance.node;
}

InstanceDifferences differencesOf(const TraefikInstance& instance, const Tables& tables, const QDateTime& now)
{
    InstanceDifferences differences;
    Instances others;
    tables.instances.forEach([&](Slot, const TraefikInstance& other) {
        if (other.key == instance.key || other.isApiClosed) return;
        if (base::sourceHealth(other.source, now) == State::Ok) others.push_back(&other);
    });
    differences.compared = int(others.size());
    // Old words are compared too: a stale instance says itself how old it is.
    const State health = base::sourceHealth(instance.source, now);
    const bool isKnown = health == State::Ok || health == State::Stale;
    if (others.empty() || instance.isApiClosed || !isKnown) return differences;

    Comparison comparison(instance, std::move(others));
    const auto always = [](State state) { return [state](const QString&) { return state; }; };
    comparison.compare(
        Thing::Version,
        [](const TraefikInstance& each) -> std::optional<Values> {
            if (each.source.version.isEmpty()) return std::nullopt;
            return Values{{QString(), each.source.version}};
        },
        always(State::Warning));
    comparison.compare(
        Thing::Provider,
        [](const TraefikInstance& each) {
            Values values;
            for (const QString& name : each.providers)
                values[name];
            return std::optional(values);
        },
        always(State::Warning));
    comparison.compare(
        Thing::EntryPoint,
        [](const TraefikInstance& each) {
            Values values;
            for (const traefik::EntryPoint& point : each.entryPoints)
                values[point.name] = point.address;
            return std::optional(values);
        },
        always(State::Warning));
    comparison.compare(
        Thing::Resolver,
        [](const TraefikInstance& each) -> std::optional<Values> {
            if (each.arguments.isEmpty()) return std::nullopt;
            const traefik::Arguments read = traefik::traefikArguments(each.arguments);
            if (!read.configFile.isEmpty()) return std::nullopt;
            Values values;
            for (const QString& name : read.certificateResolvers)
                values[name];
            return values;
        },
        always(State::Warning));
    comparison.compare(
        Thing::Middleware,
        [](const TraefikInstance& each) {
            Values values;
            for (const traefik::Middleware& middleware : each.middlewares)
                values[middleware.name] = middleware.status == traefik::ObjectStatus::Enabled
                                              ? middleware.type
                                              : middleware.type + u' ' + statusWord(middleware.status);
            return std::optional(values);
        },
        [&](const QString& name) { return severityOf(providerOf(name), instance); });
    comparison.compareRouters(tables);

    differences.list = comparison.take();
    differences.count = int(differences.list.size());
    std::sort(differences.list.begin(), differences.list.end(), [](const auto& a, const auto& b) {
        return std::tie(a.severity, a.thing, a.subject, a.kind) < std::tie(b.severity, b.thing, b.subject, b.kind);
    });
    if (differences.count > InstanceDifferences::mostListed) differences.list.resize(InstanceDifferences::mostListed);
    return differences;
}

} // namespace tailboard::cluster
