// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster.h"
#include "app/traefik/source.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::traefik;

class TestTraefikDemo : public QObject
{
    Q_OBJECT

private slots:
    void everyInstanceGivesItsRouters();
    void passwordOpensTheApi();
    void tenThousandRoutersAreRead();
};

namespace {

std::vector<std::unique_ptr<Source>> sourcesOf(const demo::Addresses& addresses, const base::Clock& clock,
                                               const http::Credentials& credentials = {})
{
    std::vector<std::unique_ptr<Source>> sources;
    for (const QUrl& url : addresses.traefik) {
        const auto endpoint = http::Endpoint::fromUrl(url, 8080);
        if (!endpoint) return {};
        sources.push_back(std::make_unique<Source>(
            std::make_unique<http::Client>(*endpoint, addresses.dialMap, credentials), url.host(), clock));
    }
    return sources;
}

} // namespace

void TestTraefikDemo::everyInstanceGivesItsRouters()
{
    demo::Cluster cluster({.moving = false});
    QVERIFY(cluster.start());
    base::SystemClock clock;
    const auto sources = sourcesOf(cluster.addresses(), clock);
    QCOMPARE(sources.size(), size_t(3));

    for (const auto& source : sources)
        source->start();

    for (const auto& source : sources) {
        QTRY_COMPARE(source->state().phase, base::SourcePhase::Live);
        QCOMPARE(source->state().notice, QString());
        QVERIFY(source->issues().isEmpty());
        QVERIFY(!source->state().version.isEmpty());
        const Configuration& read = source->configuration();
        QVERIFY(read.certificates);
        QVERIFY(read.startedAt);
        for (const QString& name : {u"web@nomad"_s, u"hashicups@nomad"_s})
            QVERIFY2(std::any_of(read.routers.cbegin(), read.routers.cend(),
                                 [&](const Router& router) { return router.name == name; }),
                     qPrintable(name));
        for (const Router& router : read.routers) // each one's service is there, or Traefik says so
            QVERIFY2(!router.errors.isEmpty() ||
                         std::any_of(read.services.cbegin(), read.services.cend(),
                                     [&](const Service& service) { return service.name == router.serviceKey(); }),
                     qPrintable(router.name));
    }
}

void TestTraefikDemo::passwordOpensTheApi()
{
    demo::Cluster cluster({.moving = false, .traefikUser = u"admin"_s, .traefikPassword = u"secret"_s});
    QVERIFY(cluster.start());
    base::SystemClock clock;
    const auto without = sourcesOf(cluster.addresses(), clock);
    const auto with = sourcesOf(cluster.addresses(), clock, http::Credentials::basic(u"admin"_s, u"secret"_s));

    without.front()->start(true);
    with.front()->start(true);

    QTRY_COMPARE(without.front()->state().phase, base::SourcePhase::Waiting);
    QCOMPARE(without.front()->state().error->kind, base::ErrorKind::Unauthorized);
    QTRY_COMPARE(with.front()->state().phase, base::SourcePhase::Live);
}

void TestTraefikDemo::tenThousandRoutersAreRead()
{
    demo::Cluster cluster({.moving = false, .extraRouters = 10'000});
    QVERIFY(cluster.start());
    base::SystemClock clock;
    const auto sources = sourcesOf(cluster.addresses(), clock);

    sources.front()->start(true);

    QTRY_COMPARE_WITH_TIMEOUT(sources.front()->state().phase, base::SourcePhase::Live, 20'000);
    QVERIFY(sources.front()->configuration().routers.size() > 10'000);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikDemo)
#include "test_traefik_demo.moc"
