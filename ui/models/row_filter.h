// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/base/symbol.h"

#include <QList>
#include <QString>
#include <vector>

namespace tailboard::models {

/// One word of a filter: "web", "!web", "node:sub01", "!status:ok", "job:=web". Compares without case, anywhere in the
/// text; with "=" only whole words of it.
struct FilterTerm
{
    QString key;  ///< "host", "job", "node", "status", …, lower case; empty: any text of the row
    QString text; ///< lower case, never empty
    bool isNegated = false;
    bool isWhole = false; ///< "web" is not in "web-preview"

    /// Whether `value` contains the text.
    bool isIn(const QString& value) const
    {
        return isWhole ? isWordIn(value) : value.contains(text, Qt::CaseInsensitive);
    }
    /// The same for a symbol; each symbol's text is looked at once in the life of the filter.
    bool isIn(base::Symbol symbol) const;

    friend bool operator==(const FilterTerm& a, const FilterTerm& b)
    {
        return a.key == b.key && a.text == b.text && a.isNegated == b.isNegated && a.isWhole == b.isWhole;
    }

private:
    bool isWordIn(const QString& value) const;

    mutable std::vector<signed char> m_symbols; ///< by symbol number: -1 not looked at, 0 no, 1 yes
};

/// What rows a table shows: those that fit every term and, when states are chosen, are in one of them.
struct RowFilter
{
    QList<FilterTerm> terms;
    QList<base::State> states;

    bool isEmpty() const { return terms.isEmpty() && states.isEmpty(); }
    /// Reads "words of:text !not"; quotes keep blanks together. Never fails: what is no key is text.
    static RowFilter parse(const QString& text, const QList<base::State>& states = {});

    friend bool operator==(const RowFilter&, const RowFilter&) = default;
};

} // namespace tailboard::models
