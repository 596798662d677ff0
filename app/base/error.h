// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace tailboard::base {

/// What kind of thing went wrong. The kind decides colour, retry and exit code; the texts are for people.
enum class ErrorKind {
    Unreachable,   ///< no connection: refused, no route, name unknown, socket absent
    TimedOut,      ///< a limit of ours ran out
    Cut,           ///< the connection ended inside an answer
    TlsUntrusted,  ///< the certificate's issuer is not trusted
    TlsWrongName,  ///< the certificate is for another name
    TlsFailed,     ///< any other TLS failure
    Malformed,     ///< broken HTTP, not JSON, or JSON of a wrong type
    TooLarge,      ///< a limit on size was passed
    Redirected,    ///< a redirect, which is never followed
    WrongProduct,  ///< something else answers on this port
    Unauthorized,  ///< 401: credentials are asked for or refused
    Forbidden,     ///< 403: the credentials may not do this
    NotFound,      ///< 404
    Conflict,      ///< the object changed meanwhile
    RateLimited,   ///< 429
    ServerError,   ///< any other 5xx
    NoLeader,      ///< Nomad answers, but has no leader
    StreamRefused, ///< the event stream said 200 and ended without its first line
    NotRunning,    ///< the daemon answers, but is logged out or stopped
    Unknown,       ///< a write was sent and no answer came: it may have happened
    Cancelled,     ///< we ended it ourselves
};

/// A failure as it travels up. `what` and `hint` are plain sentences for people, already translated; `original` is the
/// server's or system's own text, unchanged and cut to 2,000 characters, shown as plain text only.
struct Error
{
    ErrorKind kind = ErrorKind::Unreachable;
    QString what;       ///< what happened, one sentence
    QString why;        ///< the cause where it is known, else empty
    QString hint;       ///< the next step for the user, else empty
    QString original;   ///< the other side's words
    int httpStatus = 0; ///< 0 when there was no HTTP answer

    /// what, why and hint as one line.
    QString sentence() const;

    friend bool operator==(const Error&, const Error&) = default;
};

/// Stable ASCII name of a kind ("unreachable", "tls_wrong_name", …), for JSON output and logs.
QString errorKindName(ErrorKind kind);

} // namespace tailboard::base

Q_DECLARE_METATYPE(tailboard::base::Error)
