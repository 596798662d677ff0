// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cluster/world.h"
#include "tests/support/message_guard.h"
#include "tests/views/table_text.h"
#include "ui/views/allocations_page.h"
#include "ui/views/nodes_page.h"
#include "ui/views/page_header.h"
#include "ui/views/path_tab.h"
#include "ui/views/peers_page.h"
#include "ui/views/routes_page.h"
#include "ui/views/services_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/loading_bars.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::cluster_test;
using namespace tailboard::views;
using base::State;
using test_views::tableText;

class TestPages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyPageShowsItsCells();
    void stationsOfAWellRouteAreWell();
    void routeThatIsInNoTraefikIsDrawnFromTags();
    void stationsLeadToTheirPages();
    void selectionSurvivesDeltas();
    void pageWithoutRowsSaysWhatItWaitsFor();
    void forbiddenListIsNamed();
    void filterThatHidesAllSaysSo();
    void oldSourceIsSaidAndItsCellsAreHatched();
    void hostileTextsAreShownPlain();

private:
    /// Feeds the world and hands the changes to the page.
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
        return page;
    }
    static QStringList lines(const KeyedPage& page) { return tableText(*page.list().table().model()); }
    static const std::vector<widgets::Station>& stations(const KeyedPage& page)
    {
        return page.findChild<PathTab*>()->chain().stations();
    }
    template<typename T>
    static QString allText(const QWidget& widget)
    {
        QStringList all;
        for (const T* each : widget.findChildren<T*>())
            if (each->isVisible()) all << each->text();
        return all.join(u'\n');
    }

    widgets::Look m_look{widgets::Theme(widgets::Theme::Scheme::Light)};
    base::FixedClock m_clock{QDateTime({2026, 1, 5}, {12, 0}, Qt::UTC)};
    std::unique_ptr<cluster::Join> m_join;
    std::unique_ptr<findings::Findings> m_findings;
    std::unique_ptr<ClusterView> m_view;
    World m_world;
    nomad::ListAccess m_access;
    bool m_isSettled = true;
};

void TestPages::init()
{
    m_view.reset();
    m_findings.reset();
    m_join = std::make_unique<cluster::Join>(m_clock);
    m_findings = std::make_unique<findings::Findings>(*m_join, m_clock);
    m_view.reset(new ClusterView{.join = *m_join,
                                 .findings = m_findings->table(),
                                 .clock = m_clock,
                                 .access = [this](nomad::List) { return m_access; },
                                 .isSettled = [this] { return m_isSettled; }});
    m_world = webWorld();
    m_access = {};
    m_isSettled = true;
}

void TestPages::everyPageShowsItsCells()
{
    feed();
    QCOMPARE(
        lines(*show<RoutesPage>()),
        QStringList{u"ok | https://firefly-sub01.tail1a2b3.ts.net/ | web@nomad | web | 2/2 | sub01, sub02 | idle | "
                    "tailscaleresolver | web, websecure |  | 38 | web | tailscaleresolver"_s});
    QCOMPARE(lines(*show<ServicesPage>()), QStringList{u"ok | web | web | 2 | sub01, sub02 | web@nomad | 2"_s});
    QCOMPARE(lines(*show<AllocationsPage>()).first().section(u" | "_s, 2, 7),
             u"web | web | firefly-sub01 | running | run | 0"_s);
    QCOMPARE(lines(*show<NodesPage>()).first().section(u" | "_s, 0, 1), u"ok | firefly-sub01"_s);
    QCOMPARE(lines(*show<PeersPage>()).first(),
             u"ok | firefly-sub01.tail1a2b3.ts.net | 100.64.0.1 | idle | now | never ends | tag:server | "_s);
}

void TestPages::stationsOfAWellRouteAreWell()
{
    feed();
    const auto page = show<RoutesPage>();
    page->chooseFirst();
    const auto& chain = stations(*page);
    QCOMPARE(chain.size(), size_t(7));
    for (size_t i = 0; i < 6; ++i) {
        QVERIFY2(chain[i].shape == widgets::Shape(State::Ok), qPrintable(chain[i].kind + chain[i].word));
        QVERIFY(!chain[i].isDerived);
    }
    QVERIFY(chain[6].shape == widgets::Shape(State::Unknown)); // not checked is never shown as well
    QCOMPARE(chain[1].word, u"2 of 2 Traefik"_s);
    QVERIFY(page->findChild<QWidget*>(u"causeLine"_s)->accessibleName().isEmpty());
}

void TestPages::routeThatIsInNoTraefikIsDrawnFromTags()
{
    for (auto& [key, traefik] : m_world.traefiks)
        traefik.configuration.routers.clear();
    feed();
    m_clock.advance(std::chrono::minutes(5)); // past the time a young tag is given
    m_join->touchDue();
    m_join->flush();
    const auto page = show<RoutesPage>();
    page->chooseFirst();
    const auto& chain = stations(*page);
    QVERIFY(chain[1].isDerived);
    QVERIFY(chain[1].shape != widgets::Shape(State::Ok));
    QVERIFY(!page->findChild<QWidget*>(u"causeLine"_s)->accessibleName().isEmpty());
}

void TestPages::stationsLeadToTheirPages()
{
    feed();
    const auto page = show<RoutesPage>();
    page->chooseFirst();
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    for (const int station : {0, 1, 2, 3, 6})
        page->findChild<PathTab*>()->chain().openItem(station);
    QCOMPARE(wanted.size(), 3); // routers and certificates have no page
    const auto place = [&](int i) { return wanted[i][0].value<Place>(); };
    QCOMPARE(place(0), (Place{Section::Peers, u"peer-1"_s}));
    QCOMPARE(place(1), (Place{Section::Services, u"default/web"_s}));
    const auto allocations = show<AllocationsPage>();
    QVERIFY(allocations->showObject(place(2).object));
    QCOMPARE(allocations->model().rowCount(), 2);
    // A key that the filter hides is shown all the same.
    allocations->list().filter().setText(u"nothing"_s);
    QVERIFY(allocations->showObject(uuid(1).toString()));
    QCOMPARE(allocations->currentObject(), uuid(1).toString());
    QVERIFY(!allocations->showObject(u"gone"_s));
}

void TestPages::selectionSurvivesDeltas()
{
    feed();
    const auto page = show<AllocationsPage>();
    QVERIFY(page->showObject(uuid(2).toString()));
    for (int i = 10; i < 60; ++i)
        m_world.addAllocation(i, u"a-%1"_s.arg(i), 1).clientStatus = nomad::ClientStatus::Failed;
    feed(page.get());
    QCOMPARE(page->model().rowCount(), 52);
    QCOMPARE(page->currentObject(), uuid(2).toString());
    QCOMPARE(page->findChild<widgets::Label*>(u"detailName"_s)->text(), uuid(2).shortText());
    QCOMPARE(page->summary(), (PageSummary{52, State::Critical}));
}

void TestPages::pageWithoutRowsSaysWhatItWaitsFor()
{
    base::SourceState source;
    source.phase = base::SourcePhase::Connecting;
    m_join->setNomadSource(source);
    m_isSettled = false;
    const auto page = show<NodesPage>();
    m_clock.advance(std::chrono::seconds(4));
    page->tick(m_clock.now());
    QCOMPARE(page->findChild<widgets::LoadingBars*>()->sentence(), u"Waiting for Nomad, 4 s"_s);

    m_join->setNomadSource(liveSource());
    m_isSettled = true;
    page->sourcesChanged();
    QVERIFY(page->list().empty().isVisible());
    QVERIFY(allText<QLabel>(page->list().empty()).contains(u"No nodes."_s));
}

void TestPages::forbiddenListIsNamed()
{
    m_join->setNomadSource(liveSource());
    m_access = {true, u"read-job"_s};
    const auto page = show<ServicesPage>();
    QVERIFY(allText<QLabel>(page->list().empty()).contains(u"read-job"_s));
    QVERIFY(page->list().message().isHidden()); // said once is enough
}

void TestPages::filterThatHidesAllSaysSo()
{
    feed();
    const auto page = show<RoutesPage>();
    page->list().filter().setText(u"host:foo"_s);
    QVERIFY(!page->list().table().isVisible());
    QVERIFY(allText<QLabel>(page->list()).contains(u"host:foo"_s));
    page->list().filter().clear();
    QVERIFY(page->list().table().isVisible());
}

void TestPages::oldSourceIsSaidAndItsCellsAreHatched()
{
    feed();
    const auto page = show<RoutesPage>();
    QVERIFY(page->list().message().isHidden());
    base::SourceState lost;
    lost.phase = base::SourcePhase::Waiting;
    lost.fetchedAt = m_clock.now();
    lost.error = base::Error{.what = u"Nomad refuses the connection."_s, .original = u"ECONNREFUSED <b>"_s};
    m_join->setNomadSource(lost);
    page->sourcesChanged();

    QCOMPARE(page->model().rowCount(), 1);
    QVERIFY(lines(*page).first().startsWith(u"stale"_s));
    QCOMPARE(page->list().message().sentence(), u"Nomad refuses the connection."_s);
    const auto cell = [&](int column) {
        return page->list().table().model()->index(0, column).data(widgets::CellRole).value<widgets::Cell>();
    };
    QVERIFY(cell(5).isStale);  // the node is Nomad's
    QVERIFY(!cell(1).isStale); // the URL is Traefik's
    QVERIFY(!cell(6).isStale); // the peer is the tailnet's
}

void TestPages::hostileTextsAreShownPlain()
{
    const QString evil = u"<img src=x>\u202Eevil\n"_s + QString(3000, u'y');
    m_world.addAllocation(9, evil, 1).clientStatus = nomad::ClientStatus::Failed;
    feed();
    const auto page = show<AllocationsPage>();
    QVERIFY(page->showObject(uuid(9).toString()));
    page->details().setCurrentTab(1);
    page->grab();
    for (const QLabel* label : page->findChildren<QLabel*>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!label->text().contains(QChar(0x202E)));
    }
}

TAILBOARD_TEST_MAIN(QApplication, TestPages)
#include "test_pages.moc"
