// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/list_audit.h"

#include "app/nomad/reading.h"

namespace tailboard::nomad {

ListAudit::ListAudit(Client& client, const EventIntake& intake, const SourceTiming& timing, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_intake(intake)
{
    m_timer.setInterval(timing.audit);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { look(0); });
}

void ListAudit::start()
{
    stop();
    m_timer.start();
}

void ListAudit::stop()
{
    ++m_round;
    m_timer.stop();
    if (m_reading) m_reading->cancel();
    m_reading.clear();
}

void ListAudit::look(size_t next)
{
    if (next >= listCount) {
        m_timer.start();
        emit ended();
        return;
    }
    m_reading = m_client.read(m_client.targets().list(List(next), {.onlyFirst = true}), this,
                              [this, next](const base::Result<http::Response>& response) { take(next, response); });
}

void ListAudit::take(size_t position, const base::Result<http::Response>& response)
{
    const quint64 round = m_round;
    if (response) {
        const quint64 index = queryMeta(response->head).index;
        emit advanced();
        if (index > 0 && index < m_intake.readIndex(List(position))) return emit wentBack();
        if (index > m_intake.index(List(position))) emit outdated(List(position));
    }
    // Whoever heard of it may have begun anew.
    if (round == m_round) look(position + 1);
}

} // namespace tailboard::nomad
