// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/http1_parser.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string_view>

namespace tailboard::http {

namespace {

constexpr qsizetype mostHeaders = 256;
constexpr qsizetype longestChunkSizeLine = 256;

bool isTokenChar(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// Decimal digits only; false on anything else and on overflow.
bool parseLength(const QByteArray& text, quint64& value)
{
    if (text.isEmpty() || text.size() > 19) return false;
    value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + quint64(c - '0');
    }
    return value <= quint64(std::numeric_limits<qint64>::max());
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

QByteArray trimBlanks(const QByteArray& text)
{
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && (text[from] == ' ' || text[from] == '\t'))
        ++from;
    while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\t'))
        --to;
    return text.mid(from, to - from);
}

} // namespace

Http1Parser::Http1Parser(bool answersHead, qint64 headBytes)
    : m_headLimit(headBytes)
    , m_answersHead(answersHead)
{}

Http1Parser::Event Http1Parser::fail(const char* why)
{
    m_state = State::Failed;
    m_error = why;
    return Event::Error;
}

bool Http1Parser::takeLine(QByteArrayView& input)
{
    const void* found = input.isEmpty() ? nullptr : std::memchr(input.data(), '\n', size_t(input.size()));
    const qsizetype length = found ? static_cast<const char*>(found) - input.data() + 1 : input.size();
    m_lineBytes += length;
    const qint64 limit = m_state == State::ChunkSize ? longestChunkSizeLine : m_headLimit;
    if (m_lineBytes > limit) {
        fail("a line or the head is too long");
        return false;
    }
    m_line.append(input.data(), length);
    input = input.sliced(length);
    if (!found) return false;
    if (m_line.size() < 2 || m_line[m_line.size() - 2] != '\r') {
        fail("a line ends without a carriage return");
        return false;
    }
    m_line.chop(2);
    const bool hasControl = std::any_of(m_line.cbegin(), m_line.cend(), [](char c) {
        return (static_cast<unsigned char>(c) < 32 && c != '\t') || c == 127;
    });
    if (hasControl) {
        fail("a control character in the head");
        return false;
    }
    return true;
}

Http1Parser::Event Http1Parser::next(QByteArrayView& input)
{
    if (!input.isEmpty()) m_isUntouched = false;
    for (;;) {
        switch (m_state) {
        case State::Failed:
            return Event::Error;
        case State::Done:
            return input.isEmpty() ? Event::Done : fail("bytes after the end of the answer");
        case State::StatusLine:
        case State::Headers:
        case State::ChunkSize:
        case State::ChunkEnd:
        case State::Trailers: {
            if (m_state == State::StatusLine && m_line.isEmpty() && !input.isEmpty() && input.front() != 'H')
                return fail("not HTTP"); // at once: a TLS alert or another protocol has no line end to wait for
            if (!takeLine(input)) return m_state == State::Failed ? Event::Error : Event::NeedMore;
            Event event = Event::NeedMore;
            if (m_state == State::StatusLine)
                event = statusLine();
            else if (m_state == State::Headers)
                event = headerLine();
            else if (m_state == State::ChunkSize)
                event = chunkSizeLine();
            else if (m_state == State::ChunkEnd)
                event = m_line.isEmpty() ? (m_state = State::ChunkSize, m_lineBytes = 0, Event::NeedMore)
                                         : fail("a chunk does not end where it should");
            else if (m_line.isEmpty())
                m_state = State::Done, event = Event::Done;
            m_line.clear();
            if (event != Event::NeedMore) return event;
            break;
        }
        case State::Length:
        case State::ChunkBody:
            if (m_left == 0) {
                if (m_state == State::Length) {
                    m_state = State::Done;
                    return input.isEmpty() ? Event::Done : fail("bytes after the end of the answer");
                }
                m_state = State::ChunkEnd;
                m_lineBytes = 0;
                break;
            }
            if (input.isEmpty()) return Event::NeedMore;
            return takeBody(input);
        case State::UntilClose:
            if (input.isEmpty()) return Event::NeedMore;
            m_body = input;
            input = {};
            return Event::Body;
        }
    }
}

Http1Parser::Event Http1Parser::takeBody(QByteArrayView& input)
{
    const auto length = qsizetype(std::min<quint64>(m_left, quint64(input.size())));
    m_body = input.first(length);
    input = input.sliced(length);
    m_left -= quint64(length);
    return Event::Body;
}

Http1Parser::Event Http1Parser::statusLine()
{
    // "HTTP/1.x NNN[ reason]": some servers leave out the blank after the number, which is harmless.
    const bool isLine = m_line.size() >= 12 && m_line.startsWith("HTTP/1.") && (m_line[7] == '0' || m_line[7] == '1') &&
                        m_line[8] == ' ' && (m_line.size() == 12 || m_line[12] == ' ');
    if (!isLine) return fail("not an HTTP/1 status line");
    int status = 0;
    for (int i = 9; i < 12; ++i) {
        if (m_line[i] < '0' || m_line[i] > '9') return fail("the status is not a number");
        status = status * 10 + (m_line[i] - '0');
    }
    if (status < 100 || status > 599) return fail("the status is out of range");
    m_minorVersion = m_line[7] - '0';
    m_head = ResponseHead{};
    m_head.status = status;
    m_head.reason = m_line.mid(13);
    m_state = State::Headers;
    return Event::NeedMore;
}

Http1Parser::Event Http1Parser::headerLine()
{
    if (m_line.isEmpty()) return endOfHead();
    if (m_line[0] == ' ' || m_line[0] == '\t') return fail("a folded header");
    const qsizetype colon = m_line.indexOf(':');
    if (colon <= 0) return fail("a header without a name or colon");
    if (!std::all_of(m_line.cbegin(), m_line.cbegin() + colon, isTokenChar))
        return fail("a header name with a character that is not allowed");
    if (m_head.headers.size() >= mostHeaders) return fail("too many headers");
    m_head.headers.emplace_back(m_line.left(colon), trimBlanks(m_line.mid(colon + 1)));
    return Event::NeedMore;
}

Http1Parser::Event Http1Parser::endOfHead()
{
    if (m_head.status < 200) {
        if (m_head.status == 101) return fail("a protocol switch that was not asked for");
        m_state = State::StatusLine;
        return Event::NeedMore;
    }
    int lengths = 0;
    int encodings = 0;
    QByteArray length;
    QByteArray encoding;
    m_keepAlive = m_minorVersion == 1;
    for (const auto& [name, value] : m_head.headers) {
        if (name.compare("Content-Length", Qt::CaseInsensitive) == 0) {
            ++lengths;
            length = value;
        } else if (name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0) {
            ++encodings;
            encoding = value.toLower();
        } else if (name.compare("Connection", Qt::CaseInsensitive) == 0) {
            const QByteArray options = value.toLower();
            if (options.contains("close")) m_keepAlive = false;
        }
    }
    if (lengths > 1) return fail("more than one Content-Length");
    if (encodings > 1 || (encodings == 1 && encoding != "chunked")) return fail("a transfer coding other than chunked");
    if (lengths && encodings) return fail("both Content-Length and Transfer-Encoding");
    if (encodings && m_minorVersion == 0) return fail("chunks in HTTP/1.0");
    quint64 bytes = 0;
    if (lengths && !parseLength(length, bytes)) return fail("a Content-Length that is no number");

    m_lineBytes = 0;
    if (m_answersHead || m_head.status == 204 || m_head.status == 304) {
        m_state = State::Length;
        m_left = 0;
    } else if (encodings) {
        m_state = State::ChunkSize;
    } else if (lengths) {
        m_state = State::Length;
        m_left = bytes;
    } else {
        m_state = State::UntilClose;
        m_untilClose = true;
    }
    return Event::Head;
}

Http1Parser::Event Http1Parser::chunkSizeLine()
{
    quint64 size = 0;
    qsizetype i = 0;
    for (; i < m_line.size() && hexDigit(m_line[i]) >= 0; ++i) {
        if (i >= 15) return fail("a chunk size out of range");
        size = size * 16 + quint64(hexDigit(m_line[i]));
    }
    const QByteArray rest = trimBlanks(m_line.mid(i));
    if (i == 0 || (!rest.isEmpty() && rest[0] != ';')) return fail("a chunk size that is no number");
    m_left = size;
    m_state = size == 0 ? State::Trailers : State::ChunkBody;
    m_lineBytes = 0;
    return Event::NeedMore;
}

Http1Parser::Event Http1Parser::end()
{
    if (m_state == State::Done || (m_state == State::Length && m_left == 0)) {
        m_state = State::Done;
        return Event::Done;
    }
    if (m_state == State::UntilClose) {
        m_state = State::Done;
        return Event::Done;
    }
    if (m_state == State::Failed) return Event::Error;
    return fail(m_isUntouched ? "the connection ended without an answer" : "the connection ended inside the answer");
}

} // namespace tailboard::http
