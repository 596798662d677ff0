// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/activity_model.h"

#include <algorithm>

namespace tailboard::models {

using cluster::ActivityEntry;
using cluster::Slot;

namespace {

bool hasId(const ActivityEntry& row, const FilterTerm& term)
{
    const bool mayBeId = term.text.size() >= 2 && std::all_of(term.text.cbegin(), term.text.cend(), [](QChar c) {
                             return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || c == u'-';
                         });
    if (!mayBeId) return false;
    const auto begins = [&](const base::Uuid& id) { return id.toString().startsWith(term.text); };
    return (!row.id.isNull() && begins(row.id)) || std::any_of(row.some.begin(), row.some.end(), begins);
}

/// What the row is about, for sorting.
const QString& nameOf(const ActivityEntry& row)
{
    if (!row.name.isEmpty()) return row.name;
    return row.kind == cluster::ActivityKind::Node ? row.node.text() : row.job.text();
}

} // namespace

ActivityModel::ActivityModel(const cluster::ActivityTable& lines, QObject* parent)
    : KeyedModel(parent)
    , m_lines(lines)
{}

int ActivityModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Slot ActivityModel::slotCount() const
{
    return m_lines.slotCount();
}

bool ActivityModel::isAlive(Slot slot) const
{
    return m_lines.isAlive(slot);
}

QString ActivityModel::keyText(Slot slot) const
{
    return QString::number(m_lines.at(slot).number);
}

base::State ActivityModel::stateOf(Slot slot) const
{
    return m_lines.at(slot).state;
}

std::weak_ordering ActivityModel::compare(Slot a, Slot b, int column) const
{
    const ActivityEntry& left = m_lines.at(a);
    const ActivityEntry& right = m_lines.at(b);
    std::weak_ordering order = std::weak_ordering::equivalent;
    switch (column) {
    case Time:
        // In the order in which it was learnt: clocks of servers differ.
        return left.number <=> right.number;
    case Kind:
        order = left.kind <=> right.kind;
        break;
    case What:
        order = left.what <=> right.what;
        break;
    case Object:
        order = compareText(nameOf(left), nameOf(right));
        break;
    default:
        order = left.state <=> right.state;
    }
    return order != 0 ? order : right.number <=> left.number;
}

bool ActivityModel::matches(Slot slot, const FilterTerm& term) const
{
    const ActivityEntry& row = m_lines.at(slot);
    if (term.key == u"kind") return term.isIn(cluster::activityKindName(row.kind));
    if (term.key == u"job") return term.isIn(row.job);
    if (term.key == u"group") return term.isIn(row.group);
    if (term.key == u"node") return term.isIn(row.node);
    if (term.key == u"status" || term.key == u"state")
        return term.isIn(row.after) || term.isIn(row.before) || term.isIn(base::stateName(row.state));
    return term.isIn(row.job) || term.isIn(row.node) || term.isIn(row.name) || term.isIn(row.after) ||
           term.isIn(row.before) || term.isIn(row.group) || term.isIn(row.words) || term.isIn(row.route.host) ||
           term.isIn(cluster::activityKindName(row.kind)) || hasId(row, term);
}

} // namespace tailboard::models
