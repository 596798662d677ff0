// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/measure.h"
#include "tests/bench/process_figures.h"
#include "tests/bench/turn_meter.h"
#include "tests/journeys/cluster_window.h"
#include "ui/views/page_header.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QEventLoop>
#include <QScrollBar>
#include <QTimer>
#include <algorithm>

namespace tailboard::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSteps = 60;
constexpr int events = 30;
constexpr int idleMilliseconds = 10'000;

void rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// CPU times of the GUI thread in milliseconds.
struct Costs
{
    std::vector<double> values;

    template<typename Act>
    void measure(Act&& act)
    {
        const qint64 cpu = threadCpu();
        act();
        values.push_back(milliseconds(threadCpu() - cpu));
    }
    double at(double share) const
    {
        if (values.empty()) return 0;
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        return sorted[std::min(sorted.size() - 1, size_t(double(sorted.size()) * share))];
    }
    QJsonObject json() const { return {{u"p50_ms"_s, at(0.5)}, {u"longest_ms"_s, at(1)}}; }
};

class Pages
{
public:
    explicit Pages(DemoProcess& demo, cluster::Connections connections)
        : m_demo(demo)
        , m_window(std::move(connections), {u"firefly"_s, u"Demo"_s})
    {
        m_window.window().resize(1280, 800);
        m_window.window().show();
    }

    QJsonObject run()
    {
        TurnMeter meter;
        meter.start();
        m_window.monitor->start();
        for (int waited = 0; !m_window.monitor->isSettled() && waited < 120'000; waited += 50)
            rest(50);
        rest(1500);
        meter.stop();
        QJsonObject all{{u"longest_turn_while_loading_cpu_ms"_s, milliseconds(meter.longestCpu())},
                        {u"settled"_s, m_window.monitor->isSettled()},
                        {u"resident_mb"_s, megabytes(residentBytes())}};
        m_demo.listen();
        QJsonObject pages;
        for (views::KeyedPage* page : m_window.live->pages())
            pages[views::sectionId(page->section())] = measure(*page);
        all[u"pages"_s] = pages;
        all[u"idle_visible"_s] = idle();
        m_window.window().hide();
        all[u"idle_hidden"_s] = idle();
        return all;
    }

private:
    QJsonObject measure(views::KeyedPage& page)
    {
        widgets::TableView& table = page.list().table();
        QJsonObject figures{{u"rows"_s, page.model().total()}};
        Costs open;
        for (int i = 0; i < 3; ++i) {
            m_window.window().go({views::Section::Nodes, {}});
            rest(50);
            open.measure([&] {
                m_window.window().go({page.section(), {}});
                rest(30);
            });
        }
        figures[u"open"_s] = open.json();
        table.selectRow(0);
        rest(300);

        Costs scroll;
        QScrollBar& bar = *table.verticalScrollBar();
        for (int i = 0; i < pageSteps; ++i)
            scroll.measure([&] {
                bar.setValue(int(qint64(bar.maximum()) * (i * 37 % pageSteps) / pageSteps));
                table.viewport()->repaint();
            });
        figures[u"scroll"_s] = scroll.json();

        Costs keys;
        for (const char* key : {"a", "ap", "app", "app-", "app-0", "app-00", "app-001", "app-00", "app", "a", "", "0",
                                "01", "012", "", "zz", "", "!a", ""})
            keys.measure([&] {
                page.list().filter().setText(QString::fromLatin1(key));
                rest(20);
            });
        figures[u"filter"_s] = keys.json();

        Costs sort;
        for (int column = 0; column < page.model().columnCount(); ++column)
            sort.measure([&] {
                table.sortByColumn(column, Qt::AscendingOrder);
                rest(20);
            });
        table.sortByColumn(0, Qt::AscendingOrder);
        rest(50);
        figures[u"sort"_s] = sort.json();

        table.selectRow(0);
        rest(300);
        Costs event;
        for (int i = 0; i < events; ++i) {
            rest(40);
            event.measure([&] {
                m_demo.send("events 1");
                rest(40);
            });
        }
        figures[u"event"_s] = event.json();
        return figures;
    }

    static QJsonObject idle()
    {
        rest(1500);
        const qint64 wakes = wakeups();
        const qint64 cpu = processCpu();
        rest(idleMilliseconds);
        return {{u"seconds"_s, idleMilliseconds / 1000},
                {u"wakeups"_s, wakeups() - wakes},
                {u"cpu_percent"_s, milliseconds(processCpu() - cpu) / idleMilliseconds * 100}};
    }

    DemoProcess& m_demo;
    test_journeys::ClusterWindow m_window;
};

} // namespace

QJsonObject measurePages(int argc, char** argv, const Load& load)
{
    DemoProcess demo(load);
    QApplication application(argc, argv);
    Pages pages(demo, connectionsOf(demo.ready()));
    return pages.run();
}

} // namespace tailboard::bench
