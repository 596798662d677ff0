// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/json_colors.h"

#include "ui/widgets/theme.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

using widgets::Token;

namespace {

/// The place behind the closing quote of the string that begins at `start`, or the line's end.
qsizetype stringEnd(const QString& line, qsizetype start)
{
    for (qsizetype i = start + 1; i < line.size(); ++i) {
        if (line[i] == u'\\')
            ++i;
        else if (line[i] == u'"')
            return i + 1;
    }
    return line.size();
}

bool isNumberPart(QChar c)
{
    return (c >= u'0' && c <= u'9') || u"+-.eE"_s.contains(c);
}

} // namespace

JsonColors::JsonColors(const widgets::Theme& theme, QObject* parent)
    : QSyntaxHighlighter(parent)
    , m_theme(theme)
{}

QList<JsonColors::Span> JsonColors::spans(const QString& line)
{
    QList<Span> found;
    for (qsizetype at = 0; at < line.size();) {
        const QChar c = line[at];
        qsizetype end = at + 1;
        if (c == u'"') {
            end = stringEnd(line, at);
            qsizetype next = end;
            while (next < line.size() && line[next].isSpace())
                ++next;
            const bool isName = next < line.size() && line[next] == u':';
            found << Span{isName ? Kind::Name : Kind::String, int(at), int(end - at)};
        } else if (c == u'-' || (c >= u'0' && c <= u'9')) {
            while (end < line.size() && isNumberPart(line[end]))
                ++end;
            found << Span{Kind::Number, int(at), int(end - at)};
        } else if (c.isLetter()) {
            while (end < line.size() && line[end].isLetter())
                ++end;
            const QStringView word = QStringView(line).mid(at, end - at);
            if (word == u"true" || word == u"false" || word == u"null")
                found << Span{Kind::Word, int(at), int(end - at)};
        } else if (u"{}[],:"_s.contains(c)) {
            found << Span{Kind::Mark, int(at), 1};
        }
        at = end;
    }
    return found;
}

void JsonColors::highlightBlock(const QString& line)
{
    for (const Span& span : spans(line)) {
        switch (span.kind) {
        case Kind::Name:
            setFormat(span.start, span.length, m_theme.color(Token::Text2));
            break;
        case Kind::Number:
        case Kind::Word:
            setFormat(span.start, span.length, m_theme.color(Token::Accent));
            break;
        case Kind::Mark:
            setFormat(span.start, span.length, m_theme.color(Token::Text3));
            break;
        case Kind::String:
            break;
        }
    }
}

} // namespace tailboard::views
