// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/client.h"
#include "app/nomad/targets.h"

#include <QPointer>
#include <functional>
#include <memory>

namespace tailboard::nomad {

/// What Nomad's headers say beside the answer.
struct QueryMeta
{
    quint64 index = 0;                        ///< X-Nomad-Index; 0 is no index
    bool knownLeader = true;                  ///< X-Nomad-KnownLeader; true when not sent
    std::chrono::milliseconds lastContact{0}; ///< X-Nomad-LastContact

    friend bool operator==(const QueryMeta&, const QueryMeta&) = default;
};

QueryMeta queryMeta(const http::ResponseHead& head);

/// Why an answer is no good: any status but 200, or a body of another kind than JSON (something else answers on this
/// port). nullopt for a good one. `body` may be cut; Nomad's errors are plain text in it and some are known by it.
std::optional<base::Error> answerError(const http::ResponseHead& head, const QByteArray& body);

class Reading;

/// The end of a small reading; a failure is also any answer for which answerError() has a word.
using ReadDone = std::function<void(const base::Result<http::Response>&)>;

/// Nomad's API over an http::Client: targets and limits of each kind of request.
class Client
{
public:
    Client(std::unique_ptr<http::Client> transport, QString nameSpace, QString region);

    http::Client& transport() { return *m_transport; }
    const Targets& targets() const { return m_targets; }
    /// Room for so many held readings beside the four connections of all others.
    void setHeldCount(int count);
    /// Shortens all waits for an answer's first byte, for a single attempt that must end soon; 0: as usual.
    void setFirstByteLimit(std::chrono::milliseconds limit) { m_firstByte = limit; }

    /// A list of rows: no bound on its bytes, which the ListDecoder sets.
    std::unique_ptr<http::Exchange> openList(List list);
    /// The event stream: uncompressed, never ending, on a connection of its own.
    std::unique_ptr<http::Exchange> openEvents();
    /// Reads a small answer whole (at most 64 MiB) and calls `done` once, unless `context` or the returned object is
    /// deleted or the latter cancelled before; both end the exchange.
    QPointer<Reading> read(const QByteArray& target, QObject* context, ReadDone done);
    /// As read(), for an answer that is held back up to `wait`. It occupies a connection meanwhile: see setHeldCount().
    QPointer<Reading> readHeld(const QByteArray& target, std::chrono::milliseconds wait, QObject* context,
                               ReadDone done);

private:
    std::unique_ptr<http::Client> m_transport;
    Targets m_targets;
    std::chrono::milliseconds m_firstByte{0};
};

} // namespace tailboard::nomad
