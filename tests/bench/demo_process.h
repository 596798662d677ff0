// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <memory>
#include <sys/types.h>

class QSocketNotifier;

namespace tailboard::bench {

/// How much the demo cluster holds beside the article's world.
struct Load
{
    int allocations = 0;
    int routers = 0;
    int peers = 0;
};

/// The process that serves: runs the demo cluster and does what stdin says until it ends. One command a line, one JSON
/// object a line in answer:
///   events N          sends N allocation events at once; {"index"}
///   storm RATE MS     sends RATE events a second for so long; afterwards {"index","sent","ms"}
///   requests          {"requests","bytesOut"} of all servers since the start
///   targets           {"targets": {target: how often}}, and forgets them
/// The first line is where the servers are: {"nomad","socket","dial"}. Gives the exit code.
int serveDemo(int argc, char** argv, const Load& load);

/// The measuring process's end of it. Can be made before the application object is, so that the application's own start
/// can be measured. Ends the process with itself.
class DemoProcess : public QObject
{
    Q_OBJECT

public:
    /// Starts this program again as the one that serves, and waits until it is ready; its first line is in ready().
    explicit DemoProcess(const Load& load);
    ~DemoProcess() override;

    const QJsonObject& ready() const { return m_ready; }
    void send(const QByteArray& command);
    /// From now on answers come by answered(). Needs an application object.
    void listen();

signals:
    void answered(const QJsonObject& answer);

private:
    QJsonObject readLine();
    void takeAnswers();

    pid_t m_process = -1;
    int m_in = -1;
    int m_out = -1;
    QByteArray m_pending;
    QJsonObject m_ready;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace tailboard::bench
