// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/measure.h"

#include "tests/bench/client_window.h"
#include "tests/bench/gates.h"
#include "tests/bench/process_figures.h"
#include "tests/bench/turn_meter.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QUrl>
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace tailboard::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int idleMilliseconds = 10'000;
constexpr int singleEvents = 100;
constexpr int bulkEvents = 10'000;
constexpr int stormRate = 15'000;
constexpr int stormMilliseconds = 4'000;
constexpr qint64 frame = 33'000'000;

double percentile(std::vector<double> values, double share)
{
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, size_t(double(values.size()) * share))];
}

QJsonObject turns(const TurnMeter& meter)
{
    return {{u"longest_turn_cpu_ms"_s, milliseconds(meter.longestCpu())},
            {u"turns_over_33_ms_cpu"_s, meter.cpuGapsOver(frame)},
            {u"longest_gap_wall_ms"_s, milliseconds(meter.longestWall())},
            {u"p99_gap_wall_ms"_s, milliseconds(meter.wallPercentile(0.99))}};
}

/// As the program asks for it.
constexpr auto allocationsTarget = "/v1/allocations?namespace=*&task_states=false&resources=false";

/// Reads the list of allocations without looking at it; gives its bytes, head included, 0 when it failed. Blocks, and
/// needs no application object.
qint64 bareDownload(const QJsonObject& at)
{
    const QUrl url(at[u"nomad"_s].toString());
    const auto dial = base::DialMap::load(at[u"dial"_s].toString())->resolve({url.host(), quint16(url.port())});
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(dial.port);
    inet_pton(AF_INET, dial.host.toLatin1().constData(), &address.sin_addr);
    const QByteArray request = QByteArray("GET ") + allocationsTarget +
                               " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
    qint64 bytes = 0;
    if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
        write(socket, request.constData(), size_t(request.size())) == request.size()) {
        std::array<char, 65536> buffer{};
        while (const ssize_t count = read(socket, buffer.data(), buffer.size())) {
            if (count < 0) break;
            bytes += count;
        }
    }
    close(socket);
    return bytes;
}

/// One process that measures a loaded window.
class LoadRun
{
public:
    LoadRun(const DemoProcess& demo, qint64 begin)
        : m_demo(const_cast<DemoProcess&>(demo))
        , m_begin(begin)
        , m_window(connectionsOf(demo.ready()))
    {
        m_demo.listen();
        QObject::connect(&m_demo, &DemoProcess::answered, &m_window, [this](const QJsonObject& answer) {
            m_answers.push_back(answer);
            m_window.wake();
        });
    }

    QJsonObject run(bool isLoadOnly)
    {
        QJsonObject all;
        all[u"load"_s] = load();
        if (isLoadOnly) {
            // Nothing is given back, so that what a heap profiler calls leaked is what the loaded program holds.
            print(all);
            std::_Exit(0);
        }
        all[u"download"_s] = download();
        all[u"idle"_s] = idle();
        all[u"single_events"_s] = events();
        all[u"bulk_events"_s] = bulk();
        all[u"filter"_s] = filter();
        all[u"storm"_s] = storm();
        return all;
    }

private:
    QJsonObject ask(const QByteArray& command, int limit = 60'000)
    {
        m_answers.clear();
        m_demo.send(command);
        if (!m_window.wait([this] { return !m_answers.isEmpty(); }, limit)) qFatal("no answer");
        return m_answers.takeFirst();
    }

    QJsonObject load()
    {
        TurnMeter meter;
        meter.start();
        m_window.monitor().start();
        const bool settled = m_window.wait([this] { return m_window.settledAt() > 0; }, 120'000);
        const qint64 cpu = threadCpu();
        m_window.rest(1000);
        meter.stop();
        const qint64 peak = peakResidentBytes();
        m_window.rest(1000);
        QJsonObject figures = turns(meter);
        figures[u"settled"_s] = settled;
        figures[u"rows"_s] = m_window.rowCounts();
        figures[u"window_ms"_s] = milliseconds(m_window.firstPaint() - m_begin);
        figures[u"first_row_ms"_s] = milliseconds(m_window.firstRowPaint() - m_begin);
        figures[u"all_rows_ms"_s] = milliseconds(m_window.lastInsert() - m_begin);
        figures[u"settled_ms"_s] = milliseconds(m_window.settledAt() - m_begin);
        figures[u"cpu_ms"_s] = milliseconds(cpu);
        figures[u"peak_mb"_s] = megabytes(peak);
        figures[u"steady_mb"_s] = megabytes(residentBytes());
        const QJsonObject served = ask("requests");
        figures[u"requests"_s] = served[u"requests"_s];
        figures[u"received_mb"_s] = served[u"bytesOut"_s].toDouble() / 1048576.0;
        return figures;
    }

    /// The same list of allocations by a bare socket that throws it away: what no client can be faster than.
    QJsonObject download()
    {
        const QJsonObject targets = ask("targets")[u"targets"_s].toObject();
        QJsonObject kinds;
        for (auto it = targets.begin(); it != targets.end(); ++it) {
            const QString kind = it.key().section(u'?', 0, 0).section(u'/', 0, 2);
            kinds[kind] = kinds[kind].toInt() + it.value().toInt();
        }
        std::vector<double> times;
        qint64 bytes = 0;
        for (int i = 0; i < 3; ++i) {
            const qint64 begin = wallTime();
            bytes = bareDownload(m_demo.ready());
            times.push_back(milliseconds(wallTime() - begin));
        }
        return {{u"bare_socket_ms"_s, percentile(times, 0.5)},
                {u"bytes_mb"_s, megabytes(bytes)},
                {u"is_what_was_asked"_s, targets.contains(u"nomad "_s + QString::fromLatin1(allocationsTarget))},
                {u"requests_by_path"_s, kinds}};
    }

    QJsonObject idle()
    {
        const qint64 requests = ask("requests")[u"requests"_s].toInteger();
        m_window.rest(500);
        const qint64 wakes = wakeups();
        const qint64 cpu = processCpu();
        m_window.rest(idleMilliseconds);
        const qint64 cpuUsed = processCpu() - cpu;
        const qint64 wakesSeen = wakeups() - wakes;
        const qint64 after = ask("requests")[u"requests"_s].toInteger();
        return {{u"seconds"_s, idleMilliseconds / 1000},
                {u"wakeups"_s, wakesSeen},
                {u"requests"_s, after - requests},
                {u"cpu_percent"_s, milliseconds(cpuUsed) / idleMilliseconds * 100}};
    }

    /// One event at a time, its row in view, with a pause so that each is delivered by itself.
    QJsonObject events()
    {
        ask("events 1"); // tells which row it is
        m_window.rest(200);
        if (const auto row = m_window.allocations().rowOf(m_window.lastChanged()))
            m_window.table().scrollTo(m_window.table().model()->index(*row, 0));
        m_window.rest(200);
        std::vector<double> latencies;
        std::vector<double> costs;
        int missed = 0;
        for (int i = 0; i < singleEvents; ++i) {
            m_window.rest(40);
            const int paints = m_window.paints();
            const qint64 changed = m_window.changedSlots();
            const qint64 cpu = threadCpu();
            const qint64 begin = wallTime();
            m_demo.send("events 1");
            const bool seen =
                m_window.wait([&] { return m_window.changedSlots() > changed && m_window.paints() > paints; }, 2000);
            missed += seen ? 0 : 1;
            latencies.push_back(milliseconds(wallTime() - begin));
            costs.push_back(double(threadCpu() - cpu) / 1000);
        }
        m_answers.clear();
        return {{u"not_painted"_s, missed},
                {u"to_painted_p50_ms"_s, percentile(latencies, 0.5)},
                {u"to_painted_p99_ms"_s, percentile(latencies, 0.99)},
                {u"cpu_with_paint_us"_s, percentile(costs, 0.5)}};
    }

    /// Many at once: what one costs in a stream.
    QJsonObject bulk()
    {
        std::vector<double> costs;
        for (int i = 0; i < 5; ++i) {
            m_window.rest(300);
            const qint64 cpu = threadCpu();
            const QJsonObject sent = ask("events " + QByteArray::number(bulkEvents));
            const auto last = quint64(sent[u"index"_s].toInteger());
            if (!m_window.wait([&] { return m_window.newestIndex() >= last; })) qFatal("events were lost");
            costs.push_back(double(threadCpu() - cpu) / 1000 / bulkEvents);
        }
        return {{u"events"_s, bulkEvents}, {u"cpu_per_event_us"_s, percentile(costs, 0.5)}};
    }

    QJsonObject filter()
    {
        const QStringList keys{
            u"l"_s,       u"lo"_s,       u"loa"_s,       u"load"_s,       u"load-"_s,     u"load-0"_s,
            u"load-00"_s, u"load-000"_s, u"load-0000"_s, u"load-00003"_s, u"load-0000"_s, u"load-000"_s,
            u"load-00"_s, u"load-0"_s,   u"load"_s,      u"lo"_s,         u""_s,          u"a"_s,
            u"ab"_s,      u"ab3"_s,      u""_s,          u"node:sub01"_s, u""_s,          u"!status:running"_s,
            u""_s};
        m_window.rest(300);
        std::vector<double> costs;
        std::vector<double> walls;
        QString worst;
        for (const QString& key : keys) {
            const qint64 cpu = threadCpu();
            const qint64 wall = wallTime();
            m_window.allocations().setFilter(models::RowFilter::parse(key));
            m_window.table().viewport()->repaint();
            walls.push_back(milliseconds(wallTime() - wall));
            m_window.rest(20); // what the view put off
            costs.push_back(milliseconds(threadCpu() - cpu));
            if (costs.back() >= *std::max_element(costs.begin(), costs.end())) worst = key;
        }
        return {{u"keystrokes"_s, keys.size()},
                {u"cpu_p50_ms"_s, percentile(costs, 0.5)},
                {u"cpu_longest_ms"_s, percentile(costs, 1.0)},
                {u"longest_at"_s, worst},
                {u"wall_longest_ms"_s, percentile(walls, 1.0)}};
    }

    QJsonObject storm()
    {
        m_window.rest(500);
        const qint64 requestsBefore = ask("requests")[u"requests"_s].toInteger();
        TurnMeter meter;
        meter.start();
        const qint64 cpu = threadCpu();
        const qint64 begin = wallTime();
        const QJsonObject sent =
            ask("storm " + QByteArray::number(stormRate) + ' ' + QByteArray::number(stormMilliseconds));
        const qint64 sentAt = wallTime();
        const auto last = quint64(sent[u"index"_s].toInteger());
        const bool caughtUp = m_window.wait([&] { return m_window.newestIndex() >= last; });
        const qint64 end = wallTime();
        const qint64 used = threadCpu() - cpu;
        meter.stop();
        QJsonObject figures = turns(meter);
        figures[u"events"_s] = sent[u"sent"_s];
        figures[u"events_per_second"_s] = sent[u"sent"_s].toDouble() / milliseconds(sentAt - begin) * 1000;
        figures[u"caught_up"_s] = caughtUp;
        figures[u"catch_up_ms"_s] = milliseconds(end - sentAt);
        figures[u"cpu_percent"_s] = double(used) / double(end - begin) * 100;
        figures[u"cpu_per_event_us"_s] = double(used) / 1000 / sent[u"sent"_s].toDouble();
        m_window.rest(1000);
        figures[u"extra_requests"_s] = ask("requests")[u"requests"_s].toInteger() - requestsBefore;
        figures[u"steady_mb"_s] = megabytes(residentBytes());
        figures[u"peak_mb"_s] = megabytes(peakResidentBytes());
        return figures;
    }

    DemoProcess& m_demo;
    qint64 m_begin;
    ClientWindow m_window;
    QList<QJsonObject> m_answers;
};

} // namespace

cluster::Connections connectionsOf(const QJsonObject& ready)
{
    cluster::Connections connections;
    connections.tailscale = http::Endpoint::unixSocket(ready[u"socket"_s].toString(), "local-tailscaled.sock");
    connections.nomad = *http::Endpoint::fromUrl(QUrl(ready[u"nomad"_s].toString()), 4646);
    connections.dialMap = *base::DialMap::load(ready[u"dial"_s].toString());
    return connections;
}

QJsonObject measureEmpty(int argc, char** argv)
{
    const qint64 begin = wallTime();
    QApplication application(argc, argv);
    ClientWindow window{cluster::Connections()};
    window.wait([&] { return window.firstPaint() > 0; });
    QJsonObject figures{{u"window_ms"_s, milliseconds(window.firstPaint() - begin)}};
    window.rest(1000);
    figures[u"steady_mb"_s] = megabytes(residentBytes());
    TurnMeter meter;
    meter.start();
    window.rest(3000);
    meter.stop();
    figures[u"machine_noise"_s] = turns(meter);
    const qint64 wakes = wakeups();
    window.rest(idleMilliseconds);
    figures[u"idle_wakeups"_s] = wakeups() - wakes;
    return figures;
}

QJsonObject measureLoad(int argc, char** argv, const Load& load, bool isLoadOnly)
{
    DemoProcess demo(load);
    bareDownload(demo.ready()); // the demo keeps the list's bytes now: how fast it makes them is not what is measured
    const qint64 begin = wallTime();
    QApplication application(argc, argv);
    LoadRun run(demo, begin);
    return run.run(isLoadOnly);
}

} // namespace tailboard::bench
