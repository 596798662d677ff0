// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/rule.h"

#include "app/traefik/rule_lexer.h"

#include <QSet>
#include <optional>
#include <utility>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestRule = 64 * 1024;
constexpr qsizetype mostTargets = 200;
constexpr int deepestNesting = 64;
// Pairs joined by && in one rule; beyond it a side is left out, so that a hostile rule costs milliseconds.
constexpr int mostProducts = 50'000;

// One conjunction of the rule's disjunctive normal form, as far as names go: what is empty is not bound.
struct Term
{
    QString host;
    QString path;
    bool isHostRegexp = false;
    bool isPathRegexp = false;

    friend bool operator==(const Term&, const Term&) = default;
    friend size_t qHash(const Term& term, size_t seed = 0)
    {
        return qHashMulti(seed, term.host, term.path, term.isHostRegexp, term.isPathRegexp);
    }
};

using Terms = QList<Term>;

// A name says more than a pattern, and the longer path more than the shorter.
bool saysMore(const QString& text, bool isRegexp, const QString& other, bool isOtherRegexp)
{
    if (other.isEmpty() || text.isEmpty()) return !text.isEmpty();
    if (isRegexp != isOtherRegexp) return !isRegexp;
    return false;
}

Term both(const Term& a, const Term& b)
{
    Term term = a;
    if (saysMore(b.host, b.isHostRegexp, a.host, a.isHostRegexp)) {
        term.host = b.host;
        term.isHostRegexp = b.isHostRegexp;
    }
    const bool isLongerPath = a.isPathRegexp == b.isPathRegexp && b.path.size() > a.path.size();
    if (isLongerPath || saysMore(b.path, b.isPathRegexp, a.path, a.isPathRegexp)) {
        term.path = b.path;
        term.isPathRegexp = b.isPathRegexp;
    }
    return term;
}

// Recursive descent over Traefik's rule grammar: || binds loosest, then &&, then !. The normal form is made on the
// way; below a negation the two operators change places, and a negated matcher binds nothing.
class RuleParser
{
public:
    explicit RuleParser(const QString& rule)
        : m_lexer(rule)
    {}

    std::optional<Terms> parse()
    {
        const auto terms = parseOr(false, 0);
        if (!terms || !m_lexer.isAtEnd()) return std::nullopt;
        return terms;
    }

private:
    std::optional<Terms> parseOr(bool isNegated, int depth)
    {
        auto left = parseAnd(isNegated, depth);
        while (left && m_lexer.take(Token::Or)) {
            const auto right = parseAnd(isNegated, depth);
            if (!right) return std::nullopt;
            left = isNegated ? product(*left, *right) : sum(std::move(*left), *right);
        }
        return left;
    }

    std::optional<Terms> parseAnd(bool isNegated, int depth)
    {
        auto left = parseUnary(isNegated, depth);
        while (left && m_lexer.take(Token::And)) {
            const auto right = parseUnary(isNegated, depth);
            if (!right) return std::nullopt;
            left = isNegated ? sum(std::move(*left), *right) : product(*left, *right);
        }
        return left;
    }

    std::optional<Terms> parseUnary(bool isNegated, int depth)
    {
        if (depth > deepestNesting) return std::nullopt;
        if (m_lexer.take(Token::Not)) return parseUnary(!isNegated, depth + 1);
        if (m_lexer.take(Token::Open)) {
            const auto terms = parseOr(isNegated, depth + 1);
            return terms && m_lexer.take(Token::Close) ? terms : std::nullopt;
        }
        return parseMatcher(isNegated);
    }

    std::optional<Terms> parseMatcher(bool isNegated)
    {
        if (m_lexer.token() != Token::Word) return std::nullopt;
        const QString name = m_lexer.text().toLower();
        m_lexer.advance();
        if (!m_lexer.take(Token::Open)) return std::nullopt;
        QStringList arguments;
        while (m_lexer.token() == Token::String) {
            if (m_lexer.text().isEmpty()) return std::nullopt;
            arguments << m_lexer.text();
            m_lexer.advance();
            if (!m_lexer.take(Token::Comma)) break;
        }
        if (arguments.isEmpty() || !m_lexer.take(Token::Close)) return std::nullopt;
        return isNegated ? Terms{Term{}} : termsOf(name, arguments);
    }

    // The matchers that bind a name. HostHeader and lists of more than one argument are of version 2.
    static Terms termsOf(const QString& name, const QStringList& arguments)
    {
        const bool isHost = name == "host"_L1 || name == "hostheader"_L1 || name == "hostsni"_L1;
        const bool isHostRegexp = name == "hostregexp"_L1 || name == "hostsniregexp"_L1;
        const bool isPath = name == "path"_L1 || name == "pathprefix"_L1;
        const bool isPathRegexp = name == "pathregexp"_L1;
        if (!isHost && !isHostRegexp && !isPath && !isPathRegexp) return {Term{}};
        Terms terms;
        for (const QString& argument : arguments) {
            if (isHost)
                terms << Term{.host = argument.toLower()};
            else if (isHostRegexp)
                terms << Term{.host = argument, .isHostRegexp = true};
            else
                terms << Term{.path = argument, .isPathRegexp = isPathRegexp};
            if (terms.size() == mostTargets) break;
        }
        return terms;
    }

    static Terms sum(Terms left, const Terms& right)
    {
        if (left.size() >= mostTargets) return left;
        QSet<Term> seen(left.cbegin(), left.cend());
        for (const Term& term : right) {
            if (left.size() == mostTargets) break;
            if (seen.contains(term)) continue;
            seen.insert(term);
            left << term;
        }
        return left;
    }

    Terms product(const Terms& left, const Terms& right)
    {
        if (right.size() == 1 && right.first() == Term{}) return left;
        Terms terms;
        QSet<Term> seen;
        for (const Term& a : left) {
            for (const Term& b : right) {
                if (terms.size() == mostTargets || ++m_products > mostProducts) return terms.isEmpty() ? left : terms;
                const Term term = both(a, b);
                if (seen.contains(term)) continue;
                seen.insert(term);
                terms << term;
            }
        }
        return terms;
    }

    RuleLexer m_lexer;
    int m_products = 0;
};

} // namespace

QList<RuleTarget> ruleTargets(const QString& rule)
{
    const RuleTarget everything{.host = u"*"_s, .path = u"/"_s};
    if (rule.size() > longestRule) return {everything};
    const auto terms = RuleParser(rule).parse();
    if (!terms) return {everything};
    QList<RuleTarget> targets;
    targets.reserve(terms->size());
    for (const Term& term : *terms) {
        const RuleTarget target{.host = term.host.isEmpty() ? everything.host : term.host,
                                .path = term.path.isEmpty() ? everything.path : term.path,
                                .isRegexp = term.isHostRegexp || term.isPathRegexp};
        // Two terms may show the same name: Host(`a`) and Host(`a`) && PathPrefix(`/`).
        if (targets.contains(target)) continue;
        targets << target;
    }
    return targets;
}

} // namespace tailboard::traefik
