// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/tag_meaning.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::traefik;
using Fault = TagMeaning::Fault;
using Part = TagMeaning::Part;

class TestTagMeaning : public QObject
{
    Q_OBJECT

private slots:
    void tagIsCutIntoItsParts();
    void namesKeepTheirCaseAndOptionsDoNot();
    void faultIsFound_data();
    void faultIsFound();
    void knownOptionsAreNoFault_data();
    void knownOptionsAreNoFault();
};

void TestTagMeaning::tagIsCutIntoItsParts()
{
    QCOMPARE(tagMeaning(u"traefik.enable=true"_s),
             (TagMeaning{Part::Enable, Fault::None, Protocol::Http, {}, u"traefik.enable"_s, u"true"_s}));
    QCOMPARE(
        tagMeaning(u"traefik.http.routers.web.rule=Host(`a`) && Query(`b=c`)"_s),
        (TagMeaning{Part::Router, Fault::None, Protocol::Http, u"web"_s, u"rule"_s, u"Host(`a`) && Query(`b=c`)"_s}));
    QCOMPARE(
        tagMeaning(u"traefik.tcp.services.db.loadbalancer.server.port= 5432 "_s),
        (TagMeaning{Part::Service, Fault::None, Protocol::Tcp, u"db"_s, u"loadbalancer.server.port"_s, u"5432"_s}));
    QCOMPARE(tagMeaning(u"traefik.http.middlewares.to-https.redirectscheme.scheme=https"_s),
             (TagMeaning{Part::Middleware, Fault::None, Protocol::Http, u"to-https"_s, u"redirectscheme.scheme"_s,
                         u"https"_s}));
    QCOMPARE(tagMeaning(u"primary"_s).part, Part::Foreign);
    QCOMPARE(tagMeaning(u"traefikette.x=1"_s).part, Part::Foreign);
}

void TestTagMeaning::namesKeepTheirCaseAndOptionsDoNot()
{
    const TagMeaning meaning = tagMeaning(u"traefik.HTTP.Routers.Web.TLS.CertResolver=ts"_s);
    QCOMPARE(meaning.part, Part::Router);
    QCOMPARE(meaning.fault, Fault::None);
    QCOMPARE(meaning.name, u"Web"_s);
    QCOMPARE(meaning.option, u"tls.certresolver"_s);
}

void TestTagMeaning::faultIsFound_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<TagMeaning::Fault>("fault");
    QTest::newRow("option of no router") << u"traefik.http.routers.wiki.entrypoint=web"_s << Fault::UnknownOption;
    QTest::newRow("option of no tls") << u"traefik.http.routers.a.tls.resolver=x"_s << Fault::UnknownOption;
    QTest::newRow("passthrough is of TCP") << u"traefik.http.routers.a.tls.passthrough=true"_s << Fault::UnknownOption;
    QTest::newRow("UDP has no rule") << u"traefik.udp.routers.a.rule=Host(`a`)"_s << Fault::UnknownOption;
    QTest::newRow("option of no service") << u"traefik.http.services.a.port=80"_s << Fault::UnknownOption;
    QTest::newRow("option of no server") << u"traefik.http.services.a.loadbalancer.server.prot=80"_s
                                         << Fault::UnknownOption;
    QTest::newRow("type of no middleware") << u"traefik.http.middlewares.a.basicaut.users=x"_s << Fault::UnknownOption;
    QTest::newRow("kind of no object") << u"traefik.http.router.a.rule=x"_s << Fault::UnknownOption;
    QTest::newRow("no such section") << u"traefik.frontend.rule=Host:a"_s << Fault::UnknownOption;
    QTest::newRow("enable keeps its case") << u"traefik.Enable=true"_s << Fault::UnknownOption;
    QTest::newRow("no value") << u"traefik.enable"_s << Fault::NoValue;
    QTest::newRow("capital prefix") << u"Traefik.enable=true"_s << Fault::WrongPrefix;
    QTest::newRow("nothing behind the prefix") << u"traefik.=x"_s << Fault::UnknownOption;
}

void TestTagMeaning::faultIsFound()
{
    QFETCH(QString, tag);
    QFETCH(TagMeaning::Fault, fault);
    QCOMPARE(tagMeaning(tag).fault, fault);
}

void TestTagMeaning::knownOptionsAreNoFault_data()
{
    QTest::addColumn<QString>("tag");
    for (const QString& tag :
         {u"traefik.http.routers.a.tls=true"_s, u"traefik.http.routers.a.tls.domains[0].sans=b"_s,
          u"traefik.http.routers.a.entrypoints[1]=web"_s, u"traefik.http.routers.a.observability.accesslogs=false"_s,
          u"traefik.tcp.routers.a.tls.passthrough=true"_s, u"traefik.udp.routers.a.entrypoints=dns"_s,
          u"traefik.http.services.a.loadbalancer.healthcheck.path=/h"_s,
          u"traefik.http.services.a.loadbalancer.sticky.cookie.name=c"_s, u"traefik.nomad.canary=true"_s,
          u"traefik.http.middlewares.a.plugin.own.x=1"_s, u"traefik.tcp.middlewares.a.inflightconn.amount=1"_s})
        QTest::newRow(qPrintable(tag)) << tag;
}

void TestTagMeaning::knownOptionsAreNoFault()
{
    QFETCH(QString, tag);
    QCOMPARE(tagMeaning(tag).fault, Fault::None);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTagMeaning)
#include "test_tag_meaning.moc"
