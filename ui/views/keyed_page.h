// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/keyed_model.h"
#include "ui/views/cluster_view.h"
#include "ui/views/source_text.h"
#include "ui/views/stops.h"
#include "ui/views/table_page.h"
#include "ui/widgets/cell_model.h"

#include <memory>

namespace tailboard::views {

struct CauseText;
class FactList;
class PathTab;
class TableTools;
class RawTab;
class RowList;
struct RowColumn;

/// A page over one table of the cluster: binds its model to the table view, the chips, the filter, the details and the
/// forms it takes while there are no rows or a source is lost. What the columns and details say is the subclass's.
class KeyedPage : public TablePage
{
    Q_OBJECT

public:
    ~KeyedPage() override;

    models::KeyedModel& model() const { return *m_model; }
    cluster::TableId table() const { return m_table; }

    /// Takes in a batch of changes: rows of its own table, and repaints what others may have changed.
    virtual void apply(const std::vector<cluster::Delta>& deltas);
    /// A source has a new state: what the page says of it. The rows' states are as they were.
    void sourceTold();
    /// A source's health changed, also by time alone: the rows' states are looked at again. Walks all rows.
    void restate();
    /// Both.
    void sourcesChanged();
    /// The findings changed: the details name causes.
    virtual void findingsChanged();

    /// F5: what the details of the chosen row were read from is read again.
    virtual void readDetailsAgain();

    /// The user's tools for the table; null before setColumns().
    TableTools* tools() const { return m_tools; }

    /// Chooses the first row when none is chosen.
    void chooseFirst();

    PageSummary summary() const override;
    QString currentObject() const override;
    /// Also takes a filterObject(): filters the rows and chooses the first.
    bool showObject(const QString& object) override;
    void tick(const QDateTime& now) override;

signals:
    /// The message bar's button: all sources shall be asked now.
    void refreshWanted();

protected:
    /// `titles` and `widths` in the order of the model's columns; rows stand by state at first.
    KeyedPage(const widgets::Look& look, const ClusterView& view, Section section, cluster::TableId table,
              std::unique_ptr<models::KeyedModel> model, const QString& filterHint, const QString& nothing);
    /// Called once by the subclass's constructor: from here on cell() is asked.
    /// Columns `hidden` are shown when the user asks for them.
    void setColumns(const QStringList& titles, const QList<int>& widths, const QList<int>& hidden = {});

    virtual widgets::Cell cell(cluster::Slot slot, int column) const = 0;
    /// Columns whose texts change by time alone.
    virtual QList<int> timeColumns() const { return {}; }
    /// What the rows come from; the first one is waited for.
    virtual std::vector<NamedSource> sources() const = 0;
    /// The list of Nomad that the rows are made of; nullopt for rows of another source.
    virtual std::optional<nomad::List> nomadList() const { return std::nullopt; }
    /// What the header says beside the counts; `old` are the ages of sources that are old.
    virtual QString note(const QStringList& old) const;
    /// What a page without rows says.
    virtual QString emptySentence() const = 0;
    /// Fills details() for a living row.
    virtual void showDetails(cluster::Slot slot) = 0;

    const ClusterView& view() const { return m_view; }
    const cluster::Tables& tables() const { return m_view.tables(); }
    base::State shownState(cluster::Slot slot) const;
    std::optional<cluster::Slot> currentSlot() const;
    bool isStale(const base::SourceState& source) const;
    NamedSource nomadSource() const;
    NamedSource tailscaleSource() const;
    std::vector<NamedSource> traefikSources() const;

    /// A tab with a chain of stations that lead to their pages, and the cause below.
    PathTab* addPathTab();
    void showPath(std::vector<Stop> stops, const CauseText& cause);
    void showStops(std::vector<Stop> stops);
    void showCause(const CauseText& cause);
    /// Names and values for a tab; its links lead to their pages. Goes over to whoever takes it.
    FactList* makeFacts();
    /// The same for a small table; `name` says what the rows are.
    RowList* makeRows(const QString& name, const std::vector<RowColumn>& columns);
    /// The tab with the servers' own words of the chosen row, asked for by rawSubject(); the last tab. The key y opens
    /// it.
    void addRawTab();
    virtual std::optional<cluster::Subject> rawSubject(cluster::Slot) const { return std::nullopt; }
    /// The worst finding that `isOf` takes; as a cause.
    CauseText worstCause(const std::function<bool(const cluster::Finding&)>& isOf) const;

    void refreshDetails();

    void showEvent(QShowEvent* event) override;

private:
    void updateFilter();
    void updateCounts();
    void updateBody();
    void updateMessage();
    void updateTimes();
    void openRaw();
    QString noRowsSentence() const;

    const widgets::Look& m_look;
    const ClusterView& m_view;
    cluster::TableId m_table;
    std::unique_ptr<models::KeyedModel> m_model;
    std::unique_ptr<widgets::CellModel> m_cells;
    PageSummary m_summary;
    PathTab* m_path = nullptr;
    RawTab* m_raw = nullptr;
    TableTools* m_tools = nullptr;
    std::vector<std::optional<Place>> m_places; // of the stations
    std::vector<QString> m_times;               // texts of the visible time columns
    std::optional<std::chrono::milliseconds> m_waitingSince;
    bool m_isPointerOver = false;
};

} // namespace tailboard::views
