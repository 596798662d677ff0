// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_pattern.h"

using namespace Qt::StringLiterals;

namespace tailboard::models {

namespace {

/// PCRE2 counts its own steps; it takes the lowest limit that stands before the pattern. With it the worst pattern
/// costs 1 to 3 ms for one text, without it (ten million) a second.
const QString limit = u"(*LIMIT_MATCH=100000)"_s;
constexpr qsizetype longestText = 4096;

} // namespace

FilterPattern::FilterPattern(const QString& pattern)
    : m_text(pattern)
{
    if (pattern.size() > longest) {
        m_problem = u"too long"_s;
        m_problemAt = longest;
        return;
    }
    if (pattern.startsWith("(*"_L1)) {
        m_problem = u"(* is not allowed here"_s; // would change the limits
        return;
    }
    // Of several texts in one cell each stands in a line of its own.
    m_expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    m_expression.setPattern(limit + pattern);
    if (m_expression.isValid()) return;
    m_problem = m_expression.errorString();
    m_problemAt = qBound(qsizetype(0), m_expression.patternErrorOffset() - limit.size(), pattern.size());
}

void FilterPattern::beginPass()
{
    m_isTooCostly = false;
    m_isInPass = true;
    m_begin = std::chrono::steady_clock::now();
}

bool FilterPattern::matches(const QString& value)
{
    if (!isValid() || (m_isInPass && m_isTooCostly)) return false;
    const QRegularExpressionMatch match =
        m_expression.match(value.size() > longestText ? value.left(longestText) : value);
    if (m_isInPass) {
        // Qt says "not valid" when PCRE2 gave up.
        m_isTooCostly = !match.isValid() || std::chrono::steady_clock::now() - m_begin > longestPass;
    }
    return match.hasMatch();
}

} // namespace tailboard::models
