// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/rows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::faults_test {

namespace {

template<typename Row, typename KeyOf>
std::vector<Row> sorted(const cluster::Table<Row, KeyOf>& table)
{
    std::vector<Row> rows;
    table.forEach([&](cluster::Slot, const Row& row) { rows.push_back(row); });
    // Only the same order in both copies matters.
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        const size_t left = qHash(KeyOf{}(a), size_t(0)), right = qHash(KeyOf{}(b), size_t(0));
        return left < right;
    });
    return rows;
}

} // namespace

Rows::Rows(const cluster::Tables& tables)
    : peers(sorted(tables.peers))
    , nodes(sorted(tables.nodes))
    , jobs(sorted(tables.jobs))
    , allocations(sorted(tables.allocations))
    , deployments(sorted(tables.deployments))
    , evaluations(sorted(tables.evaluations))
    , registrations(sorted(tables.registrations))
    , services(sorted(tables.services))
    , instances(sorted(tables.instances))
    , routes(sorted(tables.routes))
{
    for (cluster::TraefikInstance& instance : instances)
        instance.source = {};
}

QStringList Rows::differences(const Rows& other, bool onlySizes) const
{
    QStringList found;
    const auto compare = [&](const QString& name, const auto& mine, const auto& theirs) {
        if (onlySizes ? mine.size() == theirs.size() : mine == theirs) return;
        found << u"%1 %2/%3"_s.arg(name).arg(mine.size()).arg(theirs.size());
    };
    compare(u"peers"_s, peers, other.peers);
    compare(u"nodes"_s, nodes, other.nodes);
    compare(u"jobs"_s, jobs, other.jobs);
    compare(u"allocations"_s, allocations, other.allocations);
    compare(u"deployments"_s, deployments, other.deployments);
    compare(u"evaluations"_s, evaluations, other.evaluations);
    compare(u"registrations"_s, registrations, other.registrations);
    compare(u"services"_s, services, other.services);
    compare(u"instances"_s, instances, other.instances);
    compare(u"routes"_s, routes, other.routes);
    return found;
}

} // namespace tailboard::faults_test
