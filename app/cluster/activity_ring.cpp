// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/activity_ring.h"

#include <QHashFunctions>
#include <algorithm>

namespace tailboard::cluster {

using namespace std::chrono_literals;

namespace {

constexpr auto rateTime = 5s;
/// A flood is over when so few happenings came in rateTime.
constexpr size_t calm = 500;
/// Of a line's allocations so many are kept by name.
constexpr size_t mostNamed = 20;
/// With more groups than this, those without an open line are thrown out.
constexpr size_t mostGroups = 512;

/// One of many would be lost in a shared line, so they share one only when there are very many.
bool isSingle(ActivityKind kind)
{
    return kind == ActivityKind::Node || kind == ActivityKind::Peer || kind == ActivityKind::Job;
}

size_t hashOfObject(const ActivityEntry& entry)
{
    switch (entry.kind) {
    case ActivityKind::Allocation:
    case ActivityKind::Deployment:
    case ActivityKind::Evaluation:
    case ActivityKind::Node:
        return qHash(entry.id);
    case ActivityKind::Job:
        return qHashMulti(0, entry.nameSpace, entry.job);
    case ActivityKind::Service:
        return qHashMulti(0, entry.id, entry.name, entry.words);
    case ActivityKind::Router:
        return qHash(entry.route);
    case ActivityKind::Peer:
    case ActivityKind::Source:
        break;
    }
    return qHashMulti(0, entry.key, entry.name);
}

bool saysSame(const ActivityEntry& a, const ActivityEntry& b)
{
    return a.kind == b.kind && a.what == b.what && a.before == b.before && a.after == b.after && a.state == b.state;
}

template<typename Value>
void clearUnlessSame(Value& value, const Value& other)
{
    if (value != other) value = Value();
}

} // namespace

ActivityRing::ActivityRing(const ActivityLimits& limits)
    : m_limits(limits)
{}

size_t ActivityRing::groupOf(const ActivityEntry& entry) const
{
    if (m_isFlood || isSingle(entry.kind)) return qHashMulti(0, int(entry.kind));
    switch (entry.kind) {
    case ActivityKind::Service:
    case ActivityKind::Router:
        return qHashMulti(0, int(entry.kind), entry.nameSpace, entry.name);
    default:
        return qHashMulti(0, int(entry.kind), entry.nameSpace, entry.job);
    }
}

bool ActivityRing::isOpen(const OpenLine& line, std::chrono::milliseconds now) const
{
    return now - line.last < m_limits.rest && now - line.begun < m_limits.life && m_lines.isAlive(line.slot) &&
           m_lines.at(line.slot).number == line.number;
}

/// The newest line of the group that may take the happening; nullptr: a new one is needed.
ActivityRing::OpenLine* ActivityRing::lineFor(OpenLines& lines, const ActivityEntry& entry, size_t object,
                                              std::chrono::milliseconds now)
{
    std::erase_if(lines, [&](const OpenLine& line) { return !isOpen(line, now); });
    if (isSingle(entry.kind) && !m_isFlood && lines.size() < m_limits.singles) return nullptr;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        const bool hasObject = line->objects.contains(object);
        // Each Traefik tells of a router when it has polled: "on 1 of 3" becomes "on 3 of 3" in its place.
        if (saysSame(m_lines.at(line->slot), entry) && (!hasObject || entry.kind == ActivityKind::Router))
            return &*line;
        if (hasObject) return nullptr;
    }
    return nullptr;
}

void ActivityRing::extend(OpenLine& line, const ActivityEntry& entry, size_t object, std::chrono::milliseconds now)
{
    const bool isNew = line.objects.insert(object).second;
    line.last = now;
    m_lines.update(line.slot, [&](ActivityEntry& row) {
        ++row.times;
        row.until = std::max(row.until, entry.time);
        row.figure = entry.figure;
        row.outOf = entry.outOf;
        if (!isNew) return true;
        if (row.count == 1 && row.kind == ActivityKind::Allocation) row.some = {row.id};
        ++row.count;
        if (row.kind == ActivityKind::Allocation && row.some.size() < mostNamed) row.some.push_back(entry.id);
        clearUnlessSame(row.nameSpace, entry.nameSpace);
        clearUnlessSame(row.job, entry.job);
        clearUnlessSame(row.group, entry.group);
        clearUnlessSame(row.node, entry.node);
        clearUnlessSame(row.name, entry.name);
        clearUnlessSame(row.words, entry.words);
        return true;
    });
    m_changes.changed(line.slot);
}

quint64 ActivityRing::add(ActivityEntry entry, std::chrono::milliseconds now)
{
    countRate(now);
    // What happens to a source stands alone: a gap is no gap of another.
    const bool mayShare = m_limits.life > 0ms && entry.kind != ActivityKind::Source;
    const size_t object = mayShare ? hashOfObject(entry) : 0;
    OpenLines* const group = mayShare ? &m_open[groupOf(entry)] : nullptr;
    if (group) {
        if (OpenLine* line = lineFor(*group, entry, object, now)) {
            extend(*line, entry, object, now);
            return line->number;
        }
    }
    entry.number = ++m_lastNumber;
    if (entry.what != Happening::Gap) entry.until = entry.time;
    ++m_begunLines;
    const auto [slot, put] = m_lines.put(std::move(entry));
    m_changes.note(slot, put);
    m_order.push_back(slot);
    if (group) group->push_back({slot, m_lastNumber, now, now, {object}});
    if (m_open.size() > mostGroups) sweep(now);
    if (m_lines.size() > m_limits.lines) dropOldest();
    return m_lastNumber;
}

void ActivityRing::setUntil(quint64 number, qint64 until)
{
    const auto slot = m_lines.find(number);
    if (!slot) return;
    m_lines.update(*slot, [until](ActivityEntry& row) {
        row.until = until;
        return true;
    });
    m_changes.changed(*slot);
}

void ActivityRing::countRate(std::chrono::milliseconds now)
{
    ++m_happenings;
    bool isFlood = m_isFlood || m_begunLines > m_limits.flood;
    if (now - m_rateBegun >= rateTime) {
        if (m_happenings <= calm || now - m_rateBegun >= 2 * rateTime) isFlood = false;
        m_rateBegun = now;
        m_begunLines = 0;
        m_happenings = 0;
    }
    if (isFlood == m_isFlood) return;
    m_isFlood = isFlood;
    m_open.clear(); // the groups are others now
}

void ActivityRing::sweep(std::chrono::milliseconds now)
{
    std::erase_if(m_open, [&](const auto& group) {
        return std::none_of(group.second.begin(), group.second.end(),
                            [&](const OpenLine& line) { return isOpen(line, now); });
    });
}

/// A twentieth at once, so that whoever shows the lines need not move them all for each new one.
void ActivityRing::dropOldest()
{
    const size_t kept = m_limits.lines - m_limits.lines / 20;
    while (m_order.size() > kept) {
        const Slot slot = m_order.front();
        m_order.pop_front();
        m_changes.removed(slot);
        m_lines.remove(slot);
    }
}

Delta ActivityRing::take()
{
    return m_changes.take(TableId::Activity);
}

void ActivityRing::recycle()
{
    if (!m_changes.hasGone()) m_lines.recycle();
}

} // namespace tailboard::cluster
