// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/reading.h"

#include <utility>

namespace tailboard::nomad {

Reading::Reading(std::unique_ptr<http::Exchange> exchange, QObject* parent, ReadDone done)
    : QObject(parent)
    , m_exchange(std::move(exchange))
    , m_done(std::move(done))
{
    connect(m_exchange.get(), &http::Exchange::headArrived, this,
            [this](const http::ResponseHead& head) { m_response.head = head; });
    connect(m_exchange.get(), &http::Exchange::bodyArrived, this,
            [this](QByteArrayView piece) { m_response.body.append(piece); });
    connect(m_exchange.get(), &http::Exchange::failed, this,
            [this](const base::Error& error) { finish(base::failure(error)); });
    connect(m_exchange.get(), &http::Exchange::finished, this, [this] {
        if (answerError(m_response.head, {})) {
            finish(base::failure(
                answerError(m_response.head, m_exchange->withoutSecrets(m_response.body)).value_or(base::Error{})));
        } else {
            finish(std::move(m_response));
        }
    });
}

Reading::~Reading() = default;

void Reading::cancel()
{
    m_done = {};
    m_exchange->abort();
    deleteLater();
}

void Reading::finish(const base::Result<http::Response>& result)
{
    // The callee may delete our parent and so this.
    const ReadDone done = std::exchange(m_done, {});
    deleteLater();
    if (done) done(result);
}

} // namespace tailboard::nomad
