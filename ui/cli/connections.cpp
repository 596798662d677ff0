// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/connections.h"

#include "app/tailscale/daemon.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslKey>
#include <algorithm>

namespace tailboard::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestPem = 4 << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli", text);
}

base::Result<QByteArray> readPem(const QString& path, const QString& origin)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestPem)
        return base::failure({.kind = base::ErrorKind::NotFound,
                              .what = tr("The file %1 cannot be read.").arg(path),
                              .why = {},
                              .hint = tr("Check %1.").arg(origin),
                              .original = file.errorString()});
    return file.readAll();
}

base::Error notPem(const QString& path, const QString& origin)
{
    return {.kind = base::ErrorKind::Malformed,
            .what = tr("The file %1 holds no PEM that can be used.").arg(path),
            .why = {},
            .hint = tr("Check %1.").arg(origin)};
}

base::Result<void> readAuthorities(const QString& path, const QString& origin, http::TlsOptions& tls)
{
    const auto pem = readPem(path, origin);
    if (!pem) return base::failure(pem.error());
    tls.extraAuthorities = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (tls.extraAuthorities.isEmpty()) return base::failure(notPem(path, origin));
    return {};
}

/// The origins name what to check: a variable or a field of the profile.
base::Result<void> readClientCertificate(const QString& certificatePath, const QString& certificateOrigin,
                                         const QString& keyPath, const QString& keyOrigin, http::TlsOptions& tls)
{
    const auto certificate = readPem(certificatePath, certificateOrigin);
    if (!certificate) return base::failure(certificate.error());
    const auto key = readPem(keyPath, keyOrigin);
    if (!key) return base::failure(key.error());
    tls.clientCertificate = QSslCertificate(*certificate, QSsl::Pem);
    if (tls.clientCertificate.isNull()) return base::failure(notPem(certificatePath, certificateOrigin));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        tls.clientKey = QSslKey(*key, algorithm, QSsl::Pem);
        if (!tls.clientKey.isNull()) return {};
    }
    return base::failure(notPem(keyPath, keyOrigin));
}

} // namespace

base::Result<cluster::Connections> connectionsFor(const DirectAddresses& addresses,
                                                  const QProcessEnvironment& environment)
{
    const auto given = [&](const QString& option, const QString& variable, const QString& usual = {}) {
        return !option.isEmpty() ? option : environment.value(variable, usual);
    };
    cluster::Connections connections;

    const QString authorities = given(addresses.authorityFile, u"NOMAD_CACERT"_s);
    if (!authorities.isEmpty())
        if (const auto read = readAuthorities(
                authorities, addresses.authorityFile.isEmpty() ? u"NOMAD_CACERT"_s : u"--ca"_s, connections.tls);
            !read)
            return base::failure(read.error());
    if (!addresses.dialFile.isEmpty()) {
        auto map = base::DialMap::load(addresses.dialFile);
        if (!map) return base::failure(map.error());
        connections.dialMap = std::move(*map);
    }

    const QString nomad = given(addresses.nomad, u"NOMAD_ADDR"_s, u"http://127.0.0.1:4646"_s);
    auto endpoint = http::Endpoint::fromUrl(QUrl(nomad, QUrl::StrictMode), 4646);
    if (!endpoint) return base::failure(endpoint.error());
    endpoint->tls = connections.tls;
    endpoint->tls.serverName = environment.value(u"NOMAD_TLS_SERVER_NAME"_s);
    const QString certificate = environment.value(u"NOMAD_CLIENT_CERT"_s);
    if (!certificate.isEmpty())
        if (const auto read =
                readClientCertificate(certificate, u"NOMAD_CLIENT_CERT"_s, environment.value(u"NOMAD_CLIENT_KEY"_s),
                                      u"NOMAD_CLIENT_KEY"_s, endpoint->tls);
            !read)
            return base::failure(read.error());
    connections.nomad = *endpoint;
    connections.nomadCredentials = http::Credentials::nomadToken(environment.value(u"NOMAD_TOKEN"_s).toUtf8());
    const QString userAndPassword = environment.value(u"NOMAD_HTTP_AUTH"_s);
    if (connections.nomadCredentials.headerName.isEmpty() && !userAndPassword.isEmpty())
        connections.nomadCredentials =
            http::Credentials::basic(userAndPassword.section(u':', 0, 0), userAndPassword.section(u':', 1));
    connections.nomadNameSpace = environment.value(u"NOMAD_NAMESPACE"_s, u"*"_s);
    connections.nomadRegion = environment.value(u"NOMAD_REGION"_s);

    connections.tailscale = tailscale::localApiEndpoint(given(addresses.tailscale, u"TS_SOCKET"_s));

    for (const QString& text : addresses.traefik) {
        const QUrl url(text, QUrl::StrictMode);
        if (const auto checked = http::Endpoint::fromUrl(url, 8080); !checked) return base::failure(checked.error());
        connections.traefik << url;
    }
    if (!addresses.traefikUser.isEmpty())
        connections.traefikCredentials =
            http::Credentials::basic(addresses.traefikUser, environment.value(u"TAILBOARD_TRAEFIK_PASSWORD"_s));
    return connections;
}

base::Result<cluster::Connections> connectionsFor(const profile::Profile& profile, const profile::Secrets& secrets,
                                                  qsizetype nomad)
{
    cluster::Connections connections;
    if (!profile.authorityFile.isEmpty())
        if (const auto read = readAuthorities(profile.authorityFile, tr("the CA file of the profile"), connections.tls);
            !read)
            return base::failure(read.error());
    if (!profile.dialFile.isEmpty()) {
        auto map = base::DialMap::load(profile.dialFile);
        if (!map) return base::failure(map.error());
        connections.dialMap = std::move(*map);
    }
    if (nomad < profile.nomad.size()) {
        auto endpoint = http::Endpoint::fromUrl(QUrl(profile.nomad[nomad], QUrl::StrictMode), 4646);
        if (!endpoint) return base::failure(endpoint.error());
        endpoint->tls = connections.tls;
        endpoint->tls.serverName = profile.serverName;
        if (!profile.certificateFile.isEmpty())
            if (const auto read =
                    readClientCertificate(profile.certificateFile, tr("the client certificate of the profile"),
                                          profile.keyFile, tr("the client key of the profile"), endpoint->tls);
                !read)
                return base::failure(read.error());
        connections.nomad = *endpoint;
    }
    // One header carries either; Nomad looks at the token, what stands in front of it at the user.
    connections.nomadCredentials = http::Credentials::nomadToken(secrets.nomadToken.bytes());
    if (connections.nomadCredentials.headerName.isEmpty() && !profile.nomadUser.isEmpty())
        connections.nomadCredentials =
            http::Credentials::basic(profile.nomadUser, QString::fromUtf8(secrets.nomadPassword.bytes()));
    connections.nomadNameSpace = profile.nameSpace;
    connections.nomadRegion = profile.region;

    if (profile.tailscale != profile::TailscaleUse::Off)
        connections.tailscale = tailscale::localApiEndpoint(
            profile.tailscale == profile::TailscaleUse::Socket ? profile.tailscaleSocket : QString());

    for (const QString& text : profile.traefik) {
        const QUrl url(text, QUrl::StrictMode);
        if (const auto checked = http::Endpoint::fromUrl(url, 8080); !checked) return base::failure(checked.error());
        connections.traefik << url;
    }
    if (!profile.traefikUser.isEmpty())
        connections.traefikCredentials =
            http::Credentials::basic(profile.traefikUser, QString::fromUtf8(secrets.traefikPassword.bytes()));
    return connections;
}

profile::Secret tokenFromEnvironment(const profile::Profile& profile, const QProcessEnvironment& environment)
{
    const QString address = environment.value(u"NOMAD_ADDR"_s);
    if (!address.isEmpty()) {
        const auto origin = [](const QString& text) {
            return QUrl(text).adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment |
                                       QUrl::RemoveUserInfo);
        };
        const bool isOurs = std::any_of(profile.nomad.begin(), profile.nomad.end(),
                                        [&](const QString& own) { return origin(own) == origin(address); });
        if (!isOurs) return {};
    }
    return profile::Secret(environment.value(u"NOMAD_TOKEN"_s).toUtf8());
}

} // namespace tailboard::cli
