// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/client.h"

#include "app/nomad/reading.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tailboard::nomad {

namespace {

base::Error phrased(base::ErrorKind kind, const QString& what, const QString& hint, const http::ResponseHead& head,
                    const QByteArray& body)
{
    base::Error error;
    error.kind = kind;
    error.what = what;
    error.hint = hint;
    error.original = QString::fromUtf8(body.left(2'000)).trimmed();
    error.httpStatus = head.status;
    return error;
}

bool isPlainText(const http::ResponseHead& head)
{
    const QByteArray type = head.contentType();
    return type.isEmpty() || type == "text/plain" || type == "application/json";
}

} // namespace

QueryMeta queryMeta(const http::ResponseHead& head)
{
    QueryMeta meta;
    meta.index = head.number("X-Nomad-Index").value_or(0);
    meta.knownLeader = head.header("X-Nomad-KnownLeader").toLower() != "false";
    // Bounded, so that milliseconds cannot overflow.
    meta.lastContact = std::chrono::milliseconds(
        qint64(std::min<quint64>(head.number("X-Nomad-LastContact").value_or(0), 1'000'000'000)));
    return meta;
}

std::optional<base::Error> answerError(const http::ResponseHead& head, const QByteArray& body)
{
    using base::ErrorKind;
    if (head.status == 200) {
        if (head.contentType() == "application/json") return std::nullopt;
        return phrased(
            ErrorKind::WrongProduct,
            QCoreApplication::translate("nomad", "Something else than Nomad answers at this address."),
            QCoreApplication::translate("nomad", "Check the address and port; Nomad's API is usually on port 4646."),
            head, body);
    }
    // Nomad tells of these with status 500 or 403 and a text (seen in 1.11.3).
    const QByteArray text = body.left(2'000).toLower();
    if (head.status == 500 && (text.contains("no cluster leader") || text.contains("no leader"))) {
        return phrased(
            ErrorKind::NoLeader, QCoreApplication::translate("nomad", "Nomad has no leader."),
            QCoreApplication::translate("nomad", "Wait for the election, or see that most of Nomad's servers run."),
            head, body);
    }
    if ((head.status == 500 || head.status == 403) && text.contains("acl token expired")) {
        return phrased(ErrorKind::Unauthorized, QCoreApplication::translate("nomad", "Nomad's token has expired."),
                       QCoreApplication::translate("nomad", "Enter a new token."), head, body);
    }
    if ((head.status == 500 || head.status == 403) &&
        (text.contains("acl token not found") || text.contains("failed to parse signed token"))) {
        return phrased(ErrorKind::Unauthorized, QCoreApplication::translate("nomad", "Nomad does not know this token."),
                       QCoreApplication::translate("nomad", "Enter a valid token."), head, body);
    }
    if (head.status == 403 && isPlainText(head)) {
        return phrased(ErrorKind::Forbidden, QCoreApplication::translate("nomad", "Nomad does not allow this."),
                       QCoreApplication::translate("nomad", "Use a token whose policy allows it."), head, body);
    }
    return http::statusError(head, body, u"Nomad"_s);
}

Client::Client(std::unique_ptr<http::Client> transport, QString nameSpace, QString region)
    : m_transport(std::move(transport))
    , m_targets(std::move(nameSpace), std::move(region))
{}

void Client::setHeldCount(int count)
{
    m_transport->setMaxConnections(4 + count);
}

std::unique_ptr<http::Exchange> Client::openList(List list)
{
    http::Request request;
    request.target = m_targets.list(list);
    // A server needs time to write 100,000 rows before the first byte of them.
    request.limits.firstByte = m_firstByte > 0ms ? m_firstByte : 30s;
    request.limits.total = m_firstByte > 0ms ? 60s : 600s;
    request.limits.bodyBytes = -1;
    return m_transport->open(request);
}

std::unique_ptr<http::Exchange> Client::openEvents()
{
    http::Request request;
    request.target = m_targets.events();
    request.acceptGzip = false;
    request.limits.quiet = 0ms;
    request.limits.total = 0ms;
    request.limits.bodyBytes = -1;
    return m_transport->open(request);
}

QPointer<Reading> Client::read(const QByteArray& target, QObject* context, ReadDone done)
{
    http::Request request;
    request.target = target;
    if (m_firstByte > 0ms) request.limits.firstByte = m_firstByte;
    return new Reading(m_transport->open(request), context, std::move(done));
}

QPointer<Reading> Client::readHeld(const QByteArray& target, std::chrono::milliseconds wait, QObject* context,
                                   ReadDone done)
{
    http::Request request;
    request.target = target;
    // Nomad holds up to 1/16 longer than asked.
    request.limits.firstByte = wait + wait / 8 + 10s;
    request.limits.total = request.limits.firstByte + 60s;
    return new Reading(m_transport->open(request), context, std::move(done));
}

} // namespace tailboard::nomad
