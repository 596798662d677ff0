// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/client.h"
#include "app/nomad/event_intake.h"

#include <QObject>
#include <QTimer>
#include <array>

namespace tailboard::nomad {

/// Notices changes where the event stream is refused: one blocking query, of one row, on each of four lists.
/// Deployments and evaluations need none, they change along with jobs and allocations.
class ChangePoll : public QObject
{
    Q_OBJECT

public:
    ChangePoll(Client& client, const SourceTiming& timing, QObject* parent);

    /// Begins to watch a list that was read at `index`, not sooner than the throttle after the last time. Does nothing
    /// for the two lists that are not watched.
    void watch(List list, quint64 index);
    void stop();

signals:
    void changed(tailboard::nomad::List list);
    void wentBack();
    void advanced();
    void failed(const tailboard::base::Error& error);

private:
    struct Watch
    {
        QPointer<Reading> reading;
        std::unique_ptr<QTimer> throttle;
        quint64 index = 0;
    };

    void ask(List list);
    void take(List list, const base::Result<http::Response>& response);

    Client& m_client;
    SourceTiming m_timing;
    std::array<Watch, listCount> m_watches;
};

} // namespace tailboard::nomad
