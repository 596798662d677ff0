// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/collected.h"
#include "tests/support/message_guard.h"
#include "tests/support/scripted_server.h"

#include <QFutureWatcher>
#include <QLocalServer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
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
using Step = test_support::ScriptStep;

class TestHttpClient : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void aRequestSaysWhatItMust();
    void anyStatusIsAnAnswer();
    void theWholeAnswerMayComeByteByByte();
    void unixSocketAnswers();
    void absentUnixSocketIsNamed();
    void unixSocketWithoutListenerIsNamed();
    void aFullUnixQueueEndsInTimeWithoutSpinning();
    void refusedConnectionIsNamed();

    void keepAliveIsReusedForReads();
    void connectionCloseIsNotReused();
    void deadReusedConnectionIsResentOnceForReads();
    void aReadIsNotResentTwice();
    void aReadIsNotResentAfterTheFirstByte();
    void aWriteTakesAFreshConnectionAndIsNeverResent();
    void aWriteWithoutAnswerIsUnknown_data();
    void aWriteWithoutAnswerIsUnknown();
    void aWriteThatWasNotSentFailsPlainly();
    void connectionsAreBounded();
    void idleConnectionsCountToo();
    void bytesNobodyAskedForEndTheConnection();
    void dropIdleMakesFreshConnections();

private:
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<http::Client> m_client;
};

void TestHttpClient::init()
{
    m_client.reset();
    m_server = std::make_unique<ScriptedServer>();
    QVERIFY(m_server->listenTcp());
    m_client = std::make_unique<http::Client>(tcpEndpoint(m_server->port()), base::DialMap(),
                                              http::Credentials::nomadToken("s3cr3t-t0ken"));
}

void TestHttpClient::aRequestSaysWhatItMust()
{
    http::Request request = post("/v1/jobs?x=%20y", "{\"a\":1}");
    request.headers = {{"Content-Type", "application/json"}, {"X-Y", "z"}};
    QVERIFY(await(m_client->send(request)));
    QCOMPARE(m_server->requests().size(), 1);
    const ReceivedRequest& got = m_server->requests().first();
    QVERIFY(got.head.startsWith("POST /v1/jobs?x=%20y HTTP/1.1\r\n"));
    QCOMPARE(got.header("host"), "127.0.0.1:" + QByteArray::number(m_server->port()));
    QCOMPARE(got.header("content-length"), QByteArray("7"));
    QCOMPARE(got.header("x-y"), QByteArray("z"));
    QCOMPARE(got.header("x-nomad-token"), QByteArray("s3cr3t-t0ken"));
    QCOMPARE(got.headerCount("x-nomad-token"), 1);
    QCOMPARE(got.body, QByteArray("{\"a\":1}"));
    QVERIFY(await(m_client->send(get("/v1/agent/self"))));
    QCOMPARE(m_server->requests().last().headerCount("content-length"), 0);
}

void TestHttpClient::anyStatusIsAnAnswer()
{
    for (const QByteArray status : {"200 OK", "204 No Content", "400 X", "401 X", "403 X", "404 X", "429 X", "500 X"}) {
        m_server->setScript({Step::send(status.startsWith("204") ? QByteArray("HTTP/1.1 204 No Content\r\n\r\n")
                                                                 : ScriptedServer::whole("words", status))});
        const auto answer = await(m_client->send(get("/")));
        QVERIFY2(answer.has_value(), status.constData());
        QCOMPARE(answer->head.status, status.left(3).toInt());
        QCOMPARE(answer->body, status.startsWith("204") ? QByteArray() : QByteArray("words"));
    }
    QCOMPARE(m_server->connections(), 1);
}

void TestHttpClient::theWholeAnswerMayComeByteByByte()
{
    QByteArray wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const QByteArray piece : {"one", "two", "three"})
        wire += ScriptedServer::chunk(piece);
    wire += "0\r\n\r\n";
    Script script;
    for (const char c : wire)
        script << Step::send(QByteArray(1, c)) << Step::pause(0);
    m_server->setScript(script);
    const auto answer = await(m_client->send(get("/")));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, QByteArray("onetwothree"));
}

void TestHttpClient::unixSocketAnswers()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"d.sock"_s);
    ScriptedServer daemon;
    QVERIFY(daemon.listenLocal(path));
    http::Client client(http::Endpoint::unixSocket(path, "local-tailscaled.sock"), {});
    for (int i = 0; i < 3; ++i) {
        const auto answer = await(client.send(get("/localapi/v0/status")));
        QVERIFY(answer.has_value());
        QCOMPARE(answer->body, QByteArray("{}"));
    }
    QCOMPARE(daemon.connections(), 1);
    QCOMPARE(daemon.requests().last().header("host"), QByteArray("local-tailscaled.sock"));
    daemon.closeConnections();
    QTRY_COMPARE(daemon.openConnections(), 0);
    QVERIFY(await(client.send(get("/localapi/v0/status"))));
    QCOMPARE(daemon.connections(), 2);
}

void TestHttpClient::absentUnixSocketIsNamed()
{
    const QTemporaryDir dir;
    http::Client client(http::Endpoint::unixSocket(dir.filePath(u"none.sock"_s), "x"), {});
    const auto answer = await(client.send(get("/")));
    QCOMPARE(kindOf(answer), ErrorKind::Unreachable);
    QVERIFY2(answer.error().what.contains(u"There is no socket"_s), qPrintable(answer.error().sentence()));
    QVERIFY(answer.error().what.contains(dir.path()));
}

void TestHttpClient::unixSocketWithoutListenerIsNamed()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"stale.sock"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    http::Client client(http::Endpoint::unixSocket(path, "x"), {});
    for (int i = 0; i < 3; ++i) {
        const auto answer = await(client.send(get("/")));
        QCOMPARE(kindOf(answer), ErrorKind::Unreachable);
        QVERIFY2(answer.error().what.contains(u"Nothing listens"_s), qPrintable(answer.error().sentence()));
    }
}

void TestHttpClient::aFullUnixQueueEndsInTimeWithoutSpinning()
{
    // A frozen daemon: it listens and takes no connection. With a backlog of 0 the queue holds one.
    const QTemporaryDir dir;
    const QByteArray path = dir.filePath(u"frozen.sock"_s).toUtf8();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.constData(), sizeof(address.sun_path) - 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const int first = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const auto* const where = reinterpret_cast<const sockaddr*>(&address);
    QVERIFY(::bind(listener, where, sizeof address) == 0 && ::listen(listener, 0) == 0);
    QVERIFY(::connect(first, where, sizeof address) == 0);

    http::Client client(http::Endpoint::unixSocket(QString::fromUtf8(path), "x"), {});
    http::Request request = get("/");
    request.limits.connect = 500ms;
    const std::clock_t before = std::clock();
    const auto answer = await(client.send(request));
    const double spent = double(std::clock() - before) / CLOCKS_PER_SEC;
    QCOMPARE(kindOf(answer), ErrorKind::TimedOut);
    QVERIFY2(spent < 0.25, qPrintable(QString::number(spent))); // at full CPU it would be 0.5
    ::close(first);
    ::close(listener);
}

void TestHttpClient::refusedConnectionIsNamed()
{
    m_server->stopListening();
    const auto answer = await(m_client->send(get("/")));
    QCOMPARE(kindOf(answer), ErrorKind::Unreachable);
    QVERIFY(answer.error().what.contains(u"refuses"_s));
    QVERIFY(!answer.error().hint.isEmpty());
}

void TestHttpClient::keepAliveIsReusedForReads()
{
    for (int i = 0; i < 10; ++i)
        QVERIFY(await(m_client->send(get("/"))));
    QCOMPARE(m_server->connections(), 1);
    QCOMPARE(m_server->requests().last().onConnection, 9);
}

void TestHttpClient::connectionCloseIsNotReused()
{
    m_server->setScript({Step::send(ScriptedServer::whole("{}", "200 OK", "Connection: close\r\n"))});
    for (int i = 0; i < 3; ++i)
        QVERIFY(await(m_client->send(get("/"))));
    QCOMPARE(m_server->connections(), 3);
}

void TestHttpClient::deadReusedConnectionIsResentOnceForReads()
{
    // The second request of a connection is never answered: the server closes it in the moment it is used.
    m_server->setAnswer([](const ReceivedRequest& request) -> Script {
        if (request.onConnection > 0) return {Step::reset()};
        return {Step::send(ScriptedServer::whole("{}"))};
    });
    QVERIFY(await(m_client->send(get("/1"))));
    const auto answer = await(m_client->send(get("/2")));
    QVERIFY(answer.has_value());
    QCOMPARE(m_server->connections(), 2);
    QCOMPARE(m_server->requests().size(), 3);
}

void TestHttpClient::aReadIsNotResentTwice()
{
    bool isWell = true;
    m_server->setAnswer([&](const ReceivedRequest&) -> Script {
        return isWell ? Script{Step::send(ScriptedServer::whole("{}"))} : Script{Step::close()};
    });
    QVERIFY(await(m_client->send(get("/1"))));
    isWell = false;
    QCOMPARE(kindOf(await(m_client->send(get("/2")))), ErrorKind::Cut);
    QCOMPARE(m_server->requests().size(), 3);
}

void TestHttpClient::aReadIsNotResentAfterTheFirstByte()
{
    m_server->setAnswer([](const ReceivedRequest& request) -> Script {
        if (request.onConnection > 0) return {Step::send("HTTP/1.1 2"), Step::close()};
        return {Step::send(ScriptedServer::whole("{}"))};
    });
    QVERIFY(await(m_client->send(get("/1"))));
    QCOMPARE(kindOf(await(m_client->send(get("/2")))), ErrorKind::Cut);
    QCOMPARE(m_server->requests().size(), 2);
}

void TestHttpClient::aWriteTakesAFreshConnectionAndIsNeverResent()
{
    QVERIFY(await(m_client->send(get("/1"))));
    m_server->setScript({Step::reset()});
    const auto answer = await(m_client->send(post("/v1/jobs", "{}")));
    QCOMPARE(kindOf(answer), ErrorKind::Unknown);
    QCOMPARE(m_server->requests().size(), 2);
    QCOMPARE(m_server->requests().last().onConnection, 0);
}

void TestHttpClient::aWriteWithoutAnswerIsUnknown_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Script>("script");
    const QByteArray half = ScriptedServer::whole("{\"EvalID\":\"x\"}").chopped(5);
    for (const QByteArray method : {"POST", "PUT", "DELETE"}) {
        QTest::addRow("%s closed", method.constData()) << method << Script{Step::close()};
        QTest::addRow("%s reset", method.constData()) << method << Script{Step::reset()};
        QTest::addRow("%s silent", method.constData()) << method << Script{};
        QTest::addRow("%s cut in the head", method.constData())
            << method << Script{Step::send("HTTP/1."), Step::close()};
        QTest::addRow("%s cut in the body", method.constData()) << method << Script{Step::send(half), Step::close()};
        QTest::addRow("%s silent in the body", method.constData()) << method << Script{Step::send(half)};
        QTest::addRow("%s garbage", method.constData()) << method << Script{Step::send("garbage\r\n\r\n")};
    }
}

void TestHttpClient::aWriteWithoutAnswerIsUnknown()
{
    QFETCH(const QByteArray, method);
    QFETCH(const Script, script);
    m_server->setScript(script);
    http::Request request = post("/v1/jobs", "{}");
    request.method = method;
    request.limits.firstByte = request.limits.quiet = 80ms;
    const auto answer = await(m_client->send(request));
    QCOMPARE(kindOf(answer), ErrorKind::Unknown);
    QVERIFY(!answer.error().hint.isEmpty());
    QCOMPARE(m_server->requests().size(), 1);
    QCOMPARE(m_server->connections(), 1);
}

void TestHttpClient::aWriteThatWasNotSentFailsPlainly()
{
    m_server->stopListening();
    QCOMPARE(kindOf(await(m_client->send(post("/", "{}")))), ErrorKind::Unreachable);
}

void TestHttpClient::connectionsAreBounded()
{
    m_server->setScript({Step::pause(5), Step::send(ScriptedServer::whole("{}"))});
    m_client->setMaxConnections(4);
    QList<QFuture<base::Result<http::Response>>> futures;
    for (int i = 0; i < 20; ++i)
        futures << m_client->send(get("/" + QByteArray::number(i)));
    for (const auto& future : futures)
        QVERIFY(await(future));
    QCOMPARE(m_server->requests().size(), 20);
    QCOMPARE(m_server->mostOpenConnections(), 4);
    QSet<QByteArray> targets;
    for (const ReceivedRequest& request : m_server->requests())
        targets.insert(request.target);
    QCOMPARE(targets.size(), 20);
}

void TestHttpClient::idleConnectionsCountToo()
{
    m_client->setMaxConnections(2);
    m_server->setScript({Step::pause(5), Step::send(ScriptedServer::whole("{}"))});
    for (int round = 0; round < 3; ++round) {
        QList<QFuture<base::Result<http::Response>>> futures;
        for (int i = 0; i < 6; ++i)
            futures << m_client->send(i % 2 ? get("/r") : post("/w", "{}"));
        for (const auto& future : futures)
            QVERIFY(await(future));
    }
    QVERIFY(m_server->mostOpenConnections() <= 2);
}

void TestHttpClient::bytesNobodyAskedForEndTheConnection()
{
    const QByteArray forged = ScriptedServer::whole("forged");
    m_server->setScript({Step::send(ScriptedServer::whole("{}")), Step::pause(20), Step::send(forged)});
    QVERIFY(await(m_client->send(get("/1"))));
    QTRY_COMPARE(m_server->openConnections(), 0);
    m_server->setScript({Step::send(ScriptedServer::whole("true"))});
    const auto answer = await(m_client->send(get("/2")));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, QByteArray("true"));

    // Behind a chunked answer in the same packet.
    m_server->setScript(
        {Step::send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" + forged)});
    QCOMPARE(kindOf(await(m_client->send(get("/3")))), ErrorKind::Malformed);
}

void TestHttpClient::dropIdleMakesFreshConnections()
{
    QVERIFY(await(m_client->send(get("/"))));
    m_client->dropIdle();
    QVERIFY(await(m_client->send(get("/"))));
    QCOMPARE(m_server->connections(), 2);
    QTRY_COMPARE(m_server->openConnections(), 1);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpClient)
#include "test_http_client.moc"
