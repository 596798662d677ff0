// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/line_stream.h"
#include "app/nomad/client.h"
#include "app/nomad/event.h"

#include <QObject>
#include <QTimer>

namespace tailboard::nomad {

/// One connection to /v1/event/stream at a time. Status 200 says nothing: Nomad (1.11.2 and later) writes it before it
/// looks at the token, and a stream it refuses just ends. So a stream counts from its first line, `{}`, on.
class EventStream : public QObject
{
    Q_OBJECT

public:
    enum class State : unsigned char { Idle, Connecting, WaitingFirstLine, Streaming };

    EventStream(Client& client, const SourceTiming& timing, QObject* parent);
    ~EventStream() override;

    State state() const { return m_state; }
    /// Opens; an older connection is closed without a signal.
    void open();
    /// Closes without a signal.
    void close();

signals:
    /// The first line came.
    void opened();
    /// Any line came, heartbeats too.
    void lineSeen();
    /// A heartbeat, every 30 s; the first line is none.
    void heartbeat();
    void batchArrived(const tailboard::nomad::EventBatch& batch);
    /// Everything that had arrived was handed out.
    void turnEnded();
    /// It is over and Idle again. StreamRefused when it ended in good order before its first line.
    void lost(const tailboard::base::Error& error);

private:
    void takeHead(const http::ResponseHead& head);
    void takeLine(QByteArrayView line);
    void takeEnd();
    void lose(base::Error error);

    Client& m_client;
    SourceTiming m_timing;
    State m_state = State::Idle;
    std::unique_ptr<http::LineStream> m_lines;
    EventDecoder m_decoder;
    QTimer m_firstLine;
};

} // namespace tailboard::nomad
