// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/cluster/delta.h"
#include "ui/models/row_filter.h"

#include <QAbstractTableModel>
#include <array>
#include <compare>
#include <optional>
#include <unordered_set>
#include <vector>

namespace tailboard::models {

/// Roles every table answers to, for the row whatever the column.
enum Role {
    SlotRole = Qt::UserRole + 1, ///< quint32: the row's slot in its table
    StateRole,                   ///< int of base::State
    KeyRole,                     ///< QString: the object's key as text, unique in the table
};

/// One of the columns that rows are sorted by.
struct SortKey
{
    int column = 0;
    Qt::SortOrder order = Qt::AscendingOrder;
    friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// A table over one cluster table: an order vector of slots, sorted and filtered here, changed by Deltas and never
/// reset. A change of one row costs nothing but its repaint; many rows at once (a list arriving, a filter, a sort) cost
/// one pass over the order and at most four signals. Rows keep their place while the order is held.
class KeyedModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit KeyedModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Sorts by one column; equal rows stand by compareTies(), then by their key.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    /// The most columns that rows are sorted by.
    static constexpr size_t mostSortKeys = 3;
    /// Sorts by several columns, the first one first; more than mostSortKeys, unknown columns and repeated ones are
    /// left out.
    void setSort(const std::vector<SortKey>& keys);
    const std::vector<SortKey>& sortKeys() const { return m_sort; }

    /// False when a pattern in it takes too long: then the filter stays as it was. A filter that takes rows away looks
    /// only at those shown, one that brings rows back only at the hidden ones; neither compares rows.
    bool setFilter(const RowFilter& filter);
    const RowFilter& filter() const { return m_filter; }
    /// The keys that mean something in this table, "status" among them; empty: the table does not say.
    virtual QStringList filterKeys() const { return {}; }
    /// Stable ASCII words for the columns, in their order, by which a layout is remembered; empty: by number.
    virtual QStringList columnIds() const { return {}; }
    /// Rows in all, filtered ones included.
    int total() const { return m_total; }
    /// Rows in each state, filtered ones included; index is int(State).
    const std::array<int, 6>& stateCounts() const { return m_counts; }
    /// The worst state that occurs; Ok for an empty table.
    base::State worst() const;

    cluster::Slot slotAt(int row) const { return m_order[size_t(row)]; }
    /// Row of a slot; nullopt when it is filtered out or unknown.
    std::optional<int> rowOf(cluster::Slot slot) const;
    /// Row of the object with this key text.
    std::optional<int> rowOfKey(const QString& key) const;

    /// Takes in what changed; the Delta must be of this model's table and its removed slots still readable.
    void apply(const cluster::Delta& delta);
    /// All rows at once, for a model made after rows were there.
    void load();
    /// States may differ although no row changed (a source got stale): looks at all again. One pass, one signal.
    void restate();

    /// While held (the pointer is over the table), changed rows stay where they are and new ones come at the end;
    /// afterwards they go to their place.
    void setHeld(bool held);
    /// Rows that stand elsewhere than they belong because the order was held.
    int displaced() const { return int(m_displaced.size()); }

signals:
    /// Totals or counts by state changed.
    void countsChanged();

protected:
    // What a table must tell. Slots are living ones, or ones removed by the Delta being applied.
    virtual cluster::Slot slotCount() const = 0;
    virtual bool isAlive(cluster::Slot slot) const = 0;
    virtual QString keyText(cluster::Slot slot) const = 0;
    virtual base::State stateOf(cluster::Slot slot) const = 0;
    virtual std::weak_ordering compare(cluster::Slot a, cluster::Slot b, int column) const = 0;
    /// How rows stand that are equal in every column they are sorted by; always ascending.
    virtual std::weak_ordering compareTies(cluster::Slot, cluster::Slot) const
    {
        return std::weak_ordering::equivalent;
    }
    /// Whether the row has the term's text, without regard to isNegated.
    virtual bool matches(cluster::Slot slot, const FilterTerm& term) const = 0;

    /// The state as last looked at; cheaper than stateOf(), and what the table shows.
    base::State knownState(cluster::Slot slot) const { return base::State(m_states[slot]); }
    /// By text without case.
    static std::weak_ordering compareText(const QString& a, const QString& b);

private:
    bool isShown(cluster::Slot slot) const;
    bool comesBefore(cluster::Slot a, cluster::Slot b) const;
    void setStateOf(cluster::Slot slot, std::optional<base::State> state);
    void become(std::vector<cluster::Slot> order);
    void rearrange(std::vector<cluster::Slot> order);
    void insertOne(cluster::Slot slot);
    void removeOne(cluster::Slot slot);
    std::vector<cluster::Slot> unfitting(const std::vector<cluster::Slot>& changed) const;
    void placeDisplaced();
    void place(std::vector<cluster::Slot> rows);
    std::vector<cluster::Slot> merged(std::vector<cluster::Slot> sorted, std::vector<cluster::Slot> come) const;
    void applyMany(const std::vector<cluster::Slot>& appeared, const std::vector<cluster::Slot>& vanished);
    void resort();
    void keepAll();
    void orderAll();
    void loosen(const std::vector<cluster::Slot>& rows);
    bool dependsOnStates() const;
    void updateRows() const;

    std::vector<cluster::Slot> m_order;
    mutable std::vector<int> m_rowOf; ///< by slot; -1 not shown; brought up to date when asked
    mutable bool m_areRowsKnown = true;
    std::vector<signed char> m_states; ///< by slot; -1 no row
    std::array<int, 6> m_counts{};
    RowFilter m_filter;
    int m_total = 0;
    std::vector<SortKey> m_sort{SortKey{}};
    // While a filter is on: all rows in order, those it hides too, so that taking it off compares nothing.
    std::vector<cluster::Slot> m_all;
    std::unordered_set<cluster::Slot> m_allLoose; ///< rows that changed, came or went since
    bool m_isAllKept = false;
    std::unordered_set<cluster::Slot> m_displaced; ///< rows that stand elsewhere than they belong; the rest is in order
    bool m_isHeld = false;
};

} // namespace tailboard::models
