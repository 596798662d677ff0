// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/list_decoder.h"
#include "tests/bench/turn_meter.h"
#include "tests/journeys/demo_window.h"
#include "tests/support/message_guard.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QEnterEvent>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using test_journeys::DemoWindow;

/// A busy cluster under the pointer: 5,000 allocations fail, start and are replaced while somebody looks at them. Runs
/// for TAILBOARD_CHURN_SECONDS, 5 without it.
class TestWindowChurn : public QObject
{
    Q_OBJECT

private slots:
    void churnMovesNoRowAndEndsAsTheServerSays();

private:
    QStringList shownKeys(const widgets::TableView& table) const
    {
        QStringList keys;
        for (int row = std::max(0, table.rowAt(0)); row <= table.rowAt(table.viewport()->height() - 1); ++row)
            keys << table.model()->index(row, 0).data(models::KeyRole).toString();
        return keys;
    }
};

namespace {

constexpr int allocations = 5'000;
constexpr int stepMilliseconds = 100;
constexpr int changesPerStep = 50; // each allocation changes every ten seconds
constexpr double frame = 33e6;     // nanoseconds

/// What the server says now, without whatever the program made of it.
std::map<base::Uuid, nomad::Allocation> readAfresh(const demo::Addresses& addresses)
{
    http::Client client(*http::Endpoint::fromUrl(addresses.nomad, 4646), addresses.dialMap);
    http::Request request;
    request.target = "/v1/allocations?namespace=*&task_states=false&resources=false";
    request.limits.bodyBytes = 64 * 1024 * 1024;
    const auto answer = client.send(request);
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 20'000)) return {};
    std::map<base::Uuid, nomad::Allocation> rows;
    const auto decoded = nomad::decodeList<nomad::Allocation>(answer.result()->body);
    if (!decoded) return {};
    for (const nomad::Allocation& row : decoded->value)
        rows.emplace(row.id, row);
    return rows;
}

} // namespace

void TestWindowChurn::churnMovesNoRowAndEndsAsTheServerSays()
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("TAILBOARD_CHURN_SECONDS", &isGiven);
    const int seconds = isGiven ? given : 5;
    DemoWindow demo({.moving = false, .extraAllocations = allocations});
    demo.window().resize(1280, 800);
    demo.window().show();
    demo.window().go({Section::Allocations, {}});
    demo.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(demo.monitor->isSettled(), 30'000);
    KeyedPage& page = demo.page(Section::Allocations);
    widgets::TableView& table = page.list().table();
    QTRY_VERIFY(page.model().rowCount() >= allocations);
    table.selectRow(3);

    // The pointer comes to rest over the rows.
    const QPointF inside(200, 100);
    QEnterEvent enter(inside, inside, table.viewport()->mapToGlobal(inside));
    QApplication::sendEvent(table.viewport(), &enter);
    const QStringList before = shownKeys(table);
    QVERIFY(before.size() > 10);
    const int shownRows = int(before.size());

    bench::TurnMeter meter;
    meter.start();
    QElapsedTimer churning;
    churning.start();
    int steps = 0, jumps = 0;
    while (churning.elapsed() < seconds * 1000) {
        demo.demo.churnAllocations(changesPerStep);
        ++steps;
        QTest::qWait(stepMilliseconds);
        if (shownKeys(table) != before) ++jumps;
    }
    meter.stop();

    QCOMPARE(jumps, 0);
    const quint64 last = demo.demo.nomadIndex();
    const auto newest = [&] {
        quint64 index = 0;
        demo.tables().allocations.forEach(
            [&](cluster::Slot, const nomad::Allocation& row) { index = std::max(index, row.modifyIndex); });
        return index;
    };
    QTRY_VERIFY_WITH_TIMEOUT(newest() >= last, 10'000);
    const auto server = readAfresh(demo.demo.addresses());
    QVERIFY(int(server.size()) > allocations);
    QCOMPARE(demo.tables().allocations.size(), server.size());
    QCOMPARE(page.model().total(), int(server.size()));
    int different = 0;
    for (const auto& [id, row] : server) {
        const nomad::Allocation* shown = demo.tables().allocations.get(id);
        if (!shown || shown->clientStatus != row.clientStatus || shown->desiredStatus != row.desiredStatus ||
            shown->modifyIndex != row.modifyIndex || shown->nodeId != row.nodeId || shown->jobId != row.jobId)
            ++different;
    }
    QCOMPARE(different, 0);

    // Let go, every row goes to its place.
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(table.viewport(), &leave);
    QCOMPARE(page.model().displaced(), 0);
    for (int row = 1; row < page.model().rowCount(); ++row)
        QVERIFY(page.model().index(row - 1, 0).data(models::StateRole).toInt() <=
                page.model().index(row, 0).data(models::StateRole).toInt());

    qInfo("%d s, %d changes, %d rows under the pointer: longest turn %.1f ms CPU (%.1f ms wall), %d over 33 ms",
          seconds, steps * changesPerStep, shownRows, double(meter.longestCpu()) / 1e6,
          double(meter.longestWall()) / 1e6, meter.cpuGapsOver(qint64(frame)));
    QCOMPARE(meter.cpuGapsOver(qint64(frame)), 0);
}

TAILBOARD_TEST_MAIN(QApplication, TestWindowChurn)
#include "test_window_churn.moc"
