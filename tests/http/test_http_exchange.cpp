// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/collected.h"
#include "tests/support/message_guard.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_authority.h"

#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <ctime>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace tailboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorKind;
using http_test::await;
using http_test::get;
using http_test::kindOf;
using http_test::post;
using http_test::tcpEndpoint;
using test_support::ReceivedRequest;
using test_support::Script;
using test_support::ScriptedServer;
using test_support::TestAuthority;
using Step = test_support::ScriptStep;

namespace {

/// What an exchange said, in order; fails the test when it says anything behind its end.
struct Diary
{
    explicit Diary(http::Exchange* exchange)
    {
        QObject::connect(exchange, &http::Exchange::headArrived, exchange, [this] { say('h'); });
        QObject::connect(exchange, &http::Exchange::bodyArrived, exchange, [this](QByteArrayView piece) {
            say('b');
            body.append(piece);
        });
        QObject::connect(exchange, &http::Exchange::finished, exchange, [this] { say('f'); });
        QObject::connect(exchange, &http::Exchange::failed, exchange, [this](const base::Error& e) {
            say('x');
            error = e;
        });
    }

    void say(char event)
    {
        QVERIFY2(!isOver(), "said something behind its end");
        // Several pieces are one 'b'.
        if (event != 'b' || !events.endsWith('b')) events += event;
    }

    bool isOver() const { return events.endsWith('f') || events.endsWith('x'); }

    QByteArray events;
    QByteArray body;
    base::Error error;
};

QByteArray twoChunks()
{
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ScriptedServer::chunk("one") +
           ScriptedServer::chunk("two") + "0\r\n\r\n";
}

qint64 threadMicroseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

} // namespace

class TestHttpExchange : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void anExchangeTellsHeadBodyEnd();
    void faultsEndItOnce_data();
    void faultsEndItOnce();
    void bytesReadBeforeAResetAreNotLost();
    void pausedItReadsNothing();
    void pausedItMayBeSilentLongerThanItsLimit();
    void abortedItSaysNothingMore();
    void itMayBeDeletedInEachSignal_data();
    void itMayBeDeletedInEachSignal();
    void theClientMayBeDeletedInEachSignal_data();
    void theClientMayBeDeletedInEachSignal();
    void theClientMayBeDeletedByAContinuation();
    void deletingTheClientEndsWhatIsUnderWay();
    void cancellingAFutureClosesItsConnection();
    void cancelledRequestsGiveTheirPlaceBack();
    void gzipBodiesAreUnpackedAtEveryCut();
    void gzipBombsStopAtTheBodyLimit();
    void emptyGzipBodiesAreFine();
    void damagedGzipIsRefused();
    void aBrokenTargetOrHeaderIsNotSent();
    void aTokenAppearsInItsHeaderOnly();
    void theDialMapChangesTheDialOnly();
    void aLargeBodyLeavesTheEventLoopItsTurns_data();
    void aLargeBodyLeavesTheEventLoopItsTurns();
    void smallRequestsAreCheap();

private:
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<http::Client> m_client;
};

void TestHttpExchange::init()
{
    m_client.reset();
    m_server = std::make_unique<ScriptedServer>();
    QVERIFY(m_server->listenTcp());
    m_client = std::make_unique<http::Client>(tcpEndpoint(m_server->port()), base::DialMap(),
                                              http::Credentials::nomadToken("s3cr3t-t0ken"));
}

void TestHttpExchange::anExchangeTellsHeadBodyEnd()
{
    m_server->setScript({Step::send(twoChunks())});
    const auto exchange = m_client->open(get("/"));
    const Diary diary(exchange.get());
    QTRY_COMPARE(diary.events, QByteArray("hbf"));
    QCOMPARE(diary.body, QByteArray("onetwo"));
}

void TestHttpExchange::faultsEndItOnce_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<ErrorKind>("kind");
    const auto send = [](const QByteArray& bytes) { return Step::send(bytes); };
    const QByteArray half = ScriptedServer::whole("[1,2,3]").chopped(3);
    const QByteArray page = ScriptedServer::whole(QByteArray(5'000, 'x'));
    QTest::newRow("silent") << Script{} << QByteArray("x") << ErrorKind::TimedOut;
    QTest::newRow("silent in the head") << Script{send("HTTP/1.1 200 OK\r\nX: ")} << QByteArray("x")
                                        << ErrorKind::TimedOut;
    QTest::newRow("silent in the body") << Script{send(half)} << QByteArray("hbx") << ErrorKind::TimedOut;
    Script drip{send("HTTP/1.1 200 OK\r\nX: ")};
    for (int i = 0; i < 100; ++i)
        drip << Step::pause(10) << send("y");
    QTest::newRow("dripping head") << drip << QByteArray("x") << ErrorKind::TimedOut;
    Script dripBody{send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")};
    for (int i = 0; i < 100; ++i)
        dripBody << send("y") << Step::pause(10);
    QTest::newRow("dripping body meets the total limit") << dripBody << QByteArray("hbx") << ErrorKind::TimedOut;
    QTest::newRow("closed") << Script{Step::close()} << QByteArray("x") << ErrorKind::Cut;
    QTest::newRow("reset") << Script{Step::reset()} << QByteArray("x") << ErrorKind::Cut;
    QTest::newRow("cut in the head") << Script{send("HTTP/1.1 200 OK\r\n"), Step::close()} << QByteArray("x")
                                     << ErrorKind::Cut;
    QTest::newRow("cut in the body") << Script{send(half), Step::close()} << QByteArray("hbx") << ErrorKind::Cut;
    QTest::newRow("cut in a chunk") << Script{send(twoChunks().chopped(9)), Step::close()} << QByteArray("hbx")
                                    << ErrorKind::Cut;
    QTest::newRow("announced too large") << Script{send(page)} << QByteArray("x") << ErrorKind::TooLarge;
    QTest::newRow("too large in chunks") << Script{send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                                        ScriptedServer::chunk(QByteArray(4'000, 'x')) +
                                                        ScriptedServer::chunk(QByteArray(100, 'x')))}
                                         << QByteArray("hbx") << ErrorKind::TooLarge;
    QTest::newRow("head too large") << Script{send("HTTP/1.1 200 OK\r\nX: " + QByteArray(100'000, 'x'))}
                                    << QByteArray("x") << ErrorKind::TooLarge;
    for (const char* status : {"301", "302", "303", "307", "308"})
        QTest::newRow(status) << Script{send(ScriptedServer::whole("", QByteArray(status) + " Moved",
                                                                   "Location: https://evil.example/login?t=1\r\n"))}
                              << QByteArray("x") << ErrorKind::Redirected;
    QTest::newRow("another protocol") << Script{send("SSH-2.0-OpenSSH_9.2\r\n")} << QByteArray("x")
                                      << ErrorKind::WrongProduct;
    QTest::newRow("TLS alert") << Script{send(QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7))} << QByteArray("x")
                               << ErrorKind::WrongProduct;
    QTest::newRow("broken HTTP") << Script{send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")} << QByteArray("x")
                                 << ErrorKind::Malformed;
    QTest::newRow("bytes behind a length") << Script{send(ScriptedServer::whole("{}") + "HTTP/1.1 500 X\r\n\r\n")}
                                           << QByteArray("hbx") << ErrorKind::Malformed;
    QTest::newRow("bytes behind the last chunk")
        << Script{send(twoChunks() + "more")} << QByteArray("hbx") << ErrorKind::Malformed;
    QTest::newRow("unknown packing") << Script{send(ScriptedServer::whole("x", "200 OK", "Content-Encoding: br\r\n"))}
                                     << QByteArray("x") << ErrorKind::Malformed;
}

void TestHttpExchange::faultsEndItOnce()
{
    QFETCH(const Script, script);
    QFETCH(const QByteArray, events);
    QFETCH(const ErrorKind, kind);
    m_server->setScript(script);
    http::Request request = get("/x");
    request.limits.firstByte = 150ms;
    request.limits.quiet = 150ms;
    request.limits.total = 600ms;
    request.limits.bodyBytes = 4'000;
    const auto exchange = m_client->open(request);
    const Diary diary(exchange.get());
    QTRY_VERIFY(diary.isOver());
    QVERIFY2(diary.error.kind == kind, qPrintable(diary.error.sentence()));
    // A head and the first bytes behind it may come in one packet or in two.
    QByteArray seen = diary.events;
    if (events == "x" && kind == ErrorKind::Malformed) seen.replace("h", "");
    QCOMPARE(seen, events);
    QVERIFY(!diary.error.what.isEmpty() && !diary.error.hint.isEmpty());
    QVERIFY(diary.error.what.contains(u"127.0.0.1"_s));
    // Everything it held is given back.
    QTRY_COMPARE(m_server->openConnections(), 0);
    m_server->setScript({Step::send(ScriptedServer::whole("{}"))});
    QVERIFY(await(m_client->send(get("/after"))));
    QCOMPARE(m_server->requests().size(), 2);
}

void TestHttpExchange::bytesReadBeforeAResetAreNotLost()
{
    // A server that closes with our bytes unread resets: what it answered before still counts when it was whole.
    m_server->setScript({Step::send(ScriptedServer::whole(QByteArray(200'000, 'x'))), Step::pause(30), Step::reset()});
    const auto exchange = m_client->open(get("/"));
    const Diary diary(exchange.get());
    exchange->setPaused(true);
    QTRY_COMPARE(m_server->openConnections(), 0);
    exchange->setPaused(false);
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.events, QByteArray("hbf"));
    QCOMPARE(diary.body.size(), 200'000);
}

void TestHttpExchange::pausedItReadsNothing()
{
    m_server->setScript({Step::send(ScriptedServer::whole(QByteArray(20 << 20, 'x')))});
    const auto exchange = m_client->open(get("/"));
    Diary diary(exchange.get());
    bool isFirst = true;
    connect(exchange.get(), &http::Exchange::bodyArrived, this, [&] {
        if (std::exchange(isFirst, false)) exchange->setPaused(true);
    });
    QTRY_VERIFY(!diary.body.isEmpty());
    const qsizetype had = diary.body.size();
    QTest::qWait(50);
    QCOMPARE(diary.body.size(), had);
    exchange->setPaused(false);
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.body.size(), qsizetype(20 << 20));
}

void TestHttpExchange::pausedItMayBeSilentLongerThanItsLimit()
{
    m_server->setScript({Step::send(twoChunks().chopped(5)), Step::pause(200), Step::send("0\r\n\r\n")});
    http::Request request = get("/");
    request.limits.quiet = 100ms;
    const auto exchange = m_client->open(request);
    const Diary diary(exchange.get());
    connect(exchange.get(), &http::Exchange::bodyArrived, this, [&] { exchange->setPaused(true); });
    QTRY_VERIFY(!diary.body.isEmpty());
    QTest::qWait(300);
    QVERIFY(!diary.isOver());
    exchange->disconnect(this);
    exchange->setPaused(false);
    QTRY_COMPARE(diary.events, QByteArray("hbf"));
}

void TestHttpExchange::abortedItSaysNothingMore()
{
    m_server->setScript({Step::send(twoChunks())});
    for (const char when : {'0', 'h', 'b'}) {
        const auto exchange = m_client->open(get("/"));
        const Diary diary(exchange.get());
        if (when == '0') exchange->abort();
        connect(exchange.get(), &http::Exchange::headArrived, this, [&] {
            if (when == 'h') exchange->abort();
        });
        connect(exchange.get(), &http::Exchange::bodyArrived, this, [&] { exchange->abort(); });
        if (when != '0') QTRY_VERIFY(!diary.events.isEmpty());
        QTest::qWait(20);
        QCOMPARE(diary.events, when == '0' ? QByteArray() : when == 'h' ? QByteArray("h") : QByteArray("hb"));
        QCOMPARE(diary.body, when == 'b' ? QByteArray("one") : QByteArray());
        QTRY_COMPARE(m_server->openConnections(), 0);
    }
}

namespace {

void addDeletionRows()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<QByteArray>("transport");
    for (const char* transport : {"tcp", "unix", "tls"})
        for (const char* signal : {"head", "body", "turn", "finished", "failed", "timed out", "refused"})
            QTest::addRow("%s, %s", transport, signal) << QByteArray(signal) << QByteArray(transport);
}

/// A client with its server over one of the transports.
struct Pair
{
    explicit Pair(const QByteArray& transport)
    {
        if (transport == "unix") {
            const QString path = dir.filePath(u"s.sock"_s);
            isReady = server.listenLocal(path);
            endpoint = http::Endpoint::unixSocket(path, "x");
        } else if (transport == "tls") {
            isReady = server.listenTls(authority.issue({u"127.0.0.1"_s}));
            endpoint = tcpEndpoint(server.port());
            endpoint.kind = http::Endpoint::Kind::Tls;
            endpoint.tls.extraAuthorities = {authority.certificate()};
        } else {
            isReady = server.listenTcp();
            endpoint = tcpEndpoint(server.port());
        }
        client = std::make_unique<http::Client>(endpoint, base::DialMap());
    }

    QTemporaryDir dir;
    TestAuthority authority;
    ScriptedServer server;
    http::Endpoint endpoint;
    std::unique_ptr<http::Client> client;
    bool isReady = false;
};

std::unique_ptr<http::Exchange> openFor(Pair& pair, const QByteArray& signal, const std::function<void()>& act)
{
    pair.server.setScript({Step::send(twoChunks())});
    if (signal == "failed") pair.server.setScript({Step::send(twoChunks().chopped(3)), Step::close()});
    if (signal == "timed out") pair.server.setScript({});
    if (signal == "refused") {
        pair.server.closeConnections();
        pair.server.stopListening();
    }
    http::Request request = get("/");
    request.limits.firstByte = 100ms;
    auto exchange = pair.client->open(request);
    http::Exchange* const e = exchange.get();
    if (signal == "head")
        QObject::connect(e, &http::Exchange::headArrived, &pair.server, act);
    else if (signal == "body")
        QObject::connect(e, &http::Exchange::bodyArrived, &pair.server, act);
    else if (signal == "turn")
        QObject::connect(e, &http::Exchange::turnEnded, &pair.server, act);
    else if (signal == "finished")
        QObject::connect(e, &http::Exchange::finished, &pair.server, act);
    else
        QObject::connect(e, &http::Exchange::failed, &pair.server, act);
    return exchange;
}

} // namespace

void TestHttpExchange::itMayBeDeletedInEachSignal_data()
{
    addDeletionRows();
}

void TestHttpExchange::itMayBeDeletedInEachSignal()
{
    QFETCH(const QByteArray, signal);
    QFETCH(const QByteArray, transport);
    Pair pair(transport);
    QVERIFY(pair.isReady);
    // A turn is told after the end when everything came at once.
    if (signal == "turn") pair.server.setScript({});
    for (int round = 0; round < 3; ++round) {
        int calls = 0;
        std::unique_ptr<http::Exchange> exchange;
        exchange = openFor(pair, signal, [&] {
            ++calls;
            exchange.reset();
        });
        if (signal == "turn") pair.server.setScript({Step::send(twoChunks().chopped(5))});
        QTRY_COMPARE(calls, 1);
        QTest::qWait(1);
        QVERIFY(!exchange);
    }
}

void TestHttpExchange::theClientMayBeDeletedInEachSignal_data()
{
    addDeletionRows();
}

void TestHttpExchange::theClientMayBeDeletedInEachSignal()
{
    QFETCH(const QByteArray, signal);
    QFETCH(const QByteArray, transport);
    Pair pair(transport);
    QVERIFY(pair.isReady);
    int calls = 0;
    const auto exchange = openFor(pair, signal, [&] {
        ++calls;
        pair.client.reset();
    });
    if (signal == "turn") pair.server.setScript({Step::send(twoChunks().chopped(5))});
    const Diary diary(exchange.get());
    QTRY_VERIFY(calls > 0);
    QTRY_VERIFY(diary.isOver());
    if (signal == "head" || signal == "body" || signal == "turn") QCOMPARE(diary.error.kind, ErrorKind::Cancelled);
    QCOMPARE(calls, 1);
}

void TestHttpExchange::theClientMayBeDeletedByAContinuation()
{
    for (const Script& script : {Script{Step::send(twoChunks())}, Script{Step::close()}}) {
        m_server->setScript(script);
        auto client = std::make_unique<http::Client>(tcpEndpoint(m_server->port()), base::DialMap());
        bool wasCalled = false;
        const auto next = client->send(get("/")).then(this, [&](const base::Result<http::Response>&) {
            client.reset();
            wasCalled = true;
        });
        QTRY_VERIFY(wasCalled);
        QTest::qWait(1);
    }
}

void TestHttpExchange::deletingTheClientEndsWhatIsUnderWay()
{
    m_server->setScript({});
    m_client->setMaxConnections(1);
    const auto busy = m_client->open(get("/busy"));
    const auto waiting = m_client->open(get("/waiting"));
    const auto future = m_client->send(get("/future"));
    http::Request stream = get("/stream");
    stream.limits.total = stream.limits.quiet = 0ms;
    const auto apart = m_client->open(stream);
    const Diary busyDiary(busy.get());
    const Diary waitingDiary(waiting.get());
    const Diary apartDiary(apart.get());
    QTRY_COMPARE(m_server->requests().size(), 2);
    m_client.reset();
    QVERIFY(busyDiary.events.isEmpty()); // not from inside the deletion
    QTRY_VERIFY(busyDiary.isOver() && waitingDiary.isOver() && apartDiary.isOver() && future.isFinished());
    QCOMPARE(busyDiary.error.kind, ErrorKind::Cancelled);
    QCOMPARE(waitingDiary.error.kind, ErrorKind::Cancelled);
    QCOMPARE(apartDiary.error.kind, ErrorKind::Cancelled);
    QVERIFY(future.isCanceled());
    QTRY_COMPARE(m_server->openConnections(), 0);
}

void TestHttpExchange::cancellingAFutureClosesItsConnection()
{
    m_server->setScript({});
    auto future = m_client->send(get("/"));
    QTRY_COMPARE(m_server->requests().size(), 1);
    future.cancel();
    QTRY_COMPARE(m_server->openConnections(), 0);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 0);
}

void TestHttpExchange::cancelledRequestsGiveTheirPlaceBack()
{
    m_client->setMaxConnections(2);
    m_server->setScript({Step::pause(2), Step::send(ScriptedServer::whole("{}"))});
    for (int round = 0; round < 3; ++round) {
        QList<QFuture<base::Result<http::Response>>> futures;
        for (int i = 0; i < 12; ++i)
            futures << m_client->send(get("/"));
        for (int i = 0; i < 12; i += 2)
            futures[i].cancel();
        for (int i = 1; i < 12; i += 2)
            QVERIFY(await(futures[i]));
    }
    QVERIFY(m_server->mostOpenConnections() <= 2);
}

void TestHttpExchange::gzipBodiesAreUnpackedAtEveryCut()
{
    // printf '[1,2,3]' | gzip -n
    const QByteArray packed = QByteArray::fromHex("1f8b08000000000000038b36d431d2318e0500e9b36dfd07000000");
    const QByteArray wire = ScriptedServer::whole(packed, "200 OK", "Content-Encoding: gzip\r\n");
    for (qsizetype cut = wire.size() - packed.size() - 4; cut < wire.size(); ++cut) {
        m_server->setScript({Step::send(wire.left(cut)), Step::pause(0), Step::send(wire.mid(cut))});
        const auto answer = await(m_client->send(get("/")));
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().sentence()));
        QCOMPARE(answer->body, QByteArray("[1,2,3]"));
    }
    QCOMPARE(m_server->requests().first().header("accept-encoding"), QByteArray("gzip"));
    // Two members are one body.
    m_server->setScript({Step::send(ScriptedServer::whole(packed + packed, "200 OK", "Content-Encoding: gzip\r\n"))});
    const auto answer = await(m_client->send(get("/")));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, QByteArray("[1,2,3][1,2,3]"));
}

void TestHttpExchange::gzipBombsStopAtTheBodyLimit()
{
    // qCompress gives a zlib stream; its deflate data between a gzip header and trailer is a gzip member.
    const QByteArray zlib = qCompress(QByteArray(50 << 20, '\0'), 9).mid(4);
    const QByteArray packed =
        QByteArray::fromHex("1f8b0800000000000003") + zlib.mid(2, zlib.size() - 6) + QByteArray(8, 'x');
    QVERIFY(packed.size() < 60'000);
    m_server->setScript({Step::send(ScriptedServer::whole(packed, "200 OK", "Content-Encoding: gzip\r\n"))});
    http::Request request = get("/");
    request.limits.bodyBytes = 1 << 20;
    const auto exchange = m_client->open(request);
    const Diary diary(exchange.get());
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.error.kind, ErrorKind::TooLarge);
    QVERIFY(diary.body.size() <= (1 << 20));

    // A reader with a bound of its own still gets no bomb without end, and a sentence without a senseless number.
    request.limits.bodyBytes = -1;
    const auto unbounded = m_client->open(request);
    const Diary second(unbounded.get());
    QTRY_VERIFY(second.isOver());
    QCOMPARE(second.error.kind, ErrorKind::TooLarge);
    QVERIFY(second.body.size() <= (10 << 20));
    QVERIFY2(!second.error.sentence().contains(u"-1"_s), qPrintable(second.error.sentence()));
}

void TestHttpExchange::emptyGzipBodiesAreFine()
{
    for (const QByteArray& wire :
         {ScriptedServer::whole("", "200 OK", "Content-Encoding: gzip\r\n"),
          QByteArray("HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n"),
          QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")}) {
        m_server->setScript({Step::send(wire)});
        const auto answer = await(m_client->send(get("/")));
        QVERIFY(answer.has_value());
        QVERIFY(answer->body.isEmpty());
    }
}

void TestHttpExchange::damagedGzipIsRefused()
{
    const QByteArray packed = QByteArray::fromHex("1f8b08000000000000038b36d431d2318e0500e9b36dfd07000000");
    QByteArray badSum = packed;
    badSum[packed.size() - 6] = char(badSum[packed.size() - 6] ^ 1);
    for (const QByteArray& body : {packed.chopped(1), packed.left(5), badSum, packed + "x",
                                   packed + QByteArray(1, '\0'), QByteArray("[1,2,3]"), "x" + packed}) {
        m_server->setScript({Step::send(ScriptedServer::whole(body, "200 OK", "Content-Encoding: gzip\r\n"))});
        QCOMPARE(kindOf(await(m_client->send(get("/")))), ErrorKind::Malformed);
    }
}

void TestHttpExchange::aBrokenTargetOrHeaderIsNotSent()
{
    QList<http::Request> requests{get("/a b"), get("/a\r\nX-Evil: 1"), get(QByteArray("/a\0b", 4)), get("no-slash")};
    http::Request request = get("/");
    request.headers = {{"X", "a\r\nX-Evil: 1"}};
    requests << request;
    request.headers = {{"X\nY", "a"}};
    requests << request;
    request.headers = {{"X-Nomad-Token", "another"}};
    requests << request;
    request = get("/");
    request.method = "GET /x HTTP/1.1\r\n";
    requests << request;
    for (const http::Request& broken : requests) {
        const auto answer = await(m_client->send(broken));
        QVERIFY(kindOf(answer) == ErrorKind::Malformed);
    }
    QCOMPARE(m_server->received(), QByteArray());
}

void TestHttpExchange::aTokenAppearsInItsHeaderOnly()
{
    ScriptedServer other;
    QVERIFY(other.listenTcp());
    const QByteArray token("s3cr3t-t0ken");
    QLoggingCategory::setFilterRules(u"tailboard.http.debug=true"_s);
    static QString log;
    log.clear();
    static QtMessageHandler previous = nullptr;
    previous = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& text) {
        log += text + u'\n';
        if (type != QtDebugMsg) previous(type, context, text);
    });
    const QByteArray location =
        "Location: http://127.0.0.1:" + QByteArray::number(other.port()) + "/?t=" + token + "\r\n";
    const QList<Script> scripts{
        {Step::send(ScriptedServer::whole("", "302 Found", location))},
        {Step::send(ScriptedServer::whole("{}", "200 OK", "X-Nomad-Token: " + token + "\r\n"))},
        {Step::send(ScriptedServer::whole("bad token " + token, "403 Forbidden"))},
        {Step::close()},
        {Step::send("garbage " + token)},
    };
    QString errors;
    for (const Script& script : scripts) {
        m_server->setScript(script);
        const auto answer = await(m_client->send(get("/v1/x")));
        if (!answer)
            errors += answer.error().sentence() + answer.error().original;
        else
            errors += http::statusError(answer->head, answer->body, u"Nomad"_s).original;
    }
    qInstallMessageHandler(previous);
    QLoggingCategory::setFilterRules(QString());
    QVERIFY(log.contains(u"/v1/x"_s)); // the log was on
    QVERIFY2(!log.contains(QString::fromLatin1(token)), qPrintable(log));
    QVERIFY2(!errors.contains(QString::fromLatin1(token)), qPrintable(errors));
    QCOMPARE(other.connections(), 0);
    for (const ReceivedRequest& request : m_server->requests()) {
        QCOMPARE(request.headerCount("x-nomad-token"), 1);
        QCOMPARE(request.head.count(token), 1);
    }
}

void TestHttpExchange::theDialMapChangesTheDialOnly()
{
    base::DialMap map;
    map.insert({u"firefly-sub01.tail1a2b3.ts.net"_s, 4646}, {u"127.0.0.1"_s, m_server->port()});
    const auto endpoint = http::Endpoint::fromUrl(QUrl(u"http://firefly-sub01.tail1a2b3.ts.net:4646"_s), 80);
    QVERIFY(endpoint.has_value());
    http::Client client(*endpoint, map);
    QVERIFY(await(client.send(get("/"))));
    QCOMPARE(m_server->requests().last().header("host"), QByteArray("firefly-sub01.tail1a2b3.ts.net:4646"));
}

void TestHttpExchange::aLargeBodyLeavesTheEventLoopItsTurns_data()
{
    QTest::addColumn<bool>("isPacked");
    QTest::newRow("plain") << false;
    QTest::newRow("gzip, 50 to 1") << true;
}

void TestHttpExchange::aLargeBodyLeavesTheEventLoopItsTurns()
{
    QFETCH(const bool, isPacked);
    constexpr qsizetype size = 50 << 20;
    // About as well packed as lists of allocations are.
    QByteArray body;
    body.reserve(size);
    for (quint32 i = 0; body.size() < size; ++i)
        body += "{\"ID\":\"" + QByteArray::number(i * 2654435761u, 16) + "\"," + QByteArray(140, ' ') +
                "\"Name\":\"web\"},";
    body.truncate(size);
    QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: ";
    QByteArray wire = body;
    if (isPacked) {
        const QByteArray zlib = qCompress(body, 1).mid(4);
        // The check value is wrong, so that this ends as damaged, after all of it was unpacked.
        wire = QByteArray::fromHex("1f8b0800000000000003") + zlib.mid(2, zlib.size() - 6) + QByteArray(8, 'x');
        head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
    }
    wire.prepend(head + QByteArray::number(wire.size()) + "\r\n\r\n");

    // A server on a thread of its own: only the reader's work counts here.
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    QVERIFY(::bind(listener, reinterpret_cast<sockaddr*>(&address), length) == 0 && ::listen(listener, 1) == 0);
    QVERIFY(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    std::thread server([&] {
        const int peer = ::accept(listener, nullptr, nullptr);
        char request[4096];
        if (::recv(peer, request, sizeof request, 0) > 0)
            for (qsizetype sent = 0; sent < wire.size();) {
                const ssize_t now = ::send(peer, wire.constData() + sent, size_t(wire.size() - sent), MSG_NOSIGNAL);
                if (now <= 0) break;
                sent += now;
            }
        ::close(peer);
    });

    http::Client client(tcpEndpoint(ntohs(address.sin_port)), base::DialMap());
    const auto exchange = client.open(get("/"));
    qsizetype got = 0;
    bool isOver = false;
    connect(exchange.get(), &http::Exchange::bodyArrived, this, [&](QByteArrayView piece) { got += piece.size(); });
    connect(exchange.get(), &http::Exchange::finished, this, [&] { isOver = true; });
    connect(exchange.get(), &http::Exchange::failed, this, [&] { isOver = true; });
    // Gaps are counted in this thread's CPU time: what the machine does elsewhere is no fault of the reader's.
    QTimer ticker;
    qint64 last = threadMicroseconds();
    qint64 longest = 0;
    int ticks = 0;
    connect(&ticker, &QTimer::timeout, this, [&] {
        const qint64 now = threadMicroseconds();
        longest = std::max(longest, now - last);
        last = now;
        ++ticks;
    });
    ticker.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(isOver, 60'000);
    server.join();
    ::close(listener);
    if (isPacked) {
        QVERIFY(got > size - 128 * 1024); // what came out together with the damage is not handed out
    } else {
        QCOMPARE(got, size);
    }
    qInfo("longest gap %lld us of CPU, %d turns", static_cast<long long>(longest), ticks);
    QVERIFY2(longest < 33'000, qPrintable(QString::number(longest)));
}

void TestHttpExchange::smallRequestsAreCheap()
{
    QVERIFY(await(m_client->send(get("/"))));
    const qint64 before = threadMicroseconds();
    constexpr int count = 500;
    int done = 0;
    std::function<void()> next = [&] {
        m_client->send(get("/v1/x")).then(this, [&](const base::Result<http::Response>& answer) {
            QVERIFY(answer.has_value());
            if (++done < count) next();
        });
    };
    next();
    QTRY_COMPARE_WITH_TIMEOUT(done, count, 20'000);
    // Client and scripted server together, in this thread.
    qInfo("%.1f us of CPU a request and answer, both sides", double(threadMicroseconds() - before) / count);
    QCOMPARE(m_server->connections(), 1);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpExchange)
#include "test_http_exchange.moc"
