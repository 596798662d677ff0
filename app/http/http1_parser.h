// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/response.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace tailboard::http {

/// Reads one HTTP/1.1 answer from bytes, without any socket (RFC 9112). Strict on purpose: what two readers could
/// understand in two ways is a fault (both length and chunked, repeated or listed lengths, bare line feeds, folded
/// lines, bytes behind the message). Interim (1xx) answers are skipped. How the bytes are cut changes nothing.
class Http1Parser
{
public:
    struct Bounds
    {
        qint64 headBytes = 64 * 1024; ///< status line and headers, interim answers included
        int statusLineBytes = 4096;
        int headerCount = 200;
        int chunkLineBytes = 256; ///< a chunk's size with its extension
        int trailerBytes = 8 * 1024;
    };

    enum class Event {
        NeedMore, ///< the input is used up
        Head,     ///< head() is complete
        Body,     ///< bodyPiece() holds until the next call and as long as the input does
        End,      ///< the message is complete; input left behind it is a Fault at the next call
        Fault,    ///< see fault(); stays so
    };

    enum class Fault {
        None,
        NotHttp,   ///< the first bytes are not those of an HTTP/1 answer: something else answers
        SpeaksTls, ///< the first bytes are a TLS record
        Head,      ///< a malformed status line or header
        Framing,   ///< contradicting or unreadable length, unknown transfer coding, bytes behind the message
        Chunk,     ///< malformed chunked coding
        TooLarge,  ///< one of the Bounds was passed
        Truncated, ///< the connection ended inside the message
    };

    /// `isHead`: the request was a HEAD, so that the answer has no body whatever its length says.
    explicit Http1Parser(bool isHead = false);
    Http1Parser(bool isHead, const Bounds& bounds);

    /// Takes bytes from the front of `input` until something is to be said.
    Event next(QByteArrayView& input);
    /// The connection ended behind all input: End of a close-delimited body, else Fault (Truncated).
    Event endOfInput();

    const ResponseHead& head() const { return m_head; }
    QByteArrayView bodyPiece() const { return m_piece; }
    Fault fault() const { return m_fault; }
    /// The fault in a few English words for logs; holds nothing the server sent.
    const char* faultText() const { return m_faultText; }
    /// At Head: how many bytes of body come, when the head says so and there is a body; else -1.
    qint64 announcedLength() const { return m_step == Step::Length ? static_cast<qint64>(m_left) : -1; }
    /// Whether the connection may carry another request after End.
    bool mayKeepAlive() const { return m_step == Step::Done && m_keepAlive; }
    /// Whether any byte of the answer was seen.
    bool hasBegun() const { return m_hasBegun; }
    bool isDone() const { return m_step == Step::Done; }

private:
    enum class Step { Status, Header, Length, ChunkSize, ChunkBytes, ChunkEnd, Trailer, UntilClose, Done, Broken };

    Event fail(Fault fault, const char* text);
    bool takeLine(QByteArrayView& input, QByteArrayView& line);
    bool checkPrefix(QByteArrayView start);
    bool onStatusLine(QByteArrayView line);
    bool onHeaderLine(QByteArrayView line);
    bool onKnownHeader(QByteArrayView name, QByteArrayView value);
    bool onChunkLine(QByteArrayView line);
    bool splitField(QByteArrayView line, QByteArrayView& name, QByteArrayView& value);
    /// After the empty line: Head, or NeedMore when it was an interim answer.
    Event onHeadEnd();

    Bounds m_bounds;
    ResponseHead m_head;
    QByteArray m_line; ///< the start of a line whose end has not come
    QByteArrayView m_piece;
    const char* m_faultText = "";
    quint64 m_left = 0;
    qint64 m_headBytes = 0;
    qint64 m_trailerBytes = 0;
    Step m_step = Step::Status;
    Fault m_fault = Fault::None;
    bool m_isHead = false;
    bool m_isOld = false; ///< HTTP/1.0
    bool m_hasLength = false;
    bool m_isChunked = false;
    bool m_keepAlive = true;
    bool m_hasBegun = false;
    bool m_isEndDue = false; ///< the head is told, and the message has no body
};

} // namespace tailboard::http
