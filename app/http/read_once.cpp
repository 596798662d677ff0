// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/read_once.h"

#include <utility>

namespace tailboard::http {

namespace {

/// Collects one answer; dies with its context or after the end.
class OneReading : public QObject
{
public:
    OneReading(std::unique_ptr<Exchange> exchange, QObject* context, ReadOnceDone done)
        : QObject(context)
        , m_exchange(std::move(exchange))
        , m_done(std::move(done))
    {
        connect(m_exchange.get(), &Exchange::headArrived, this,
                [this](const ResponseHead& head) { m_response.head = head; });
        connect(m_exchange.get(), &Exchange::bodyArrived, this,
                [this](QByteArrayView piece) { m_response.body.append(piece); });
        connect(m_exchange.get(), &Exchange::failed, this,
                [this](const base::Error& error) { finish(base::failure(error)); });
        connect(m_exchange.get(), &Exchange::finished, this, [this] {
            m_response.body = m_exchange->withoutSecrets(m_response.body);
            finish(std::move(m_response));
        });
    }

private:
    void finish(const base::Result<Response>& result)
    {
        // The callee may delete the context, and this with it.
        const ReadOnceDone done = std::exchange(m_done, {});
        deleteLater();
        if (done) done(result);
    }

    std::unique_ptr<Exchange> m_exchange;
    Response m_response;
    ReadOnceDone m_done;
};

} // namespace

void readOnce(Client& client, const Request& request, QObject* context, ReadOnceDone done)
{
    Q_ASSERT(context);
    new OneReading(client.open(request), context, std::move(done));
}

} // namespace tailboard::http
