// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_filter.h"

#include <algorithm>

namespace tailboard::models {

namespace {

constexpr qsizetype mostTerms = 20;
constexpr qsizetype longestTerm = 200;

/// Blank-separated words; inside double quotes blanks belong to the word.
QStringList words(const QString& text)
{
    QStringList result;
    QString word;
    bool isQuoted = false;
    for (const QChar c : text) {
        if (c == u'"') {
            isQuoted = !isQuoted;
        } else if (c.isSpace() && !isQuoted) {
            if (!word.isEmpty()) result << std::exchange(word, {});
        } else {
            word += c;
        }
    }
    if (!word.isEmpty()) result << word;
    return result;
}

bool isKey(const QString& word)
{
    return !word.isEmpty() && std::all_of(word.cbegin(), word.cend(), [](QChar c) { return c >= u'a' && c <= u'z'; });
}

} // namespace

bool FilterTerm::isIn(base::Symbol symbol) const
{
    if (symbol.number() >= m_symbols.size())
        m_symbols.resize(std::max<size_t>(base::Symbol::count(), symbol.number() + 1), -1);
    signed char& known = m_symbols[symbol.number()];
    if (known < 0) known = isIn(symbol.text()) ? 1 : 0;
    return known == 1;
}

bool FilterTerm::isWordIn(const QString& value) const
{
    const auto isEdge = [&](qsizetype at) { return at < 0 || at >= value.size() || value[at].isSpace(); };
    for (qsizetype at = value.indexOf(text, 0, Qt::CaseInsensitive); at >= 0;
         at = value.indexOf(text, at + 1, Qt::CaseInsensitive))
        if (isEdge(at - 1) && isEdge(at + text.size())) return true;
    return false;
}

RowFilter RowFilter::parse(const QString& text, const QList<base::State>& states)
{
    RowFilter filter;
    filter.states = states;
    for (QString word : words(text.toLower())) {
        if (filter.terms.size() == mostTerms) break;
        FilterTerm term;
        if (word.startsWith(u'!')) {
            term.isNegated = true;
            word.remove(0, 1);
        }
        const qsizetype colon = word.indexOf(u':');
        if (colon > 0 && isKey(word.left(colon)) && !word.mid(colon + 1).startsWith(u"//")) {
            term.key = word.left(colon);
            word = word.mid(colon + 1);
            if (word.startsWith(u'!')) {
                term.isNegated = !term.isNegated;
                word.remove(0, 1);
            }
        }
        if (word.startsWith(u'=') && !term.key.isEmpty()) {
            term.isWhole = true;
            word.remove(0, 1);
        }
        term.text = word.left(longestTerm);
        if (!term.text.isEmpty()) filter.terms << term;
    }
    return filter;
}

} // namespace tailboard::models
