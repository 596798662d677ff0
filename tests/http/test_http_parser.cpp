// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/parse_all.h"
#include "tests/support/message_guard.h"

#include <QDirIterator>
#include <QFile>

using namespace tailboard;
using namespace Qt::StringLiterals;
using http_test::parseAll;
using http_test::parseByteByByte;
using http_test::Parsed;

namespace {

/// Recordings over this size are cut at fewer places: all of the head, and around the borders of chunks.
constexpr qsizetype mostCutEverywhere = 64 * 1024;

struct Recording
{
    QByteArray wire;               ///< as it went over the wire
    QByteArray body;               ///< what must come out
    qsizetype headSize = 0;        ///< bytes up to the body
    QList<qsizetype> chunkBorders; ///< offsets in `wire`
};

/// `curl -i` wrote the heads as they came, but the bodies already joined from their chunks: where the head says
/// "chunked", the body is cut into chunks again here (of growing size, so that size lines of one to three digits
/// occur).
Recording readRecording(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray all = file.readAll();
    Recording recording;
    recording.headSize = all.indexOf("\r\n\r\n") + 4;
    const QByteArray head = all.left(recording.headSize);
    recording.body = all.mid(recording.headSize);
    if (!head.toLower().contains("\r\ntransfer-encoding: chunked\r\n")) {
        recording.wire = all;
        return recording;
    }
    recording.wire = head;
    qsizetype size = 1;
    for (qsizetype from = 0; from < recording.body.size(); from += size, size = std::min<qsizetype>(size * 3, 4000)) {
        const QByteArray piece = recording.body.mid(from, size);
        recording.wire += QByteArray::number(piece.size(), 16) + "\r\n";
        recording.chunkBorders << recording.wire.size();
        recording.wire += piece + "\r\n";
        recording.chunkBorders << recording.wire.size();
    }
    recording.wire += "0\r\n\r\n";
    return recording;
}

QByteArray chunked(const QByteArray& rest)
{
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest;
}

QByteArray headed(const QByteArray& header, const QByteArray& body)
{
    return "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + body;
}

} // namespace

class TestHttpParser : public QObject
{
    Q_OBJECT

private slots:
    void recordingsParseTheSameAtEveryCut_data();
    void recordingsParseTheSameAtEveryCut();
    void legalAnswersAreAccepted_data();
    void legalAnswersAreAccepted();
    void hostileAnswersAreRefused_data();
    void hostileAnswersAreRefused();
    void interimAnswersAreSkippedButBounded();
    void answersToHeadHaveNoBody();
    void cutAnswersAreRefused();
    void aConnectionIsReusableOnlyAfterAFramedAnswer();
    void headLimitHoldsExactly();
};

void TestHttpParser::recordingsParseTheSameAtEveryCut_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(QStringLiteral(TAILBOARD_FIXTURES), {u"*.http"_s}, QDir::Files, QDirIterator::Subdirectories);
    int count = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(path.mid(int(qstrlen(TAILBOARD_FIXTURES)) + 1))) << path;
        ++count;
    }
    QVERIFY(count >= 100);
}

void TestHttpParser::recordingsParseTheSameAtEveryCut()
{
    QFETCH(const QString, path);
    const Recording recording = readRecording(path);
    QVERIFY(recording.headSize > 4);
    const Parsed whole = parseAll(recording.wire);
    QVERIFY2(whole.isAccepted, whole.error);
    QCOMPARE(whole.body, recording.body);
    QCOMPARE(whole.head.status, recording.wire.mid(9, 3).toInt());
    QVERIFY(!whole.head.headers.isEmpty());

    QVERIFY(parseByteByByte(recording.wire) == whole);
    const qsizetype size = recording.wire.size();
    std::vector<qsizetype> places;
    if (size <= mostCutEverywhere) {
        for (qsizetype cut = 1; cut < size; ++cut)
            places.push_back(cut);
    } else {
        for (qsizetype cut = 1; cut <= recording.headSize + 2; ++cut)
            places.push_back(cut);
        for (const qsizetype border : recording.chunkBorders)
            for (qsizetype cut = border - 2; cut <= border + 2; ++cut)
                places.push_back(cut);
    }
    for (const qsizetype cut : places) {
        const Parsed parsed = parseAll(recording.wire, {cut});
        if (!(parsed == whole))
            QFAIL(qPrintable(u"differs when cut at %1: "_s.arg(cut) + QString::fromLatin1(parsed.error)));
    }
}

void TestHttpParser::legalAnswersAreAccepted_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const QByteArray hi("hi");
    QTest::newRow("length") << headed("Content-Length: 2", "hi") << 200 << hi;
    QTest::newRow("until close") << QByteArray("HTTP/1.1 200 OK\r\n\r\nhi") << 200 << hi;
    QTest::newRow("1.0 until close") << QByteArray("HTTP/1.0 200 OK\r\n\r\nhi") << 200 << hi;
    QTest::newRow("no reason, no blank") << QByteArray("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n") << 200
                                         << QByteArray();
    QTest::newRow("100 then 200") << "HTTP/1.1 100 Continue\r\n\r\n" + headed("Content-Length: 2", "hi") << 200 << hi;
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204 << QByteArray();
    QTest::newRow("304 with the length of the other")
        << QByteArray("HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n") << 304 << QByteArray();
    QTest::newRow("chunk extension") << chunked("2;a=b\r\nhi\r\n0\r\n\r\n") << 200 << hi;
    QTest::newRow("trailer") << chunked("2\r\nhi\r\n0\r\nX: y\r\n\r\n") << 200 << hi;
    QTest::newRow("upper-case and zero-led chunk size")
        << chunked("00000A\r\n0123456789\r\n000\r\n\r\n") << 200 << QByteArray("0123456789");
    QTest::newRow("names in any case") << headed("content-LENGTH: 2", "hi") << 200 << hi;
    QTest::newRow("blanks around a value") << headed("Content-Length: \t 2 \t", "hi") << 200 << hi;
    QTest::newRow("an empty value") << headed("X:\r\nContent-Length: 2", "hi") << 200 << hi;
    QTest::newRow("bytes over 127 in a value") << headed("X: \xc3\xa4\xff\r\nContent-Length: 2", "hi") << 200 << hi;
}

void TestHttpParser::legalAnswersAreAccepted()
{
    QFETCH(const QByteArray, wire);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    const Parsed whole = parseAll(wire);
    QVERIFY2(whole.isAccepted, whole.error);
    QCOMPARE(whole.head.status, status);
    QCOMPARE(whole.body, body);
    QVERIFY(parseByteByByte(wire) == whole);
    for (qsizetype cut = 1; cut < wire.size(); ++cut)
        QVERIFY(parseAll(wire, {cut}) == whole);
}

void TestHttpParser::hostileAnswersAreRefused_data()
{
    QTest::addColumn<QByteArray>("wire");
    const QByteArray big(1 << 20, 'a');
    const QByteArray twoChunks = "2\r\nhi\r\n0\r\n\r\n";
    QTest::newRow("length and chunks") << headed("Content-Length: 5\r\nTransfer-Encoding: chunked", twoChunks);
    QTest::newRow("two different lengths") << headed("Content-Length: 2\r\nContent-Length: 3", "hi!");
    QTest::newRow("length +2") << headed("Content-Length: +2", "hi");
    QTest::newRow("length -1") << headed("Content-Length: -1", "hi");
    QTest::newRow("length 2,2") << headed("Content-Length: 2,2", "hi");
    QTest::newRow("length 2^64 + 1") << headed("Content-Length: 18446744073709551617", "h");
    QTest::newRow("coding xchunked") << headed("Transfer-Encoding: xchunked", twoChunks);
    QTest::newRow("coding gzip, chunked") << headed("Transfer-Encoding: gzip, chunked", twoChunks);
    QTest::newRow("bare line feeds") << QByteArray("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
    QTest::newRow("bare line feed after a chunk size") << chunked("2\nhi\r\n0\r\n\r\n");
    QTest::newRow("folded header") << headed("X: a\r\n b\r\nContent-Length: 2", "hi");
    QTest::newRow("blank before the colon") << headed("Content-Length : 2", "hi");
    QTest::newRow("NUL in a value") << headed(QByteArray("X: a\0b\r\nContent-Length: 2", 25), "hi");
    QTest::newRow("chunk size 0x2") << chunked("0x2\r\nhi\r\n0\r\n\r\n");
    QTest::newRow("negative chunk size") << chunked("-2\r\nhi\r\n0\r\n\r\n");
    QTest::newRow("chunk size over 64 bits") << chunked("10000000000000002\r\nhi\r\n0\r\n\r\n");
    QTest::newRow("chunk without its line end") << chunked("2\r\nhiXX0\r\n\r\n");
    QTest::newRow("chunk extension of 1 MiB") << chunked("2;" + big + "\r\nhi\r\n0\r\n\r\n");
    QTest::newRow("header line of 1 MiB") << headed("X: " + big + "\r\nContent-Length: 2", "hi");
    QTest::newRow("65,536 headers") << headed(QByteArray("A: b\r\n").repeated(65'536) + "Content-Length: 0", "");
    QTest::newRow("trailer of 1 MiB") << chunked("2\r\nhi\r\n0\r\nX: " + big + "\r\n\r\n");
    QTest::newRow("bytes behind the answer") << headed("Content-Length: 2", "hiHTTP/1.1 500 X\r\n\r\n");
    QTest::newRow("a TLS alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7);
    QTest::newRow("an HTTP/2 frame") << QByteArray("\0\0\x12\x04\0\0\0\0\0", 9);
    QTest::newRow("status 2000") << QByteArray("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("lower-case http") << QByteArray("http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("HTTP/1.7") << QByteArray("HTTP/1.7 200 OK\r\nContent-Length: 0\r\n\r\n");
    // Beyond the 27 of the measured comparison:
    QTest::newRow("two equal lengths") << headed("Content-Length: 2\r\nContent-Length: 2", "hi");
    QTest::newRow("two chunked codings") << headed("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                                   twoChunks);
    QTest::newRow("an empty length") << headed("Content-Length:", "hi");
    QTest::newRow("length 2^63") << headed("Content-Length: 9223372036854775808", "hi");
    QTest::newRow("chunks in HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") +
                                               twoChunks;
    QTest::newRow("bytes behind the last chunk") << chunked("2\r\nhi\r\n0\r\n\r\nHTTP/1.1 500 X\r\n\r\n");
    QTest::newRow("bytes behind 204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\nhi");
    QTest::newRow("101") << QByteArray("HTTP/1.1 101 Switching\r\n\r\n");
    QTest::newRow("status 099") << QByteArray("HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("a carriage return in a value") << headed("X: a\rb\r\nContent-Length: 2", "hi");
    QTest::newRow("no colon") << headed("Nonsense\r\nContent-Length: 2", "hi");
    QTest::newRow("empty name") << headed(": x\r\nContent-Length: 2", "hi");
    QTest::newRow("a blank line first") << "\r\n" + headed("Content-Length: 2", "hi");
    QTest::newRow("empty chunk size") << chunked("\r\nhi\r\n0\r\n\r\n");
    QTest::newRow("nothing") << QByteArray();
}

void TestHttpParser::hostileAnswersAreRefused()
{
    QFETCH(const QByteArray, wire);
    QVERIFY(!parseAll(wire).isAccepted);
    const Parsed byBytes = parseByteByByte(wire);
    QVERIFY(!byBytes.isAccepted);
    QVERIFY(*byBytes.error != 0);
    if (wire.size() > 10'000) return;
    for (qsizetype cut = 1; cut < wire.size(); ++cut)
        QVERIFY(!parseAll(wire, {cut}).isAccepted);
}

void TestHttpParser::interimAnswersAreSkippedButBounded()
{
    const QByteArray interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    const Parsed some = parseAll(interim.repeated(5) + headed("Content-Length: 2", "hi"));
    QVERIFY(some.isAccepted);
    QCOMPARE(some.head.headers.size(), 1);
    QVERIFY(!parseAll(interim.repeated(5'000) + headed("Content-Length: 2", "hi")).isAccepted);
}

void TestHttpParser::answersToHeadHaveNoBody()
{
    const QByteArray wire = headed("Content-Length: 100", "");
    const Parsed parsed = parseAll(wire, {}, true);
    QVERIFY(parsed.isAccepted);
    QVERIFY(parsed.isReusable);
    QVERIFY(parsed.body.isEmpty());
    QVERIFY(!parseAll(wire + "x", {}, true).isAccepted);
    QVERIFY(parseAll(chunked(""), {}, true).isAccepted);
}

void TestHttpParser::cutAnswersAreRefused()
{
    const QByteArray fixed = headed("Content-Length: 2", "hi");
    for (qsizetype size = 0; size < fixed.size(); ++size)
        QVERIFY(!parseAll(fixed.left(size)).isAccepted);
    const QByteArray pieces = chunked("2\r\nhi\r\n3;x\r\nabc\r\n0\r\nT: u\r\n\r\n");
    for (qsizetype size = 0; size < pieces.size(); ++size)
        QVERIFY(!parseAll(pieces.left(size)).isAccepted);
    QVERIFY(parseAll(pieces).isAccepted);
}

void TestHttpParser::aConnectionIsReusableOnlyAfterAFramedAnswer()
{
    QVERIFY(parseAll(headed("Content-Length: 2", "hi")).isReusable);
    QVERIFY(parseAll(chunked("0\r\n\r\n")).isReusable);
    QVERIFY(!parseAll(headed("Content-Length: 2\r\nConnection: close", "hi")).isReusable);
    QVERIFY(!parseAll(headed("Content-Length: 2\r\nconnection: x, Close", "hi")).isReusable);
    QVERIFY(!parseAll("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi").isReusable);
    QVERIFY(!parseAll("HTTP/1.1 200 OK\r\n\r\nhi").isReusable);
}

void TestHttpParser::headLimitHoldsExactly()
{
    const QByteArray wire = headed("Content-Length: 2", "hi");
    const qint64 head = wire.size() - 2;
    QVERIFY(parseAll(wire, {}, false, head).isAccepted);
    QVERIFY(!parseAll(wire, {}, false, head - 1).isAccepted);
    QVERIFY(!parseAll(wire, {5, 30}, false, head - 1).isAccepted);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpParser)
#include "test_http_parser.moc"
