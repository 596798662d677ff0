// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/rule_lexer.h"

namespace tailboard::traefik {

namespace {

bool isWordStart(QChar c)
{
    return c.isLetter() || c == u'_';
}

int digitValue(QChar c)
{
    if (c >= u'0' && c <= u'9') return c.unicode() - u'0';
    if (c >= u'a' && c <= u'f') return c.unicode() - u'a' + 10;
    if (c >= u'A' && c <= u'F') return c.unicode() - u'A' + 10;
    return 99;
}

} // namespace

RuleLexer::RuleLexer(const QString& rule)
    : m_rule(rule)
{
    advance();
}

bool RuleLexer::take(Token wanted)
{
    if (m_token != wanted) return false;
    advance();
    return true;
}

bool RuleLexer::isAtEnd()
{
    if (m_token == Token::LineEnd) advance();
    return m_token == Token::End;
}

void RuleLexer::advance()
{
    if (skipBlanks()) {
        m_token = Token::LineEnd;
        return;
    }
    m_text.clear();
    if (m_position >= m_rule.size()) {
        m_token = Token::End;
        return;
    }
    const QChar c = m_rule[m_position];
    const auto symbol = [&](Token token, int length) {
        m_position += length;
        return token;
    };
    switch (c.unicode()) {
    case u'(':
        m_token = symbol(Token::Open, 1);
        return;
    case u')':
        m_token = symbol(Token::Close, 1);
        return;
    case u',':
        m_token = symbol(Token::Comma, 1);
        return;
    case u'&':
        m_token = at(m_position + 1) == u'&' ? symbol(Token::And, 2) : Token::Bad;
        return;
    case u'|':
        m_token = at(m_position + 1) == u'|' ? symbol(Token::Or, 2) : Token::Bad;
        return;
    case u'!':
        m_token = at(m_position + 1) == u'=' ? Token::Bad : symbol(Token::Not, 1);
        return;
    case u'`':
        m_token = readRawString();
        return;
    case u'"':
        m_token = readQuotedString();
        return;
    default:
        m_token = isWordStart(c) ? readWord() : Token::Bad;
    }
}

bool RuleLexer::skipBlanks()
{
    while (m_position < m_rule.size()) {
        const QChar c = m_rule[m_position];
        if (c == u'\n' && isClosing()) {
            ++m_position;
            return true;
        }
        if (c == u' ' || c == u'\t' || c == u'\r' || c == u'\n') {
            ++m_position;
        } else if (c == u'/' && at(m_position + 1) == u'/') {
            while (m_position < m_rule.size() && m_rule[m_position] != u'\n')
                ++m_position;
        } else if (c == u'/' && at(m_position + 1) == u'*') {
            const qsizetype end = m_rule.indexOf(QStringView(u"*/"), m_position + 2);
            if (end < 0) return false;
            const bool hasLineEnd = QStringView(m_rule).mid(m_position, end - m_position).contains(u'\n');
            m_position = end + 2;
            if (hasLineEnd && isClosing()) return true;
        } else {
            return false;
        }
    }
    return false;
}

Token RuleLexer::readWord()
{
    const qsizetype start = m_position;
    while (m_position < m_rule.size() && (isWordStart(m_rule[m_position]) || m_rule[m_position].isDigit()))
        ++m_position;
    m_text = m_rule.mid(start, m_position - start);
    return Token::Word;
}

Token RuleLexer::readRawString()
{
    const qsizetype start = m_position + 1;
    const qsizetype end = m_rule.indexOf(u'`', start);
    if (end < 0) return Token::Bad;
    m_text = m_rule.mid(start, end - start);
    if (m_text.contains(QChar(u'\0'))) return Token::Bad;
    m_text.remove(u'\r'); // as Go does
    m_position = end + 1;
    return Token::String;
}

Token RuleLexer::readQuotedString()
{
    // Escapes such as \xc3\xa9 give bytes, so the text is put together as UTF-8.
    QByteArray utf8;
    qsizetype plain = ++m_position;
    while (m_position < m_rule.size()) {
        const QChar c = m_rule[m_position];
        if (c == u'\n' || c == u'\0') return Token::Bad;
        if (c != u'"' && c != u'\\') {
            ++m_position;
            continue;
        }
        utf8 += QStringView(m_rule).mid(plain, m_position - plain).toUtf8();
        ++m_position;
        if (c == u'"') {
            m_text = QString::fromUtf8(utf8);
            return Token::String;
        }
        if (!readEscape(utf8)) return Token::Bad;
        plain = m_position;
    }
    return Token::Bad;
}

bool RuleLexer::readEscape(QByteArray& utf8)
{
    const QChar kind = at(m_position);
    const auto number = [&](int digits, int base) -> qint64 {
        qint64 value = 0;
        for (int i = 0; i < digits; ++i) {
            const int digit = digitValue(at(m_position++));
            if (digit >= base) return -1;
            value = value * base + digit;
        }
        return value;
    };
    if (kind >= u'0' && kind <= u'7') {
        const qint64 value = number(3, 8);
        if (value < 0 || value > 255) return false;
        utf8 += char(value);
        return true;
    }
    ++m_position;
    switch (kind.unicode()) {
    case u'a':
        utf8 += '\a';
        return true;
    case u'b':
        utf8 += '\b';
        return true;
    case u'f':
        utf8 += '\f';
        return true;
    case u'n':
        utf8 += '\n';
        return true;
    case u'r':
        utf8 += '\r';
        return true;
    case u't':
        utf8 += '\t';
        return true;
    case u'v':
        utf8 += '\v';
        return true;
    case u'\\':
    case u'"':
        utf8 += char(kind.unicode());
        return true;
    case u'x': {
        const qint64 value = number(2, 16);
        if (value >= 0) utf8 += char(value);
        return value >= 0;
    }
    case u'u':
    case u'U': {
        const qint64 value = number(kind == u'u' ? 4 : 8, 16);
        if (value < 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return false;
        const auto point = char32_t(value);
        utf8 += QString::fromUcs4(&point, 1).toUtf8();
        return true;
    }
    default:
        return false;
    }
}

} // namespace tailboard::traefik
