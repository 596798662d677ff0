// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/layout_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace tailboard::views {
namespace {

Q_LOGGING_CATEGORY(layoutLog, "tailboard.layout", QtWarningMsg)

constexpr qint64 largest = 1024 * 1024;
constexpr int version = 1;

} // namespace

LayoutFile::LayoutFile(const QString& path, QObject* parent)
    : LayoutStore(parent)
    , m_path(path)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(1000);
    connect(&m_delay, &QTimer::timeout, this, &LayoutFile::flush);
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) return;
    const QByteArray bytes = file.read(largest + 1);
    if (bytes.size() > largest) return;
    const QJsonObject all = QJsonDocument::fromJson(bytes).object();
    if (all[u"version"_s].toInt() == version) m_all = all;
}

LayoutFile::~LayoutFile()
{
    flush();
}

QString LayoutFile::standardPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + "/layout.json"_L1;
}

QJsonObject LayoutFile::read(const QString& part) const
{
    return m_all[part].toObject();
}

void LayoutFile::write(const QString& part, const QJsonObject& value)
{
    if (m_all[part].toObject() == value) return;
    m_all[part] = value;
    m_isChanged = true;
    if (!m_delay.isActive()) m_delay.start();
}

void LayoutFile::flush()
{
    if (!m_isChanged) return;
    m_isChanged = false;
    m_delay.stop();
    m_all[u"version"_s] = version;
    QDir().mkpath(QFileInfo(m_path).path());
    QSaveFile file(m_path);
    const QByteArray bytes = QJsonDocument(m_all).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        qCInfo(layoutLog, "The layout was not kept: %s", qPrintable(file.errorString()));
}

} // namespace tailboard::views
