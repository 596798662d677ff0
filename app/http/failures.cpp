// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/failures.h"

#include <QCoreApplication>
#include <QLocale>
#include <QUrl>
#include <cerrno>
#include <system_error>

namespace tailboard::http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

/// "3 s", "1.5 s"
QString seconds(std::chrono::milliseconds time)
{
    return QLocale::c().toString(static_cast<double>(time.count()) / 1000.0, 'g', 6) + u" s"_s;
}

} // namespace

Error dialError(const Endpoint& endpoint, const base::DialTarget& dialled, QAbstractSocket::SocketError socketError,
                const QString& systemText)
{
    Error error{.kind = ErrorKind::Unreachable, .original = systemText.left(2000)};
    switch (socketError) {
    case QAbstractSocket::ConnectionRefusedError:
        error.what = say("%1 refuses the connection.").arg(endpoint.text());
        error.why = say("The machine answers, but no program listens on port %1.").arg(dialled.port);
        error.hint = say("Start the program there, or check the port.");
        break;
    case QAbstractSocket::HostNotFoundError:
        error.what = say("The name %1 is not known.").arg(dialled.host);
        error.hint = say("Check the name, and that this computer is in the tailnet with MagicDNS on.");
        break;
    default:
        error.what = say("%1 cannot be reached.").arg(endpoint.text());
        error.why = systemText.left(300);
        error.hint = say("Check the network and the tailnet.");
    }
    if (!(dialled == endpoint.address)) {
        if (!error.why.isEmpty()) error.why += u' ';
        error.why += say("The dial map leads to %1.").arg(base::dialText(dialled));
    }
    return error;
}

Error localDialError(const Endpoint& endpoint, int systemNumber)
{
    const QString path = endpoint.socketPath;
    Error error{.kind = ErrorKind::Unreachable,
                .original = QString::fromStdString(std::generic_category().message(systemNumber))};
    switch (systemNumber) {
    case ENOENT:
    case ENOTDIR:
        error.what = say("There is no socket at %1.").arg(path);
        error.why = say("The daemon is not running or listens elsewhere.");
        error.hint = say("Start the daemon, or name the right socket.");
        break;
    case EACCES:
    case EPERM:
        error.kind = ErrorKind::Forbidden;
        error.what = say("The socket %1 may not be used.").arg(path);
        error.why = say("This user has no right to it.");
        error.hint = say("Ask for the right to this daemon, or run as a user who has it.");
        break;
    case ECONNREFUSED:
    case ENOTSOCK:
    case EPROTOTYPE:
        error.what = say("Nothing listens on the socket %1.").arg(path);
        error.why = say("The daemon has stopped and left its socket behind.");
        error.hint = say("Start the daemon.");
        break;
    default:
        error.what = say("The socket %1 cannot be reached.").arg(path);
        error.hint = say("Check the path.");
    }
    return error;
}

Error connectTimeout(const Endpoint& endpoint, std::chrono::milliseconds limit, bool isInHandshake)
{
    Error error{.kind = ErrorKind::TimedOut};
    if (isInHandshake) {
        error.what = say("%1 did not finish the secure handshake within %2.").arg(endpoint.text(), seconds(limit));
        error.why = say("The port is open, but nothing that speaks TLS answers in time.");
        error.hint = say("Check that the port is right and the server is not overloaded.");
    } else if (endpoint.kind == Endpoint::Kind::UnixSocket) {
        error.what = say("%1 did not take the connection within %2.").arg(endpoint.text(), seconds(limit));
        error.why = say("The daemon runs, but does not work: its queue of connections is full.");
        error.hint = say("Restart the daemon.");
    } else {
        error.what = say("%1 did not take the connection within %2.").arg(endpoint.text(), seconds(limit));
        error.why = say("The machine is off or not in the network, or a firewall drops the packets.");
        error.hint = say("Check that the machine is up and reachable in the tailnet.");
    }
    return error;
}

Error waitTimeout(const Endpoint& endpoint, Wait wait, std::chrono::milliseconds limit)
{
    Error error{.kind = ErrorKind::TimedOut,
                .hint = say("It is tried again; if it stays so, look at the server's log.")};
    const QString name = endpoint.text();
    const QString time = seconds(limit);
    switch (wait) {
    case Wait::Queue:
        error.what = say("A request to %1 waited %2 for a free connection.").arg(name, time);
        error.why = say("Earlier requests are not answered.");
        break;
    case Wait::FirstByte:
        error.what = say("%1 did not answer within %2.").arg(name, time);
        error.why = say("It took the connection and the request, and then was silent.");
        break;
    case Wait::Head:
        error.what = say("%1 did not finish the head of its answer within %2.").arg(name, time);
        break;
    case Wait::Quiet:
        error.what = say("%1 was silent for %2 inside an answer.").arg(name, time);
        break;
    case Wait::Total:
        error.what = say("An answer of %1 was not complete within %2.").arg(name, time);
        break;
    }
    return error;
}

Error cutError(const Endpoint& endpoint, bool hasBegun, const QString& systemText)
{
    return Error{.kind = ErrorKind::Cut,
                 .what = hasBegun ? say("%1 ended the connection inside an answer.").arg(endpoint.text())
                                  : say("%1 ended the connection without an answer.").arg(endpoint.text()),
                 .why = say("The program there may have been restarted, or the network broke."),
                 .hint = say("It is tried again; if it stays so, look at the server's log."),
                 .original = systemText.left(2000)};
}

Error parserError(const Endpoint& endpoint, const Http1Parser& parser)
{
    Error error{.kind = ErrorKind::Malformed,
                .what = say("%1 sent an answer that breaks the rules of HTTP.").arg(endpoint.text()),
                .hint = say("Check that the address names the right program and no broken proxy stands between."),
                .original = QString::fromLatin1(parser.faultText())};
    switch (parser.fault()) {
    case Http1Parser::Fault::NotHttp:
        error.kind = ErrorKind::WrongProduct;
        error.what = say("Something else than an HTTP server answers at %1.").arg(endpoint.text());
        error.hint = say("Check the address and the port.");
        break;
    case Http1Parser::Fault::SpeaksTls:
        error.kind = ErrorKind::WrongProduct;
        error.what = say("The port of %1 speaks TLS.").arg(endpoint.text());
        error.hint = say("Use https:// in its address.");
        break;
    case Http1Parser::Fault::TooLarge:
        error.kind = ErrorKind::TooLarge;
        error.what = say("%1 sent a head or a chunk line beyond every limit.").arg(endpoint.text());
        break;
    case Http1Parser::Fault::Truncated:
        return cutError(endpoint, parser.hasBegun(), error.original);
    default:
        break;
    }
    return error;
}

Error bodyTooLarge(const Endpoint& endpoint, qint64 limit)
{
    return Error{
        .kind = ErrorKind::TooLarge,
        .what = say("An answer of %1 is too large.").arg(endpoint.text()),
        .why = limit < 0 ? say("It unpacks into far more than any honest answer does.")
                         : say("It is over %1, the limit for this request.").arg(QLocale::c().formattedDataSize(limit)),
        .hint = say("Check that the address names the right program.")};
}

Error encodingError(const Endpoint& endpoint, const QString& why)
{
    return Error{.kind = ErrorKind::Malformed,
                 .what = say("%1 sent a packed answer that cannot be unpacked.").arg(endpoint.text()),
                 .why = why,
                 .hint = say("Check that no broken proxy stands between.")};
}

Error redirectError(const Endpoint& endpoint, int status, const QByteArray& location)
{
    const QUrl target = QUrl(QString::fromUtf8(location.left(2000)));
    QString place = say("another path of the same server");
    if (!target.host().isEmpty()) {
        place = target.host();
        if (target.port() > 0) place += u':' + QString::number(target.port());
        if (!target.scheme().isEmpty()) place.prepend(target.scheme() + u"://"_s);
    }
    return Error{.kind = ErrorKind::Redirected,
                 .what = say("%1 redirects to %2.").arg(endpoint.text(), place.left(300)),
                 .why = say("Redirects are not followed, so that no credentials go where they do not belong."),
                 .hint = say("If that is the right place, set it as the address."),
                 .original = u"HTTP "_s + QString::number(status),
                 .httpStatus = status};
}

Error requestError(const Endpoint& endpoint, const QString& why)
{
    return Error{.kind = ErrorKind::Malformed,
                 .what = say("A request to %1 was not sent.").arg(endpoint.text()),
                 .why = why,
                 .hint = say("Check the credentials for line breaks and other characters that cannot be sent.")};
}

Error cancelledError(const Endpoint& endpoint)
{
    return Error{.kind = ErrorKind::Cancelled, .what = say("The request to %1 was given up.").arg(endpoint.text())};
}

Error unknownOutcome(const Endpoint& endpoint, const Error& cause, int statusSeen)
{
    return Error{.kind = ErrorKind::Unknown,
                 .what = say("The change was sent to %1, but no complete answer came back.").arg(endpoint.text()),
                 .why = cause.why.isEmpty() ? cause.what : cause.what + u' ' + cause.why,
                 .hint = say("It may have happened or not: look before you try again."),
                 .original = cause.original,
                 .httpStatus = statusSeen};
}

} // namespace tailboard::http
