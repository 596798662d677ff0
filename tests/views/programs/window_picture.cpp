// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/sample_window.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QLineEdit>
#include <QPainter>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace tailboard;

namespace {

/// The popup of a source that is partly lost.
void strip(views::MainWindow& window)
{
    using widgets::State;
    std::vector<widgets::Source> sources{{u"Nomad"_s, u"1 s"_s, State::Ok, {}},
                                         {u"Traefik"_s, u"2/3 · firefly-sub02 lost"_s, State::Critical, {}},
                                         {u"Tailscale"_s, u"live"_s, State::Ok, {}}};
    for (const QString& node : {u"firefly-sub01"_s, u"firefly-sub03"_s})
        sources[1].rows.push_back({.title = node,
                                   .state = State::Ok,
                                   .age = u"2 s"_s,
                                   .address = u"http://100.64.0.1:8081"_s,
                                   .version = u"3.5.0"_s});
    sources[1].rows.push_back({.title = u"firefly-sub02"_s,
                               .state = State::Critical,
                               .age = u"14:31:07"_s,
                               .address = u"http://100.64.0.2:8081"_s,
                               .version = u"3.5.0"_s,
                               .sentence = u"Traefik on firefly-sub02 does not answer. Check that its job runs."_s,
                               .original = u"connect: connection refused"_s,
                               .nextTry = u"in 4 s"_s});
    window.setSources(sources);
    window.findChild<widgets::SourceStrip*>()->openItem(1);
}

} // namespace

// window_picture --out FILE [--theme light|dark] [--size WxH] [--points N] [--page ID] [--all] [--search TEXT]
int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"out"_s, u"The file to write."_s, u"file"_s},
                       {u"theme"_s, u"light or dark."_s, u"name"_s, u"light"_s},
                       {u"size"_s, u"Of the window."_s, u"WxH"_s, u"1280x772"_s},
                       {u"points"_s, u"Size of the font."_s, u"number"_s, u"10"_s},
                       {u"page"_s, u"The page to open."_s, u"id"_s, u"routes"_s},
                       {u"all"_s, u"With every page in the rail."_s},
                       {u"search"_s, u"Text in the search field."_s, u"text"_s},
                       {u"show"_s, u"loading, waiting, empty, nomatch, facts, popup or keys."_s, u"what"_s},
                       {u"stale"_s, u"With a message and lost sources."_s}});
    parser.process(application);

    QFont font = QApplication::font();
    font.setPointSizeF(parser.value(u"points"_s).toDouble());
    QApplication::setFont(font);
    widgets::Look look{widgets::Theme()};
    QApplication::setStyle(new widgets::TailboardStyle(look));
    widgets::ThemeSwitch theme(look, parser.value(u"theme"_s) == "dark"_L1 ? widgets::Appearance::Dark
                                                                           : widgets::Appearance::Light);
    const QList<views::Section> all(views::kSections.begin(), views::kSections.end());
    const auto window =
        test_views::sampleWindow(look, theme, parser.isSet(u"all"_s) ? all : test_views::firstSections());
    const QStringList size = parser.value(u"size"_s).split(u'x');
    window->resize(size.value(0).toInt(), size.value(1).toInt());
    window->show();
    window->go({views::sectionOf(parser.value(u"page"_s)).value_or(views::Section::Routes), {}});

    if (parser.isSet(u"stale"_s)) {
        using widgets::State;
        window->setSources({{u"Nomad"_s, u"14:31:07"_s, State::Stale, {}},
                            {u"Traefik"_s, u"2/3 · firefly-sub02 lost"_s, State::Critical, {}},
                            {u"Tailscale"_s, u"live"_s, State::Ok, {}}});
        if (auto* bar = window->currentPage()->findChild<widgets::MessageBar*>())
            bar->showMessage(State::Critical, u"Nomad at http://100.64.0.1:4646 does not answer. Retrying in 4 s."_s,
                             u"connect: connection refused"_s, u"Try now"_s);
    }

    auto* page = qobject_cast<views::TablePage*>(window->currentPage());
    const QString shown = parser.value(u"show"_s);
    if (shown == "loading"_L1) page->list().showLoading(u"Nomad"_s, std::chrono::seconds(0));
    if (shown == "waiting"_L1) page->list().showLoading(u"Nomad"_s, std::chrono::seconds(4));
    if (shown == "empty"_L1) {
        page->list().empty().setSentence(
            u"No routes yet. A route appears when a Nomad service has a tag traefik.http.routers.…."_s);
        page->list().empty().addButton(u"Open Services"_s);
        page->list().showEmpty();
        page->details().showNothing();
    }
    if (shown == "nomatch"_L1) {
        page->list().filter().setText(u"host:foo"_s);
        page->list().showNoMatch();
    }
    if (shown == "facts"_L1) page->details().setCurrentTab(1);
    if (shown == "popup"_L1) strip(*window);
    if (shown == "keys"_L1) window->findChild<QAction*>(u"keys"_s)->trigger();

    window->activateWindow();
    QTimer::singleShot(50, window.get(), [&] {
        if (parser.isSet(u"search"_s)) {
            window->findChild<QAction*>(u"search"_s)->trigger();
            window->findChild<QLineEdit*>(u"searchField"_s)->setText(parser.value(u"search"_s));
        }
    });
    QTimer::singleShot(400, window.get(), [&] {
        QWidget* top = QApplication::activePopupWidget();
        if (shown == "keys"_L1) top = window->findChild<QDialog*>();
        QPixmap picture = window->grab();
        if (top) {
            QPainter painter(&picture);
            painter.drawPixmap(window->mapFromGlobal(top->mapToGlobal(QPoint())), top->grab());
        }
        QCoreApplication::exit(picture.save(parser.value(u"out"_s)) ? 0 : 1);
    });
    return QApplication::exec();
}
