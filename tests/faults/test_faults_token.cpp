// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/log.h"
#include "tests/cluster/watched.h"
#include "tests/support/message_guard.h"
#include "tests/support/scripted_server.h"

#include <QCoreApplication>
#include <QMutex>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace tailboard;
using base::ErrorKind;
using cluster_test::Watched;
using demo::FaultKind;
using demo::Server;
using test_support::ScriptedServer;
using test_support::ScriptStep;

namespace {

const QByteArray token = "5ec12e70-0000-4000-8000-70c3a11b0a2d";
const QString user = u"admin"_s;
const QString password = u"corr3ct-horse-battery"_s;

/// Every form in which a secret could get out.
QList<QByteArray> secretForms()
{
    const QByteArray basic = (user + u':' + password).toUtf8().toBase64();
    return {token, token.toUpper(), token.toBase64(), password.toUtf8(), password.toUtf8().toBase64(), basic};
}

/// The first secret in a text, empty when there is none.
QByteArray secretIn(const QByteArray& text)
{
    for (const QByteArray& secret : secretForms())
        if (text.contains(secret)) return secret;
    return {};
}

/// Every message of the program, all categories at all levels.
struct Messages
{
    QMutex mutex;
    QByteArray text;
    int ofProgram = 0;
    QtMessageHandler previous = nullptr;
};

Messages& messages()
{
    static Messages theMessages;
    return theMessages;
}

void keepMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    Messages& kept = messages();
    const bool isOfProgram = QByteArrayView(context.category).startsWith("tailboard.");
    {
        const QMutexLocker lock(&kept.mutex);
        kept.text += message.toUtf8() + '\n';
        kept.ofProgram += isOfProgram;
    }
    // The debug messages are many and for this test alone.
    if (!isOfProgram || type != QtDebugMsg) kept.previous(type, context, message);
}

/// Collects everything that the sources say of themselves.
class Said
{
public:
    explicit Said(Watched& watched)
        : m_watched(watched)
    {
        QObject::connect(watched.monitor.get(), &cluster::Monitor::sourcesChanged, watched.monitor.get(),
                         [this] { take(); });
    }
    const QByteArray& text() const { return m_text; }
    bool has(ErrorKind kind) const { return m_kinds.contains(int(kind)); }

private:
    void take()
    {
        takeSource(m_watched.tables().nomadSource);
        takeSource(m_watched.tables().tailscaleSource);
        m_watched.tables().instances.forEach(
            [&](cluster::Slot, const cluster::TraefikInstance& instance) { takeSource(instance.source); });
    }
    void takeSource(const base::SourceState& source)
    {
        QStringList all{source.address, source.notice, source.version};
        if (source.error) {
            all << source.error->what << source.error->why << source.error->hint << source.error->original;
            m_kinds.insert(int(source.error->kind));
        }
        m_text += all.join(u'\n').toUtf8() + '\n';
    }

    Watched& m_watched;
    QByteArray m_text;
    QSet<int> m_kinds;
};

/// Where a secret stood that has no business there; empty when it was nowhere.
QString misplacedSecret(const QList<demo::SeenRequest>& requests)
{
    for (const demo::SeenRequest& request : requests) {
        if (!secretIn(request.target).isEmpty()) return request.server + u" in its target"_s;
        for (const auto& [name, value] : request.headers) {
            const QByteArray secret = secretIn(value);
            if (secret.isEmpty()) continue;
            const bool isToken = request.server == u"nomad"_s &&
                                 name.compare("X-Nomad-Token", Qt::CaseInsensitive) == 0 && value == token;
            const bool isPassword = request.server.startsWith(u"traefik-"_s) &&
                                    name.compare("Authorization", Qt::CaseInsensitive) == 0 && secret != token;
            if (!isToken && !isPassword) return request.server + u" in "_s + QString::fromLatin1(name);
        }
    }
    return {};
}

void withToken(cluster::Connections& connections)
{
    connections.nomadCredentials = http::Credentials::nomadToken(token);
}

struct TokenCase
{
    const char* name;
    std::function<void(demo::Faults&)> set;
    ErrorKind kind;
    bool isTls = false;
};

std::vector<TokenCase> tokenCases()
{
    const auto all = [](const demo::Fault& fault) {
        return [fault](demo::Faults& faults) {
            for (const Server server : {Server::Nomad, Server::Traefik1, Server::Traefik2, Server::Traefik3})
                faults.set(server, fault);
        };
    };
    const auto kind = [&](FaultKind what) { return all({.kind = what}); };
    const auto status = [&](int what) { return all({.kind = FaultKind::Status, .status = what}); };
    // Where a program that follows redirects would arrive: other servers of the same cluster.
    const auto redirect = [&](const QByteArray& to) { return all({.kind = FaultKind::Redirect, .location = to}); };
    const auto tls = [](demo::TlsFault fault) {
        return [fault](demo::Faults& faults) {
            faults.setNomadTls(fault);
            faults.makeStreamGap(1);
        };
    };
    return {
        {"redirect to another server", redirect("http://100.64.0.2:80/v1/jobs"), ErrorKind::Redirected},
        {"redirect to TLS", redirect("https://firefly-sub02.tail1a2b3.ts.net/v1/jobs"), ErrorKind::Redirected},
        {"refused", kind(FaultKind::Refuse), ErrorKind::Unreachable},
        {"cut", kind(FaultKind::Cut), ErrorKind::Cut},
        {"not JSON", kind(FaultKind::NonJson), ErrorKind::Malformed},
        {"HTML error page", kind(FaultKind::HtmlError), ErrorKind::ServerError},
        {"wrong product", kind(FaultKind::WrongProduct), ErrorKind::WrongProduct},
        {"401", status(401), ErrorKind::Unauthorized},
        {"403", status(403), ErrorKind::Forbidden},
        {"429", status(429), ErrorKind::RateLimited},
        {"500", status(500), ErrorKind::ServerError},
        {"token rejected", [](demo::Faults& faults) { faults.setNomadAcl(true, {"another"}); },
         ErrorKind::Unauthorized},
        {"TLS name mismatch", tls(demo::TlsFault::WrongName), ErrorKind::TlsWrongName, true},
        {"unknown CA", tls(demo::TlsFault::UnknownAuthority), ErrorKind::TlsUntrusted, true},
        {"certificate expired", tls(demo::TlsFault::Expired), ErrorKind::TlsFailed, true},
    };
}

} // namespace

/// No byte of a secret is anywhere but in the one header to the one origin that it is for.
class TestFaultsToken : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void healthyProgramUsesItOnlyWhereItBelongs();
    void faultBringsItNowhereElse_data();
    void faultBringsItNowhereElse();
    void nothingIsSentBeforeTlsIsVerified_data();
    void nothingIsSentBeforeTlsIsVerified();
    void echoedSecretIsNotShown_data();
    void echoedSecretIsNotShown();

private:
    static QByteArray loggedSecret()
    {
        const QMutexLocker lock(&messages().mutex);
        return secretIn(messages().text);
    }
};

void TestFaultsToken::initTestCase()
{
    messages().previous = qInstallMessageHandler(keepMessage);
    QLoggingCategory::setFilterRules(u"tailboard.*=true"_s);
}

void TestFaultsToken::cleanupTestCase()
{
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(messages().previous);
}

void TestFaultsToken::healthyProgramUsesItOnlyWhereItBelongs()
{
    Watched w(withToken, {.moving = false, .traefikUser = user, .traefikPassword = password});
    w.demo.faults().setNomadAcl(true, {token});
    Said said(w);
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 30'000);
    QVERIFY(!w.tables().nomadSource.error);
    QCOMPARE(w.tables().instances.size(), size_t(3));

    QSet<QString> with;
    const auto requests = w.demo.requests();
    for (const demo::SeenRequest& request : requests) {
        if (request.server == u"nomad"_s) QCOMPARE(request.header("X-Nomad-Token"), token);
        if (!request.header("X-Nomad-Token").isEmpty() || !request.header("Authorization").isEmpty())
            with.insert(request.server);
    }
    QCOMPARE(with, (QSet<QString>{u"nomad"_s, u"traefik-firefly-sub01"_s, u"traefik-firefly-sub02"_s,
                                  u"traefik-firefly-sub03"_s}));
    QCOMPARE(misplacedSecret(requests), QString());
    QCOMPARE(secretIn(said.text()), QByteArray());
    // The handler does see what the program logs, and there are words of the requests in it.
    QVERIFY(messages().ofProgram > 0);
    QVERIFY(messages().text.contains("/v1/"));
    QCOMPARE(loggedSecret(), QByteArray());
}

void TestFaultsToken::faultBringsItNowhereElse_data()
{
    QTest::addColumn<int>("position");
    const auto cases = tokenCases();
    for (int i = 0; i < int(cases.size()); ++i)
        QTest::newRow(cases[size_t(i)].name) << i;
}

void TestFaultsToken::faultBringsItNowhereElse()
{
    QFETCH(int, position);
    const TokenCase row = tokenCases()[size_t(position)];
    Watched w(withToken, {.moving = false, .nomadTls = row.isTls, .traefikUser = user, .traefikPassword = password});
    Said said(w);
    w.monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 30'000);

    row.set(w.demo.faults());
    w.monitor->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(said.has(row.kind), 30'000);
    w.demo.faults().clear();
    QTRY_VERIFY_WITH_TIMEOUT(w.tables().nomadSource.phase == base::SourcePhase::Live, 30'000);

    QCOMPARE(misplacedSecret(w.demo.requests()), QString());
    QCOMPARE(secretIn(said.text()), QByteArray());
    QCOMPARE(loggedSecret(), QByteArray());
}

void TestFaultsToken::nothingIsSentBeforeTlsIsVerified_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<bool>("isOurAuthority");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("name mismatch") << int(demo::TlsFault::WrongName) << true << ErrorKind::TlsWrongName;
    QTest::newRow("another CA") << int(demo::TlsFault::UnknownAuthority) << true << ErrorKind::TlsUntrusted;
    QTest::newRow("CA not given") << int(demo::TlsFault::None) << false << ErrorKind::TlsUntrusted;
    QTest::newRow("expired") << int(demo::TlsFault::Expired) << true << ErrorKind::TlsFailed;
}

void TestFaultsToken::nothingIsSentBeforeTlsIsVerified()
{
    QFETCH(int, fault);
    QFETCH(bool, isOurAuthority);
    QFETCH(ErrorKind, kind);
    Watched w(
        [&](cluster::Connections& connections) {
            withToken(connections);
            if (!isOurAuthority) connections.tls.extraAuthorities.clear();
        },
        {.moving = false, .nomadTls = true});
    w.demo.faults().setNomadTls(demo::TlsFault(fault));
    Said said(w);
    w.monitor->start();

    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled(), 30'000);

    const base::SourceState& nomad = w.tables().nomadSource;
    QVERIFY(nomad.error);
    QCOMPARE(nomad.error->kind, kind);
    QVERIFY(!nomad.error->why.isEmpty() && !nomad.error->hint.isEmpty());
    QCOMPARE(base::sourceHealth(nomad, w.clock.now()), base::State::Critical); // nothing was ever known
    QVERIFY(nomad.nextTry);
    QVERIFY(!w.tables().tailscaleSource.error);
    QVERIFY(w.tables().peers.size() > 0);
    const auto requests = w.demo.requests();
    for (const demo::SeenRequest& request : requests)
        QVERIFY(request.server != u"nomad"_s);
    QCOMPARE(misplacedSecret(requests), QString());
    QCOMPARE(secretIn(said.text()), QByteArray());
    QCOMPARE(loggedSecret(), QByteArray());
}

void TestFaultsToken::echoedSecretIsNotShown_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("type");
    for (const char* type : {"text/plain", "application/json", "text/html"})
        for (const char* status : {"200 OK", "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found",
                                   "500 Internal Server Error"})
            QTest::addRow("%s %s", type, status) << QByteArray(status) << QByteArray(type);
}

/// A server that repeats the request in its answer, as test services and error pages do.
void TestFaultsToken::echoedSecretIsNotShown()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, type);
    ScriptedServer server;
    QVERIFY(server.listenTcp());
    server.setAnswer([&](const test_support::ReceivedRequest& request) -> test_support::Script {
        return {ScriptStep::send("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " +
                                 QByteArray::number(request.head.size()) + "\r\n\r\n" + request.head)};
    });
    const QUrl echo(u"http://127.0.0.1:%1"_s.arg(server.port()));
    Watched w([&](cluster::Connections& connections) {
        withToken(connections);
        connections.tailscale.reset();
        connections.nomad = *http::Endpoint::fromUrl(echo, 4646);
        connections.traefik = {echo};
        connections.traefikCredentials = http::Credentials::basic(user, password);
    });
    Said said(w);
    w.monitor->start();

    QTRY_VERIFY_WITH_TIMEOUT(w.monitor->isSettled() && w.tables().nomadSource.error, 30'000);

    QVERIFY(server.received().contains(token)); // it was echoed
    QCOMPARE(secretIn(said.text()), QByteArray());
    QCOMPARE(loggedSecret(), QByteArray());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFaultsToken)
#include "test_faults_token.moc"
