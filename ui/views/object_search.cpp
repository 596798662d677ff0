// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/object_search.h"

#include "app/cluster/route_match.h"
#include "app/cluster/states.h"
#include "ui/models/job_model.h"
#include "ui/models/route_model.h"
#include "ui/models/service_model.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using cluster::Slot;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ObjectSearch", text);
}

/// Keeps the best hits of one kind: whoever searches 10,000 routes reads ten.
class Best
{
public:
    Best(const QString& text, int limit)
        : m_text(text)
        , m_limit(limit)
    {}

    /// Whether a name found with this rank would be kept; nullopt when not.
    std::optional<int> rank(const QString& name) const
    {
        const auto rank = searchRank(name, m_text);
        return rank && (m_ranks[*rank] < m_limit) ? rank : std::nullopt;
    }
    void add(SearchHit hit)
    {
        ++m_ranks[hit.rank];
        m_hits << std::move(hit);
    }
    QList<SearchHit> take()
    {
        std::stable_sort(m_hits.begin(), m_hits.end(), [](const SearchHit& a, const SearchHit& b) {
            return a.rank != b.rank ? a.rank < b.rank : a.title.compare(b.title, Qt::CaseInsensitive) < 0;
        });
        return m_hits.first(std::min<qsizetype>(m_hits.size(), m_limit));
    }

private:
    const QString& m_text;
    int m_limit;
    int m_ranks[3] = {};
    QList<SearchHit> m_hits;
};

SearchHit hit(Section section, const QString& title, const QString& kind, base::State state, const QString& key,
              int rank)
{
    return {.icon = sectionIcon(section),
            .title = title,
            .detail = kind,
            .state = state,
            .target = Place{section, key},
            .rank = rank};
}

/// The bytes that an id beginning with `text` begins with, a half one at the end; nullopt when it is no such text.
struct IdStart
{
    std::vector<unsigned char> halves;

    static std::optional<IdStart> of(const QString& text)
    {
        IdStart start;
        for (const QChar c : text) {
            if (c == u'-') continue;
            const int digit = c.isDigit() ? c.digitValue() : (c >= u'a' && c <= u'f' ? c.unicode() - u'a' + 10 : -1);
            if (digit < 0) return std::nullopt;
            start.halves.push_back(static_cast<unsigned char>(digit));
        }
        if (start.halves.size() < 2 || start.halves.size() > 32) return std::nullopt;
        return start;
    }
    bool begins(const base::Uuid& id) const
    {
        for (size_t i = 0; i < halves.size(); ++i) {
            const unsigned char byte = id.bytes[i / 2];
            if ((i % 2 == 0 ? byte >> 4 : byte & 15) != halves[i]) return false;
        }
        return true;
    }
};

} // namespace

QList<SearchHit> ObjectSearch::find(const QString& text, int limit) const
{
    if (text.isEmpty() || limit <= 0) return {};
    const cluster::Tables& tables = m_view.tables();
    const QDateTime now = m_view.now();
    Best best(text, limit);
    if (const QUrl url = cluster::pastedUrl(text); url.isValid()) {
        // An address leads to the route that takes it, whether or not its text is part of the route's.
        QList<SearchHit> hits;
        for (const Slot slot : cluster::routesAt(tables, url, size_t(limit))) {
            const cluster::Route& route = tables.routes.at(slot);
            hits << hit(Section::Routes, route.key.host + route.key.path, route.key.router,
                        cluster::routeState(route, tables, now), models::RouteModel::keyText(route.key), 0);
        }
        if (!hits.isEmpty()) return hits;
    }
    tables.routes.forEach([&](Slot, const cluster::Route& route) {
        auto rank = best.rank(route.key.host + route.key.path);
        if (!rank) rank = best.rank(route.key.router);
        if (rank)
            best.add(hit(Section::Routes, route.key.host + route.key.path, route.key.router,
                         cluster::routeState(route, tables, now), models::RouteModel::keyText(route.key), *rank));
    });
    tables.services.forEach([&](Slot, const cluster::Service& row) {
        if (const auto rank = best.rank(row.key.name))
            best.add(hit(Section::Services, row.key.name, tr("Service"), cluster::serviceState(row, tables, now),
                         models::ServiceModel::keyOf(row.key), *rank));
    });
    tables.jobs.forEach([&](Slot, const nomad::Job& row) {
        if (const auto rank = best.rank(row.key.id))
            best.add(hit(Section::Jobs, row.key.id, tr("Job"), cluster::jobState(row, tables, now),
                         models::JobModel::keyOf(row.key), *rank));
    });
    tables.instances.forEach([&](Slot, const cluster::TraefikInstance& row) {
        const QString name = row.node.isEmpty() ? row.key : row.node;
        if (const auto rank = best.rank(u"Traefik "_s + name))
            best.add(hit(Section::Traefik, name, tr("Traefik"), cluster::instanceState(row, now), row.key, *rank));
    });
    tables.nodes.forEach([&](Slot, const nomad::Node& row) {
        if (const auto rank = best.rank(row.name))
            best.add(hit(Section::Nodes, row.name, tr("Node"), cluster::nodeState(row, tables, now), row.id.toString(),
                         *rank));
    });
    tables.peers.forEach([&](Slot, const tailscale::Peer& row) {
        auto rank = best.rank(row.shortName());
        if (!rank && row.addresses.value(0).startsWith(text)) rank = 0;
        if (rank)
            best.add(
                hit(Section::Peers, row.shortName(), tr("Peer"), cluster::peerState(row, tables, now), row.id, *rank));
    });
    if (const auto start = IdStart::of(text.toLower())) {
        int found = 0;
        tables.allocations.forEach([&](Slot, const nomad::Allocation& row) {
            if (found == limit || !start->begins(row.id)) return;
            ++found;
            best.add(hit(Section::Allocations, row.id.shortText(), row.jobId.text(),
                         cluster::allocationState(row, tables, now), row.id.toString(), 0));
        });
    }
    return best.take();
}

} // namespace tailboard::views
