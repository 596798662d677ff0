// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDirIterator>
#include <QFile>
#include <QStringList>

namespace tailboard::test_traefik {

/// A recorded answer: head and body as curl wrote them, chunks already joined.
struct Recorded
{
    QByteArray head;
    QByteArray body;

    int status() const { return head.mid(9, 3).toInt(); }
};

/// `name` below tests/fixtures/traefik, without ".http".
inline Recorded recorded(const QString& name)
{
    QFile file(QStringLiteral(TAILBOARD_FIXTURES "/traefik/") + name + QStringLiteral(".http"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray all = file.readAll();
    const qsizetype end = all.indexOf("\r\n\r\n");
    return {.head = all.left(end), .body = all.mid(end + 4)};
}

/// Names of all recorded answers, sorted.
inline QStringList allRecorded()
{
    const QString root = QStringLiteral(TAILBOARD_FIXTURES "/traefik/");
    QStringList names;
    QDirIterator files(root, {QStringLiteral("*.http")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        names << files.next().mid(root.size()).chopped(5);
    names.sort();
    return names;
}

} // namespace tailboard::test_traefik
