// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_filter.h"

#include <algorithm>

namespace tailboard::models {

namespace {

constexpr qsizetype mostTerms = 20;
constexpr qsizetype longestTerm = 200;

bool isKey(QStringView word)
{
    return !word.isEmpty() && std::all_of(word.cbegin(), word.cend(),
                                          [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); });
}

/// Reads one word after the other.
class Reader
{
public:
    explicit Reader(const QString& text)
        : m_text(text)
    {}

    /// The next word; nullopt at the end. A term without text is one that is still being typed.
    std::optional<FilterTerm> next()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        if (m_at >= m_text.size()) return std::nullopt;
        FilterTerm term;
        takeNot(term);
        // A quote around a word with its key, as links write it: "job:=two words".
        const bool isQuoted = at(u'"');
        const bool isText = isQuoted && !hasWholeKey(m_at + 1);
        if (isQuoted && !isText) {
            ++m_at;
            m_isInQuote = true;
            takeNot(term);
        }
        if (!isText) takeKey(term);
        if (!isText && !term.key.isEmpty() && at(u'=')) {
            term.isWhole = true;
            ++m_at;
        }
        if (!isText && !term.isWhole && at(u'/')) {
            if (const auto pattern = takePattern()) {
                m_isInQuote = false;
                term.text = *pattern;
                term.pattern = std::make_shared<FilterPattern>(*pattern);
                return term;
            }
        }
        term.text = takeText().left(longestTerm).toLower();
        return term;
    }

private:
    bool at(QChar c) const { return m_at < m_text.size() && m_text[m_at] == c; }

    void takeNot(FilterTerm& term)
    {
        if (!at(u'!')) return;
        term.isNegated = !term.isNegated;
        ++m_at;
    }

    qsizetype colonAfter(qsizetype from) const
    {
        qsizetype end = from;
        while (end < m_text.size() && isKey(QStringView(m_text).mid(end, 1)))
            ++end;
        const bool isAddress = QStringView(m_text).mid(end).startsWith(u"://");
        return end > from && end < m_text.size() && m_text[end] == u':' && !isAddress ? end : -1;
    }

    bool hasWholeKey(qsizetype from) const
    {
        if (from < m_text.size() && m_text[from] == u'!') ++from;
        const qsizetype colon = colonAfter(from);
        return colon >= 0 && colon + 1 < m_text.size() && m_text[colon + 1] == u'=';
    }

    void takeKey(FilterTerm& term)
    {
        const qsizetype colon = colonAfter(m_at);
        if (colon < 0) return;
        term.key = m_text.mid(m_at, colon - m_at).toLower();
        if (term.key == u"state") term.key = QStringLiteral("status");
        m_at = colon + 1;
        takeNot(term);
    }

    /// Between two slashes, the second before a blank or the end: "/a b/" is one, "/api/v1" and "/api x" are text. A
    /// slash in the pattern is written "\/".
    std::optional<QString> takePattern()
    {
        const auto endsAt = [&](qsizetype at) { return at + 1 >= m_text.size() || m_text[at + 1].isSpace(); };
        const qsizetype first = m_at + 1;
        qsizetype end = first;
        bool hasBlank = false;
        for (; end < m_text.size(); ++end) {
            if (m_text[end] == u'\\') {
                ++end;
            } else if (m_text[end] == u'/') {
                if (endsAt(end)) break;
                if (hasBlank) return std::nullopt; // a slash of another word
            } else if (m_text[end].isSpace()) {
                hasBlank = true;
                if (m_text.mid(first, end - first).contains(u'/')) return std::nullopt;
            }
        }
        if (end >= m_text.size() || end == first) return std::nullopt;
        m_at = end + 1;
        return m_text.mid(first, end - first);
    }

    /// Up to the next blank; inside quotes blanks belong to the word.
    QString takeText()
    {
        QString word;
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (c == u'"')
                m_isInQuote = !m_isInQuote;
            else if (c.isSpace() && !m_isInQuote)
                break;
            else
                word += c;
        }
        m_isInQuote = false;
        return word;
    }

    const QString& m_text;
    qsizetype m_at = 0;
    bool m_isInQuote = false;
};

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

bool FilterTerm::isNarrowerThan(const FilterTerm& other) const
{
    if (*this == other) return true;
    if (key != other.key || isNegated != other.isNegated || pattern || other.pattern) return false;
    const FilterTerm& longer = isNegated ? other : *this;
    const FilterTerm& shorter = isNegated ? *this : other;
    return !longer.isWhole && !shorter.isWhole && longer.text.contains(shorter.text);
}

bool RowFilter::isNarrowerThan(const RowFilter& other) const
{
    const auto isTaken = [&](base::State state) { return other.states.contains(state); };
    if (!other.states.isEmpty() && (states.isEmpty() || !std::all_of(states.cbegin(), states.cend(), isTaken)))
        return false;
    return std::all_of(other.terms.cbegin(), other.terms.cend(), [&](const FilterTerm& wide) {
        return std::any_of(terms.cbegin(), terms.cend(),
                           [&](const FilterTerm& narrow) { return narrow.isNarrowerThan(wide); });
    });
}

ParsedFilter RowFilter::read(const QString& text, const QStringList& keys, const QList<base::State>& states)
{
    ParsedFilter parsed;
    parsed.filter.states = states;
    const auto complain = [&](FilterProblem problem) {
        const bool isWorse = problem.kind == FilterProblem::Kind::BadPattern;
        if (!parsed.problem || (isWorse && parsed.isUsable())) parsed.problem = std::move(problem);
    };
    Reader reader(text);
    while (parsed.filter.terms.size() < mostTerms) {
        std::optional<FilterTerm> term = reader.next();
        if (!term) break;
        if (!keys.isEmpty() && !term->key.isEmpty() && !keys.contains(term->key)) {
            complain({FilterProblem::Kind::UnknownKey, term->key.left(longestTerm), {}, 0});
            continue;
        }
        if (term->text.isEmpty()) continue;
        if (term->pattern && !term->pattern->isValid()) {
            complain({FilterProblem::Kind::BadPattern, term->pattern->text().left(longestTerm),
                      term->pattern->problem(), int(term->pattern->problemAt()) + 1});
            continue;
        }
        parsed.filter.terms << std::move(*term);
    }
    return parsed;
}

RowFilter RowFilter::parse(const QString& text, const QList<base::State>& states)
{
    return read(text, {}, states).filter;
}

} // namespace tailboard::models
