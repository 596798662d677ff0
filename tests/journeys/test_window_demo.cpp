// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/journeys/demo_window.h"
#include "tests/support/message_guard.h"
#include "ui/models/route_model.h"
#include "ui/views/path_tab.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QPushButton>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using base::State;
using models::RouteModel;
using test_journeys::DemoWindow;

class TestWindowDemo : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void routesAppearJoined();
    void illRouteNamesItsCause();
    void killedTraefikIsShownAndItsRowsStay();
    void lostNomadMarksItsCellsAndRecovers();
    void filterNarrowsAndComesOff();
    void peerIsTwoActionsAway();
    void openShowsTheAddress();

private:
    KeyedPage& routes() { return m_demo->page(Section::Routes); }
    /// Row of a route on the routes page, by its router; -1 when it is not shown.
    int rowOf(const QString& router)
    {
        for (int row = 0; row < routes().model().rowCount(); ++row)
            if (m_demo->tables().routes.at(routes().model().slotAt(row)).key.router == router) return row;
        return -1;
    }
    QString text(int row, int column) { return routes().list().table().model()->index(row, column).data().toString(); }
    bool isStale(int row, int column)
    {
        return routes()
            .list()
            .table()
            .model()
            ->index(row, column)
            .data(widgets::CellRole)
            .value<widgets::Cell>()
            .isStale;
    }
    const std::vector<widgets::Station>& stations(KeyedPage& page)
    {
        return page.findChild<PathTab*>()->chain().stations();
    }
    QString cause() { return routes().findChild<QWidget*>(u"causeLine"_s)->accessibleName(); }

    std::unique_ptr<DemoWindow> m_demo;
};

void TestWindowDemo::init()
{
    m_demo = std::make_unique<DemoWindow>();
    m_demo->window().resize(1280, 772);
    m_demo->window().show();
    m_demo->monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->monitor->isSettled() && rowOf(u"web@nomad"_s) >= 0, 20'000);
}

void TestWindowDemo::cleanup()
{
    m_demo.reset();
}

void TestWindowDemo::routesAppearJoined()
{
    const int row = rowOf(u"web@nomad"_s);
    QCOMPARE(text(row, RouteModel::Url), u"https://firefly-sub01.tail1a2b3.ts.net/"_s);
    QCOMPARE(text(row, RouteModel::Router), u"web@nomad"_s);
    QCOMPARE(text(row, RouteModel::Allocations), u"2/2"_s);
    QCOMPARE(text(row, RouteModel::Node), u"sub01, sub02"_s);
    QCOMPARE(text(row, RouteModel::Certificate), u"tailscaleresolver"_s);
    routes().list().table().selectRow(row);

    const auto& chain = stations(routes());
    QCOMPARE(chain.size(), size_t(7));
    QCOMPARE(chain[1].word, u"3 of 3 Traefik"_s);
    QCOMPARE(chain[3].word, u"2 of 2 running"_s);
    QCOMPARE(chain[6].word, u"not checked"_s);
    QVERIFY(chain[6].shape == widgets::Shape(State::Unknown)); // nobody looked at it: it is not well
    QCOMPARE(routes().summary().count, std::optional<int>(int(m_demo->tables().routes.size())));
    QCOMPARE(routes().summary().worst, std::optional(State::Critical));
}

void TestWindowDemo::illRouteNamesItsCause()
{
    // Ill rows come first.
    QCOMPARE(routes().model().index(0, 0).data(models::StateRole).toInt(), int(State::Critical));
    const int reports = rowOf(u"reports@nomad"_s);
    routes().list().table().selectRow(reports);
    QTRY_VERIFY2(cause().contains(u"has no server"_s), qPrintable(cause()));
    QVERIFY(stations(routes())[2].shape == widgets::Shape(State::Critical));

    routes().list().table().selectRow(rowOf(u"wiki@nomad"_s));
    QTRY_VERIFY2(cause().contains(u"no Traefik"_s), qPrintable(cause()));
    QVERIFY(stations(routes())[1].isDerived);
    QCOMPARE(text(rowOf(u"wiki@nomad"_s), RouteModel::Certificate), u"not in Traefik"_s);
}

void TestWindowDemo::killedTraefikIsShownAndItsRowsStay()
{
    const int rows = routes().model().rowCount();
    for (const demo::Server server : {demo::Server::Traefik1, demo::Server::Traefik2, demo::Server::Traefik3})
        m_demo->demo.faults().set(server, demo::FaultKind::Refuse);
    m_demo->monitor->refresh();

    QTRY_COMPARE_WITH_TIMEOUT(routes().model().index(rowOf(u"web@nomad"_s), 0).data(models::StateRole).toInt(),
                              int(State::Stale), 15'000);
    QCOMPARE(routes().model().rowCount(), rows);
    QVERIFY(isStale(rowOf(u"web@nomad"_s), RouteModel::Url));
    QVERIFY(!isStale(rowOf(u"web@nomad"_s), RouteModel::Node));
    QTRY_VERIFY(!routes().list().message().isHidden());
    QVERIFY2(routes().list().message().sentence().contains(u"Traefik"_s),
             qPrintable(routes().list().message().sentence()));

    m_demo->demo.faults().clear();
    QTRY_COMPARE_WITH_TIMEOUT(routes().model().index(rowOf(u"web@nomad"_s), 0).data(models::StateRole).toInt(),
                              int(State::Ok), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(routes().list().message().isHidden(), 10'000);
    QVERIFY(!isStale(rowOf(u"web@nomad"_s), RouteModel::Url));
}

void TestWindowDemo::lostNomadMarksItsCellsAndRecovers()
{
    m_demo->demo.faults().set(demo::Server::Nomad, demo::FaultKind::Refuse);
    QTRY_VERIFY_WITH_TIMEOUT(isStale(rowOf(u"web@nomad"_s), RouteModel::Node), 15'000);
    QCOMPARE(text(rowOf(u"web@nomad"_s), RouteModel::Node), u"sub01, sub02"_s);
    // The cells look at the clock at once; the counts wait until the pages are told.
    QTRY_VERIFY(m_demo->page(Section::Allocations).model().stateCounts()[size_t(State::Stale)] > 0);

    m_demo->demo.faults().clear();
    QTRY_VERIFY_WITH_TIMEOUT(!isStale(rowOf(u"web@nomad"_s), RouteModel::Node), 20'000);
    QTRY_COMPARE(m_demo->page(Section::Allocations).model().stateCounts()[size_t(State::Stale)], 0);
}

void TestWindowDemo::filterNarrowsAndComesOff()
{
    const int rows = routes().model().rowCount();
    routes().list().filter().setText(u"job:=web"_s);
    QCOMPARE(routes().model().rowCount(), 3);
    routes().list().filter().setText(u"no such thing"_s);
    QVERIFY(!routes().list().table().isVisible());
    routes().list().filter().clear();
    QVERIFY(routes().list().table().isVisible());
    QCOMPARE(routes().model().rowCount(), rows);
}

void TestWindowDemo::peerIsTwoActionsAway()
{
    routes().list().table().selectRow(rowOf(u"payments@nomad"_s)); // one
    routes().findChild<PathTab*>()->chain().openItem(5);           // two

    QCOMPARE(m_demo->window().currentPage()->section(), Section::Peers);
    KeyedPage& peers = m_demo->page(Section::Peers);
    QCOMPARE(peers.findChild<widgets::Label*>(u"detailName"_s)->text(), u"firefly-sub02"_s);
    // And back from there: its allocations, as a filter of their page.
    QTest::keyClick(&m_demo->window(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_demo->window().currentPage()->section(), Section::Routes);
    routes().list().table().selectRow(rowOf(u"web@nomad"_s));
    routes().findChild<PathTab*>()->chain().openItem(3);
    QCOMPARE(m_demo->window().currentPage()->section(), Section::Allocations);
    QCOMPARE(m_demo->page(Section::Allocations).model().rowCount(), 2);
}

void TestWindowDemo::openShowsTheAddress()
{
    routes().list().table().selectRow(rowOf(u"web@nomad"_s));
    const auto buttons = routes().details().findChildren<QPushButton*>();
    for (QPushButton* button : buttons)
        if (button->text() == u"Open"_s) button->click();
    QCOMPARE(m_demo->opened, QList<QUrl>{QUrl(u"https://firefly-sub01.tail1a2b3.ts.net/"_s)});
}

TAILBOARD_TEST_MAIN(QApplication, TestWindowDemo)
#include "test_window_demo.moc"
