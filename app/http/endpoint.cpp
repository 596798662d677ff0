// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/endpoint.h"

#include <QCoreApplication>

namespace tailboard::http {

using namespace Qt::StringLiterals;

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
    const QString scheme = url.scheme().toLower();
    const bool isGood = url.isValid() && (scheme == u"http" || scheme == u"https") && !url.host().isEmpty() &&
                        url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (!isGood) {
        const QString shown = url.toString(QUrl::RemoveUserInfo).left(200);
        return base::failure(
            {.kind = base::ErrorKind::Malformed,
             .what = QCoreApplication::translate("http", "%1 is not an address that can be used.").arg(shown),
             .why = {},
             .hint = QCoreApplication::translate("http", "Write it as http://host:port or https://host:port.")});
    }
    Endpoint endpoint;
    endpoint.kind = scheme == u"https" ? Kind::Tls : Kind::Tcp;
    endpoint.address = {url.host(), static_cast<quint16>(url.port(defaultPort))};
    const quint16 schemePort = endpoint.kind == Kind::Tls ? 443 : 80;
    endpoint.hostHeader =
        (endpoint.address.port == schemePort
             ? (endpoint.address.host.contains(u':') ? u'[' + endpoint.address.host + u']' : endpoint.address.host)
             : base::dialText(endpoint.address))
            .toUtf8();
    QByteArray prefix = url.path(QUrl::FullyEncoded).toUtf8();
    while (prefix.endsWith('/'))
        prefix.chop(1);
    endpoint.pathPrefix = prefix;
    return endpoint;
}

QString Endpoint::text() const
{
    if (kind == Kind::UnixSocket) return socketPath;
    return (kind == Kind::Tls ? u"https://"_s : u"http://"_s) + base::dialText(address) + QString::fromUtf8(pathPrefix);
}

} // namespace tailboard::http
