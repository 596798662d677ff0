// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace tailboard::views {

/// Where the looks of the window are kept between two runs, by part: "window", "page/routes". What is read may be of
/// another version or damaged on purpose: whoever reads checks every value.
class LayoutStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Empty when there is none.
    virtual QJsonObject read(const QString& part) const = 0;
    virtual void write(const QString& part, const QJsonObject& value) = 0;
};

/// Forgets at its end.
class MemoryLayout : public LayoutStore
{
    Q_OBJECT

public:
    QJsonObject read(const QString& part) const override { return m_parts.value(part); }
    void write(const QString& part, const QJsonObject& value) override { m_parts[part] = value; }

private:
    QHash<QString, QJsonObject> m_parts;
};

/// A JSON file of at most 1 MB: read once, written whole a second after the first change and at the end. A file that
/// cannot be read counts as none; one that cannot be written is said once in the log and nothing else is lost.
class LayoutFile : public LayoutStore
{
    Q_OBJECT

public:
    explicit LayoutFile(const QString& path, QObject* parent = nullptr);
    ~LayoutFile() override;

    /// layout.json in the user's configuration folder of this program.
    static QString standardPath();

    QJsonObject read(const QString& part) const override;
    void write(const QString& part, const QJsonObject& value) override;
    /// Writes now what waits.
    void flush();

private:
    QString m_path;
    QJsonObject m_all;
    QTimer m_delay;
    bool m_isChanged = false;
};

} // namespace tailboard::views
