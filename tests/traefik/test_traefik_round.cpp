// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/poke_schedule.h"
#include "app/traefik/round.h"
#include "tests/support/message_guard.h"
#include "tests/traefik/recorded.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::traefik;
using tailboard::test_traefik::recorded;

class TestTraefikRound : public QObject
{
    Q_OBJECT

private slots:
    void pokesAreMerged();
    void pokeStreamDoesNotPutOffTheRead();
    void partsMakeOneConfiguration();
    void unchangedPartIsNotDecodedAgain();
    void unreadablePartIsTriedAgain();
    void issuesNameTheirCall();
    void absentCallsAreEmpty();
    void missingObjectsAreNoticed();
    void listsAreAskedForWhole();
};

void TestTraefikRound::pokesAreMerged()
{
    PokeSchedule schedule{Timing{}};
    QVERIFY(!schedule.nextDue());

    schedule.poke(1'000);
    QList<qint64> reads;
    while (const auto due = schedule.nextDue()) {
        reads << *due;
        schedule.read(*due);
        if (reads.size() == 2) schedule.poke(*due + 100); // at 3,100: the read at 6,000 stays, the rest moves
    }

    QCOMPARE(reads, (QList<qint64>{1'500, 3'000, 6'000, 8'100, 13'100, 19'100}));
}

void TestTraefikRound::pokeStreamDoesNotPutOffTheRead()
{
    PokeSchedule schedule{Timing{}};
    int reads = 0;
    for (qint64 now = 0; now < 60'000; now += 100) {
        if (const auto due = schedule.nextDue(); due && *due <= now) {
            schedule.read(now);
            ++reads;
        }
        schedule.poke(now);
    }

    QVERIFY2(reads >= 30 && reads <= 41, qPrintable(QString::number(reads))); // never closer than 1.5 s
}

void TestTraefikRound::partsMakeOneConfiguration()
{
    PartStore parts;
    QVERIFY(parts.take(Part::Version, recorded(u"mixed/mixed-version"_s).body));
    QVERIFY(parts.take(Part::EntryPoints, recorded(u"mixed/mixed-entrypoints"_s).body));
    QVERIFY(parts.take(Part::HttpRouters, recorded(u"mixed/mixed-http-routers"_s).body));
    QVERIFY(parts.take(Part::TcpRouters, recorded(u"mixed/mixed-tcp-routers"_s).body));
    QVERIFY(parts.take(Part::UdpRouters, recorded(u"mixed/mixed-udp-routers"_s).body));
    QVERIFY(parts.take(Part::HttpServices, recorded(u"mixed/mixed-http-services"_s).body));
    QVERIFY(parts.take(Part::TcpServices, recorded(u"mixed/mixed-tcp-services"_s).body));
    QVERIFY(parts.take(Part::UdpServices, recorded(u"mixed/mixed-udp-services"_s).body));
    QVERIFY(parts.take(Part::HttpMiddlewares, recorded(u"mixed/mixed-http-middlewares"_s).body));
    QVERIFY(parts.take(Part::TcpMiddlewares, recorded(u"mixed/mixed-tcp-middlewares"_s).body));
    QVERIFY(parts.take(Part::Certificates, recorded(u"mixed/mixed-certificates"_s).body));

    const Configuration all = parts.configuration({u"File"_s});

    QCOMPARE(all.version, u"3.7.15"_s);
    QCOMPARE(all.entryPoints.size(), 4);
    QCOMPARE(all.certificates, QList<HeldCertificate>());
    const auto isBefore = [](const auto& a, const auto& b) {
        return a.protocol != b.protocol ? a.protocol < b.protocol : a.name < b.name;
    };
    QVERIFY(std::is_sorted(all.routers.cbegin(), all.routers.cend(), isBefore));
    QVERIFY(std::is_sorted(all.services.cbegin(), all.services.cend(), isBefore));
    QCOMPARE(all.routers.last().protocol, Protocol::Udp);
    QCOMPARE(all.services.last().protocol, Protocol::Udp);
    QCOMPARE(all.middlewares.last().name, u"conn@file"_s);
    QVERIFY(parts.issues().isEmpty());
}

void TestTraefikRound::unchangedPartIsNotDecodedAgain()
{
    PartStore parts;
    const QByteArray body = recorded(u"mixed/mixed-http-routers"_s).body;

    QVERIFY(parts.take(Part::HttpRouters, body).value());
    QVERIFY(!parts.take(Part::HttpRouters, body).value());
    QCOMPARE(parts.decodes(), 1);
    QVERIFY(parts.take(Part::HttpRouters, "[]").value());
    QVERIFY(parts.take(Part::HttpRouters, body).value());
    QCOMPARE(parts.decodes(), 3);
}

void TestTraefikRound::unreadablePartIsTriedAgain()
{
    PartStore parts;
    const QByteArray body = recorded(u"mixed/mixed-http-routers"_s).body;
    QVERIFY(parts.take(Part::HttpRouters, body));

    const auto taken = parts.take(Part::HttpRouters, "[{");

    QVERIFY(!taken);
    QCOMPARE(taken.error().kind, base::ErrorKind::Malformed);
    QVERIFY(!parts.configuration({}).routers.isEmpty());
    QVERIFY(parts.take(Part::HttpRouters, body).value());
}

void TestTraefikRound::issuesNameTheirCall()
{
    PartStore parts;
    QVERIFY(parts.take(Part::TcpRouters, R"([{"name":"a@x","status":"enabled","rule":7}])"));

    QCOMPARE(parts.issues().size(), 1);
    QCOMPARE(parts.issues().first().path, u"/api/tcp/routers [0].rule"_s);
    QVERIFY(parts.take(Part::TcpRouters, "[]"));
    QVERIFY(parts.issues().isEmpty());
}

void TestTraefikRound::absentCallsAreEmpty()
{
    PartStore parts;
    QVERIFY(parts.take(Part::Certificates, recorded(u"firefly-sub01-certificates"_s).body));
    QVERIFY(parts.take(Part::UdpRouters, recorded(u"mixed/mixed-udp-routers"_s).body));
    QVERIFY(parts.configuration({}).certificates);

    parts.takeAbsent(Part::Certificates);
    parts.takeAbsent(Part::UdpRouters);

    QVERIFY(!parts.configuration({}).certificates);
    QVERIFY(parts.configuration({}).routers.isEmpty());
}

void TestTraefikRound::missingObjectsAreNoticed()
{
    Configuration last;
    last.routers = {{.protocol = Protocol::Http, .name = u"a@x"_s}, {.protocol = Protocol::Tcp, .name = u"a@x"_s}};
    Configuration next = last;
    QVERIFY(!lacksSome(last, next));

    next.routers[1].rule = u"changed"_s;
    QVERIFY(!lacksSome(last, next));
    next.routers.removeLast();
    QVERIFY(lacksSome(last, next));
    QVERIFY(!lacksSome(next, last));
    last = next;
    last.services = {{.name = u"s@x"_s}};
    QVERIFY(lacksSome(last, next));
}

void TestTraefikRound::listsAreAskedForWhole()
{
    for (size_t i = 0; i < partCount; ++i) {
        const Part part = Part(i);
        QVERIFY(partTarget(part).startsWith("/api/"));
        QCOMPARE(partTarget(part).endsWith("?per_page=100000"), part != Part::Version);
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikRound)
#include "test_traefik_round.moc"
