// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/history.h"
#include "ui/views/page.h"
#include "ui/views/search.h"
#include "ui/views/status_line.h"
#include "ui/widgets/source_strip.h"

#include <QMainWindow>
#include <map>
#include <memory>

class QListView;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace tailboard::widgets {
class ClusterButton;
struct Look;
class ThemeSwitch;
} // namespace tailboard::widgets

namespace tailboard::views {

class RailModel;
class SearchBox;

/// The frame: menus, toolbar, rail, status bar, and the pages that were registered. It places panels and leads from one
/// to another; what is in them is theirs.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Both outlive the window.
    MainWindow(const widgets::Look& look, widgets::ThemeSwitch& theme);
    ~MainWindow() override;

    /// The window takes the page over. Rail, menu Go, keys and search know it from now on. One page for each section.
    void addPage(Page* page);
    Page* page(Section section) const;
    /// The open one; null while there is none.
    Page* currentPage() const;

    /// Objects in the search field; outlives the window.
    void addSearchSource(const SearchSource& source);

    /// `badge`: "Demo", or empty. Also in the title: "Routes — firefly — Tailboard".
    void setCluster(const QString& profile, const QString& tailnet, const QString& badge = {});
    /// The profiles to switch to: at the cluster button (Ctrl+P) and in the menu File. Stays the caller's.
    void setProfiles(QMenu* menu);
    /// All three are cheap to call each second.
    void setSources(std::vector<widgets::Source> sources);
    void setStatus(const StatusFacts& facts);
    /// Hands the time on to the open page. `now` in UTC.
    void tick(const QDateTime& now);

    /// Opens the page and chooses the object, as a step that Back undoes. False when there is no such page.
    bool go(const Place& place);

signals:
    /// F5.
    void refreshWanted();
    void pageOpened(tailboard::views::Section section);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeMenus();
    void makeToolBar();
    void makeRail();
    void makeStatusBar();
    void makeKeys();
    void fitRail();
    void listPages();
    void open(const Place& place);
    void goBack();
    void goForward();
    void openHit(const SearchHit& hit);
    void updateTitle();
    void showKeys();

    const widgets::Look& m_look;
    widgets::ThemeSwitch& m_theme;
    History m_history;
    std::map<Section, Page*> m_pages;
    std::vector<std::unique_ptr<SearchSource>> m_ownSources;
    QString m_cluster;

    RailModel* m_rail;
    QWidget* m_railPanel = nullptr;
    QListView* m_railList = nullptr;
    QStackedWidget* m_stack;
    widgets::ClusterButton* m_clusterButton = nullptr;
    SearchBox* m_search = nullptr;
    widgets::SourceStrip* m_strip = nullptr;
    StatusLine* m_status = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_showRail = nullptr;
    QMenu* m_fileMenu = nullptr;
    QMenu* m_goMenu = nullptr;
    QMenu* m_actionMenu = nullptr;
};

} // namespace tailboard::views
