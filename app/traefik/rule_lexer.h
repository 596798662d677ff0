// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tailboard::traefik {

enum class Token { Word, String, Open, Close, Comma, And, Or, Not, LineEnd, End, Bad };

/// Cuts a rule into tokens as Go's scanner does, since Traefik gives rules to Go's expression parser: back-quoted and
/// double-quoted strings with Go's escapes, comments, and a line end that closes an expression after a word, a string
/// or a closing parenthesis (3.7.15 refuses "Host(`a`)" + newline + "&& …" and takes a newline after "&&").
class RuleLexer
{
public:
    /// `rule` outlives the lexer.
    explicit RuleLexer(const QString& rule);

    /// The token at hand and, for a word or a string, its text.
    Token token() const { return m_token; }
    const QString& text() const { return m_text; }
    void advance();
    /// Goes on when the token at hand is `wanted`.
    bool take(Token wanted);
    /// Nothing follows but a line end.
    bool isAtEnd();

private:
    QChar at(qsizetype position) const { return position < m_rule.size() ? m_rule[position] : QChar(u'\0'); }
    /// Whether a line end closes the expression here.
    bool isClosing() const { return m_token == Token::Word || m_token == Token::String || m_token == Token::Close; }
    /// Skips blanks and comments; true at a line end that counts.
    bool skipBlanks();
    Token readWord();
    Token readRawString();
    Token readQuotedString();
    /// Reads what follows a backslash into `utf8`; false when it is no escape of Go's.
    bool readEscape(QByteArray& utf8);

    const QString& m_rule;
    qsizetype m_position = 0;
    Token m_token = Token::End;
    QString m_text;
};

} // namespace tailboard::traefik
