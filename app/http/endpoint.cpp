// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/endpoint.h"

#include <QCoreApplication>

namespace tailboard::http {

using namespace Qt::StringLiterals;

namespace {

/// The address without user, query and fragment, where secrets might stand.
QString shownUrl(const QUrl& url)
{
    return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).left(200);
}

base::Error badUrl(const QUrl& url, const QString& why)
{
    return base::Error{.kind = base::ErrorKind::Malformed,
                       .what = QCoreApplication::translate("http", "The address %1 cannot be used.").arg(shownUrl(url)),
                       .why = why,
                       .hint =
                           QCoreApplication::translate("http", "Write it as http://host:port or https://host:port.")};
}

} // namespace

Endpoint Endpoint::unixSocket(const QString& path, const QByteArray& hostHeader)
{
    Endpoint endpoint;
    endpoint.kind = Kind::UnixSocket;
    endpoint.socketPath = path;
    endpoint.hostHeader = hostHeader;
    return endpoint;
}

base::Result<Endpoint> Endpoint::fromUrl(const QUrl& url, quint16 defaultPort)
{
    const QString scheme = url.scheme();
    if (!url.isValid() || (scheme != "http"_L1 && scheme != "https"_L1))
        return base::failure(badUrl(url, QCoreApplication::translate("http", "It is not an http or https address.")));
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return base::failure(
            badUrl(url, QCoreApplication::translate("http", "It holds a user, a password, a query or a fragment.")));
    const QString host = url.host();
    const int port = url.port(defaultPort);
    if (host.isEmpty() || port < 1 || port > 65535)
        return base::failure(badUrl(url, QCoreApplication::translate("http", "It has no host or no valid port.")));

    Endpoint endpoint;
    endpoint.kind = scheme == "https"_L1 ? Kind::Tls : Kind::Tcp;
    endpoint.address = {host, static_cast<quint16>(port)};
    const bool isUsualPort = port == (endpoint.kind == Kind::Tls ? 443 : 80);
    const QString bracketed = host.contains(u':') ? u'[' + host + u']' : host;
    endpoint.hostHeader = QUrl::toAce(bracketed);
    if (endpoint.hostHeader.isEmpty()) endpoint.hostHeader = bracketed.toLatin1();
    if (!isUsualPort) endpoint.hostHeader += ':' + QByteArray::number(port);
    endpoint.pathPrefix = url.path(QUrl::FullyEncoded).toLatin1();
    while (endpoint.pathPrefix.endsWith('/'))
        endpoint.pathPrefix.chop(1);
    return endpoint;
}

QString Endpoint::text() const
{
    if (kind == Kind::UnixSocket) return socketPath;
    const QString scheme = kind == Kind::Tls ? u"https://"_s : u"http://"_s;
    return scheme + base::dialText(address) + QString::fromLatin1(pathPrefix);
}

} // namespace tailboard::http
