// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>
#include <chrono>

namespace tailboard::models {

/// A regular expression that a user typed, without case, with bounds on what it may cost: PCRE2's own limit on one
/// text, and a limit on the time of one pass over all texts.
class FilterPattern
{
public:
    /// Longer patterns are refused.
    static constexpr qsizetype longest = 200;
    /// What one pass over all rows may take before it is given up.
    static constexpr std::chrono::milliseconds longestPass{100};

    explicit FilterPattern(const QString& pattern);

    QString text() const { return m_text; }
    bool isValid() const { return m_problem.isEmpty(); }
    /// What is wrong with it, as PCRE2 says it; empty for a valid one.
    QString problem() const { return m_problem; }
    /// Where in the pattern, in characters.
    qsizetype problemAt() const { return m_problemAt; }

    /// Before a pass over all rows.
    void beginPass();
    /// After it; a single row that comes later has a pass of its own.
    void endPass() { m_isInPass = false; }
    /// The pass met a text that costs too much, or took too long; matches() has said false since then.
    bool isTooCostly() const { return m_isTooCostly; }
    /// Texts over 4,096 characters are looked at up to there.
    bool matches(const QString& value);

private:
    QString m_text;
    QString m_problem;
    qsizetype m_problemAt = 0;
    QRegularExpression m_expression;
    std::chrono::steady_clock::time_point m_begin;
    bool m_isInPass = false;
    bool m_isTooCostly = false;
};

} // namespace tailboard::models
