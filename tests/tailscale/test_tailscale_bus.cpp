// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/line_stream.h"
#include "app/tailscale/notify.h"
#include "tests/support/message_guard.h"
#include "tests/tailscale/recorded.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::tailscale;
using namespace tailboard::tailscale_test;

namespace {

/// An exchange whose pieces the test hands out.
class HandedExchange : public http::Exchange
{
public:
    void abort() override {}
    void setPaused(bool) override {}
};

http::ResponseHead ok()
{
    http::ResponseHead head;
    head.status = 200;
    return head;
}

/// What the bus's lines say when a recording comes in the given pieces.
QList<Notify> notified(const QList<QByteArray>& pieces)
{
    auto exchange = std::make_unique<HandedExchange>();
    HandedExchange* hand = exchange.get();
    http::LineStream stream(std::move(exchange), 0ms, 1'000'000);
    const QSignalSpy ended(&stream, &http::LineStream::ended);
    QList<Notify> result;
    QObject::connect(&stream, &http::LineStream::lineArrived, &stream, [&](QByteArrayView line) {
        const auto notify = decodeNotify(line);
        if (notify) result << notify->value;
    });
    emit hand->headArrived(ok());
    for (const QByteArray& piece : pieces)
        emit hand->bodyArrived(piece);
    emit hand->finished();
    for (int turns = 0; ended.isEmpty() && turns < 1'000; ++turns)
        QTest::qWait(1);
    return result;
}

} // namespace

class TestTailscaleBus : public QObject
{
    Q_OBJECT

private slots:
    void recordingIsTheSameCutAtEveryByte_data();
    void recordingIsTheSameCutAtEveryByte();
    void recordingIsTheSameInSingleBytes_data();
    void recordingIsTheSameInSingleBytes();
};

void TestTailscaleBus::recordingIsTheSameCutAtEveryByte_data()
{
    QTest::addColumn<QString>("name");
    // The shortest recording; the others are cut into single bytes below.
    QTest::newRow("self key") << u"watch-ipn-bus-self-key-expired.ndjson"_s;
}

void TestTailscaleBus::recordingIsTheSameCutAtEveryByte()
{
    QFETCH(QString, name);
    const QByteArray all = recordedFile(name);
    const QList<Notify> whole = notified({all});
    QCOMPARE(whole.size(), recordedLines(name).size());

    for (qsizetype at = 1; at < all.size(); ++at)
        QVERIFY2(notified({all.left(at), all.mid(at)}) == whole, qPrintable(QString::number(at)));
}

void TestTailscaleBus::recordingIsTheSameInSingleBytes_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : recordedNames(u"*.ndjson"_s))
        QTest::newRow(qPrintable(name)) << name;
}

void TestTailscaleBus::recordingIsTheSameInSingleBytes()
{
    QFETCH(QString, name);
    const QByteArray all = recordedFile(name);
    QList<QByteArray> bytes;
    for (const char c : all)
        bytes << QByteArray(1, c);

    const QList<Notify> whole = notified({all});

    QCOMPARE(whole.size(), recordedLines(name).size());
    QVERIFY(notified(bytes) == whole);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTailscaleBus)

#include "test_tailscale_bus.moc"
