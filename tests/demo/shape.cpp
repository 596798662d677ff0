// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/shape.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tailboard::test_demo {

using namespace Qt::StringLiterals;

namespace {

bool isMap(const QString& key)
{
    static const QSet<QString> maps{u"Summary"_s,
                                    u"TaskStates"_s,
                                    u"Tasks"_s,
                                    u"TaskLifecycles"_s,
                                    u"TaskResources"_s,
                                    u"Details"_s,
                                    u"TaskGroups"_s,
                                    u"DesiredTGUpdates"_s,
                                    u"QueuedAllocations"_s,
                                    u"FailedTGAllocs"_s,
                                    u"DimensionExhausted"_s,
                                    u"ConstraintFiltered"_s,
                                    u"ResourcesExhausted"_s,
                                    u"Peer"_s,
                                    u"User"_s,
                                    u"CapMap"_s,
                                    u"serverStatus"_s,
                                    u"Env"_s,
                                    u"Config"_s,
                                    u"Volumes"_s,
                                    u"Scores"_s,
                                    u"NodesAvailable"_s,
                                    u"Attributes"_s,
                                    u"Drivers"_s,
                                    u"HostVolumes"_s,
                                    u"Meta"_s,
                                    u"routers"_s,
                                    u"services"_s,
                                    u"middlewares"_s,
                                    u"UserProfiles"_s,
                                    u"DERPLatency"_s,
                                    u"LivePeers"_s,
                                    u"Warnings"_s};
    return maps.contains(key);
}

} // namespace

void Shape::learn(const QJsonValue& example, const QString& key)
{
    if (example.isNull()) return;
    m_types.insert(example.type());
    if (example.isArray()) {
        if (!m_items) m_items = std::make_shared<Shape>();
        for (const QJsonValue& item : example.toArray())
            m_items->learn(item);
        return;
    }
    if (!example.isObject()) return;
    const QJsonObject object = example.toObject();
    m_isMap = isMap(key);
    ++m_objects;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (m_isMap) {
            if (!m_items) m_items = std::make_shared<Shape>();
            m_items->learn(it.value());
            continue;
        }
        ++m_counts[it.key()];
        auto& member = m_members[it.key()];
        if (!member) member = std::make_shared<Shape>();
        member->learn(it.value(), it.key());
    }
}

QStringList Shape::differences(const QJsonValue& value) const
{
    QStringList lines;
    compare(value, u"$"_s, lines);
    return lines.mid(0, 20);
}

void Shape::compare(const QJsonValue& value, const QString& path, QStringList& lines) const
{
    if (value.isNull() || m_types.isEmpty()) // nothing else but null was ever seen: anything may come
        return;
    if (!m_types.contains(value.type())) {
        lines.append(path + u": another type"_s);
        return;
    }
    if (value.isArray() && m_items) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            m_items->compare(array.at(i), path + u"[%1]"_s.arg(i), lines);
    }
    if (!value.isObject()) return;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString below = path + u'.' + it.key();
        if (m_isMap) {
            if (m_items) m_items->compare(it.value(), below, lines);
        } else if (const auto member = m_members.value(it.key())) {
            member->compare(it.value(), below, lines);
        } else {
            lines.append(below + u": not in any recording"_s);
        }
    }
    if (m_isMap) return;
    for (auto it = m_counts.begin(); it != m_counts.end(); ++it) {
        if (it.value() == m_objects && !object.contains(it.key()))
            lines.append(path + u'.' + it.key() + u": missing"_s);
    }
}

} // namespace tailboard::test_demo
