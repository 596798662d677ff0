// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

/// Zero-width and direction characters, by code point: they change what a reader sees without being seen.
bool isHidden(char16_t c)
{
    return c == 0x00AD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

bool isControl(char16_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool isClean(const QString& text, bool mayBreak)
{
    return std::none_of(text.cbegin(), text.cend(), [mayBreak](QChar each) {
        const char16_t c = each.unicode();
        if (mayBreak && (c == u'\n' || c == u'\t')) return false;
        return isControl(c) || isHidden(c) || each.isSurrogate();
    });
}

QString shown(const QString& text, qsizetype longest, bool mayBreak)
{
    if (text.size() <= longest && isClean(text, mayBreak)) return text; // nearly always: shares the string

    QString made;
    qsizetype count = 0;
    for (qsizetype i = 0; i < text.size(); ++i, ++count) {
        if (count == longest) return made + u'…';
        const QChar each = text[i];
        const char16_t c = each.unicode();
        if (each.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            // Tags (U+E0000..) are invisible too; other characters beyond the first plane are shown.
            const char32_t point = QChar::surrogateToUcs4(each, text[++i]);
            if ((point >> 8) >= 0xE00 && (point >> 8) <= 0xE0F)
                made += "<U+%1>"_L1.arg(QString::number(point, 16).toUpper());
            else
                made += QString::fromUcs4(&point, 1);
        } else if (mayBreak && (c == u'\n' || c == u'\t')) {
            made += each;
        } else if (c < 0x20) {
            made += QChar(char16_t(0x2400 + c));
        } else if (c == 0x7F) {
            made += QChar(u'\u2421');
        } else if (isControl(c) || isHidden(c)) {
            made += "<U+%1>"_L1.arg(QString::number(c, 16).toUpper().rightJustified(4, u'0'));
        } else if (each.isSurrogate()) {
            made += QChar(QChar::ReplacementCharacter); // half of a pair
        } else {
            made += each;
        }
    }
    return made;
}

} // namespace

QString oneLine(const QString& text, qsizetype longest)
{
    return shown(text, longest, false);
}

QString manyLines(const QString& text, qsizetype longest)
{
    return shown(text, longest, true);
}

QString plainToolTip(const QString& text)
{
    if (text.isEmpty()) return {};
    return "<qt>"_L1 + manyLines(text, 2000).toHtmlEscaped().replace(u'\n', "<br>"_L1) + "</qt>"_L1;
}

} // namespace tailboard::widgets
