// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/dial_map.h"

#include <QCoreApplication>
#include <QFile>
#include <QList>
#include <algorithm>

namespace tailboard::base {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 1 << 20;

Error malformedLine(int number, const QString& line)
{
    return Error{.kind = ErrorKind::Malformed,
                 .what = QCoreApplication::translate("DialMap", "Line %1 of the dial map cannot be read.").arg(number),
                 .why = {},
                 .hint = QCoreApplication::translate("DialMap", "Write one pair a line: host:port address:port."),
                 .original = line.left(200)};
}

} // namespace

QString dialText(const DialTarget& target)
{
    const QString host = target.host.contains(u':') ? u'[' + target.host + u']' : target.host;
    return host + u':' + QString::number(target.port);
}

std::optional<DialTarget> parseDialTarget(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon <= 0) return std::nullopt;
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    else if (host.contains(u':'))
        return std::nullopt;
    bool isNumber = false;
    const uint port = text.mid(colon + 1).toUInt(&isNumber);
    if (!isNumber || port == 0 || port > 65535 || host.isEmpty()) return std::nullopt;
    return DialTarget{host.toLower(), static_cast<quint16>(port)};
}

Result<DialMap> DialMap::parse(const QByteArray& text)
{
    DialMap map;
    int number = 0;
    for (const QByteArray& raw : text.split('\n')) {
        ++number;
        const qsizetype comment = raw.indexOf('#');
        const QString line = QString::fromUtf8(comment < 0 ? raw : raw.left(comment)).simplified();
        if (line.isEmpty()) continue;
        const QStringList words = line.split(u' ');
        const auto said = words.size() == 2 ? parseDialTarget(words[0]) : std::nullopt;
        const auto dialled = words.size() == 2 ? parseDialTarget(words[1]) : std::nullopt;
        if (!said || !dialled) return failure(malformedLine(number, line));
        map.insert(*said, *dialled);
    }
    return map;
}

Result<DialMap> DialMap::load(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure({.kind = ErrorKind::NotFound,
                        .what = QCoreApplication::translate("DialMap", "The dial map %1 cannot be opened.").arg(path),
                        .why = {},
                        .hint = QCoreApplication::translate("DialMap", "Check the path given with --dial."),
                        .original = file.errorString()});
    if (file.size() > largestFile)
        return failure({.kind = ErrorKind::TooLarge,
                        .what = QCoreApplication::translate("DialMap", "The dial map %1 is over 1 MiB.").arg(path)});
    return parse(file.readAll());
}

void DialMap::insert(const DialTarget& said, const DialTarget& dialled)
{
    m_targets.insert(dialText({said.host.toLower(), said.port}), dialled);
}

DialTarget DialMap::resolve(const DialTarget& said) const
{
    if (m_targets.isEmpty()) return said;
    return m_targets.value(dialText({said.host.toLower(), said.port}), said);
}

QByteArray DialMap::toText() const
{
    QList<QByteArray> lines;
    for (auto it = m_targets.cbegin(); it != m_targets.cend(); ++it)
        lines << it.key().toUtf8() + ' ' + dialText(it.value()).toUtf8() + '\n';
    std::sort(lines.begin(), lines.end());
    return lines.join();
}

} // namespace tailboard::base
