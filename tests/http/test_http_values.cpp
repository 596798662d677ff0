// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"
#include "app/http/json_reply.h"
#include "app/http/tls_setup.h"
#include "app/http/wire_log.h"
#include "tests/support/message_guard.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::http;
using base::ErrorKind;

namespace {

Response response(int status, const QByteArray& type, const QByteArray& body)
{
    Response made;
    made.head.status = status;
    if (!type.isEmpty()) made.head.headers = {{"content-type", type}};
    made.body = body;
    return made;
}

} // namespace

class TestHttpValues : public QObject
{
    Q_OBJECT

private slots:
    void endpointReadsUrls_data();
    void endpointReadsUrls();
    void endpointRefusesWhatItCannotKeep_data();
    void endpointRefusesWhatItCannotKeep();
    void statusHasItsKindAndSentence_data();
    void statusHasItsKindAndSentence();
    void longErrorTextIsCut();
    void jsonNeedsStatusTypeAndSyntax_data();
    void jsonNeedsStatusTypeAndSyntax();
    void bareValueComesAsArrayOfOne();
    void headerValuesAreFoundWithoutCase();
    void refusedClientCertificateIsNamed();
    void longEchoedSecretLeavesNoPieceInTheLog();
};

void TestHttpValues::endpointReadsUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("hostHeader");
    QTest::addColumn<QByteArray>("prefix");
    const int tcp = int(Endpoint::Kind::Tcp);
    const int tls = int(Endpoint::Kind::Tls);
    QTest::newRow("default port") << u"http://100.99.99.99"_s << tcp << u"100.99.99.99"_s << 4646
                                  << "100.99.99.99:4646"_ba
                                  << ""_ba;
    QTest::newRow("port 80") << u"http://a.b:80/"_s << tcp << u"a.b"_s << 80 << "a.b"_ba
                             << ""_ba;
    QTest::newRow("prefix") << u"https://a.b:443/nomad/x/"_s << tls << u"a.b"_s << 443 << "a.b"_ba
                            << "/nomad/x"_ba;
    QTest::newRow("v6") << u"http://[fd7a::1]:1"_s << tcp << u"fd7a::1"_s << 1 << "[fd7a::1]:1"_ba
                        << ""_ba;
    QTest::newRow("blank in path") << u"http://h:1/a b"_s << tcp << u"h"_s << 1 << "h:1"_ba
                                   << "/a%20b"_ba;
}

void TestHttpValues::endpointReadsUrls()
{
    QFETCH(const QString, url);
    const auto endpoint = Endpoint::fromUrl(QUrl(url), 4646);
    QVERIFY(endpoint);
    QTEST(int(endpoint->kind), "kind");
    QTEST(endpoint->address.host, "host");
    QTEST(int(endpoint->address.port), "port");
    QTEST(endpoint->hostHeader, "hostHeader");
    QTEST(endpoint->pathPrefix, "prefix");
}

void TestHttpValues::endpointRefusesWhatItCannotKeep_data()
{
    QTest::addColumn<QString>("url");
    for (const char* url : {"", "nomad:4646", "ftp://h", "http://", "http://user:hunter2@h", "http://h?token=hunter2",
                            "http://h#hunter2", "unix:///x", "//h"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestHttpValues::endpointRefusesWhatItCannotKeep()
{
    QFETCH(const QString, url);
    const auto endpoint = Endpoint::fromUrl(QUrl(url), 4646);
    QVERIFY(!endpoint);
    QCOMPARE(endpoint.error().kind, ErrorKind::Malformed);
    QVERIFY(!endpoint.error().sentence().contains(u"hunter2"));
}

void TestHttpValues::statusHasItsKindAndSentence_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("400") << 400 << "bad"_ba << ErrorKind::Malformed;
    QTest::newRow("400 of a TLS port") << 400 << "Client sent an HTTP request to an HTTPS server."_ba
                                       << ErrorKind::WrongProduct;
    QTest::newRow("401") << 401 << ""_ba << ErrorKind::Unauthorized;
    QTest::newRow("403") << 403 << "Permission denied"_ba << ErrorKind::Forbidden;
    QTest::newRow("404") << 404 << ""_ba << ErrorKind::NotFound;
    QTest::newRow("409") << 409 << ""_ba << ErrorKind::Conflict;
    QTest::newRow("429") << 429 << ""_ba << ErrorKind::RateLimited;
    QTest::newRow("500") << 500 << "boom"_ba << ErrorKind::ServerError;
    QTest::newRow("500 without leader") << 500 << "No cluster leader"_ba << ErrorKind::NoLeader;
    QTest::newRow("502") << 502 << ""_ba << ErrorKind::ServerError;
    QTest::newRow("304") << 304 << ""_ba << ErrorKind::Malformed;
}

void TestHttpValues::statusHasItsKindAndSentence()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    const base::Error error = statusError(response(status, "text/plain", body).head, body, u"Nomad"_s);
    QTEST(error.kind, "kind");
    QCOMPARE(error.httpStatus, status);
    QVERIFY(error.what.contains(u"Nomad"));
    QVERIFY(!error.hint.isEmpty());
    QVERIFY(!error.sentence().contains(u'%'));
    QCOMPARE(error.original, QString::fromUtf8(body));
}

void TestHttpValues::longErrorTextIsCut()
{
    const QByteArray body = "\xc3\xa4"_ba.repeated(100'000);
    QCOMPARE(statusError(response(500, "text/plain", body).head, body, u"x"_s).original, QString(2000, u'ä'));
    QVERIFY(statusError(response(500, "text/html", "<p>").head, "<p>", u"x"_s).original.isEmpty());
    QVERIFY(statusError(response(500, "image/png", "\x89").head, "\x89", u"x"_s).original.isEmpty());
}

void TestHttpValues::jsonNeedsStatusTypeAndSyntax_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<ErrorKind>("kind");
    const QByteArray json = "application/json";
    const ErrorKind any = ErrorKind::Unknown;
    QTest::newRow("object") << 200 << json << "{\"a\":1}"_ba << true << any;
    QTest::newRow("charset") << 200 << "Application/JSON; charset=UTF-8"_ba
                             << "[]"_ba << true << any;
    QTest::newRow("other JSON") << 200 << "application/problem+json"_ba
                                << "{}"_ba << true << any;
    QTest::newRow("html") << 200 << "text/html"_ba
                          << "<html>"_ba << false << ErrorKind::WrongProduct;
    QTest::newRow("html 502") << 502 << "text/html"_ba
                              << "<html>"_ba << false << ErrorKind::WrongProduct;
    QTest::newRow("text") << 200 << "text/plain"_ba
                          << "{}"_ba << false << ErrorKind::WrongProduct;
    QTest::newRow("no type") << 200 << ""_ba
                             << "{}"_ba << false << ErrorKind::WrongProduct;
    QTest::newRow("403") << 403 << "text/plain"_ba
                         << "Permission denied"_ba << false << ErrorKind::Forbidden;
    QTest::newRow("NaN") << 200 << json << "{\"a\":NaN}"_ba << false << ErrorKind::Malformed;
    QTest::newRow("Infinity") << 200 << json << "[-Infinity]"_ba << false << ErrorKind::Malformed;
    QTest::newRow("empty") << 200 << json << ""_ba << false << ErrorKind::Malformed;
    QTest::newRow("cut") << 200 << json << "{\"a\":"_ba << false << ErrorKind::Malformed;
    QTest::newRow("two values") << 200 << json << "1,2"_ba << false << ErrorKind::Malformed;
    QTest::newRow("trick") << 200 << json << "1],[2"_ba << false << ErrorKind::Malformed;
    QTest::newRow("deep") << 200 << json << QByteArray(100'000, '[') << false << ErrorKind::Malformed;
    QTest::newRow("large") << 200 << json << QByteArray(largestDocument + 1, ' ') << false << ErrorKind::TooLarge;
}

void TestHttpValues::jsonNeedsStatusTypeAndSyntax()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, isGood);
    const auto result = jsonBody(response(status, type, body), u"Nomad"_s);
    QCOMPARE(result.has_value(), isGood);
    if (isGood) return;
    QTEST(result.error().kind, "kind");
    QVERIFY(result.error().what.contains(u"Nomad"));
}

void TestHttpValues::bareValueComesAsArrayOfOne()
{
    const auto result = jsonBody(response(200, "application/json", "\"100.64.0.1:4647\""), u"Nomad"_s);
    QVERIFY(result);
    QCOMPARE(result->array().first().toString(), u"100.64.0.1:4647"_s);
}

void TestHttpValues::headerValuesAreFoundWithoutCase()
{
    ResponseHead head;
    head.headers = {{"x-nomad-INDEX", "42"}, {"X-Bad", "-1"}, {"Content-Type", "Text/HTML; charset=x"}};
    QCOMPARE(head.number("X-Nomad-Index"), std::optional<quint64>(42));
    QCOMPARE(head.number("x-bad"), std::optional<quint64>());
    QCOMPARE(head.number("absent"), std::optional<quint64>());
    QCOMPARE(head.contentType(), "text/html"_ba);
    QVERIFY(head.hasHeader("x-BAD"));
}

void TestHttpValues::refusedClientCertificateIsNamed()
{
    // OpenSSL's words for the alert, which with TLS 1.3 comes after the handshake, in place of the answer.
    Endpoint endpoint = *Endpoint::fromUrl(QUrl(u"https://nomad:4646"_s), 4646);
    const QString words = u"error:0A00045C:SSL routines::tlsv13 alert certificate required"_s;
    base::Error error = tlsError(endpoint, {}, QSslCertificate(), words);
    QCOMPARE(error.kind, ErrorKind::TlsFailed);
    QCOMPARE(error.original, words);
    QVERIFY(error.why.contains(u"client certificate"));
    QVERIFY(error.what.contains(u"https://nomad:4646"));
}

void TestHttpValues::longEchoedSecretLeavesNoPieceInTheLog()
{
    static QString logged;
    static QtMessageHandler previous = nullptr;
    logged.clear();
    QLoggingCategory::setFilterRules(u"tailboard.http.debug=true"_s);
    previous =
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& text) { logged += text; });
    ResponseHead head;
    // The secret lies across the place where long values are cut.
    head.headers = {{"Location", QByteArray(190, 'x') + "5ecre7-5ecre7-5ecre7"}};
    logHead(Endpoint::unixSocket(u"/x"_s, "h"), {.target = "/"}, head, {},
            [](const QByteArray& text) { return QByteArray(text).replace("5ecre7-5ecre7-5ecre7", "***"); });
    qInstallMessageHandler(previous);
    QLoggingCategory::setFilterRules({});
    QVERIFY(logged.contains(u"Location: xxx"));
    QVERIFY2(!logged.contains(u"5ec"), qPrintable(logged));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpValues)
#include "test_http_values.moc"
