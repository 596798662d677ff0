// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/wire_log.h"

#include "app/base/log.h"

#include <algorithm>

namespace tailboard::http {

using namespace Qt::StringLiterals;

namespace {

constexpr auto masked = "•••";
/// Cut only behind the masking, so that no piece of a secret stays at the edge.
constexpr qsizetype longestLine = 2000;

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QByteArray shown(const QList<std::pair<QByteArray, QByteArray>>& headers, const QByteArray& credentialName)
{
    QByteArray text;
    for (const auto& [name, value] : headers) {
        const bool isSecret = isSecretHeader(name) || (!credentialName.isEmpty() && isSame(name, credentialName));
        text += "; " + name + ": " + (isSecret ? QByteArray(masked) : value);
    }
    return text;
}

} // namespace

bool isSecretHeader(QByteArrayView name)
{
    static constexpr QByteArrayView secret[] = {"authorization", "proxy-authorization", "x-nomad-token",
                                                "x-vault-token", "x-consul-token",      "cookie",
                                                "set-cookie",    "www-authenticate"};
    return std::any_of(std::begin(secret), std::end(secret), [&](QByteArrayView known) { return isSame(name, known); });
}

void logRequest(const Endpoint& endpoint, const Request& request, const QByteArray& credentialName)
{
    if (!base::logHttp().isDebugEnabled()) return;
    QByteArray line = request.method + ' ' + request.target.left(500) + shown(request.headers, credentialName);
    if (!credentialName.isEmpty()) line += "; " + credentialName + ": " + masked;
    qCDebug(base::logHttp).noquote() << "->" << endpoint.text() << QString::fromUtf8(line) << request.body.size()
                                     << "bytes";
}

void logHead(const Endpoint& endpoint, const Request& request, const ResponseHead& head,
             const QByteArray& credentialName, const std::function<QByteArray(const QByteArray&)>& withoutSecrets)
{
    if (!base::logHttp().isDebugEnabled()) return;
    qCDebug(base::logHttp).noquote() << "<-" << endpoint.text() << QString::fromUtf8(request.method)
                                     << QString::fromUtf8(request.target.left(500)) << head.status
                                     << QString::fromUtf8(
                                            withoutSecrets(shown(head.headers, credentialName)).left(longestLine));
}

} // namespace tailboard::http
