// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/base/symbol.h"
#include "ui/models/filter_pattern.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

namespace tailboard::models {

/// One word of a filter: "web", "!web", "node:sub01", "!status:ok", "job:=web", "/^web-\d+$/", "node:/sub0[12]/".
/// Compares without case, anywhere in the text; with "=" only whole words of it.
struct FilterTerm
{
    QString key;  ///< "host", "job", "node", "status", …, lower case; empty: any text of the row
    QString text; ///< lower case, never empty; of a pattern as typed
    bool isNegated = false;
    bool isWhole = false;                   ///< "web" is not in "web-preview"
    std::shared_ptr<FilterPattern> pattern; ///< set for a regular expression; valid

    /// Whether `value` contains the text, or fits the pattern.
    bool isIn(const QString& value) const
    {
        if (pattern) return pattern->matches(value);
        return isWhole ? isWordIn(value) : value.contains(text, Qt::CaseInsensitive);
    }
    /// The same for a symbol; each symbol's text is looked at once in the life of the filter.
    bool isIn(base::Symbol symbol) const;
    /// Whether a row that fits this one also fits `other`.
    bool isNarrowerThan(const FilterTerm& other) const;

    friend bool operator==(const FilterTerm& a, const FilterTerm& b)
    {
        return a.key == b.key && a.text == b.text && a.isNegated == b.isNegated && a.isWhole == b.isWhole &&
               bool(a.pattern) == bool(b.pattern);
    }

private:
    bool isWordIn(const QString& value) const;

    mutable std::vector<signed char> m_symbols; ///< by symbol number: -1 not looked at, 0 no, 1 yes
};

/// What of a typed filter could not be taken.
struct FilterProblem
{
    enum class Kind : unsigned char {
        UnknownKey, ///< the table has nothing by this name: the word is left out
        BadPattern, ///< not a regular expression: the filter must not be used
        TooCostly,  ///< the pattern takes too long: the filter was not used
    };
    Kind kind = Kind::UnknownKey;
    QString word; ///< the key, or the pattern
    QString why;  ///< PCRE2's words, in English
    int at = 0;   ///< where in the pattern, in characters from 1

    friend bool operator==(const FilterProblem&, const FilterProblem&) = default;
};

struct ParsedFilter;

/// What rows a table shows: those that fit every term and, when states are chosen, are in one of them.
struct RowFilter
{
    QList<FilterTerm> terms;
    QList<base::State> states;

    bool isEmpty() const { return terms.isEmpty() && states.isEmpty(); }
    /// Whether every row of this filter is also one of `other`; may say false when it is so.
    bool isNarrowerThan(const RowFilter& other) const;

    /// Reads words, separated by blanks: text, `key:text`, `key:=whole`, `/pattern/`, `key:/pattern/`, each with `!`
    /// before it or before the text for its opposite. Quotes keep blanks together, and a word that begins with one is
    /// text whatever it looks like. "state:" is read as "status:". With `keys` (the table's), a word with
    /// another key is left out and named as a problem; without, every key is taken.
    static ParsedFilter read(const QString& text, const QStringList& keys, const QList<base::State>& states = {});
    /// The same without problems.
    static RowFilter parse(const QString& text, const QList<base::State>& states = {});

    friend bool operator==(const RowFilter&, const RowFilter&) = default;
};

struct ParsedFilter
{
    RowFilter filter;                     ///< of what could be read
    std::optional<FilterProblem> problem; ///< the first; a BadPattern before others
    bool isUsable() const { return !problem || problem->kind == FilterProblem::Kind::UnknownKey; }
};

} // namespace tailboard::models
