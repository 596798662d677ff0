// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/sample_window.h"

#include "ui/views/cause_line.h"
#include "ui/views/fact_list.h"
#include "ui/views/page_header.h"
#include "ui/views/path_tab.h"
#include "ui/widgets/look.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::test_views {

using namespace views;
using namespace widgets;

namespace {

struct RouteRow
{
    State state;
    bool isTls;
    QString host;
    QString suffix;
    QString path;
    QString router;
    QString provider;
    QString service;
    PipsCell pips;
    QString node;
    QString peer;
    LifetimeCell certificate;
};

QList<RouteRow> routeRows()
{
    const QString net = u".tail1a2b3.ts.net"_s;
    const QString s1 = u"firefly-sub01"_s;
    const QString s2 = u"firefly-sub02"_s;
    const QString s3 = u"firefly-sub03"_s;
    const QString both = u"sub01, sub02"_s;
    const LifetimeCell late{.lifetimeDays = 90, .daysLeft = 12, .isLate = true, .state = State::Warning};
    const LifetimeCell fresh{.lifetimeDays = 90, .daysLeft = 61};
    const LifetimeCell half{.lifetimeDays = 90, .daysLeft = 47};
    const LifetimeCell redirect{.text = u"redirects to https"_s};
    const LifetimeCell missing{.text = u"not in Traefik"_s, .state = State::Critical};
    const LifetimeCell plain{.text = u"plain HTTP, port 8080"_s};
    const PipsCell one{.running = 1};
    const PipsCell two{.running = 2};
    const QString nomad = u"@nomad"_s;
    return {
        {State::Warning, true, s3, net, u"/"_s, u"hashicups"_s, nomad, u"nginx"_s, one, s3, u"direct"_s, late},
        {State::Warning, true, s3, net, u"/api"_s, u"hashicups-api"_s, nomad, u"public-api"_s, one, s2, u"direct"_s,
         late},
        {State::Ok, false, s3, net, u"/"_s, u"hashicups-http"_s, nomad, u"nginx"_s, one, s3, u"direct"_s, redirect},
        {State::Critical, true, s2, net, u"/wiki"_s, u"wiki"_s, nomad, u"wiki"_s, one, s2, u"relay fra"_s, missing},
        {State::Pending, true, s2, net, u"/preview"_s, u"web-preview"_s, nomad, u"web-preview"_s,
         PipsCell{.pending = 1}, s2, u"direct"_s, half},
        {State::Ok, true, s2, net, u"/payments"_s, u"payments"_s, nomad, u"payments"_s, one, s2, u"direct"_s, half},
        {State::Ok, true, s1, net, u"/"_s, u"web"_s, nomad, u"web"_s, two, both, u"direct"_s, fresh},
        {State::Ok, true, s1, net, u"/admin"_s, u"web-admin"_s, nomad, u"web"_s, two, both, u"direct"_s, fresh},
        {State::Ok, false, s1, net, u"/"_s, u"web-http"_s, nomad, u"web"_s, two, both, u"direct"_s, redirect},
        {State::Ok, false, s1, net + u":8080"_s, u"/"_s, u"dashboard"_s, u"@internal"_s, u"api@internal"_s,
         PipsCell{.running = 3}, u"all 3 nodes"_s, u"direct"_s, plain},
    };
}

Cell routeCell(const RouteRow& row, int column)
{
    switch (column) {
    case 0:
        return {StateCell{.shape = row.state, .sentence = u"Made up."_s}};
    case 1:
        return {UrlCell{row.isTls, row.host, row.suffix, row.path, {}}};
    case 2:
        return {NameCell{row.router, row.provider}};
    case 3:
        return {TextCell{row.service}};
    case 4:
        return {row.pips};
    case 5:
        return {TextCell{row.node}};
    case 6:
        return {TextCell{.text = row.peer, .tone = Tone::Quiet}};
    default:
        return {row.certificate};
    }
}

std::vector<Station> stations()
{
    return {
        {Icon::Globe, u"URL"_s, u"firefly-sub03"_s, u"GET / → 200"_s, State::Ok, u"answers"_s},
        {Icon::Routes, u"Router"_s, u"hashicups"_s, u"Host(…) · websecure"_s, State::Ok, u"3 of 3 Traefik"_s},
        {Icon::Services, u"Service"_s, u"nginx"_s, u"host port 25061"_s, State::Ok, u"1 of 1 healthy"_s},
        {Icon::Allocations, u"Allocation"_s, u"3f2a91c4"_s, u"hashicups · nginx"_s, State::Ok, u"running 6 d"_s},
        {Icon::Nodes, u"Node"_s, u"firefly-sub03"_s, u"Nomad 1.10.5"_s, State::Ok, u"ready"_s},
        {Icon::Peers, u"Peer"_s, u"100.74.143.10"_s, u"direct"_s, State::Ok, u"online"_s},
        {Icon::Certificates, u"Certificate"_s, u"12 of 90 days left"_s, u"Let’s Encrypt R11"_s, State::Warning,
         u"renewal 2 d late"_s},
    };
}

} // namespace

void KeyModel::setKeys(const QStringList& keys)
{
    beginResetModel();
    m_keys = keys;
    endResetModel();
}

int KeyModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

QVariant KeyModel::data(const QModelIndex& index, int role) const
{
    return index.isValid() && role == Qt::UserRole ? QVariant(m_keys[index.row()]) : QVariant();
}

void KeyModel::sort(int, Qt::SortOrder) {}

SamplePage::SamplePage(const Look& look, Section section)
    : TablePage(look, section, u"Filter: text, host:, job:, node:, status:!ok, cert<30d"_s,
                u"Choose a row to see its details."_s)
{
    if (section == Section::Routes)
        fillRoutes(look);
    else
        fillOther();
    connect(&list().table(), &TableView::currentRowChanged, this, &Page::currentObjectChanged);
}

void SamplePage::setSummary(const PageSummary& summary)
{
    m_summary = summary;
    emit summaryChanged();
}

QString SamplePage::currentObject() const
{
    return list().table().currentIndex().data(Qt::UserRole).toString();
}

bool SamplePage::showObject(const QString& key)
{
    for (int row = 0; row < m_keys.rowCount(); ++row) {
        if (m_keys.index(row).data(Qt::UserRole).toString() != key) continue;
        list().table().selectRow(row);
        return true;
    }
    return false;
}

void SamplePage::fillRoutes(const Look& look)
{
    QStringList keys;
    for (int i = 0; i < routeRows().size(); ++i)
        keys << QString::number(i);
    m_keys.setKeys(keys);
    const QStringList titles{QString(),   u"URL"_s,  u"Router"_s,       u"Service"_s,
                             u"Allocs"_s, u"Node"_s, u"Tailnet peer"_s, u"Certificate"_s};
    m_cells = std::make_unique<CellModel>(m_keys, titles, [rows = routeRows()](const QModelIndex& row, int column) {
        return routeCell(rows[row.data(Qt::UserRole).toInt()], column);
    });
    TableView& table = list().table();
    table.setModel(m_cells.get());
    table.setColumnWidths({36, 352, 164, 98, 76, 108, 106, 156});
    table.horizontalHeader()->setSortIndicator(1, Qt::DescendingOrder);
    table.setSortingEnabled(true);
    table.selectRow(0);

    PageHeader& header = list().header();
    header.setCounts(10, 10);
    header.chips().setCounts({1, 2, 0, 0, 1, 6});
    header.addButton(Icon::Columns, u"Columns"_s);

    auto* path = new PathTab(look);
    path->chain().setStations(stations());
    path->cause().setCause(State::Warning, u"Traefik on firefly-sub03 cannot reach tailscaled."_s,
                           u"tailscaled restarted on 18 Nov; the mounted socket is the old one."_s);
    auto* facts = new FactList(look);
    facts->setFacts({{u"Rule"_s, u"Host(`firefly-sub03.tail1a2b3.ts.net`)"_s, {}, true},
                     {u"State"_s, u"enabled"_s, State::Ok},
                     {u"Entry points"_s, u"websecure"_s}});
    details().addTab(u"Path"_s, path);
    details().setTabCount(details().addTab(u"Tags"_s, facts), 4);
    details().addButton(Icon::Open, u"Open"_s);
    details().showObject(State::Warning, u"hashicups@nomad"_s, u"job hashicups, group nginx"_s);
    m_summary = {10, State::Ok};
}

void SamplePage::fillOther()
{
    m_keys.setKeys({u"a"_s, u"b"_s, u"c"_s});
    m_cells = std::make_unique<CellModel>(m_keys, QStringList{u"Name"_s}, [](const QModelIndex& row, int) {
        return Cell{TextCell{row.data(Qt::UserRole).toString()}};
    });
    list().table().setModel(m_cells.get());
    list().header().setCounts(3, 3);
    details().showNothing();
    m_summary = {3, {}};
}

QList<Section> firstSections()
{
    return {Section::Routes, Section::Services, Section::Allocations, Section::Nodes, Section::Peers};
}

std::unique_ptr<MainWindow> sampleWindow(const Look& look, ThemeSwitch& theme, const QList<Section>& sections)
{
    auto window = std::make_unique<MainWindow>(look, theme);
    for (const Section section : sections)
        window->addPage(new SamplePage(look, section));
    window->setCluster(u"firefly"_s, u"tail1a2b3.ts.net"_s);
    window->setSources({{u"Nomad"_s, u"1 s"_s, State::Ok, {}},
                        {u"Traefik"_s, u"3/3 · 2 s"_s, State::Ok, {}},
                        {u"Tailscale"_s, u"live"_s, State::Ok, {}}});
    window->setStatus({.counts = {u"10 routes"_s, u"13 allocations"_s, u"3 certificates"_s},
                       .expiryState = State::Warning,
                       .expiry = u"Next expiry: firefly-sub03 · 12 d"_s,
                       .updated = u"Updated 14:32:07"_s});
    return window;
}

} // namespace tailboard::test_views
