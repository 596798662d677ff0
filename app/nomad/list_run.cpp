// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/list_run.h"

#include "app/base/log.h"
#include "app/nomad/list_decoder.h"

namespace tailboard::nomad {

namespace {

constexpr qsizetype longestErrorBody = 16 * 1024;

void hand(Receiver& receiver, std::span<const Node> rows)
{
    receiver.nodesArrived(rows);
}

void hand(Receiver& receiver, std::span<const Job> rows)
{
    receiver.jobsArrived(rows);
}

void hand(Receiver& receiver, std::span<const Allocation> rows)
{
    receiver.allocationsArrived(rows);
}

void hand(Receiver& receiver, std::span<const Deployment> rows)
{
    receiver.deploymentsArrived(rows);
}

void hand(Receiver& receiver, std::span<const Evaluation> rows)
{
    receiver.evaluationsArrived(rows);
}

template<typename Row>
class RunOf final : public ListRun
{
public:
    RunOf(List list, std::unique_ptr<http::Exchange> exchange, Receiver& receiver)
        : ListRun(list, std::move(exchange), receiver)
    {}

protected:
    base::Result<void> feed(QByteArrayView piece) override { return m_decoder.feed(piece); }
    base::Result<void> close() override { return m_decoder.finish(); }
    void deliver(Receiver& receiver) override
    {
        const std::vector<Row> rows = m_decoder.takeRows();
        if (!rows.empty()) hand(receiver, std::span<const Row>(rows));
    }
    const QList<base::Issue>& issues() const override { return m_decoder.issues(); }

private:
    ListDecoder<Row> m_decoder;
};

} // namespace

std::unique_ptr<ListRun> ListRun::make(List list, std::unique_ptr<http::Exchange> exchange, Receiver& receiver)
{
    switch (list) {
    case List::Nodes:
        return std::make_unique<RunOf<Node>>(list, std::move(exchange), receiver);
    case List::Jobs:
        return std::make_unique<RunOf<Job>>(list, std::move(exchange), receiver);
    case List::Allocations:
        return std::make_unique<RunOf<Allocation>>(list, std::move(exchange), receiver);
    case List::Deployments:
        return std::make_unique<RunOf<Deployment>>(list, std::move(exchange), receiver);
    case List::Evaluations:
        return std::make_unique<RunOf<Evaluation>>(list, std::move(exchange), receiver);
    case List::Services:
        break;
    }
    Q_UNREACHABLE();
    return nullptr;
}

ListRun::ListRun(List list, std::unique_ptr<http::Exchange> exchange, Receiver& receiver)
    : m_list(list)
    , m_exchange(std::move(exchange))
    , m_receiver(receiver)
{
    connect(m_exchange.get(), &http::Exchange::headArrived, this, &ListRun::takeHead);
    connect(m_exchange.get(), &http::Exchange::bodyArrived, this, &ListRun::takePiece);
    connect(m_exchange.get(), &http::Exchange::finished, this, &ListRun::takeEnd);
    connect(m_exchange.get(), &http::Exchange::failed, this, [this](const base::Error& error) { end(error); });
}

ListRun::~ListRun() = default;

void ListRun::cancel()
{
    m_isOver = true;
    m_exchange->abort();
}

void ListRun::takeHead(const http::ResponseHead& head)
{
    if (m_isOver) return;
    m_head = head;
    m_isGood = !answerError(head, {});
    if (m_isGood) m_receiver.beginList(m_list);
}

void ListRun::takePiece(QByteArrayView piece)
{
    if (m_isOver) return;
    if (!m_isGood) {
        m_errorBody.append(piece.first(std::min(piece.size(), longestErrorBody - m_errorBody.size())));
        return;
    }
    const auto fed = feed(piece);
    deliver(m_receiver);
    m_receiver.batchEnded();
    if (!fed) {
        end(fed.error());
    } else {
        emit advanced();
    }
}

void ListRun::takeEnd()
{
    if (m_isOver) return;
    if (!m_isGood) return end(answerError(m_head, m_exchange->withoutSecrets(m_errorBody)));
    if (const auto closed = close(); !closed) return end(closed.error());
    m_receiver.endList(m_list);
    m_receiver.batchEnded();
    end(std::nullopt);
}

void ListRun::end(std::optional<base::Error> error)
{
    if (std::exchange(m_isOver, true)) return;
    if (error) m_exchange->abort();
    for (const auto& issue : issues()) {
        qCDebug(base::logNomad) << "list" << int(m_list) << issue.path << issue.reason;
    }
    emit done({queryMeta(m_head), std::move(error), issues().size()});
}

} // namespace tailboard::nomad
