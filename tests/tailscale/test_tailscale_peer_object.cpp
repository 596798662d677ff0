// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/decode.h"
#include "app/tailscale/peer_reading.h"
#include "tests/support/message_guard.h"
#include "tests/tailscale/recorded.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::tailscale;
using tailboard::tailscale_test::recordedBody;
using tailboard::tailscale_test::recordedNames;

class TestTailscalePeerObject : public QObject
{
    Q_OBJECT

private slots:
    void everyRecordedPeerIsFound();
    void unknownPeerIsNone();
    void brokenStatusHasNone();
    void escapedIdsAreNoWayOut();
};

void TestTailscalePeerObject::everyRecordedPeerIsFound()
{
    int found = 0;
    for (const QString& name : recordedNames(u"*-status*.http"_s)) {
        const QByteArray body = recordedBody(name);
        const auto status = decodeStatus(body);
        QVERIFY2(status, qPrintable(name));
        for (const Peer& peer : status->value.peers) {
            const auto object = peerObject(body, peer.id);
            QVERIFY2(object, qPrintable(name + u' ' + peer.id));
            QVERIFY(body.contains(*object)); // as written
            const QJsonObject read = QJsonDocument::fromJson(*object).object();
            QCOMPARE(read[u"ID"_s].toString(), peer.id);
            QCOMPARE(read[u"HostName"_s].toString(), peer.hostName);
            ++found;
        }
    }
    QVERIFY(found > 20);
}

void TestTailscalePeerObject::unknownPeerIsNone()
{
    const QByteArray body = recordedBody(u"laptop-status.http"_s);
    QVERIFY(!peerObject(body, u"nobody"_s));
    QVERIFY(!peerObject(body, {}));
    QVERIFY(!peerObject(R"({"Peer":null,"Self":null})", u"x"_s));
}

void TestTailscalePeerObject::brokenStatusHasNone()
{
    const QByteArray body = recordedBody(u"laptop-status.http"_s);
    for (qsizetype length = 0; length < body.size(); length += 97)
        peerObject(body.first(length), u"nobody"_s);
    for (const char* text : {"", "null", "[]", "{", "<html>"})
        QVERIFY(!peerObject(text, u"x"_s));
}

void TestTailscalePeerObject::escapedIdsAreNoWayOut()
{
    const QByteArray body = R"({"Self":{"ID":"a"},"Peer":{"k":{"ID":"b\",\"x"},"l":{"Note":{"ID":"c"},"ID":"d"}}})";
    QVERIFY(!peerObject(body, u"b"_s));
    QVERIFY(!peerObject(body, u"c"_s));
    QCOMPARE(peerObject(body, u"d"_s), QByteArray(R"({"Note":{"ID":"c"},"ID":"d"})"));
    QCOMPARE(peerObject(body, u"a"_s), QByteArray(R"({"ID":"a"})"));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTailscalePeerObject)
#include "test_tailscale_peer_object.moc"
