// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/source_state.h"
#include "tests/journeys/demo_window.h"
#include "tests/support/message_guard.h"
#include "ui/views/page_header.h"
#include "ui/views/path_tab.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/source_strip.h"
#include "ui/widgets/state_chip.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using base::State;
using test_journeys::DemoWindow;

/// What an admin goes through: a route is broken, a source goes away and comes back.
class TestJourneySources : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_demo.reset(); }

    void brokenRouteIsFoundAndNamesItsCause();
    void lostSourceKeepsItsRowsAndComesBack_data();
    void lostSourceKeepsItsRowsAndComesBack();

private:
    State health(const QString& source) const;
    QStringList rowsOf(Section section);

    std::unique_ptr<DemoWindow> m_demo;
};

void TestJourneySources::init()
{
    m_demo = std::make_unique<DemoWindow>();
    m_demo->window().resize(1280, 772);
    m_demo->window().show();
    m_demo->monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->monitor->isSettled() && m_demo->page(Section::Routes).model().rowCount() > 10,
                             20'000);
}

State TestJourneySources::health(const QString& source) const
{
    const cluster::Tables& tables = m_demo->tables();
    const QDateTime now = m_demo->clock.now();
    if (source == u"Nomad") return base::sourceHealth(tables.nomadSource, now);
    if (source == u"Tailscale") return base::sourceHealth(tables.tailscaleSource, now);
    State worst = State::Ok;
    tables.instances.forEach([&](cluster::Slot, const cluster::TraefikInstance& instance) {
        worst = std::min(worst, base::sourceHealth(instance.source, now));
    });
    return worst;
}

QStringList TestJourneySources::rowsOf(Section section)
{
    QStringList keys;
    const auto& model = m_demo->page(section).model();
    for (int row = 0; row < model.rowCount(); ++row)
        keys << model.index(row, 0).data(models::KeyRole).toString();
    keys.sort();
    return keys;
}

void TestJourneySources::brokenRouteIsFoundAndNamesItsCause()
{
    // From another page: the rail says where something is wrong.
    m_demo->window().go({Section::Peers, {}});
    auto& routes = m_demo->page(Section::Routes);
    QCOMPARE(routes.summary().worst, std::optional(State::Critical));

    // One: the page. Two: the worst stands first, and its cause is there.
    QTest::keyClick(&m_demo->window(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_demo->window().currentPage()->section(), Section::Routes);
    QTest::keyClick(&routes.list().table(), Qt::Key_Home, Qt::ControlModifier);
    const int row = routes.list().table().currentIndex().row();
    QCOMPARE(row, 0);
    QCOMPARE(routes.model().index(row, 0).data(models::StateRole).toInt(), int(State::Critical));
    auto* cause = routes.findChild<QWidget*>(u"causeLine"_s);
    QTRY_VERIFY(!cause->accessibleName().isEmpty());
    const auto& stations = routes.findChild<PathTab*>()->chain().stations();
    QVERIFY(std::any_of(stations.begin(), stations.end(),
                        [](const auto& station) { return station.shape == widgets::Shape(State::Critical); }));
}

void TestJourneySources::lostSourceKeepsItsRowsAndComesBack_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QList<int>>("servers");
    QTest::addColumn<QList<int>>("pages");
    using demo::Server;
    QTest::newRow("Nomad") << u"Nomad"_s << QList<int>{int(Server::Nomad)}
                           << QList<int>{int(Section::Allocations), int(Section::Nodes), int(Section::Services)};
    QTest::newRow("Tailscale") << u"Tailscale"_s << QList<int>{int(Server::Tailscale)}
                               << QList<int>{int(Section::Peers)};
    QTest::newRow("Traefik") << u"Traefik"_s
                             << QList<int>{int(Server::Traefik1), int(Server::Traefik2), int(Server::Traefik3)}
                             << QList<int>{int(Section::Routes)};
}

void TestJourneySources::lostSourceKeepsItsRowsAndComesBack()
{
    QFETCH(QString, source);
    QFETCH(QList<int>, servers);
    QFETCH(QList<int>, pages);
    QStringList before;
    for (const int page : pages)
        before << rowsOf(Section(page));
    QVERIFY(!before.isEmpty());

    for (const int server : servers)
        m_demo->demo.faults().set(demo::Server(server), demo::FaultKind::Refuse);
    m_demo->monitor->refresh();

    QTRY_COMPARE_WITH_TIMEOUT(health(source), State::Stale, 20'000);
    QStringList during;
    for (const int page : pages) {
        during << rowsOf(Section(page));
        m_demo->window().go({Section(page), {}});
        auto& message = m_demo->page(Section(page)).list().message();
        QTRY_VERIFY_WITH_TIMEOUT(!message.isHidden(), 3'000);
        QVERIFY2(message.sentence().contains(source, Qt::CaseInsensitive), qPrintable(message.sentence()));
        QTRY_VERIFY(m_demo->page(Section(page)).model().stateCounts()[size_t(State::Stale)] > 0);
    }
    QCOMPARE(during, before);
    for (const QString& other : {u"Nomad"_s, u"Tailscale"_s, u"Traefik"_s})
        if (other != source) QCOMPARE(health(other), State::Ok);

    m_demo->demo.faults().clear();
    QTRY_COMPARE_WITH_TIMEOUT(health(source), State::Ok, 40'000);
    for (const int page : pages) {
        m_demo->window().go({Section(page), {}});
        QTRY_VERIFY_WITH_TIMEOUT(m_demo->page(Section(page)).list().message().isHidden(), 10'000);
        QTRY_COMPARE(m_demo->page(Section(page)).model().stateCounts()[size_t(State::Stale)], 0);
    }
    QStringList after;
    for (const int page : pages)
        after << rowsOf(Section(page));
    QCOMPARE(after, before);
}

TAILBOARD_TEST_MAIN(QApplication, TestJourneySources)
#include "test_journey_sources.moc"
