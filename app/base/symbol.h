// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringView>
#include <compare>
#include <string_view>

namespace tailboard::base {

/// A text that many rows share (namespace, job, group, node name, status), stored once for the whole program and named
/// by 32 bits. A table of 100,000 allocations keeps a few thousand texts this way, compares them by number, and a
/// filter looks at each text once. Made and read on the GUI thread only (asserted); texts are never freed, so only use
/// it for words that repeat, never for unique ones such as allocation names.
class Symbol
{
public:
    /// The empty text.
    constexpr Symbol() = default;
    /// The symbol of `text`; finds or makes it. Invalid UTF-8 becomes U+FFFD. Texts over 4,096 bytes are cut there.
    static Symbol of(std::string_view utf8);
    static Symbol of(QStringView text);
    /// How many distinct texts exist; symbol numbers are 0 … count()-1.
    static quint32 count();
    /// The symbol of a number below count().
    static Symbol fromNumber(quint32 number);

    /// The text; the reference stays valid for the life of the program.
    const QString& text() const;
    bool isEmpty() const { return m_number == 0; }
    quint32 number() const { return m_number; }

    /// By number, which is fast and says only same or not; sort by text() where people read it.
    friend constexpr auto operator<=>(Symbol, Symbol) = default;

private:
    explicit constexpr Symbol(quint32 number)
        : m_number(number)
    {}

    quint32 m_number = 0;
};

inline size_t qHash(Symbol symbol, size_t seed = 0)
{
    return ::qHash(symbol.number(), seed);
}

} // namespace tailboard::base

template<>
struct std::hash<tailboard::base::Symbol>
{
    size_t operator()(tailboard::base::Symbol s) const { return std::hash<quint32>{}(s.number()); }
};
