// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/status_command.h"

#include "ui/cli/status_json.h"
#include "ui/cli/status_text.h"

#include <QJsonDocument>
#include <cstdio>

namespace tailboard::cli {

namespace {

void write(const QByteArray& text)
{
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    std::fflush(stdout);
}

} // namespace

StatusCommand::StatusCommand(const Call& call, cluster::Connections connections, const base::Clock& clock,
                             QObject* parent)
    : QObject(parent)
    , m_call(call)
    , m_clock(clock)
    , m_monitor(std::move(connections), clock)
    , m_findings(m_monitor.join(), clock)
{
    connect(&m_monitor, &cluster::Monitor::changed, &m_findings, &findings::Findings::update);
    connect(&m_monitor, &cluster::Monitor::sourcesChanged, &m_findings, &findings::Findings::updateSources);
    m_limit.setSingleShot(true);
    m_pause.setSingleShot(true);
    m_pause.setInterval(1000);
    m_tick.setInterval(1000);
}

void StatusCommand::start()
{
    if (m_call.watch) {
        const auto note = [this] {
            m_isChanged = true;
            if (!m_pause.isActive()) m_pause.start();
        };
        connect(&m_monitor, &cluster::Monitor::changed, this, note);
        connect(&m_monitor, &cluster::Monitor::sourcesChanged, this, note);
        connect(&m_findings, &findings::Findings::changed, this, note);
        connect(&m_tick, &QTimer::timeout, &m_findings, &findings::Findings::updateSources);
        connect(&m_pause, &QTimer::timeout, this, &StatusCommand::printLine);
        m_tick.start();
        m_monitor.start(false);
        return;
    }
    connect(&m_monitor, &cluster::Monitor::settled, this, &StatusCommand::print);
    connect(&m_limit, &QTimer::timeout, this, &StatusCommand::print);
    // Half a second is kept for saying it: the call as a whole ends within its limit.
    m_limit.start(m_call.timeoutSeconds * 1000 - 500);
    m_monitor.start(true);
}

void StatusCommand::print()
{
    if (m_isDone) return;
    m_isDone = true;
    m_limit.stop();
    m_findings.updateSources();
    const QDateTime now = m_clock.now();
    if (m_call.json)
        write(QJsonDocument(statusJson(m_monitor.join(), m_findings, now)).toJson(QJsonDocument::Indented));
    else
        write(statusText(m_monitor.join(), m_findings, now).toUtf8());
    const int code = statusExitCode(m_monitor.tables(), m_findings.table(), m_call.failOn, now);
    m_monitor.stop();
    emit finished(code);
}

void StatusCommand::printLine()
{
    if (!m_isChanged) return;
    m_isChanged = false;
    m_findings.updateSources();
    write(QJsonDocument(statusJson(m_monitor.join(), m_findings, m_clock.now())).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace tailboard::cli
