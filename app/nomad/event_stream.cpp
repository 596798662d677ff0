// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/event_stream.h"

#include "app/base/log.h"

#include <QCoreApplication>

namespace tailboard::nomad {

namespace {

/// A plan that places thousands of allocations is one line, 4 kB each.
constexpr qint64 longestLine = 64 * 1024 * 1024;

} // namespace

EventStream::EventStream(Client& client, const SourceTiming& timing, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_timing(timing)
{
    m_firstLine.setSingleShot(true);
    connect(&m_firstLine, &QTimer::timeout, this, [this] {
        base::Error error;
        error.kind = base::ErrorKind::TimedOut;
        error.what = QCoreApplication::translate("nomad", "Nomad's event stream stays silent.");
        error.hint = QCoreApplication::translate(
            "nomad", "It is tried again; if it stays so, look at the agent's log, and at proxies in between.");
        lose(error);
    });
}

EventStream::~EventStream() = default;

void EventStream::open()
{
    close();
    m_state = State::Connecting;
    m_lines = std::make_unique<http::LineStream>(m_client.openEvents(), m_timing.silence, longestLine, nullptr,
                                                 QStringLiteral("Nomad"));
    connect(m_lines.get(), &http::LineStream::opened, this, &EventStream::takeHead);
    connect(m_lines.get(), &http::LineStream::lineArrived, this, &EventStream::takeLine);
    connect(m_lines.get(), &http::LineStream::batchEnded, this, &EventStream::turnEnded);
    connect(m_lines.get(), &http::LineStream::ended, this, &EventStream::takeEnd);
    connect(m_lines.get(), &http::LineStream::failed, this, &EventStream::lose);
}

void EventStream::close()
{
    m_state = State::Idle;
    m_firstLine.stop();
    if (!m_lines) return;
    // We may be inside one of its signals.
    m_lines->disconnect(this);
    m_lines.release()->deleteLater();
}

void EventStream::takeHead(const http::ResponseHead& head)
{
    if (auto error = answerError(head, {})) return lose(*error);
    m_state = State::WaitingFirstLine;
    m_firstLine.start(m_timing.firstLine);
}

void EventStream::takeLine(QByteArrayView line)
{
    const auto batch = m_decoder.decode(line);
    if (!batch) return lose(batch.error());
    const bool isFirst = m_state != State::Streaming;
    if (isFirst) {
        m_state = State::Streaming;
        m_firstLine.stop();
        emit opened();
    }
    if (m_state != State::Streaming) return; // closed by whoever heard of it
    emit lineSeen();
    for (const auto& issue : batch->issues) {
        qCDebug(base::logNomad) << "event" << issue.path << issue.reason;
    }
    if (!batch->isHeartbeat()) {
        emit batchArrived(*batch);
    } else if (!isFirst) {
        emit heartbeat();
    }
}

void EventStream::takeEnd()
{
    base::Error error;
    if (m_state == State::Streaming) {
        error.kind = base::ErrorKind::Cut;
        error.what = QCoreApplication::translate("nomad", "Nomad ended its event stream.");
        error.why = QCoreApplication::translate(
            "nomad", "The agent may be restarting, or the rights of the token have changed.");
        error.hint = QCoreApplication::translate("nomad", "It is tried again.");
    } else {
        error.kind = base::ErrorKind::StreamRefused;
        error.what = QCoreApplication::translate("nomad", "Nomad refuses the event stream.");
        error.hint = QCoreApplication::translate(
            "nomad", "Use a token whose policy has read-job on every namespace and node:read.");
    }
    lose(error);
}

void EventStream::lose(base::Error error)
{
    close();
    emit lost(error);
}

} // namespace tailboard::nomad
