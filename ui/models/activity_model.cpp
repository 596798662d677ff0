// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/activity_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::models {

using cluster::ActivityEntry;
using cluster::Slot;

namespace {

bool hasId(const ActivityEntry& row, const FilterTerm& term)
{
    if (term.pattern)
        return term.isIn(row.id.toString()) || std::any_of(row.some.begin(), row.some.end(), [&](const base::Uuid& id) {
                   return term.isIn(id.toString());
               });
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

QStringList ActivityModel::filterKeys() const
{
    return {u"kind"_s, u"job"_s, u"group"_s, u"node"_s, u"status"_s, u"namespace"_s, u"id"_s};
}

QStringList ActivityModel::columnIds() const
{
    return {u"state"_s, u"time"_s, u"kind"_s, u"what"_s, u"object"_s};
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
    switch (column) {
    case Time:
        // In the order in which it was learnt: clocks of servers differ.
        return left.number <=> right.number;
    case Kind:
        return left.kind <=> right.kind;
    case What:
        return left.what <=> right.what;
    case Object:
        return compareText(nameOf(left), nameOf(right));
    default:
        return left.state <=> right.state;
    }
}

std::weak_ordering ActivityModel::compareTies(Slot a, Slot b) const
{
    return m_lines.at(b).number <=> m_lines.at(a).number;
}

bool ActivityModel::matches(Slot slot, const FilterTerm& term) const
{
    const ActivityEntry& row = m_lines.at(slot);
    if (term.key == u"kind") return term.isIn(cluster::activityKindName(row.kind));
    if (term.key == u"job") return term.isIn(row.job);
    if (term.key == u"group") return term.isIn(row.group);
    if (term.key == u"node") return term.isIn(row.node);
    if (term.key == u"namespace") return term.isIn(row.nameSpace);
    if (term.key == u"id") return hasId(row, term);
    if (term.key == u"status")
        return term.isIn(row.after) || term.isIn(row.before) || term.isIn(base::stateName(row.state));
    return term.isIn(row.job) || term.isIn(row.node) || term.isIn(row.name) || term.isIn(row.after) ||
           term.isIn(row.before) || term.isIn(row.group) || term.isIn(row.words) || term.isIn(row.route.host) ||
           term.isIn(cluster::activityKindName(row.kind)) || hasId(row, term);
}

} // namespace tailboard::models
