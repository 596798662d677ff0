// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/peer_reading.h"

#include "app/base/json_text.h"
#include "app/http/read_once.h"
#include "app/tailscale/fault.h"

#include <QCoreApplication>

namespace tailboard::tailscale {

std::optional<QByteArray> peerObject(QByteArrayView status, const QString& id)
{
    // Ids are letters and digits (StableNodeID), so that the text as sent needs no unescaping.
    const QByteArray wanted = '"' + id.toUtf8() + '"';
    const QByteArrayView self = base::memberOf(status, "Self");
    if (base::memberOf(self, "ID") == wanted) return self.toByteArray();
    std::optional<QByteArray> found;
    base::visitMembers(base::memberOf(status, "Peer"), [&](QByteArrayView, QByteArrayView peer) {
        if (base::memberOf(peer, "ID") == wanted) found = peer.toByteArray();
        return !found;
    });
    return found;
}

void readPeerObject(http::Client& client, const http::Request& request, const QString& id, QObject* context,
                    std::function<void(const base::Result<QByteArray>&)> done)
{
    const http::Endpoint endpoint = client.endpoint();
    http::readOnce(client, request, context, [endpoint, id, done = std::move(done)](const auto& answer) {
        if (!answer) return done(base::failure(connectionFault(endpoint, answer.error())));
        if (answer->head.status != 200 || answer->head.contentType() == "text/html")
            return done(base::failure(answerFault(answer->head, answer->body)));
        if (const auto peer = peerObject(answer->body, id)) return done(*peer);
        done(base::failure(
            {.kind = base::ErrorKind::NotFound,
             .what = QCoreApplication::translate("tailscale", "tailscaled does not list this machine any more."),
             .hint =
                 QCoreApplication::translate("tailscale", "It was removed from the tailnet, or its key changed.")}));
    });
}

} // namespace tailboard::tailscale
