// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/delta.h"
#include "ui/models/keyed_model.h"
#include "ui/views/known.h"
#include "ui/views/table_page.h"
#include "ui/widgets/cell_model.h"

#include <chrono>
#include <memory>

namespace tailboard::views {

/// A TablePage over one cluster table: binds the model to table, filter, chips, rail and details, and shows what is
/// wrong with the page's source over the rows, which stay. A page says what its cells and details are.
class KeyedPage : public TablePage
{
    Q_OBJECT

public:
    /// What a page's rows come from.
    enum class Origin { Tailscale, Nomad, Traefik };

    /// How one kind of page differs from the others in form.
    struct Form
    {
        Section section;
        cluster::TableId table;
        Origin origin;
        QStringList titles; ///< of the columns, in the model's order
        QList<int> widths;  ///< pixels at 10 pt; 0 hides the column at first
        QString filterHint;
        QString nothing; ///< what the details say while no row is chosen
        QString empty;   ///< what the page says while there is no row at all
    };

    KeyedPage(const widgets::Look& look, const Known& known, Form form, std::unique_ptr<models::KeyedModel> model,
              QWidget* parent = nullptr);

    PageSummary summary() const override;
    QString currentObject() const override;
    /// By key; "job:…" and "node:…" set the filter instead, for going to all of them.
    bool showObject(const QString& key) override;
    void tick(const QDateTime& now) override;

    /// Takes in what changed in any table; the details follow when theirs did.
    void apply(const std::vector<cluster::Delta>& deltas);
    /// A source's state changed: looks at all states again.
    void sourcesChanged();
    /// Chooses the first row when none is chosen.
    void chooseFirst();

    models::KeyedModel& model() const { return *m_model; }
    /// The object's key as Place names it, with its name, state and what stands behind it; for the search field.
    virtual QString nameOf(cluster::Slot slot) const = 0;

protected:
    /// The cell of a living row; called while painting, so it must be quick.
    virtual widgets::Cell cell(cluster::Slot slot, int column) const = 0;
    /// Fills the detail pane for a row.
    virtual void showDetails(cluster::Slot slot) = 0;

    const Known& known() const { return m_known; }
    const cluster::Tables& tables() const { return m_known.tables(); }
    const widgets::Look& look() const { return m_look; }
    /// The state the table shows for a row.
    base::State stateOf(cluster::Slot slot) const;
    /// A state cell that speaks its word.
    widgets::Cell stateCell(cluster::Slot slot) const;
    bool isOriginStale() const;
    /// The peer on which a node runs; nullptr without a node or peer.
    const tailscale::Peer* peerOf(const nomad::Node* node) const;
    /// The key under which the routes page knows a route.
    QString routeKey(cluster::Slot route) const;

private:
    void bind();
    void refilter();
    void updateBody();
    void updateMessage();
    void updateDetails();
    std::optional<cluster::Slot> currentSlot() const;

    const widgets::Look& m_look;
    Known m_known;
    Form m_form;
    std::unique_ptr<models::KeyedModel> m_model;
    widgets::CellModel* m_cells;
    std::chrono::milliseconds m_madeAt;
};

} // namespace tailboard::views
