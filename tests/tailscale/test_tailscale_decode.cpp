// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/decode.h"
#include "app/tailscale/go_time.h"
#include "app/tailscale/notify.h"
#include "tests/support/message_guard.h"
#include "tests/tailscale/recorded.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::tailscale;
using namespace tailboard::tailscale_test;

namespace {

QDateTime utc(const QString& text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

Status decoded(const QByteArray& json)
{
    const auto result = decodeStatus(json);
    return result ? result->value : Status{};
}

const Peer* find(const Status& status, const QString& shortName)
{
    for (const Peer& peer : status.peers)
        if (peer.shortName() == shortName) return &peer;
    return nullptr;
}

/// A status of `count` peers as tailscaled indents and orders it.
QByteArray largeStatus(int count)
{
    QByteArray body = recordedBody(u"laptop-status.http"_s);
    const qsizetype start = body.indexOf("\t\t\"nodekey:232b");
    const qsizetype middle = body.indexOf("\t\t\"nodekey:5de2");
    const qsizetype end = body.indexOf("\n\t},\n\t\"User\"");
    QByteArray one = body.mid(start, middle - start).trimmed();
    one.chop(1); // the comma
    QByteArray all = body.left(start);
    for (int i = 0; i < count; ++i) {
        QByteArray peer = one;
        peer.replace("TESTCTRL00000002", "n" + QByteArray::number(i) + "CNTRL");
        all += (i ? ",\n\t\t" : "\t\t") + peer;
    }
    return all + body.mid(end);
}

} // namespace

class TestTailscaleDecode : public QObject
{
    Q_OBJECT

private slots:
    void everyRecordedStatusDecodesWithoutIssue_data();
    void everyRecordedStatusDecodesWithoutIssue();
    void selfComesFirstThenThePeers();
    void peerIsReadAsRecorded();
    void offlinePeerTellsWhenItWasSeen();
    void tagAndRouteOfAPeerAreRead();
    void loggedOutHasNoPeersAndNoGhost();
    void stoppedKeepsItsPeersListed();
    void expiredOwnKeyIsReadAsSent();
    void everyRecordedPrefsDecodes();
    void everyRecordedBusLineDecodes();
    void busLinesThatSayNothingAreNoTrigger();
    void engineLineIsNoTrigger();
    void busMaskNeverAsksForEngineUpdates();
    void everyKeyReadIsListedAndRecorded();
    void zeroTimeIsNoTime();
    void timesAreReadAsGoWritesThem_data();
    void timesAreReadAsGoWritesThem();
    void unknownBackendTextIsKept();
    void wrongTypesAreIssuesWithTheirPath();
    void missingKeysAreIssues();
    void issuesAreLimited();
    void suffixComesFromWhereverItIs();
    void rejectsWhatIsNoStatus_data();
    void rejectsWhatIsNoStatus();
    void cutStatusIsRefusedAtEveryByte();
    void cutBusLineIsRefusedAtEveryByte();
    void flippedBytesNeverCrash();
    void oversizedReplyIsRefused();
    void tenThousandPeersDecode();
};

void TestTailscaleDecode::everyRecordedStatusDecodesWithoutIssue_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : recordedNames(u"*-status*.http"_s))
        QTest::newRow(qPrintable(name)) << name;
}

void TestTailscaleDecode::everyRecordedStatusDecodesWithoutIssue()
{
    QFETCH(QString, name);

    const auto status = decodeStatus(recordedBody(name));

    QVERIFY(status);
    QCOMPARE(status->issues, QList<base::Issue>());
    QCOMPARE(status->value.version, u"1.102.3-ERR-BuildInfo"_s);
    QVERIFY(status->value.backend != BackendState::Unknown);
}

void TestTailscaleDecode::selfComesFirstThenThePeers()
{
    const Status status = decoded(recordedBody(u"laptop-status.http"_s));

    QCOMPARE(status.backend, BackendState::Running);
    QCOMPARE(status.magicDnsSuffix, u"tail1a2b3.ts.net"_s);
    QCOMPARE(status.tailnetName, u"fake-control.example.net"_s);
    QVERIFY(status.isMagicDnsEnabled);
    QCOMPARE(status.certDomains, QStringList{u"laptop.tail1a2b3.ts.net"_s});
    QCOMPARE(status.peers.size(), 3);
    QVERIFY(status.peers[0].isSelf);
    QCOMPARE(status.peers[0].shortName(), u"laptop"_s);
    QVERIFY(!status.peers[1].isSelf && !status.peers[2].isSelf);
}

void TestTailscaleDecode::peerIsReadAsRecorded()
{
    const Status status = decoded(recordedBody(u"laptop-status.http"_s));

    const Peer* peer = find(status, u"firefly-sub01"_s);

    QVERIFY(peer);
    Peer expected;
    expected.id = u"TESTCTRL00000001"_s;
    expected.hostName = u"firefly-sub01"_s;
    expected.dnsName = u"firefly-sub01.tail1a2b3.ts.net"_s;
    expected.os = u"linux"_s;
    expected.addresses = QStringList{u"100.64.0.1"_s, u"fd7a:115c:a1e0:ab12:4843:cd96:6240:1"_s};
    expected.aclTags = QStringList{u"tag:server"_s};
    expected.isOnline = true;
    expected.isActive = true;
    expected.currentAddress = u"10.77.0.11:38596"_s;
    expected.relay = u"lab"_s;
    expected.receivedBytes = 530548;
    expected.sentBytes = 159884;
    expected.lastSeen = utc(u"2026-11-23T18:53:39.534Z"_s);
    expected.lastHandshake = utc(u"2026-11-23T18:59:03.636Z"_s);
    expected.keyExpiry = utc(u"2027-05-22T18:53:40Z"_s);
    QVERIFY(*peer == expected);
}

void TestTailscaleDecode::offlinePeerTellsWhenItWasSeen()
{
    const Status status = decoded(recordedBody(u"laptop-status-peer-offline.http"_s));

    const Peer* peer = find(status, u"firefly-sub01"_s);

    QVERIFY(peer);
    QVERIFY(!peer->isOnline);
    QCOMPARE(peer->lastSeen, utc(u"2026-11-23T20:07:10.389Z"_s));
}

void TestTailscaleDecode::tagAndRouteOfAPeerAreRead()
{
    const Status tagged = decoded(recordedBody(u"laptop-status-peer-tag.http"_s));
    const Status routed = decoded(recordedBody(u"laptop-status-peer-route.http"_s));

    const auto hasTag = [](const Peer& peer) { return !peer.aclTags.isEmpty(); };
    const auto hasRoute = [](const Peer& peer) { return !peer.routes.isEmpty(); };
    QVERIFY(std::any_of(tagged.peers.cbegin(), tagged.peers.cend(), hasTag));
    QVERIFY(std::any_of(routed.peers.cbegin(), routed.peers.cend(), hasRoute));
    QCOMPARE(routed.health.size(), 1);
}

void TestTailscaleDecode::loggedOutHasNoPeersAndNoGhost()
{
    const Status status = decoded(recordedBody(u"laptop-status-logged-out.http"_s));

    QCOMPARE(status.backend, BackendState::NeedsLogin);
    QCOMPARE(status.peers.size(), 0);
    QCOMPARE(status.certDomains, QStringList());
    QCOMPARE(status.health, QStringList{u"Tailscale is stopped."_s});
}

void TestTailscaleDecode::stoppedKeepsItsPeersListed()
{
    const Status status = decoded(recordedBody(u"laptop-status-stopped.http"_s));

    QCOMPARE(status.backend, BackendState::Stopped);
    QCOMPARE(status.peers.size(), 3);
}

void TestTailscaleDecode::expiredOwnKeyIsReadAsSent()
{
    const Status status = decoded(recordedBody(u"laptop-status-self-key-expired.http"_s));

    QCOMPARE(status.backend, BackendState::NeedsLogin);
    QCOMPARE(status.peers[0].keyExpiry, utc(u"2026-11-23T19:17:07Z"_s));
    QVERIFY(!status.peers[0].isExpired);
    QVERIFY(status.peers[0].isOnline);
}

void TestTailscaleDecode::everyRecordedPrefsDecodes()
{
    const QStringList names = recordedNames(u"*-prefs.http"_s);
    QVERIFY(!names.isEmpty());
    for (const QString& name : names) {
        const auto prefs = decodePrefs(recordedBody(name));

        QVERIFY(prefs);
        QCOMPARE(prefs->issues, QList<base::Issue>());
        QCOMPARE(prefs->value.controlUrl, u"http://10.77.0.1:8090"_s);
        QCOMPARE(prefs->value.hostName, name.chopped(11));
        QVERIFY(prefs->value.isDnsAccepted && prefs->value.isWantRunning);
        QVERIFY(!prefs->value.isLoggedOut && !prefs->value.isShieldsUp && !prefs->value.areRoutesAccepted);
    }
}

void TestTailscaleDecode::everyRecordedBusLineDecodes()
{
    const QStringList names = recordedNames(u"*.ndjson"_s);
    QCOMPARE(names.size(), 7);
    int triggers = 0;
    for (const QString& name : names) {
        for (const QByteArray& line : recordedLines(name)) {
            const auto notify = decodeNotify(line);

            QVERIFY2(notify, qPrintable(name));
            QCOMPARE(notify->issues, QList<base::Issue>());
            QCOMPARE(notify->value.errorMessage, QString());
            triggers += notify->value.isStatusTrigger();
            // The same question, asked of another parser.
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            const auto has = [&](const QString& key) { return !object.value(key).isNull() && object.contains(key); };
            QCOMPARE(notify->value.hasState, has(u"State"_s));
            QCOMPARE(notify->value.hasPrefs, has(u"Prefs"_s));
            QCOMPARE(notify->value.hasHealth, has(u"Health"_s));
            QCOMPARE(notify->value.hasSelf, has(u"SelfChange"_s) || has(u"NetMap"_s));
            QCOMPARE(notify->value.hasPeers, has(u"PeersChanged"_s) || has(u"NetMap"_s));
        }
    }
    QVERIFY(triggers > 50);
}

void TestTailscaleDecode::busLinesThatSayNothingAreNoTrigger()
{
    const QByteArray line = R"({"Version":"1.102.3","ErrMessage":null,"LoginFinished":null,"State":null,"Prefs":null,)"
                            R"("NetMap":null,"Engine":null,"BrowseToURL":null,"DriveShares":[]})";

    const auto notify = decodeNotify(line);

    QVERIFY(notify);
    QVERIFY(notify->value == Notify{});
}

void TestTailscaleDecode::engineLineIsNoTrigger()
{
    const auto notify =
        decodeNotify(R"({"State":null,"Engine":{"RBytes":1,"WBytes":2,"LivePeers":{"a":{"State":6}}}})");

    QVERIFY(notify);
    QVERIFY(!notify->value.isStatusTrigger());
}

void TestTailscaleDecode::busMaskNeverAsksForEngineUpdates()
{
    constexpr quint32 engineUpdates = 1;
    constexpr quint32 refusedWithRateLimit = 0xf000; // tailscaled 1.102: 400 "NotifyRateLimit is incompatible …"
    for (const quint64 capability : {0, 79, 138, 140, 141, 142, 145, 1'000}) {
        const quint32 mask = busMask(capability);
        QVERIFY((mask & engineUpdates) == 0);
        QVERIFY((mask & BusNoPrivateKeys) != 0);
        QVERIFY((mask & BusRateLimit) == 0 || (mask & refusedWithRateLimit) == 0);
    }
    QCOMPARE(busMask(142), 45074u);
    QCOMPARE(busMask(138), 274u);
}

void TestTailscaleDecode::everyKeyReadIsListedAndRecorded()
{
    QStringList listed;
    QStringList unrecorded;
    for (const QByteArray& line : recordedFile(u"wire_keys.txt"_s).split('\n')) {
        const QString text = QString::fromUtf8(line).section(u'#', 0, 0).simplified();
        if (text.isEmpty()) continue;
        const QString key = text.section(u' ', 0, 0);
        listed << key;
        if (text != key) {
            QCOMPARE(text.section(u' ', 1), u"unrecorded"_s);
            unrecorded << key;
        }
    }
    QSet<QString> recorded;
    const auto record = [&](const QString& type, const QJsonObject& object) {
        for (auto it = object.begin(); it != object.end(); ++it)
            recorded << type + u'.' + it.key();
    };
    for (const QString& name : recordedNames(u"*-status*.http"_s)) {
        const QJsonObject status = QJsonDocument::fromJson(recordedBody(name)).object();
        record(u"Status"_s, status);
        record(u"CurrentTailnet"_s, status[u"CurrentTailnet"_s].toObject());
        record(u"Peer"_s, status[u"Self"_s].toObject());
        for (const QJsonValue& peer : status[u"Peer"_s].toObject())
            record(u"Peer"_s, peer.toObject());
    }
    for (const QString& name : recordedNames(u"*-prefs.http"_s))
        record(u"Prefs"_s, QJsonDocument::fromJson(recordedBody(name)).object());
    for (const QString& name : recordedNames(u"*.ndjson"_s))
        for (const QByteArray& line : recordedLines(name))
            record(u"Notify"_s, QJsonDocument::fromJson(line).object());

    QStringList read = wireKeys();
    read.sort();
    listed.sort();
    QCOMPARE(read, listed);
    for (const QString& key : read)
        QVERIFY2(recorded.contains(key) != unrecorded.contains(key), qPrintable(key));
}

void TestTailscaleDecode::zeroTimeIsNoTime()
{
    const Status status = decoded(recordedBody(u"laptop-status.http"_s));

    QVERIFY(!status.peers[0].lastSeen);
    QVERIFY(!status.peers[0].lastHandshake);
    QVERIFY(status.peers[0].keyExpiry);
}

void TestTailscaleDecode::timesAreReadAsGoWritesThem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isValid");
    QTest::addColumn<QString>("expected"); // empty: none
    QTest::newRow("seconds") << "2026-11-23T18:53:40Z"_ba << true << u"2026-11-23T18:53:40.000Z"_s;
    QTest::newRow("nanoseconds") << "2026-11-23T18:53:40.123456789Z"_ba << true << u"2026-11-23T18:53:40.123Z"_s;
    QTest::newRow("one digit") << "2026-11-23T18:53:40.5Z"_ba << true << u"2026-11-23T18:53:40.500Z"_s;
    QTest::newRow("east") << "2026-11-24T02:53:40+08:00"_ba << true << u"2026-11-23T18:53:40.000Z"_s;
    QTest::newRow("west") << "2026-11-23T15:23:40-03:30"_ba << true << u"2026-11-23T18:53:40.000Z"_s;
    QTest::newRow("zero") << "0001-01-01T00:00:00Z"_ba << true << u""_s;
    QTest::newRow("leap day") << "2028-02-29T00:00:00Z"_ba << true << u"2028-02-29T00:00:00.000Z"_s;
    QTest::newRow("no leap day") << "2027-02-29T00:00:00Z"_ba << false << u""_s;
    QTest::newRow("empty") << ""_ba << false << u""_s;
    QTest::newRow("no zone") << "2026-11-23T18:53:40"_ba << false << u""_s;
    QTest::newRow("dot only") << "2026-11-23T18:53:40.Z"_ba << false << u""_s;
    QTest::newRow("ten digits") << "2026-11-23T18:53:40.1234567890Z"_ba << false << u""_s;
    QTest::newRow("hour 25") << "2026-11-23T25:53:40Z"_ba << false << u""_s;
    QTest::newRow("month 13") << "2026-13-23T18:53:40Z"_ba << false << u""_s;
    QTest::newRow("zone 25") << "2026-11-23T18:53:40+25:00"_ba << false << u""_s;
    QTest::newRow("letters") << "yesterday, at about noon"_ba << false << u""_s;
    QTest::newRow("space") << "2026-11-23 18:53:40Z"_ba << false << u""_s;
    QTest::newRow("rest") << "2026-11-23T18:53:40Zx"_ba << false << u""_s;
}

void TestTailscaleDecode::timesAreReadAsGoWritesThem()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isValid);
    QFETCH(QString, expected);

    const GoTime time = GoTime::parse(std::string_view(text.constData(), size_t(text.size())));

    QCOMPARE(time.isValid, isValid);
    QCOMPARE(time.value.has_value(), !expected.isEmpty());
    if (time.value) {
        QCOMPARE(time.value->timeSpec(), Qt::UTC);
        QCOMPARE(time.value->toString(Qt::ISODateWithMs), expected);
    }
}

void TestTailscaleDecode::unknownBackendTextIsKept()
{
    const Status status = decoded(R"({"BackendState":"Dreaming","Self":null,"Peer":null,"New":{"a":[1,{}]}})");

    QCOMPARE(status.backend, BackendState::Unknown);
    QCOMPARE(status.backendText, u"Dreaming"_s);
}

void TestTailscaleDecode::wrongTypesAreIssuesWithTheirPath()
{
    const auto status = decodeStatus(R"({"BackendState":"Running","Health":"bad","CertDomains":["a",7,"b"],)"
                                     R"("CurrentTailnet":[1],"Self":{"ID":"n1","RxBytes":-1,"Online":"yes"},)"
                                     R"("Peer":{"nodekey:x":{"ID":"n2","KeyExpiry":"soon","HostName":{"a":1}},)"
                                     R"("nodekey:y":3,"nodekey:z":{"ID":"n4","OS":"linux"}}})");

    QVERIFY(status);
    QStringList issues;
    for (const base::Issue& issue : status->issues)
        issues << issue.path + u": "_s + issue.reason;
    QCOMPARE(issues, (QStringList{
                         u"Health: expected array, found string"_s,
                         u"CertDomains[1]: expected string, found number"_s,
                         u"CurrentTailnet: expected object, found array"_s,
                         u"Self.RxBytes: expected whole number, found number"_s,
                         u"Self.Online: expected boolean, found string"_s,
                         u"Peer.nodekey:x.KeyExpiry: not a time"_s,
                         u"Peer.nodekey:x.HostName: expected string, found object"_s,
                         u"Peer.nodekey:y: expected object, found number"_s,
                     }));
    QCOMPARE(status->value.certDomains, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(status->value.peers.size(), 3);
    QCOMPARE(status->value.peers[2].os, u"linux"_s);
}

void TestTailscaleDecode::missingKeysAreIssues()
{
    const auto status = decodeStatus(R"({"Self":{"HostName":"laptop"},"Peer":{"k":{"HostName":"a"}}})");

    QVERIFY(status);
    QCOMPARE(status->issues,
             (QList<base::Issue>{
                 {u"Self.ID"_s, u"missing"_s}, {u"Peer.k.ID"_s, u"missing"_s}, {u"BackendState"_s, u"missing"_s}}));
    QVERIFY(status->value.peers.isEmpty());
}

void TestTailscaleDecode::issuesAreLimited()
{
    QByteArray json = R"({"BackendState":"Running","Self":null,"Health":[0)";
    for (int i = 0; i < 1'000; ++i)
        json += ",0";

    const auto status = decodeStatus(json + "]}");

    QVERIFY(status);
    QCOMPARE(status->issues.size(), 100);
}

void TestTailscaleDecode::suffixComesFromWhereverItIs()
{
    const QString fromTailnet = decoded(R"({"BackendState":"Running","MagicDNSSuffix":"old.ts.net",)"
                                        R"("CurrentTailnet":{"MagicDNSSuffix":"new.ts.net"}})")
                                    .magicDnsSuffix;
    const QString fromRoot = decoded(R"({"BackendState":"Running","MagicDNSSuffix":"old.ts.net"})").magicDnsSuffix;
    const QString fromSelf = decoded(R"({"Self":{"ID":"1","DNSName":"laptop.own.ts.net."}})").magicDnsSuffix;

    QCOMPARE(fromTailnet, u"new.ts.net"_s);
    QCOMPARE(fromRoot, u"old.ts.net"_s);
    QCOMPARE(fromSelf, u"own.ts.net"_s);
}

void TestTailscaleDecode::rejectsWhatIsNoStatus_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<base::ErrorKind>("kind");
    using base::ErrorKind;
    QTest::newRow("empty") << ""_ba << ErrorKind::Malformed;
    QTest::newRow("white space") << " \n"_ba << ErrorKind::Malformed;
    QTest::newRow("HTML") << "<html><body>502 Bad Gateway</body></html>"_ba << ErrorKind::WrongProduct;
    QTest::newRow("text") << "404 page not found\n"_ba << ErrorKind::Malformed;
    QTest::newRow("array") << "[]"_ba << ErrorKind::Malformed;
    QTest::newRow("null") << "null"_ba << ErrorKind::Malformed;
    QTest::newRow("number") << "12"_ba << ErrorKind::Malformed;
    QTest::newRow("string") << "\"Running\""_ba << ErrorKind::Malformed;
    QTest::newRow("invalid UTF-8") << "{\"BackendState\":\"\xff\"}"_ba << ErrorKind::Malformed;
    QTest::newRow("two documents") << R"({"BackendState":"Running"}{"BackendState":"Running"})"_ba
                                   << ErrorKind::Malformed;
    QTest::newRow("rest") << R"({"BackendState":"Running"}x)"_ba << ErrorKind::Malformed;
    QTest::newRow("no comma") << R"({"BackendState":"Running" "Self":null})"_ba << ErrorKind::Malformed;
    QTest::newRow("empty object") << "{}"_ba << ErrorKind::WrongProduct;
    QTest::newRow("another product") << R"({"member":{"Name":"nomad"}})"_ba << ErrorKind::WrongProduct;
}

void TestTailscaleDecode::rejectsWhatIsNoStatus()
{
    QFETCH(QByteArray, body);
    QFETCH(base::ErrorKind, kind);

    const auto status = decodeStatus(body);

    QVERIFY(!status);
    QCOMPARE(status.error().kind, kind);
    QVERIFY(!status.error().what.isEmpty());
}

void TestTailscaleDecode::cutStatusIsRefusedAtEveryByte()
{
    const QByteArray body = recordedBody(u"laptop-status.http"_s).trimmed();
    QVERIFY(decodeStatus(body));
    for (qsizetype length = 0; length < body.size(); ++length)
        QVERIFY2(!decodeStatus(QByteArrayView(body).first(length)), qPrintable(QString::number(length)));
}

void TestTailscaleDecode::cutBusLineIsRefusedAtEveryByte()
{
    const QByteArray line = recordedLines(u"watch-ipn-bus-down-up.ndjson"_s)[0];
    QVERIFY(decodeNotify(line));
    for (qsizetype length = 0; length < line.size(); ++length)
        QVERIFY2(!decodeNotify(QByteArrayView(line).first(length)), qPrintable(QString::number(length)));
}

void TestTailscaleDecode::flippedBytesNeverCrash()
{
    const QByteArray body = recordedBody(u"laptop-status-peer-route.http"_s);
    int survived = 0;
    for (qsizetype at = 0; at < body.size(); ++at) {
        for (const char c : {'"', '{', '}', '[', ',', ':', '0', '\\', '\0'}) {
            QByteArray damaged = body;
            damaged[at] = c;
            const auto status = decodeStatus(damaged);
            survived += status.has_value();
            if (status) QVERIFY(status->issues.size() <= 100);
        }
    }
    QVERIFY(survived > 0);
}

void TestTailscaleDecode::oversizedReplyIsRefused()
{
    const QByteArray large(longestReply + 1, ' ');

    const auto status = decodeStatus(large);
    const auto notify = decodeNotify(large);

    QVERIFY(!status && !notify);
    QCOMPARE(status.error().kind, base::ErrorKind::TooLarge);
    QCOMPARE(notify.error().kind, base::ErrorKind::TooLarge);
}

void TestTailscaleDecode::tenThousandPeersDecode()
{
    const QByteArray large = largeStatus(10'000);
    QVERIFY(large.size() > 12'000'000);

    QElapsedTimer timer;
    timer.start();
    const auto status = decodeStatus(large);
    qInfo("%lld bytes, 10,000 peers: %lld ms", qlonglong(large.size()), qlonglong(timer.elapsed()));

    QVERIFY(status);
    QCOMPARE(status->issues, QList<base::Issue>());
    QCOMPARE(status->value.peers.size(), 10'001);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTailscaleDecode)

#include "test_tailscale_decode.moc"
