// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/collected.h"
#include "tests/support/message_guard.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_authority.h"

using namespace tailboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorKind;
using http_test::await;
using http_test::get;
using http_test::kindOf;
using http_test::post;
using http_test::tcpEndpoint;
using test_support::ScriptedServer;
using test_support::TestAuthority;
using Step = test_support::ScriptStep;

namespace {

const QString said = QStringLiteral("firefly-sub01.tail1a2b3.ts.net");

} // namespace

/// Everything dials 127.0.0.1 by the dial map, and says a name of the tailnet.
class TestHttpTls : public QObject
{
    Q_OBJECT

private slots:
    void anExtraAuthorityIsTrusted();
    void anUnknownAuthorityIsRefused();
    void aWrongNameIsRefused();
    void theServerNameMayBeSet();
    void anExpiredCertificateIsRefused();
    void nothingIsSentToAServerThatIsRefused();
    void theSaidNameIsTheOneThatGoesOut();
    void plainHttpOnATlsPortIsNamed();
    void tlsOnAPlainPortIsNamed();
    void aServerThatNeverFinishesTheHandshakeIsGivenUp();
    void aServerThatClosesInTheHandshakeIsNamed();
    void largeAnswersComeWhole();
    void bodiesUntilTheCloseComeWhole();

private:
    http::Client* clientFor(quint16 port, const QList<QSslCertificate>& authorities, const QString& serverName = {});

    TestAuthority m_authority;
    std::unique_ptr<http::Client> m_client;
};

http::Client* TestHttpTls::clientFor(quint16 port, const QList<QSslCertificate>& authorities, const QString& serverName)
{
    http::Endpoint endpoint = *http::Endpoint::fromUrl(QUrl(u"https://"_s + said), 443);
    endpoint.tls.extraAuthorities = authorities;
    endpoint.tls.serverName = serverName;
    base::DialMap map;
    map.insert({said, 443}, {u"127.0.0.1"_s, port});
    m_client = std::make_unique<http::Client>(endpoint, map, http::Credentials::nomadToken("s3cr3t-t0ken"));
    return m_client.get();
}

void TestHttpTls::anExtraAuthorityIsTrusted()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said})));
    http::Client* const client = clientFor(server.port(), {m_authority.certificate()});
    for (int i = 0; i < 3; ++i)
        QVERIFY(await(client->send(get("/"))));
    QCOMPARE(server.connections(), 1);
    QCOMPARE(server.requests().last().header("host"), said.toUtf8());
    server.closeConnections();
    QTRY_COMPARE(server.openConnections(), 0);
    QVERIFY(await(client->send(post("/", "{}"))));
    QVERIFY(await(client->send(get("/"))));
}

void TestHttpTls::anUnknownAuthorityIsRefused()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said})));
    for (const QList<QSslCertificate>& authorities :
         {QList<QSslCertificate>{}, {TestAuthority(u"Other"_s).certificate()}}) {
        const auto answer = await(clientFor(server.port(), authorities)->send(get("/")));
        QCOMPARE(kindOf(answer), ErrorKind::TlsUntrusted);
        QVERIFY(!answer.error().hint.isEmpty());
    }
}

void TestHttpTls::aWrongNameIsRefused()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({u"other.tail1a2b3.ts.net"_s, u"127.0.0.1"_s, u"localhost"_s})));
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(get("/")));
    QCOMPARE(kindOf(answer), ErrorKind::TlsWrongName);
    QVERIFY(answer.error().why.contains(said) && answer.error().why.contains(u"other.tail1a2b3.ts.net"_s));
}

void TestHttpTls::theServerNameMayBeSet()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({u"server.global.nomad"_s})));
    QVERIFY(await(clientFor(server.port(), {m_authority.certificate()}, u"server.global.nomad"_s)->send(get("/"))));
    QCOMPARE(server.requests().last().header("host"), said.toUtf8());
}

void TestHttpTls::anExpiredCertificateIsRefused()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said}, -20, -1)));
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(get("/")));
    QCOMPARE(kindOf(answer), ErrorKind::TlsFailed);
    QVERIFY(answer.error().why.contains(u"ended"_s));
}

void TestHttpTls::nothingIsSentToAServerThatIsRefused()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({u"other"_s})));
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(post("/v1/jobs", "{}")));
    QCOMPARE(kindOf(answer), ErrorKind::TlsWrongName); // and not Unknown: it was never sent
    QVERIFY(server.received().isEmpty());
}

void TestHttpTls::theSaidNameIsTheOneThatGoesOut()
{
    // A plain server sees the ClientHello, which carries the name of the SNI extension as it is.
    ScriptedServer server;
    QVERIFY(server.listenTcp());
    http::Request request = get("/");
    request.limits.connect = 200ms;
    QVERIFY(!await(clientFor(server.port(), {})->send(request)));
    QVERIFY(server.received().contains(said.toUtf8()));
    QVERIFY(server.received().contains("http/1.1"));
    QVERIFY(!server.received().contains("s3cr3t-t0ken"));
    QVERIFY(!await(clientFor(server.port(), {}, u"server.global.nomad"_s)->send(request)));
    QVERIFY(server.received().contains("server.global.nomad"));
}

void TestHttpTls::plainHttpOnATlsPortIsNamed()
{
    ScriptedServer server;
    QVERIFY(server.listenTcp());
    // Go's servers answer a ClientHello with a 400 in plain HTTP.
    server.setGreeting([](int) {
        return test_support::Script{Step::send("HTTP/1.1 400 Bad Request\r\n\r\n"), Step::close()};
    });
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(get("/")));
    QCOMPARE(kindOf(answer), ErrorKind::TlsFailed);
    QVERIFY2(answer.error().why.contains(u"does not speak TLS"_s), qPrintable(answer.error().sentence()));
}

void TestHttpTls::tlsOnAPlainPortIsNamed()
{
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said})));
    http::Client client(tcpEndpoint(server.port()), base::DialMap());
    const auto answer = await(client.send(get("/")));
    QVERIFY(!answer);
    // OpenSSL's servers send an alert; Qt's closes without one.
    QVERIFY(answer.error().kind == ErrorKind::WrongProduct || answer.error().kind == ErrorKind::Cut);
}

void TestHttpTls::aServerThatNeverFinishesTheHandshakeIsGivenUp()
{
    ScriptedServer server;
    QVERIFY(server.listenTcp());
    http::Request request = post("/", "{}");
    request.limits.connect = 100ms;
    const auto answer = await(clientFor(server.port(), {})->send(request));
    QCOMPARE(kindOf(answer), ErrorKind::TimedOut);
    QVERIFY(answer.error().what.contains(u"handshake"_s));
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestHttpTls::aServerThatClosesInTheHandshakeIsNamed()
{
    ScriptedServer server;
    QVERIFY(server.listenTcp());
    server.setGreeting([](int) { return test_support::Script{Step::pause(20), Step::close()}; });
    const auto answer = await(clientFor(server.port(), {})->send(get("/")));
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::TlsFailed || answer.error().kind == ErrorKind::Cut);
    QVERIFY(!answer.error().hint.isEmpty());
}

void TestHttpTls::largeAnswersComeWhole()
{
    QByteArray body(8 << 20, 'x');
    for (qsizetype i = 0; i < body.size(); i += 1000)
        body[i] = char('a' + i / 1000 % 26);
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said})));
    server.setScript({Step::send(ScriptedServer::whole(body))});
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(get("/")), 20'000);
    QVERIFY(answer.has_value());
    QVERIFY(answer->body == body);
}

void TestHttpTls::bodiesUntilTheCloseComeWhole()
{
    const QByteArray body(6 << 20, 'y');
    ScriptedServer server;
    QVERIFY(server.listenTls(m_authority.issue({said})));
    server.setScript({Step::send("HTTP/1.1 200 OK\r\n\r\n" + body), Step::close()});
    const auto answer = await(clientFor(server.port(), {m_authority.certificate()})->send(get("/")), 20'000);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body.size(), body.size());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpTls)
#include "test_http_tls.moc"
