// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json_text.h"

namespace tailboard::base {

namespace {

constexpr qsizetype deepest = 200;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

qsizetype afterSpace(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && isSpace(text[at])) {
        ++at;
    }
    return at;
}

/// Behind the string that begins at `at`; -1 when it does not end.
qsizetype afterString(QByteArrayView text, qsizetype at)
{
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return -1;
}

/// Behind a name or number; `at` when there is none.
qsizetype afterScalar(QByteArrayView text, qsizetype at)
{
    const auto belongs = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
               c == '.';
    };
    while (at < text.size() && belongs(text[at])) {
        ++at;
    }
    return at;
}

/// Behind the value that begins at `at`, brackets counted without looking at what is between them; -1 when there is
/// none or it does not end.
qsizetype afterValue(QByteArrayView text, qsizetype at)
{
    if (at >= text.size()) return -1;
    if (text[at] == '"') return afterString(text, at);
    if (text[at] != '{' && text[at] != '[') {
        const qsizetype end = afterScalar(text, at);
        return end > at ? end : -1;
    }
    qsizetype depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = afterString(text, at);
            if (at < 0) return -1;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
        if (depth == 0) return at;
    }
    return -1;
}

/// Writes one value token by token; a stack of brackets says what may come next.
class Indenter
{
public:
    Indenter(QByteArrayView text, qsizetype most)
        : m_text(text)
        , m_most(most)
    {}

    bool run()
    {
        while (!m_isDone) {
            m_at = afterSpace(m_text, m_at);
            if (m_at >= m_text.size() || m_out.size() > m_most) return false;
            if (!(m_wantsValue ? readValue() : readBehindValue())) return false;
        }
        return afterSpace(m_text, m_at) == m_text.size() && m_out.size() <= m_most;
    }

    const QByteArray& out() const { return m_out; }

private:
    bool isInObject() const { return m_open.endsWith('{'); }
    void breakLine() { m_out += '\n' + QByteArray(2 * m_open.size(), ' '); }

    void valueEnded()
    {
        m_wantsValue = false;
        m_isDone = m_open.isEmpty();
    }

    bool close(char bracket)
    {
        if (!m_open.endsWith(bracket == '}' ? '{' : '[')) return false;
        m_open.chop(1);
        m_out += bracket;
        ++m_at;
        valueEnded();
        return true;
    }

    bool readValue()
    {
        const char c = m_text[m_at];
        if (c == '{' || c == '[') {
            if (m_open.size() >= deepest) return false;
            m_open += c;
            m_out += c;
            m_at = afterSpace(m_text, m_at + 1);
            const char closing = c == '{' ? '}' : ']';
            if (m_at < m_text.size() && m_text[m_at] == closing) return close(closing);
            breakLine();
            return c == '[' || readKey();
        }
        const qsizetype end = c == '"' ? afterString(m_text, m_at) : afterScalar(m_text, m_at);
        if (end <= m_at) return false;
        m_out += m_text.sliced(m_at, end - m_at);
        m_at = end;
        valueEnded();
        return true;
    }

    bool readKey()
    {
        m_at = afterSpace(m_text, m_at);
        if (m_at >= m_text.size() || m_text[m_at] != '"') return false;
        const qsizetype end = afterString(m_text, m_at);
        if (end < 0) return false;
        m_out += m_text.sliced(m_at, end - m_at);
        m_at = afterSpace(m_text, end);
        if (m_at >= m_text.size() || m_text[m_at] != ':') return false;
        m_out += ": ";
        ++m_at;
        m_wantsValue = true;
        return true;
    }

    bool readBehindValue()
    {
        const char c = m_text[m_at];
        if (c == ',') {
            m_out += ',';
            ++m_at;
            breakLine();
            m_wantsValue = true;
            return !isInObject() || readKey();
        }
        if (c != '}' && c != ']') return false;
        const QByteArray before = m_open;
        m_open.chop(1);
        breakLine();
        m_open = before;
        return close(c);
    }

    QByteArrayView m_text;
    qsizetype m_most;
    qsizetype m_at = 0;
    QByteArray m_open; ///< brackets that are open, outermost first
    QByteArray m_out;
    bool m_wantsValue = true;
    bool m_isDone = false;
};

} // namespace

std::optional<QString> indentedJson(QByteArrayView json, qsizetype mostBytes)
{
    Indenter indenter(json, mostBytes);
    if (!indenter.run()) return std::nullopt;
    return QString::fromUtf8(indenter.out());
}

bool visitMembers(QByteArrayView object, const std::function<bool(QByteArrayView, QByteArrayView)>& visit)
{
    qsizetype at = afterSpace(object, 0);
    if (at >= object.size() || object[at] != '{') return false;
    at = afterSpace(object, at + 1);
    if (at < object.size() && object[at] == '}') return true;
    while (at < object.size() && object[at] == '"') {
        const qsizetype keyEnd = afterString(object, at);
        if (keyEnd < 0) return false;
        const QByteArrayView key = object.sliced(at + 1, keyEnd - at - 2);
        at = afterSpace(object, keyEnd);
        if (at >= object.size() || object[at] != ':') return false;
        at = afterSpace(object, at + 1);
        const qsizetype end = afterValue(object, at);
        if (end < 0) return false;
        if (!visit(key, object.sliced(at, end - at))) return true;
        at = afterSpace(object, end);
        if (at < object.size() && object[at] == '}') return true;
        if (at >= object.size() || object[at] != ',') return false;
        at = afterSpace(object, at + 1);
    }
    return false;
}

QByteArrayView memberOf(QByteArrayView object, QByteArrayView wanted)
{
    QByteArrayView found;
    visitMembers(object, [&](QByteArrayView key, QByteArrayView value) {
        if (key != wanted) return true;
        found = value;
        return false;
    });
    return found;
}

} // namespace tailboard::base
