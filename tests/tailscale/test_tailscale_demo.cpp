// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster.h"
#include "app/tailscale/daemon.h"
#include "app/tailscale/source.h"
#include "tests/support/message_guard.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::tailscale;

namespace {

SourceTiming quickTiming()
{
    SourceTiming timing;
    timing.retryScale = 0.05;
    timing.firstByte = 500ms;
    return timing;
}

/// A source that reads a demo cluster's LocalAPI.
struct Watched
{
    explicit Watched(demo::Options options = {.moving = false})
        : cluster(std::move(options))
    {
        if (!cluster.start()) qFatal("the demo cluster does not start");
        auto client = std::make_unique<http::Client>(localApiEndpoint(cluster.addresses().tailscaleSocket),
                                                     cluster.addresses().dialMap);
        source = std::make_unique<Source>(std::move(client), clock, nullptr, quickTiming());
        source->start();
    }

    const Peer* peer(const QString& name) const
    {
        for (const Peer& one : source->status().peers)
            if (one.shortName() == name) return &one;
        return nullptr;
    }
    bool isLive() const { return source->state().phase == base::SourcePhase::Live && source->state().streaming; }

    base::SystemClock clock;
    demo::Cluster cluster;
    std::unique_ptr<Source> source;
};

} // namespace

class TestTailscaleDemo : public QObject
{
    Q_OBJECT

private slots:
    void statusAndPrefsAreRead();
    void peerGoingOfflineShowsWithinASecond();
    void peerKeyEndingShows();
    void stateOfTheTailnetIsSaidAndHeals_data();
    void stateOfTheTailnetIsSaidAndHeals();
    void restartKeepsThePeers();
    void faultsKeepThePeersAndHeal_data();
    void faultsKeepThePeersAndHeal();
    void tenThousandPeersAreRead();
};

void TestTailscaleDemo::statusAndPrefsAreRead()
{
    const Watched watched;

    QTRY_VERIFY(watched.isLive());
    QTRY_VERIFY(watched.source->prefs().isWantRunning);

    const Status& status = watched.source->status();
    QCOMPARE(status.backend, BackendState::Running);
    QVERIFY(!status.magicDnsSuffix.isEmpty());
    QVERIFY(status.peers.size() >= 4);
    QVERIFY(status.peers.front().isSelf);
    QVERIFY(watched.peer(u"firefly-sub01"_s));
    QVERIFY(watched.peer(u"firefly-sub01"_s)->addresses.contains(u"100.64.0.1"_s));
}

void TestTailscaleDemo::peerGoingOfflineShowsWithinASecond()
{
    Watched watched;
    QTRY_VERIFY(watched.isLive());
    QTRY_VERIFY(watched.peer(u"firefly-sub02"_s) && watched.peer(u"firefly-sub02"_s)->isOnline);

    watched.cluster.setPeerOnline(u"firefly-sub02"_s, false);
    QTRY_VERIFY_WITH_TIMEOUT(!watched.peer(u"firefly-sub02"_s)->isOnline, 1'000);

    watched.cluster.setPeerOnline(u"firefly-sub02"_s, true);
    QTRY_VERIFY_WITH_TIMEOUT(watched.peer(u"firefly-sub02"_s)->isOnline, 1'000);
}

void TestTailscaleDemo::peerKeyEndingShows()
{
    Watched watched;
    QTRY_VERIFY(watched.isLive());

    watched.cluster.setPeerKeyExpiry(u"firefly-sub03"_s, 1h);

    const auto left = [&] {
        const Peer* peer = watched.peer(u"firefly-sub03"_s);
        return peer && peer->keyExpiry ? watched.clock.now().secsTo(*peer->keyExpiry) : -1;
    };
    QTRY_VERIFY(left() > 3'500 && left() <= 3'600);
}

void TestTailscaleDemo::stateOfTheTailnetIsSaidAndHeals_data()
{
    QTest::addColumn<demo::TailnetFault>("fault");
    QTest::addColumn<QString>("what");
    QTest::newRow("stopped") << demo::TailnetFault::Stopped << u"Tailscale is stopped on this machine."_s;
    QTest::newRow("logged out") << demo::TailnetFault::LoggedOut << u"Tailscale is logged out on this machine."_s;
    QTest::newRow("starting") << demo::TailnetFault::NoState << u"Tailscale is starting on this machine."_s;
    QTest::newRow("key ended") << demo::TailnetFault::SelfKeyExpired << u"This machine's Tailscale key has ended."_s;
}

void TestTailscaleDemo::stateOfTheTailnetIsSaidAndHeals()
{
    QFETCH(demo::TailnetFault, fault);
    QFETCH(QString, what);
    Watched watched;
    QTRY_VERIFY(watched.isLive());
    const qsizetype peers = watched.source->status().peers.size();

    watched.cluster.faults().setTailnet(fault);

    QTRY_VERIFY(watched.source->state().error);
    QCOMPARE(watched.source->state().error->what, what);
    QCOMPARE(watched.source->state().error->kind, base::ErrorKind::NotRunning);
    QCOMPARE(base::sourceHealth(watched.source->state(), watched.clock.now()), base::State::Stale);
    QCOMPARE(watched.source->status().peers.size(), peers);

    watched.cluster.faults().setTailnet(demo::TailnetFault::None);

    QTRY_VERIFY(watched.isLive());
    QCOMPARE(watched.source->status().peers.size(), peers);
}

void TestTailscaleDemo::restartKeepsThePeers()
{
    Watched watched;
    QTRY_VERIFY(watched.isLive());
    const Status before = watched.source->status();

    watched.cluster.faults().restart(demo::Server::Tailscale, 600ms);

    QTRY_COMPARE(watched.source->state().phase, base::SourcePhase::Waiting);
    QCOMPARE(watched.source->status().peers.size(), before.peers.size());
    QTRY_VERIFY(watched.isLive());
    QCOMPARE(watched.source->status().peers.size(), before.peers.size());
}

void TestTailscaleDemo::faultsKeepThePeersAndHeal_data()
{
    QTest::addColumn<demo::FaultKind>("fault");
    using demo::FaultKind;
    QTest::newRow("refuse") << FaultKind::Refuse;
    QTest::newRow("hang") << FaultKind::Hang;
    QTest::newRow("cut") << FaultKind::Cut;
    QTest::newRow("not JSON") << FaultKind::NonJson;
    QTest::newRow("HTML") << FaultKind::HtmlError;
    QTest::newRow("status 500") << FaultKind::Status;
    QTest::newRow("redirect") << FaultKind::Redirect;
    QTest::newRow("wrong product") << FaultKind::WrongProduct;
    QTest::newRow("oversized") << FaultKind::Oversized;
}

void TestTailscaleDemo::faultsKeepThePeersAndHeal()
{
    QFETCH(demo::FaultKind, fault);
    Watched watched;
    QTRY_VERIFY(watched.isLive());
    const qsizetype peers = watched.source->status().peers.size();

    watched.cluster.faults().set(demo::Server::Tailscale, fault);
    watched.source->refresh();

    QTRY_COMPARE_WITH_TIMEOUT(watched.source->state().phase, base::SourcePhase::Waiting, 20'000);
    QVERIFY(watched.source->state().error);
    QVERIFY(!watched.source->state().error->what.isEmpty());
    QCOMPARE(watched.source->status().peers.size(), peers);

    watched.cluster.faults().clear();

    QTRY_VERIFY_WITH_TIMEOUT(watched.isLive(), 20'000);
    QVERIFY(!watched.source->state().error);
}

void TestTailscaleDemo::tenThousandPeersAreRead()
{
    const Watched watched({.moving = false, .extraPeers = 10'000});

    QTRY_VERIFY_WITH_TIMEOUT(watched.source->status().peers.size() > 10'000, 20'000);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTailscaleDemo)

#include "test_tailscale_demo.moc"
