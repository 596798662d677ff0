// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "tests/views/table_text.h"
#include "ui/models/service_model.h"
#include "ui/views/fact_list.h"
#include "ui/views/peers_page.h"
#include "ui/views/raw_tab.h"
#include "ui/views/recount.h"
#include "ui/views/row_list.h"
#include "ui/views/services_page.h"
#include "ui/views/traefik_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/look.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::views;
using base::State;
using test_views::tableText;

/// The pages Traefik, Services and Peers with their details.
class TestObjectPages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void traefikPageShowsItsRows();
    void emptyPageSaysWhenNothingCouldBeLookedFor();
    void closedApiIsSaidAndNotCompared();
    void differencesAreListedAndLeadToTheRoute();
    void differencesAreComparedAtMostOnceASecond();
    void resolverOfRoutersOnlyIsMarked();
    void dashboardIsOpenedOnlyWhereItAnswers();
    void tagsAreSaidInWordsAndUnknownOnesMarked();
    void registrationLeadsToItsAllocationNodeAndPeer();
    void exposureNamesWhyOfEachTraefik();
    void serviceIsOpenedOnlyWhenOneAddressLeadsThere();
    void peerSaysWhatRoutesHaveOfIt();
    void peerLeadsToItsNodeAndAllocations();
    void keyOpensRawOfTheChosenRow();
    void recountWaitsItsTime();
    void tickDoesNotGrowWithTheRouters();

private:
    void feed(KeyedPage* page = nullptr)
    {
        m_world.feed(*m_join);
        const std::vector<cluster::Delta> deltas = m_join->flush();
        if (page) page->apply(deltas);
        m_join->recycle();
    }
    template<typename T>
    std::unique_ptr<T> show()
    {
        auto page = std::make_unique<T>(m_look, *m_view);
        page->resize(1096, 700);
        page->show();
        page->sourcesChanged();
        page->chooseFirst();
        return page;
    }
    static int tabOf(const KeyedPage& page, const QString& title)
    {
        const auto* tabs = page.details().findChild<QTabBar*>(u"detailTabs"_s);
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == title) return i;
        return -1;
    }
    /// The list of a tab; opens it.
    static RowList& rows(const KeyedPage& page, const QString& title)
    {
        page.details().setCurrentTab(tabOf(page, title));
        for (auto* each : page.findChildren<RowList*>())
            if (each->isVisible()) return *each;
        qFatal("no such list");
    }
    static QStringList lines(const KeyedPage& page, const QString& title)
    {
        return tableText(*rows(page, title).model());
    }
    /// "name: value" of every fact of the visible tab.
    static const std::vector<Fact>& facts(const KeyedPage& page, const QString& title)
    {
        page.details().setCurrentTab(tabOf(page, title));
        for (const auto* each : page.findChildren<FactList*>())
            if (each->isVisible()) return each->facts();
        qFatal("no such facts");
    }
    static const Fact* fact(const std::vector<Fact>& facts, const QString& name)
    {
        const auto found = std::find_if(facts.begin(), facts.end(), [&](const Fact& f) { return f.name == name; });
        return found == facts.end() ? nullptr : &*found;
    }
    World::Traefik& traefik(int n) { return m_world.traefiks[traefikKey(n)]; }

    widgets::Look m_look{widgets::Theme(widgets::Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<cluster::Join> m_join;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<ClusterView> m_view;
    World m_world;
    QList<QUrl> m_opened;
    nomad::ListAccess m_access;
};

void TestObjectPages::init()
{
    m_view.reset();
    m_findings.reset();
    m_opened.clear();
    m_access = {};
    m_join = std::make_unique<cluster::Join>(m_clock);
    m_findings = std::make_unique<findings::Findings>(*m_join, m_clock);
    m_view.reset(new ClusterView{.join = *m_join,
                                 .findings = m_findings->table(),
                                 .clock = m_clock,
                                 .access = [this](nomad::List) { return m_access; },
                                 .isSettled = [] { return true; },
                                 .openUrl = [this](const QUrl& url) { m_opened << url; }});
    m_world = webWorld();
    for (int n = 1; n <= 2; ++n) {
        traefik(n).configuration.version = u"3.7.15"_s;
        traefik(n).instance.source.fetchedAt = m_clock.now();
        traefik(n).configuration.providers = {u"Nomad"_s};
        traefik(n).configuration.entryPoints = {{u"websecure"_s, u":443"_s}};
        traefik(n).instance.arguments = {u"--providers.nomad=true"_s, u"--providers.nomad.exposedByDefault=false"_s,
                                         u"--certificatesresolvers.tailscaleresolver.tailscale=true"_s};
    }
}

void TestObjectPages::traefikPageShowsItsRows()
{
    feed();
    const auto page = show<TraefikPage>();
    const QStringList shown = tableText(*page->list().table().model());
    QCOMPARE(shown.size(), 2);
    QCOMPARE(shown.first(),
             u"ok | firefly-sub01 | 3.7.15 | %1 | 1 | websecure | Nomad | – | open | live"_s.arg(traefikKey(1)));
    QCOMPARE(lines(*page, u"Entry points"_s).first().section(u" | "_s, 0, 1), u"websecure | :443"_s);
    QCOMPARE(lines(*page, u"Differences"_s), QStringList());
}

void TestObjectPages::emptyPageSaysWhenNothingCouldBeLookedFor()
{
    m_world = {};
    m_world.addNode(1);
    feed();
    m_join->setNomadSource(liveSource());
    const auto sentence = [](const TraefikPage& page) { return page.list().empty().accessibleName(); };
    QVERIFY(sentence(*show<TraefikPage>()).startsWith(u"No Traefik found"_s));
    m_access = {.isForbidden = true, .capability = u"read-job"_s};
    QVERIFY(sentence(*show<TraefikPage>()).contains(u"may not read (needs read-job)"_s));
    m_access = {};
    base::SourceState old = liveSource();
    old.phase = base::SourcePhase::Waiting;
    old.streaming = false;
    old.fetchedAt = m_clock.now().addSecs(-600);
    m_join->setNomadSource(old);
    QVERIFY2(sentence(*show<TraefikPage>()).contains(u"cannot be read now"_s),
             qPrintable(sentence(*show<TraefikPage>())));
}

void TestObjectPages::closedApiIsSaidAndNotCompared()
{
    traefik(1).instance.isApiClosed = true;
    feed();
    const auto page = show<TraefikPage>();
    QVERIFY(page->showObject(traefikKey(1)));
    QVERIFY(tableText(*page->list().table().model()).first().contains(u" | closed | "_s));
    QCOMPARE(page->model().stateCounts()[size_t(State::Unknown)], 1);
    QVERIFY(rows(*page, u"Differences"_s).accessibleDescription().startsWith(u"Not compared"_s));
    QVERIFY(fact(facts(*page, u"Facts"_s), u"API"_s)->value.startsWith(u"closed"_s));
}

void TestObjectPages::differencesAreListedAndLeadToTheRoute()
{
    traefik(2).configuration.routers.clear();
    traefik(2).configuration.version = u"3.6.0"_s;
    feed();
    const auto page = show<TraefikPage>();
    QVERIFY(page->showObject(traefikKey(2)));
    const QStringList shown = lines(*page, u"Differences"_s);
    QCOMPARE(shown.size(), 2);
    QVERIFY2(shown.join(u'\n').contains(u"Version | Version | differs | 3.6.0 | 3.7.15 | firefly-sub01"_s),
             qPrintable(shown.join(u'\n')));
    QVERIFY2(shown.join(u'\n').contains(u"web@nomad | Router | not here |  |  | firefly-sub01"_s),
             qPrintable(shown.join(u'\n')));
    RowList& list = rows(*page, u"Differences"_s);
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    for (int row = 0; row < list.model()->rowCount(); ++row)
        emit list.clicked(list.model()->index(row, 1));
    QCOMPARE(wanted.size(), 1); // the version is no object
    QCOMPARE(wanted.first().first().value<Place>().section, Section::Routes);
}

void TestObjectPages::differencesAreComparedAtMostOnceASecond()
{
    feed();
    const auto page = show<TraefikPage>();
    QVERIFY(page->showObject(traefikKey(2)));
    traefik(2).configuration.version = u"3.6.0"_s;
    feed(page.get());
    QCOMPARE(lines(*page, u"Differences"_s).size(), 0);
    m_clock.advance(std::chrono::seconds(1));
    page->tick(m_clock.now());
    QCOMPARE(lines(*page, u"Differences"_s).size(), 1);
}

void TestObjectPages::resolverOfRoutersOnlyIsMarked()
{
    traefik(1).instance.arguments = {u"--providers.nomad=true"_s, u"--certificatesresolvers.other.acme.email=a@b"_s};
    feed();
    const auto page = show<TraefikPage>();
    QVERIFY(page->showObject(traefikKey(1)));
    const QStringList shown = lines(*page, u"Resolvers"_s);
    QCOMPARE(shown.size(), 2);
    QVERIFY(shown[0].contains(u"other | arguments | none asks for it"_s));
    QVERIFY2(shown[1].contains(u"tailscaleresolver | routers only | 1 | not in its arguments"_s), qPrintable(shown[1]));
}

void TestObjectPages::dashboardIsOpenedOnlyWhereItAnswers()
{
    traefik(2).instance.isApiClosed = true;
    feed();
    const auto page = show<TraefikPage>();
    auto* open = page->pageActions().first();
    QVERIFY(page->showObject(traefikKey(1)));
    open->trigger();
    QCOMPARE(m_opened, QList<QUrl>{QUrl(traefikKey(1) + u"/dashboard/"_s)});
    QVERIFY(page->showObject(traefikKey(2)));
    QVERIFY(!open->isEnabled());
}

void TestObjectPages::tagsAreSaidInWordsAndUnknownOnesMarked()
{
    m_world.addAllocation(7, u"odd"_s, 1);
    m_world.addRegistration(7, u"odd"_s, 9000,
                            {u"primary"_s, u"traefik.enable=true"_s, u"traefik.http.routers.odd.entrypoint=web"_s,
                             u"traefik.http.routers.odd.rule=Host(`odd`)"_s});
    feed();
    const auto page = show<ServicesPage>();
    QVERIFY(page->showObject(models::ServiceModel::keyOf({u"default"_s, u"odd"_s})));
    RowList& list = rows(*page, u"Tags"_s);
    QCOMPARE(list.rows().size(), size_t(4));
    const auto shapeOf = [&](const QString& option) {
        for (const Row& row : list.rows())
            if (row.cells[2].text == option) return row.cells[0].shape;
        return std::optional<widgets::Shape>();
    };
    QCOMPARE(shapeOf(u"entrypoint"_s), std::optional(widgets::Shape(State::Critical)));
    QCOMPARE(shapeOf(u"rule"_s), std::optional(widgets::Shape(State::Ok)));
    QCOMPARE(shapeOf(QString()), std::optional(widgets::Shape(widgets::Mark::NotApplicable))); // "primary"
    const Fact* exposed = fact(facts(*page, u"Facts"_s), u"Traefik firefly-sub01"_s);
    QVERIFY(exposed);
    QCOMPARE(exposed->shape, std::optional(widgets::Shape(State::Critical)));
}

void TestObjectPages::registrationLeadsToItsAllocationNodeAndPeer()
{
    feed();
    const auto page = show<ServicesPage>();
    RowList& list = rows(*page, u"Registrations"_s);
    QCOMPARE(list.rows().size(), size_t(2));
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    for (int column = 0; column < list.model()->columnCount(); ++column)
        emit list.clicked(list.model()->index(0, column));
    QList<Section> sections;
    for (const auto& each : wanted)
        sections << each.first().value<Place>().section;
    QCOMPARE(sections, (QList<Section>{Section::Allocations, Section::Nodes, Section::Peers}));
}

void TestObjectPages::exposureNamesWhyOfEachTraefik()
{
    for (auto& [id, registration] : m_world.registrations)
        registration.tags = {u"plain"_s};
    traefik(2).instance.arguments = {u"--providers.nomad=true"_s};
    feed();
    const auto page = show<ServicesPage>();
    const auto& all = facts(*page, u"Facts"_s);
    const Fact* first = fact(all, u"Traefik firefly-sub01"_s);
    const Fact* second = fact(all, u"Traefik firefly-sub02"_s);
    QVERIFY(first && second);
    QVERIFY2(first->value.startsWith(u"not exposed: no tag traefik.enable, and it takes none"_s),
             qPrintable(first->value));
    QVERIFY2(second->value.startsWith(u"exposed: no tag traefik.enable, and it takes every"_s),
             qPrintable(second->value));
    QVERIFY(second->value.contains(u"Host(`web`)"_s)); // its default rule makes the router
    QCOMPARE(second->place, std::optional(Place{Section::Traefik, traefikKey(2)}));
}

void TestObjectPages::serviceIsOpenedOnlyWhenOneAddressLeadsThere()
{
    feed();
    const auto page = show<ServicesPage>();
    auto* open = page->pageActions().first();
    QVERIFY(open->isEnabled());
    open->trigger();
    QCOMPARE(m_opened, QList<QUrl>{QUrl(u"https://firefly-sub01.tail1a2b3.ts.net/"_s)});
    for (int n = 1; n <= 2; ++n) {
        traefik::Router more = traefik(n).configuration.routers.first();
        more.name = u"more@nomad"_s;
        more.rule = hostRule(u"other.example"_s);
        traefik(n).configuration.routers << more;
    }
    feed(page.get());
    QCOMPARE(lines(*page, u"Routes"_s).size(), 2);
    QVERIFY(!open->isEnabled());
}

void TestObjectPages::peerSaysWhatRoutesHaveOfIt()
{
    feed();
    const auto page = show<PeersPage>();
    QVERIFY(page->showObject(u"peer-1"_s));
    QVERIFY2(lines(*page, u"Routes"_s).join(u'\n').contains(u"owns the name, runs its allocations"_s),
             qPrintable(lines(*page, u"Routes"_s).join(u'\n')));
    QVERIFY(page->showObject(u"peer-2"_s));
    const QString second = lines(*page, u"Routes"_s).join(u'\n');
    QVERIFY(second.contains(u"runs its allocations"_s) && !second.contains(u"owns"_s));
}

void TestObjectPages::peerLeadsToItsNodeAndAllocations()
{
    feed();
    const auto page = show<PeersPage>();
    QVERIFY(page->showObject(u"peer-1"_s));
    const auto& all = facts(*page, u"Facts"_s);
    QCOMPARE(fact(all, u"Node"_s)->place->section, Section::Nodes);
    QCOMPARE(fact(all, u"Allocations"_s)->value, u"1 allocation"_s);
    QCOMPARE(fact(all, u"Allocations"_s)->place->section, Section::Allocations);
    QCOMPARE(fact(all, u"ACL tags"_s)->value, u"tag:server"_s);
}

void TestObjectPages::keyOpensRawOfTheChosenRow()
{
    feed();
    const auto page = show<PeersPage>();
    page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
    page->list().table().setFocus();
    QTest::keyClick(&page->list().table(), Qt::Key_Y);
    QCOMPARE(page->details().currentTab(), tabOf(*page, u"Raw"_s));
    auto* raw = page->findChild<RawTab*>();
    QCOMPARE(QApplication::focusWidget(), raw); // until there is a text
    raw->setDocuments({{u"one"_s, u"{}"_s, std::nullopt}});
    QCOMPARE(QApplication::focusWidget(), page->findChild<QPlainTextEdit*>(u"rawText"_s));
}

void TestObjectPages::recountWaitsItsTime()
{
    using namespace std::chrono_literals;
    cluster::Delta other{.table = cluster::TableId::Jobs};
    other.changed = {1};
    cluster::Delta own{.table = cluster::TableId::Routes};
    own.changed = {1};
    Recount recount;
    QVERIFY(recount.isDue(u"a"_s, 100s));
    QVERIFY(!recount.isDue(u"a"_s, 102s)); // nothing changed
    recount.take({other}, {cluster::TableId::Routes});
    QVERIFY(!recount.isDue(u"a"_s, 103s));
    recount.take({own}, {cluster::TableId::Routes});
    QVERIFY(recount.isDue(u"a"_s, 104s));
    recount.take({own}, {cluster::TableId::Routes});
    QVERIFY(!recount.isDue(u"a"_s, 104'500ms));
    QVERIFY(recount.isDue(u"b"_s, 104'600ms)); // another object at once
    QVERIFY(!recount.isDue(u"b"_s, 114s));
    QVERIFY(recount.isDue(u"b"_s, 115s)); // by time alone
}

void TestObjectPages::tickDoesNotGrowWithTheRouters()
{
    struct Costs
    {
        double traefik, services, peers; ///< milliseconds of the cheapest of many ticks
        double first;                    ///< the whole details of a Traefik, with its comparison
    };
    const auto measure = [&](int routers) {
        init();
        m_world.addNode(3);
        m_world.addTraefik(3).configuration = traefik(1).configuration;
        for (int n = 1; n <= 3; ++n)
            for (int i = 0; i < routers; ++i) {
                traefik::Router more = traefik(1).configuration.routers.first();
                more.name = u"r%1@nomad"_s.arg(i);
                more.rule = hostRule(u"h%1.example"_s.arg(i));
                traefik(n).configuration.routers << more;
            }
        feed();
        const auto cheapest = [&](KeyedPage& page) {
            double best = 1e9;
            for (int i = 0; i < 15; ++i) {
                QElapsedTimer timer;
                timer.start();
                page.tick(m_clock.now());
                best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
            }
            return best;
        };
        Costs costs{};
        const auto traefiks = show<TraefikPage>();
        costs.traefik = cheapest(*traefiks);
        m_clock.advance(std::chrono::seconds(11));
        QElapsedTimer timer;
        timer.start();
        traefiks->tick(m_clock.now());
        costs.first = double(timer.nsecsElapsed()) / 1e6;
        const auto peers = show<PeersPage>();
        costs.peers = cheapest(*peers);
        const auto services = show<ServicesPage>();
        costs.services = cheapest(*services);
        qInfo("%d routers on three: tick of Traefik %.2f ms (with the comparison %.2f), Services %.2f, Peers %.2f",
              routers, costs.traefik, costs.first, costs.services, costs.peers);
        return costs;
    };
    const Costs few = measure(100);
    const Costs many = measure(10'000);
    QVERIFY(many.traefik < few.traefik * 10 + 1);
    QVERIFY(many.peers < few.peers * 10 + 1);
    QVERIFY(many.services < few.services * 10 + 1);
}

TAILBOARD_TEST_MAIN(QApplication, TestObjectPages)
#include "test_object_pages.moc"
