// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a pasted address to its allocation, node and peer in two actions. On the demo cluster; with
// TAILBOARD_JOURNEY_URL set, on the cluster of the environment (NOMAD_ADDR, TS_SOCKET …), where
// TAILBOARD_JOURNEY_ALLOCATIONS, _NODES and _PEER say what must be found, words divided by blanks.
#include "tests/journeys/demo_window.h"
#include "tests/support/message_guard.h"
#include "ui/cli/connections.h"
#include "ui/views/path_tab.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QClipboard>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::views;
using test_journeys::ClusterWindow;
using test_journeys::DemoWindow;

class TestJourneyUrl : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_window.reset(); }
    void pastedAddressShowsAllocationNodeAndPeerInTwoActions();
    void everyStationLeadsToItsObjectAndBack();

private:
    const std::vector<widgets::Station>& stations()
    {
        return m_window->page(Section::Routes).findChild<PathTab*>()->chain().stations();
    }
    void paste();

    std::shared_ptr<ClusterWindow> m_window;
    QString m_url = u"https://firefly-sub01.tail1a2b3.ts.net/grafana/d/1?orgId=1"_s;
    QString m_host = u"firefly-sub01.tail1a2b3.ts.net"_s;
    QStringList m_allocations; ///< ids
    QStringList m_nodes;
    QString m_peer = u"firefly-sub01"_s;
};

void TestJourneyUrl::initTestCase()
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    if (environment.contains(u"TAILBOARD_JOURNEY_URL"_s)) {
        const auto connections = cli::connectionsFor({}, environment);
        QVERIFY(connections);
        m_window = std::make_shared<ClusterWindow>(*connections, LiveWindow::Names{u"cluster"_s, {}});
        m_url = environment.value(u"TAILBOARD_JOURNEY_URL"_s);
        m_host = QUrl(m_url).host();
        m_allocations = environment.value(u"TAILBOARD_JOURNEY_ALLOCATIONS"_s).split(u' ');
        m_nodes = environment.value(u"TAILBOARD_JOURNEY_NODES"_s).split(u' ');
        m_peer = environment.value(u"TAILBOARD_JOURNEY_PEER"_s);
    } else {
        auto demo = std::make_shared<DemoWindow>();
        m_window = std::shared_ptr<ClusterWindow>(demo, demo.get());
    }
    m_window->window().resize(1280, 772);
    m_window->window().show();
    QVERIFY(QTest::qWaitForWindowActive(&m_window->window()));
    m_window->monitor->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->monitor->isSettled(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page(Section::Routes).model().rowCount() > 0, 30'000);
    if (!m_allocations.isEmpty()) return;
    // The demo's own word for it, not read from what is tested.
    m_window->tables().allocations.forEach([this](cluster::Slot, const nomad::Allocation& row) {
        if (row.jobId.text() != u"grafana" || row.clientStatus != nomad::ClientStatus::Running) return;
        m_allocations << row.id.toString();
        m_nodes << row.nodeName.text();
    });
    QCOMPARE(m_allocations.size(), 1);
}

void TestJourneyUrl::paste()
{
    QApplication::clipboard()->setText(m_url);
    QWidget* window = &m_window->window();
    // One: into the search field, and paste.
    QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
    QWidget* field = QApplication::focusWidget();
    QVERIFY(field && field->objectName() == u"searchField");
    QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
    // Two: go there.
    QTest::keyClick(field, Qt::Key_Return);
}

void TestJourneyUrl::pastedAddressShowsAllocationNodeAndPeerInTwoActions()
{
    m_window->window().go({Section::Peers, {}});

    paste();

    QCOMPARE(m_window->window().currentPage()->section(), Section::Routes);
    const auto& chain = stations();
    QCOMPARE(chain.size(), size_t(7));
    QVERIFY2(chain[0].name.contains(m_host.section(u'.', 0, 0)), qPrintable(chain[0].name));
    if (m_allocations.size() == 1) {
        QVERIFY2(m_allocations.first().startsWith(chain[3].name), qPrintable(chain[3].name));
        QCOMPARE(chain[4].name, m_nodes.first());
    } else {
        const QString count = QString::number(m_allocations.size());
        QVERIFY2(chain[3].word.startsWith(count) || chain[3].name.startsWith(count), qPrintable(chain[3].word));
    }
    QVERIFY(chain[3].isOpenable && chain[4].isOpenable && chain[5].isOpenable);
    const auto& route =
        m_window->tables().routes.at(m_window->page(Section::Routes)
                                         .model()
                                         .slotAt(m_window->page(Section::Routes).list().table().currentIndex().row()));
    QStringList ids;
    for (const base::Uuid& id : route.allocations)
        ids << id.toString();
    ids.sort();
    m_allocations.sort();
    QCOMPARE(ids, m_allocations);
    QStringList nodes = m_nodes;
    nodes.removeDuplicates();
    nodes.sort();
    QCOMPARE(route.nodes, nodes);
    const auto owner = m_window->tables().peers.find(route.ownerPeer);
    QVERIFY(owner);
    QCOMPARE(m_window->tables().peers.at(*owner).shortName(), m_peer);
}

void TestJourneyUrl::everyStationLeadsToItsObjectAndBack()
{
    paste();
    const std::pair<int, Section> stops[] = {
        {2, Section::Services}, {3, Section::Allocations}, {4, Section::Nodes}, {5, Section::Peers}};
    for (const auto& [station, section] : stops) {
        m_window->page(Section::Routes).findChild<PathTab*>()->chain().openItem(station);
        QCOMPARE(m_window->window().currentPage()->section(), section);
        auto& page = m_window->page(section);
        QVERIFY(!page.currentObject().isEmpty());
        QTRY_VERIFY(!page.findChild<widgets::Label*>(u"detailName"_s)->text().isEmpty());
        QTest::keyClick(&m_window->window(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->window().currentPage()->section(), Section::Routes);
    }
}

TAILBOARD_TEST_MAIN(QApplication, TestJourneyUrl)
#include "test_journey_url.moc"
