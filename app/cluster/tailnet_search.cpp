// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/tailnet_search.h"

#include "app/nomad/client.h"
#include "app/tailscale/decode.h"

#include <QHostAddress>

namespace tailboard::cluster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The address that works without MagicDNS; IPv4 first, as everybody's firewall knows it.
QString addressOf(const tailscale::Peer& peer)
{
    for (const QString& address : peer.addresses)
        if (QHostAddress(address).protocol() == QAbstractSocket::IPv4Protocol) return address;
    return peer.addresses.value(0);
}

QUrl urlOf(const QString& address, bool isTls)
{
    QUrl url;
    url.setScheme(isTls ? u"https"_s : u"http"_s);
    url.setHost(address);
    url.setPort(TailnetSearch::port);
    return url;
}

} // namespace

QFuture<base::Result<tailscale::Status>> readTailnet(http::Client& client)
{
    http::Request request;
    request.target = "/localapi/v0/status";
    request.limits.firstByte = 5s;
    return client.send(request).then(
        &client, [](const base::Result<http::Response>& answer) -> base::Result<tailscale::Status> {
            if (!answer) return base::failure(answer.error());
            if (answer->head.status != 200)
                return base::failure(http::statusError(answer->head, answer->body, u"tailscaled"_s));
            auto decoded = tailscale::decodeStatus(answer->body);
            if (!decoded) return base::failure(decoded.error());
            return std::move(decoded->value);
        });
}

TailnetSearch::TailnetSearch(const tailscale::Status& tailnet, const base::DialMap& dialMap, QObject* parent)
    : QObject(parent)
    , m_dialMap(dialMap)
{
    for (const tailscale::Peer& peer : tailnet.peers) {
        if (qsizetype(m_peers.size()) == mostPeers) break;
        const QString address = addressOf(peer);
        if ((peer.isOnline || peer.isSelf) && !address.isEmpty())
            m_peers.push_back({peer.shortName(), address, nullptr});
    }
}

TailnetSearch::~TailnetSearch() = default;

void TailnetSearch::start()
{
    for (int i = 0; i < atOnce; ++i)
        askNext();
    if (m_peers.empty()) emit finished();
}

void TailnetSearch::askNext()
{
    if (m_next == m_peers.size()) return;
    Asked& peer = m_peers[m_next++];
    const auto endpoint = http::Endpoint::fromUrl(urlOf(peer.address, false), port);
    if (!endpoint) {
        take(peer, base::failure(endpoint.error()));
        return;
    }
    // No credentials: a token belongs to the one cluster it was given for.
    peer.client = std::make_unique<http::Client>(*endpoint, m_dialMap);
    http::Request request;
    request.target = "/v1/status/leader";
    request.limits = {.connect = 2s, .firstByte = 2s, .quiet = 2s, .total = 4s, .bodyBytes = 64 * 1024};
    peer.client->send(request).then(this,
                                    [this, &peer](const base::Result<http::Response>& answer) { take(peer, answer); });
}

void TailnetSearch::take(Asked& peer, const base::Result<http::Response>& answer)
{
    if (answer) {
        // Go's server says this to plain HTTP on a TLS port (net/http, seen with Nomad 1.11.3).
        const bool isTls = answer->head.status == 400 && answer->body.contains("HTTP request to an HTTPS server");
        const auto error = nomad::answerError(answer->head, answer->body);
        if (isTls || !error || error->kind == base::ErrorKind::NoLeader)
            m_found << FoundNomad{peer.name, urlOf(peer.address, isTls), isTls};
    }
    ++m_done;
    emit advanced();
    if (m_done == total())
        emit finished();
    else
        askNext();
}

} // namespace tailboard::cluster
