// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <cstdio>

namespace tailboard::bench {

/// What a benchmark must hold to pass: ratios, counts and CPU times of one run, never times of the wall clock.
class Gates
{
public:
    /// Holds when value <= limit.
    void atMost(const QString& name, double value, double limit) { add(name, value, limit, value <= limit); }
    /// Holds when value >= limit.
    void atLeast(const QString& name, double value, double limit) { add(name, value, limit, value >= limit); }

    bool hold() const { return m_hold; }
    const QJsonArray& json() const { return m_gates; }

private:
    void add(const QString& name, double value, double limit, bool holds)
    {
        m_gates.append(QJsonObject{{QStringLiteral("gate"), name},
                                   {QStringLiteral("value"), value},
                                   {QStringLiteral("limit"), limit},
                                   {QStringLiteral("holds"), holds}});
        m_hold = m_hold && holds;
    }

    QJsonArray m_gates;
    bool m_hold = true;
};

inline void print(const QJsonObject& json, QJsonDocument::JsonFormat format = QJsonDocument::Indented)
{
    QByteArray text = QJsonDocument(json).toJson(format);
    if (!text.endsWith('\n')) text += '\n';
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    std::fflush(stdout);
}

} // namespace tailboard::bench
