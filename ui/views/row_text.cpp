// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/row_text.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tailboard::views {
namespace {

QString guarded(const QString& cell)
{
    const bool isFormula = !cell.isEmpty() && u"=+-@\t\r"_s.contains(cell.front());
    return isFormula ? u'\'' + cell : cell;
}

QByteArray quoted(const QString& text)
{
    // QJsonDocument writes only objects and arrays; the brackets are cut off.
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

} // namespace

QByteArray csvLine(const QStringList& cells)
{
    QByteArray line;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0) line += ',';
        QString cell = guarded(cells[i]);
        const bool needsQuotes = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') ||
                                 cell.contains(u'\r') || cell.startsWith(u' ') || cell.endsWith(u' ');
        if (needsQuotes) cell = u'"' + cell.replace(u'"', "\"\""_L1) + u'"';
        line += cell.toUtf8();
    }
    return line + "\r\n";
}

QString tsvLine(const QStringList& cells)
{
    QStringList clean;
    for (const QString& each : cells) {
        QString cell = guarded(each);
        for (QChar& c : cell)
            if (c == u'\t' || c == u'\n' || c == u'\r' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
                c = u' ';
        clean << cell;
    }
    return clean.join(u'\t');
}

QByteArray jsonObject(const QStringList& keys, const QStringList& cells)
{
    QByteArray object = "{";
    for (qsizetype i = 0; i < keys.size() && i < cells.size(); ++i) {
        if (i > 0) object += ", ";
        object += quoted(keys[i]) + ": " + quoted(cells[i]);
    }
    return object + "}";
}

} // namespace tailboard::views
