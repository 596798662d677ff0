// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/request_bytes.h"

#include "app/http/client.h"
#include "app/http/failures.h"

#include <QCoreApplication>

namespace tailboard::http {

namespace {

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// No control characters; for targets no blanks either.
bool isCleanText(QByteArrayView text, char lowest)
{
    for (const char c : text)
        if (static_cast<unsigned char>(c) < static_cast<unsigned char>(lowest) || c == 0x7f) return false;
    return true;
}

bool isCleanName(QByteArrayView name)
{
    return !name.isEmpty() && isCleanText(name, '!') && !name.contains(':');
}

bool isOurs(QByteArrayView name)
{
    static constexpr QByteArrayView ours[] = {"host", "content-length", "transfer-encoding", "connection",
                                              "accept-encoding"};
    for (const QByteArrayView known : ours)
        if (isSame(name, known)) return true;
    return false;
}

tl::unexpected<base::Error> refused(const Endpoint& endpoint, const char* fault)
{
    return base::failure(requestError(endpoint, QCoreApplication::translate("http", fault)));
}

} // namespace

base::Result<QByteArray> requestBytes(const Endpoint& endpoint, const Request& request, const Credentials& credentials)
{
    const QByteArray target = endpoint.pathPrefix + request.target;
    if (!isCleanName(request.method) || !request.target.startsWith('/') || !isCleanText(target, '!'))
        return refused(endpoint, QT_TRANSLATE_NOOP("http", "Its target cannot stand in a request line."));

    QByteArray bytes;
    bytes.reserve(256 + target.size() + request.body.size());
    bytes += request.method + ' ' + target + " HTTP/1.1\r\nHost: " + endpoint.hostHeader + "\r\n";
    if (request.acceptGzip) bytes += "Accept-Encoding: gzip\r\n";
    if (!credentials.headerName.isEmpty()) {
        if (!isCleanName(credentials.headerName) || !isCleanText(credentials.headerValue, ' '))
            return refused(endpoint,
                           QT_TRANSLATE_NOOP("http", "The credentials hold characters that cannot stand in a header."));
        bytes += credentials.headerName + ": " + credentials.headerValue + "\r\n";
    }
    for (const auto& [name, value] : request.headers) {
        if (!isCleanName(name) || !isCleanText(value, ' ') || isOurs(name) ||
            (!credentials.headerName.isEmpty() && isSame(name, credentials.headerName)))
            return refused(endpoint, QT_TRANSLATE_NOOP("http", "One of its headers cannot be sent."));
        bytes += name + ": " + value + "\r\n";
    }
    if (!request.body.isEmpty() || (request.isWrite() && request.method != "DELETE"))
        bytes += "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n";
    bytes += "\r\n";
    bytes += request.body;
    return bytes;
}

} // namespace tailboard::http
