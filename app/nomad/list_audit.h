// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/client.h"
#include "app/nomad/event_intake.h"

#include <QObject>
#include <QTimer>

namespace tailboard::nomad {

/// Looks at the index of each list now and then, with requests of one row. Events do not tell of everything: rows that
/// Nomad collects as garbage go without a word, and so do the counts in a job's summary.
class ListAudit : public QObject
{
    Q_OBJECT

public:
    ListAudit(Client& client, const EventIntake& intake, const SourceTiming& timing, QObject* parent);

    void start();
    void stop();

signals:
    /// The list is at a newer index than anything we heard.
    void outdated(tailboard::nomad::List list);
    /// Nomad's state is older than what it said before: a snapshot was restored, or it is another cluster.
    void wentBack();
    void advanced();
    /// All lists were looked at.
    void ended();

private:
    void look(size_t next);
    void take(size_t position, const base::Result<http::Response>& response);

    Client& m_client;
    const EventIntake& m_intake;
    QTimer m_timer;
    QPointer<Reading> m_reading;
    quint64 m_round = 0;
};

} // namespace tailboard::nomad
