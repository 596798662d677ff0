// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/response.h"

#include <QByteArray>
#include <QByteArrayView>

namespace tailboard::http {

/// Strict HTTP/1.1 response parser without input or output of its own: bytes go in, events come out, so that every test
/// can cut the stream where it likes. Refuses whatever two programs could read in two ways (RFC 9112: both
/// Content-Length and Transfer-Encoding, two lengths, bare line feeds, folded headers, blanks before a colon, …)
/// instead of guessing. Interim 1xx answers are skipped. Never allocates more than the limits.
class Http1Parser
{
public:
    enum class Event {
        NeedMore, ///< the input is used up
        Head,     ///< head() is complete
        Body,     ///< body() is a piece of the still encoded body, a view into the input
        Done,     ///< the message is complete
        Error,    ///< error() says why; nothing more will come
    };

    /// `answersHead` is set for an answer to HEAD, which never has a body. `headBytes` bounds status line and headers
    /// of all interim answers together, and again chunk extensions and trailers.
    Http1Parser(bool answersHead, qint64 headBytes);

    /// Takes from the front of `input` until there is something to tell.
    Event next(QByteArrayView& input);
    /// The connection ended. Done when the message was complete or ends with the connection, else Error.
    Event end();

    const ResponseHead& head() const { return m_head; }
    QByteArrayView body() const { return m_body; }
    const char* error() const { return m_error; }
    /// Nothing of the answer has come yet.
    bool isUntouched() const { return m_isUntouched; }
    bool hasHead() const { return m_state > State::Headers; }
    bool isDone() const { return m_state == State::Done; }
    /// After Done: whether the connection may carry another request.
    bool isReusable() const { return m_state == State::Done && m_keepAlive && !m_untilClose; }

private:
    enum class State {
        StatusLine,
        Headers,
        Length,
        UntilClose,
        ChunkSize,
        ChunkBody,
        ChunkEnd,
        Trailers,
        Done,
        Failed
    };

    Event fail(const char* why);
    /// Moves one line (without CRLF) into m_line; false when the input ran out or on error.
    bool takeLine(QByteArrayView& input);
    Event statusLine();
    Event headerLine();
    Event endOfHead();
    Event chunkSizeLine();
    Event takeBody(QByteArrayView& input);

    State m_state = State::StatusLine;
    ResponseHead m_head;
    QByteArray m_line;
    QByteArrayView m_body;
    const char* m_error = "";
    qint64 m_headLimit;
    qint64 m_lineBytes = 0; ///< bytes of lines since the head (or the body's framing) began
    quint64 m_left = 0;     ///< bytes left of the body or chunk
    int m_minorVersion = 1;
    bool m_answersHead;
    bool m_isUntouched = true;
    bool m_keepAlive = true;
    bool m_untilClose = false;
};

} // namespace tailboard::http
