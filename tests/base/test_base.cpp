// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/backoff.h"
#include "app/base/clock.h"
#include "app/base/dial_map.h"
#include "app/base/source_state.h"
#include "app/base/symbol.h"
#include "app/base/uuid.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::base;

class TestBase : public QObject
{
    Q_OBJECT

private slots:
    void uuidReadsOnlyItsOneForm_data();
    void uuidReadsOnlyItsOneForm();
    void uuidSurvivesTheRoundTrip();
    void sameTextIsSameSymbol();
    void dialMapResolvesWithoutCaseAndKeepsStrangers();
    void dialMapNamesTheBadLine();
    void dialMapReadsWhatItWrites();
    void backoffGrowsToThirtySecondsAndResets();
    void sourceGetsStaleAfterTwoPeriods();
    void lostSourceWithAValueIsStaleWithoutOneCritical();
    void streamingSourceDoesNotAge();
};

void TestBase::uuidReadsOnlyItsOneForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("good") << "40778be0-6108-bd3b-9b9d-b7ff17da3504"_ba << true;
    QTest::newRow("upper case") << "40778BE0-6108-BD3B-9B9D-B7FF17DA3504"_ba << true;
    QTest::newRow("empty") << ""_ba << false;
    QTest::newRow("short") << "40778be0-6108-bd3b-9b9d-b7ff17da350"_ba << false;
    QTest::newRow("long") << "40778be0-6108-bd3b-9b9d-b7ff17da35044"_ba << false;
    QTest::newRow("dash missing") << "40778be0 6108-bd3b-9b9d-b7ff17da3504"_ba << false;
    QTest::newRow("not hexadecimal") << "40778be0-6108-bd3b-9b9d-b7ff17da350g"_ba << false;
}

void TestBase::uuidReadsOnlyItsOneForm()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isGood);

    const auto id = Uuid::parse(std::string_view(text.constData(), size_t(text.size())));

    QCOMPARE(id.has_value(), isGood);
}

void TestBase::uuidSurvivesTheRoundTrip()
{
    const auto id = Uuid::parse("40778be0-6108-bd3b-9b9d-b7ff17da3504");

    QVERIFY(id);
    QCOMPARE(id->toString(), u"40778be0-6108-bd3b-9b9d-b7ff17da3504"_s);
    QCOMPARE(id->shortText(), u"40778be0"_s);
    QVERIFY(!id->isNull());
    QVERIFY(Uuid{}.isNull());
}

void TestBase::sameTextIsSameSymbol()
{
    const Symbol a = Symbol::of("web");
    const Symbol b = Symbol::of(u"web"_s);
    const Symbol other = Symbol::of("weB");

    QCOMPARE(a.number(), b.number());
    QVERIFY(a != other);
    QCOMPARE(a.text(), u"web"_s);
    QVERIFY(Symbol::of("").isEmpty());
    QCOMPARE(Symbol::fromNumber(a.number()).text(), u"web"_s);
}

void TestBase::dialMapResolvesWithoutCaseAndKeepsStrangers()
{
    const auto map = DialMap::parse("# demo\n100.64.0.1:4646 127.0.0.1:40001\nFirefly:443 127.0.0.1:40002 # tls\n");

    QVERIFY(map);
    QCOMPARE(map->resolve({u"100.64.0.1"_s, 4646}), (DialTarget{u"127.0.0.1"_s, 40001}));
    QCOMPARE(map->resolve({u"firefly"_s, 443}), (DialTarget{u"127.0.0.1"_s, 40002}));
    QCOMPARE(map->resolve({u"100.64.0.1"_s, 80}), (DialTarget{u"100.64.0.1"_s, 80}));
}

void TestBase::dialMapNamesTheBadLine()
{
    const auto map = DialMap::parse("100.64.0.1:4646 127.0.0.1:40001\n100.64.0.1 nowhere\n");

    QVERIFY(!map);
    QCOMPARE(map.error().kind, ErrorKind::Malformed);
    QVERIFY2(map.error().what.contains(u"2"_s), qPrintable(map.error().what));
    QVERIFY(!map.error().hint.isEmpty());
}

void TestBase::dialMapReadsWhatItWrites()
{
    DialMap map;
    map.insert({u"fd7a::1"_s, 443}, {u"::1"_s, 8443});
    map.insert({u"a.example"_s, 80}, {u"127.0.0.1"_s, 8080});

    const auto read = DialMap::parse(map.toText());

    QVERIFY(read);
    QCOMPARE(read->toText(), map.toText());
    QCOMPARE(read->resolve({u"fd7a::1"_s, 443}), (DialTarget{u"::1"_s, 8443}));
}

void TestBase::backoffGrowsToThirtySecondsAndResets()
{
    Backoff backoff(1);
    for (const int full : {1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
        const auto wait = backoff.next().count();
        QVERIFY2(wait <= full && wait >= full * 3 / 4, qPrintable(QString::number(wait)));
    }

    backoff.reset();

    QVERIFY(backoff.next().count() <= 1000);
}

void TestBase::sourceGetsStaleAfterTwoPeriods()
{
    const QDateTime start = QDateTime::fromString(u"2026-11-23T19:00:00Z"_s, Qt::ISODate);
    SourceState source{.phase = SourcePhase::Live, .fetchedAt = start, .period = std::chrono::seconds(5)};

    QCOMPARE(sourceHealth(source, start.addSecs(10)), State::Ok);
    QCOMPARE(sourceHealth(source, start.addSecs(11)), State::Stale);
    QCOMPARE(sourceAge(source, start.addSecs(-5))->count(), 0);
}

void TestBase::lostSourceWithAValueIsStaleWithoutOneCritical()
{
    const QDateTime now = QDateTime::fromString(u"2026-11-23T19:00:00Z"_s, Qt::ISODate);
    SourceState source{.phase = SourcePhase::Waiting};
    QCOMPARE(sourceHealth(source, now), State::Critical);

    source.fetchedAt = now;

    QCOMPARE(sourceHealth(source, now), State::Stale);
}

void TestBase::streamingSourceDoesNotAge()
{
    const QDateTime start = QDateTime::fromString(u"2026-11-23T19:00:00Z"_s, Qt::ISODate);
    const SourceState source{
        .phase = SourcePhase::Live, .fetchedAt = start, .period = std::chrono::seconds(5), .streaming = true};

    QCOMPARE(sourceHealth(source, start.addSecs(3600)), State::Ok);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestBase)
#include "test_base.moc"
