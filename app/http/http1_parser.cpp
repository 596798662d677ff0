// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/http1_parser.h"

#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

namespace tailboard::http {

namespace {

/// Characters of a token (RFC 9110, 5.6.2): header names.
constexpr std::array<bool, 256> tokenCharacters = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[c] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[c] = table[c - 'a' + 'A'] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool isToken(QByteArrayView text)
{
    for (const char c : text)
        if (!tokenCharacters[static_cast<unsigned char>(c)]) return false;
    return !text.isEmpty();
}

/// Tab, space, visible ASCII and bytes from 0x80 on: what may stand in a header's value and in a reason.
bool isFieldText(QByteArrayView text)
{
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f) return false;
    }
    return true;
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t'))
        text.chop(1);
    return text;
}

bool isSame(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() == lowerCase.size() && qstrnicmp(text.data(), text.size(), lowerCase.data(), text.size()) == 0;
}

bool listHolds(QByteArrayView list, QByteArrayView lowerCaseWord)
{
    while (true) {
        const qsizetype comma = list.indexOf(',');
        if (isSame(withoutBlanks(comma < 0 ? list : list.first(comma)), lowerCaseWord)) return true;
        if (comma < 0) return false;
        list = list.sliced(comma + 1);
    }
}

} // namespace

Http1Parser::Http1Parser(bool isHead)
    : Http1Parser(isHead, Bounds())
{}

Http1Parser::Http1Parser(bool isHead, const Bounds& bounds)
    : m_bounds(bounds)
    , m_isHead(isHead)
{}

Http1Parser::Event Http1Parser::fail(Fault fault, const char* text)
{
    m_step = Step::Broken;
    m_fault = fault;
    m_faultText = text;
    m_line.clear();
    return Event::Fault;
}

Http1Parser::Event Http1Parser::next(QByteArrayView& input)
{
    m_piece = {};
    if (m_isEndDue) {
        m_isEndDue = false;
        m_step = Step::Done;
        return Event::End;
    }
    while (true) {
        if (m_step == Step::Broken) return Event::Fault;
        if (input.isEmpty()) return Event::NeedMore;
        m_hasBegun = true;
        switch (m_step) {
        case Step::Status:
        case Step::Header:
        case Step::ChunkSize:
        case Step::ChunkEnd:
        case Step::Trailer: {
            QByteArrayView line;
            if (!takeLine(input, line)) {
                if (m_step == Step::Broken) return Event::Fault;
                return Event::NeedMore;
            }
            const Step step = m_step;
            bool isGood = true;
            Event event = Event::NeedMore;
            if (step == Step::Status) {
                isGood = onStatusLine(line);
            } else if (step == Step::Header) {
                if (line.isEmpty())
                    event = onHeadEnd();
                else
                    isGood = onHeaderLine(line);
            } else if (step == Step::ChunkSize) {
                isGood = onChunkLine(line);
            } else if (step == Step::ChunkEnd) {
                if (!line.isEmpty()) return fail(Fault::Chunk, "chunk without its line end");
                m_step = Step::ChunkSize;
            } else if (line.isEmpty()) {
                m_step = Step::Done;
                event = Event::End;
            } else {
                QByteArrayView name;
                QByteArrayView value;
                isGood = splitField(line, name, value);
            }
            m_line.clear();
            if (!isGood) return Event::Fault;
            if (event != Event::NeedMore) return event;
            break;
        }
        case Step::Length:
        case Step::ChunkBytes: {
            const auto size = static_cast<qsizetype>(std::min<quint64>(m_left, static_cast<quint64>(input.size())));
            m_piece = input.first(size);
            input = input.sliced(size);
            m_left -= static_cast<quint64>(size);
            if (m_left == 0) {
                if (m_step == Step::ChunkBytes)
                    m_step = Step::ChunkEnd;
                else
                    m_isEndDue = true;
            }
            return Event::Body;
        }
        case Step::UntilClose:
            m_piece = input;
            input = input.sliced(input.size());
            return Event::Body;
        case Step::Done:
            return fail(Fault::Framing, "bytes behind the message");
        case Step::Broken:
            return Event::Fault;
        }
    }
}

Http1Parser::Event Http1Parser::endOfInput()
{
    QByteArrayView nothing;
    if (m_isEndDue) return next(nothing);
    m_keepAlive = false;
    if (m_step == Step::Done) return Event::End;
    if (m_step == Step::Broken) return Event::Fault;
    if (m_step == Step::UntilClose) {
        m_step = Step::Done;
        return Event::End;
    }
    return fail(Fault::Truncated, "the connection ended inside the message");
}

bool Http1Parser::takeLine(QByteArrayView& input, QByteArrayView& line)
{
    const void* found = std::memchr(input.data(), '\n', static_cast<size_t>(input.size()));
    const qsizetype size = found ? static_cast<const char*>(found) - input.data() + 1 : input.size();
    const QByteArrayView part = input.first(size);
    const qsizetype lineSize = m_line.size() + size;
    // What is certain from a line's first bytes is said at once: a server that speaks another protocol may never send
    // a line feed.
    if (m_step == Step::Status && m_line.size() < 8) {
        const qsizetype begun = m_line.size();
        const QByteArrayView first = part.first(std::min<qsizetype>(size, 8 - begun));
        const bool isHttp = checkPrefix(begun == 0 ? first : QByteArrayView(m_line.append(first)));
        m_line.truncate(begun);
        if (!isHttp) return false;
    }
    switch (m_step) {
    case Step::Status:
    case Step::Header:
        m_headBytes += size;
        if (m_headBytes > m_bounds.headBytes || (m_step == Step::Status && lineSize > m_bounds.statusLineBytes)) {
            fail(Fault::TooLarge, "head over its limit");
            return false;
        }
        break;
    case Step::Trailer:
        m_trailerBytes += size;
        if (m_trailerBytes > m_bounds.trailerBytes) {
            fail(Fault::TooLarge, "trailer over its limit");
            return false;
        }
        break;
    default:
        if (lineSize > m_bounds.chunkLineBytes) {
            fail(Fault::TooLarge, "chunk size line over its limit");
            return false;
        }
    }
    if (found && m_line.isEmpty()) {
        line = part;
    } else {
        m_line.append(part);
        line = m_line;
    }
    input = input.sliced(size);
    if (!found) return false;
    if (line.size() < 2 || line[line.size() - 2] != '\r') {
        fail(m_step == Step::Status || m_step == Step::Header ? Fault::Head : Fault::Chunk, "bare line feed");
        return false;
    }
    line.chop(2);
    return true;
}

bool Http1Parser::checkPrefix(QByteArrayView start)
{
    constexpr QByteArrayView expected = "HTTP/1.";
    const qsizetype size = std::min(start.size(), expected.size());
    if (start.first(size) == expected.first(size)) return true;
    // TLS records of type alert (21) and handshake (22).
    if (start[0] == '\x15' || start[0] == '\x16')
        fail(Fault::SpeaksTls, "a TLS record instead of HTTP");
    else
        fail(Fault::NotHttp, "not an HTTP/1 answer");
    return false;
}

bool Http1Parser::onStatusLine(QByteArrayView line)
{
    // "HTTP/1.1 200" with or without " reason" behind it; servers leave out even the space.
    int status = 0;
    const bool hasShape = line.size() >= 12 && (line[7] == '0' || line[7] == '1') && line[8] == ' ';
    if (hasShape) {
        const auto parsed = std::from_chars(line.data() + 9, line.data() + 12, status);
        if (parsed.ec != std::errc() || parsed.ptr != line.data() + 12) status = 0;
    }
    if (status < 100 || (line.size() > 12 && line[12] != ' ') || !isFieldText(line)) {
        fail(Fault::Head, "malformed status line");
        return false;
    }
    m_isOld = line[7] == '0';
    m_keepAlive = !m_isOld;
    m_head.status = status;
    m_head.reason = line.size() > 13 ? line.sliced(13).toByteArray() : QByteArray();
    m_step = Step::Header;
    return true;
}

bool Http1Parser::splitField(QByteArrayView line, QByteArrayView& name, QByteArrayView& value)
{
    const qsizetype colon = line.indexOf(':');
    if (colon > 0) {
        name = line.first(colon);
        value = withoutBlanks(line.sliced(colon + 1));
        // Folded lines and blanks before the colon fail here: a blank is no token character.
        if (isToken(name) && isFieldText(value)) return true;
    }
    fail(m_step == Step::Trailer ? Fault::Chunk : Fault::Head, "malformed header line");
    return false;
}

bool Http1Parser::onHeaderLine(QByteArrayView line)
{
    QByteArrayView name;
    QByteArrayView value;
    if (!splitField(line, name, value) || !onKnownHeader(name, value)) return false;
    if (m_head.headers.size() >= m_bounds.headerCount) {
        fail(Fault::TooLarge, "too many headers");
        return false;
    }
    m_head.headers.emplaceBack(name.toByteArray(), value.toByteArray());
    return true;
}

bool Http1Parser::onKnownHeader(QByteArrayView name, QByteArrayView value)
{
    if (isSame(name, "content-length")) {
        quint64 length = 0;
        const char* end = value.data() + value.size();
        const auto parsed = std::from_chars(value.data(), end, length);
        // from_chars takes no sign for unsigned numbers and fails on overflow. More than 2^63-1 is no length either.
        if (m_hasLength || value.isEmpty() || parsed.ec != std::errc() || parsed.ptr != end || length >> 63 != 0) {
            fail(Fault::Framing, "unreadable or repeated Content-Length");
            return false;
        }
        m_hasLength = true;
        m_left = length;
    } else if (isSame(name, "transfer-encoding")) {
        if (m_isChunked || m_isOld || !isSame(value, "chunked")) {
            fail(Fault::Framing, "transfer coding other than chunked");
            return false;
        }
        m_isChunked = true;
    } else if (isSame(name, "connection")) {
        if (listHolds(value, "close")) m_keepAlive = false;
    }
    return true;
}

Http1Parser::Event Http1Parser::onHeadEnd()
{
    if (m_hasLength && m_isChunked) return fail(Fault::Framing, "both Content-Length and chunked");
    const int status = m_head.status;
    if (status == 101) return fail(Fault::Framing, "protocol switch that nobody asked for");
    if (status < 200) {
        m_head = {};
        m_hasLength = m_isChunked = false;
        m_step = Step::Status;
        return Event::NeedMore;
    }
    if (m_isHead || status == 204 || status == 304 || (m_hasLength && m_left == 0))
        m_isEndDue = true;
    else
        m_step = m_isChunked ? Step::ChunkSize : m_hasLength ? Step::Length : Step::UntilClose;
    return Event::Head;
}

bool Http1Parser::onChunkLine(QByteArrayView line)
{
    const qsizetype semicolon = line.indexOf(';');
    QByteArrayView digits = line;
    if (semicolon >= 0) {
        digits = line.first(semicolon);
        while (!digits.isEmpty() && (digits.back() == ' ' || digits.back() == '\t'))
            digits.chop(1);
    }
    quint64 size = 0;
    const char* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, size, 16);
    // Fifteen digits are enough for any body and cannot overflow.
    if (digits.isEmpty() || digits.size() > 15 || parsed.ec != std::errc() || parsed.ptr != end || !isFieldText(line)) {
        fail(Fault::Chunk, "unreadable chunk size");
        return false;
    }
    m_left = size;
    m_step = size > 0 ? Step::ChunkBytes : Step::Trailer;
    return true;
}

} // namespace tailboard::http
