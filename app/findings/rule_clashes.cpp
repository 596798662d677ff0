// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/rule_clashes.h"

#include <QRegularExpression>
#include <algorithm>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using cluster::Route;
using cluster::Slot;

namespace {

/// What else than host and path a rule asks for: the whole rule without spaces when it names any other matcher or a
/// negation, else nothing.
QString furtherDemands(const QString& rule)
{
    static const QRegularExpression others(u"Header|Method|Query|ClientIP|ALPN|!"_s);
    if (!rule.contains(others)) return {};
    QString text = rule;
    return text.remove(u' ');
}

/// Everything that decides which requests a route takes, as one text.
QString placeOf(const Route& route)
{
    QStringList points = route.entryPoints;
    points.sort();
    return QStringList{QString::number(int(route.key.protocol)),
                       route.key.host,
                       route.key.path,
                       points.join(u','),
                       route.hasTls ? u"tls"_s : QString(),
                       route.priority,
                       furtherDemands(route.rule)}
        .join(u'\n');
}

bool isCompared(const Route& route)
{
    return !route.isFromTagsOnly && route.provider != u"internal"_s;
}

size_t keyOf(const Route& route)
{
    if (!isCompared(route)) return 0;
    return std::max<size_t>(1, qHash(placeOf(route), 0x7c1u));
}

} // namespace

std::vector<Slot> RuleClashes::update(Slot slot, const Route& route)
{
    std::vector<Slot> touched = remove(slot);
    if (slot >= m_keys.size()) m_keys.resize(slot + 1, 0);
    m_keys[slot] = keyOf(route);
    if (m_keys[slot] == 0) return touched;
    m_routes.visit(m_keys[slot], [&touched](Slot other) { touched.push_back(other); });
    m_routes.insert(m_keys[slot], slot);
    return touched;
}

std::vector<Slot> RuleClashes::remove(Slot slot)
{
    std::vector<Slot> touched;
    if (slot >= m_keys.size() || m_keys[slot] == 0) return touched;
    m_routes.remove(m_keys[slot], slot);
    m_routes.visit(m_keys[slot], [&touched](Slot other) { touched.push_back(other); });
    m_keys[slot] = 0;
    return touched;
}

void RuleClashes::check(const World& world, const Route& route, Found& found) const
{
    const size_t key = keyOf(route);
    if (key == 0) return;
    QStringList routers;
    QString place;
    m_routes.visit(key, [&](Slot slot) {
        const Route& other = world.tables.routes.at(slot);
        if (other.key.router == route.key.router) return;
        if (place.isEmpty()) place = placeOf(route);
        if (placeOf(other) == place) routers.append(other.key.router);
    });
    if (routers.isEmpty()) return;
    routers.append(route.key.router);
    routers.sort();
    routers.removeDuplicates();
    cluster::Finding& finding = found.add(u"same-rule"_s, routers.join(u'+') + u'/' + route.url(),
                                          cluster::TableId::Routes, base::State::Warning);
    finding.subject = route.url();
    finding.text = words("The routers %1 ask for %2 with equal priority; which of them answers is not defined.")
                       .arg(routers.join(u", "_s), route.url());
    finding.remedy = words("Give one of them another rule or a higher priority.");
}

} // namespace tailboard::findings
