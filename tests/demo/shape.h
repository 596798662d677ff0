// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>
#include <memory>

namespace tailboard::test_demo {

/// Which keys and types a JSON value has, learned from any number of recorded ones: a key that all examples of an
/// object had is required, one that some had may come, others may not. Objects that are maps (keyed by names or ids)
/// are told by the name of their key. Null goes with every type, since Go writes it for an empty list or object.
class Shape
{
public:
    void learn(const QJsonValue& example, const QString& key = {});
    /// What `value` has that the examples do not allow, one line each with its path; at most 20.
    QStringList differences(const QJsonValue& value) const;

private:
    void compare(const QJsonValue& value, const QString& path, QStringList& lines) const;

    QSet<int> m_types; ///< QJsonValue::Type seen, without Null
    bool m_isMap = false;
    int m_objects = 0;
    QMap<QString, int> m_counts; ///< of each key
    QMap<QString, std::shared_ptr<Shape>> m_members;
    std::shared_ptr<Shape> m_items; ///< of an array, or of a map's values
};

} // namespace tailboard::test_demo
