// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/nomad/fixture.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace tailboard::nomad_test {

namespace {

const QString folder = QStringLiteral(TAILBOARD_FIXTURES "/nomad/");

QByteArray contents(const QString& fileName)
{
    QFile file(folder + fileName);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace

QByteArray recordedBody(const QString& name)
{
    const QByteArray reply = contents(name + u".http"_s);
    if (const qsizetype end = reply.indexOf("\r\n\r\n"); end >= 0) return reply.mid(end + 4);
    return reply.mid(reply.indexOf("\n\n") + 2);
}

QList<QByteArray> recordedLines(const QString& name)
{
    QList<QByteArray> lines = contents(name + u".ndjson"_s).split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

QStringList recordedNames(const QString& ending)
{
    QStringList names;
    for (const QString& name : QDir(folder).entryList({u"*."_s + ending}, QDir::Files, QDir::Name)) {
        names.append(name.chopped(ending.size() + 1));
    }
    return names;
}

} // namespace tailboard::nomad_test
