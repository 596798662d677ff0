// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/daemon.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace tailboard::tailscale {

using namespace Qt::StringLiterals;

namespace {

#if defined(Q_OS_MACOS)
// Not run: written after safesocket_darwin.go. The App Store variant hides its token in the name of a file that only
// lsof finds; there the explicit path has to be given.
std::optional<LocalApi> standaloneApp()
{
    const QString folder = u"/Library/Tailscale"_s;
    const QString port = QFile::symLinkTarget(folder + u"/ipnport"_s).section(u'/', -1);
    QFile file(folder + u"/sameuserproof-"_s + port);
    if (port.isEmpty() || !file.open(QIODevice::ReadOnly)) return std::nullopt;
    const auto proof = SameUserProof::parse(port, file.read(256));
    if (!proof) return std::nullopt;
    http::Endpoint endpoint;
    endpoint.kind = http::Endpoint::Kind::Tcp;
    endpoint.address = {.host = u"127.0.0.1"_s, .port = proof->port}; // not "localhost": tailscale#7851
    endpoint.hostHeader = localApiHost;
    return LocalApi{endpoint, http::Credentials::basic({}, QString::fromLatin1(proof->token))};
}
#endif

} // namespace

QStringList socketCandidates()
{
#if defined(Q_OS_WIN)
    // Not run. A pipe and no file: nothing looks whether it exists.
    return {uR"(\\.\pipe\ProtectedPrefix\Administrators\Tailscale\tailscaled)"_s};
#elif defined(Q_OS_MACOS)
    return {u"/var/run/tailscaled.socket"_s};
#else
    return {
        u"/var/run/tailscale/tailscaled.sock"_s,
        u"/run/tailscale/tailscaled.sock"_s,              // where /var/run is no link
        u"/var/packages/Tailscale/var/tailscaled.sock"_s, // Synology DSM 7
        u"/var/packages/Tailscale/etc/tailscaled.sock"_s, // Synology DSM 6
        u"/tmp/tailscale/tailscaled.sock"_s,              // QNAP
        u"/tmp/tailscaled.sock"_s,                        // the official container image
    };
#endif
}

QString chooseSocket(const QString& explicitPath, const QString& environment, const QStringList& candidates)
{
    if (!explicitPath.isEmpty()) return explicitPath;
    if (!environment.isEmpty()) return environment;
    const auto found = std::find_if(candidates.cbegin(), candidates.cend(),
                                    [](const QString& path) { return QFileInfo::exists(path); });
    return found != candidates.cend() ? *found : candidates.value(0);
}

LocalApi localApi(const QString& explicitPath)
{
    const QString environment = qEnvironmentVariable("TS_SOCKET");
#if defined(Q_OS_MACOS)
    if (explicitPath.isEmpty() && environment.isEmpty())
        if (auto app = standaloneApp()) return *app;
#endif
    const QString path = chooseSocket(explicitPath, environment, socketCandidates());
    return {http::Endpoint::unixSocket(path, localApiHost), {}};
}

http::Endpoint localApiEndpoint(const QString& explicitPath)
{
    return localApi(explicitPath).endpoint;
}

std::optional<SameUserProof> SameUserProof::parse(const QString& portText, const QByteArray& fileContent)
{
    bool isNumber = false;
    const uint port = portText.toUInt(&isNumber);
    const QByteArray token = fileContent.trimmed();
    const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!isNumber || port == 0 || port > 65'535) return std::nullopt;
    if (token.isEmpty() || token.size() > 128 || !std::all_of(token.cbegin(), token.cend(), isHex)) return std::nullopt;
    return SameUserProof{quint16(port), token};
}

} // namespace tailboard::tailscale
