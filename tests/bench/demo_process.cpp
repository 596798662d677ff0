// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/demo_process.h"

#include "app/demo/cluster.h"
#include "tests/bench/gates.h"
#include "tests/bench/process_figures.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>
#include <array>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace tailboard::bench {

using namespace Qt::StringLiterals;

namespace {

/// Runs in the serving process.
class Server
{
public:
    explicit Server(demo::Cluster& cluster)
        : m_cluster(cluster)
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        QObject::connect(&m_input, &QSocketNotifier::activated, &m_input, [this] { read(); });
        m_storm.setTimerType(Qt::PreciseTimer);
        m_storm.setInterval(5);
        QObject::connect(&m_storm, &QTimer::timeout, &m_storm, [this] { blow(); });
    }

private:
    void read()
    {
        std::array<char, 4096> buffer{};
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count <= 0) {
            m_input.setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        m_pending.append(buffer.data(), count);
        for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
            const QByteArray line = m_pending.left(end);
            m_pending.remove(0, end + 1);
            obey(line.split(' '));
        }
    }

    void obey(const QByteArrayList& words)
    {
        if (words[0] == "events") {
            m_cluster.sendAllocationEvents(words.value(1).toInt());
            answer({{u"index"_s, qint64(m_cluster.nomadIndex())}});
        } else if (words[0] == "storm") {
            m_rate = words.value(1).toInt();
            m_end = words.value(2).toLongLong() * 1'000'000;
            m_sent = 0;
            m_begin = wallTime();
            m_storm.start();
        } else if (words[0] == "requests") {
            qint64 requests = 0;
            qint64 bytes = 0;
            for (int i = 0; i < demo::serverCount; ++i) {
                const demo::Counters& counters = m_cluster.counters(demo::Server(i));
                requests += qint64(counters.requests);
                bytes += qint64(counters.bytesOut);
            }
            answer({{u"requests"_s, requests}, {u"bytesOut"_s, bytes}});
        } else if (words[0] == "targets") {
            QJsonObject targets;
            for (const demo::SeenRequest& request : m_cluster.requests()) {
                const QString target = request.server + u' ' + QString::fromUtf8(request.target);
                targets[target] = targets[target].toInt() + 1;
            }
            m_cluster.clearRequests();
            answer({{u"targets"_s, targets}});
        }
    }

    void blow()
    {
        const qint64 elapsed = wallTime() - m_begin;
        const int due = int(double(std::min(elapsed, m_end)) / 1e9 * m_rate) - m_sent;
        // Not all that a late timer missed at once: that would be a burst and no storm.
        const int now = std::min(due, m_rate / 50);
        m_cluster.sendAllocationEvents(now);
        m_sent += now;
        if (elapsed < m_end) return;
        m_storm.stop();
        answer({{u"index"_s, qint64(m_cluster.nomadIndex())}, {u"sent"_s, m_sent}, {u"ms"_s, milliseconds(elapsed)}});
    }

    static void answer(const QJsonObject& object) { print(object, QJsonDocument::Compact); }

    demo::Cluster& m_cluster;
    QSocketNotifier m_input;
    QTimer m_storm;
    QByteArray m_pending;
    int m_rate = 0;
    int m_sent = 0;
    qint64 m_begin = 0;
    qint64 m_end = 0;
};

} // namespace

int serveDemo(int argc, char** argv, const Load& load)
{
    QCoreApplication application(argc, argv);
    demo::Options options;
    options.moving = false;
    options.extraAllocations = load.allocations;
    options.extraRouters = load.routers;
    options.extraPeers = load.peers;
    demo::Cluster cluster(options);
    if (const auto started = cluster.start(); !started) {
        std::fprintf(stderr, "%s\n", qPrintable(started.error().sentence()));
        return 1;
    }
    const demo::Addresses& at = cluster.addresses();
    print({{u"nomad"_s, at.nomad.toString()}, {u"socket"_s, at.tailscaleSocket}, {u"dial"_s, at.dialFile}},
          QJsonDocument::Compact);
    const Server server(cluster);
    return QCoreApplication::exec();
}

DemoProcess::DemoProcess(const Load& load)
{
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) qFatal("no pipe");
    const std::array<std::string, 3> counts{std::to_string(load.allocations), std::to_string(load.routers),
                                            std::to_string(load.peers)};
    m_process = fork();
    if (m_process == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        for (const int end : {in[0], in[1], out[0], out[1]})
            close(end);
        unsetenv("LD_PRELOAD"); // a profiler looks at the window, not at what serves it
        execl("/proc/self/exe", "bench_cluster", "--serve", counts[0].c_str(), counts[1].c_str(), counts[2].c_str(),
              static_cast<char*>(nullptr));
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    m_in = in[1];
    m_out = out[0];
    m_ready = readLine();
    if (m_ready.isEmpty()) qFatal("the demo cluster does not start");
}

DemoProcess::~DemoProcess()
{
    m_notifier.reset();
    close(m_in); // the end of its input ends it
    close(m_out);
    waitpid(m_process, nullptr, 0);
}

void DemoProcess::send(const QByteArray& command)
{
    const QByteArray line = command + '\n';
    if (::write(m_in, line.constData(), size_t(line.size())) != line.size()) qFatal("the demo cluster is gone");
}

QJsonObject DemoProcess::readLine()
{
    std::array<char, 65536> buffer{};
    while (!m_pending.contains('\n')) {
        const ssize_t count = ::read(m_out, buffer.data(), buffer.size());
        if (count <= 0) return {};
        m_pending.append(buffer.data(), count);
    }
    const qsizetype end = m_pending.indexOf('\n');
    const QByteArray line = m_pending.left(end);
    m_pending.remove(0, end + 1);
    return QJsonDocument::fromJson(line).object();
}

void DemoProcess::listen()
{
    m_notifier = std::make_unique<QSocketNotifier>(m_out, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &DemoProcess::takeAnswers);
}

void DemoProcess::takeAnswers()
{
    const QJsonObject first = readLine();
    if (first.isEmpty()) qFatal("the demo cluster is gone");
    emit answered(first);
    while (m_pending.contains('\n'))
        emit answered(readLine());
}

} // namespace tailboard::bench
