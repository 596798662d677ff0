// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tailscale/recorded.h"

#include <QDir>
#include <QFile>

namespace tailboard::tailscale_test {

namespace {

QDir folder()
{
    return QDir(QStringLiteral(TAILBOARD_FIXTURES "/tailscale"));
}

} // namespace

QStringList recordedNames(const QString& pattern)
{
    return folder().entryList({pattern}, QDir::Files, QDir::Name);
}

QByteArray recordedFile(const QString& name)
{
    QFile file(folder().filePath(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no recording %s", qPrintable(name));
    return file.readAll();
}

QByteArray recordedBody(const QString& name)
{
    const QByteArray all = recordedFile(name);
    const qsizetype head = all.indexOf("\r\n\r\n");
    if (head < 0) qFatal("no head in %s", qPrintable(name));
    return all.mid(head + 4);
}

QList<QByteArray> recordedLines(const QString& name)
{
    QList<QByteArray> lines = recordedFile(name).split('\n');
    lines.removeIf([](const QByteArray& line) { return line.trimmed().isEmpty(); });
    return lines;
}

} // namespace tailboard::tailscale_test
