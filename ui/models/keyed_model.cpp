// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/keyed_model.h"

#include <algorithm>
#include <iterator>

namespace tailboard::models {

using base::State;
using cluster::Slot;

namespace {

/// Up to this many rows are put in and taken out one by one; more go in one pass over the order.
constexpr size_t few = 16;
/// More changed rows than this are repainted by one signal for all between the first and the last of them.
constexpr size_t manyRepaints = 512;

} // namespace

KeyedModel::KeyedModel(QObject* parent)
    : QAbstractTableModel(parent)
{}

int KeyedModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

QVariant KeyedModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Slot slot = m_order[size_t(index.row())];
    switch (role) {
    case SlotRole:
        return slot;
    case StateRole:
        return int(m_states[slot]);
    case KeyRole:
        return keyText(slot);
    default:
        return {};
    }
}

std::weak_ordering KeyedModel::compareText(const QString& a, const QString& b)
{
    // QString's own comparison: a collator is 20 times slower, and names here are ASCII in practice.
    const int order = a.compare(b, Qt::CaseInsensitive);
    return order < 0 ? std::weak_ordering::less
                     : (order > 0 ? std::weak_ordering::greater : std::weak_ordering::equivalent);
}

State KeyedModel::worst() const
{
    for (size_t i = 0; i < m_counts.size(); ++i)
        if (m_counts[i] > 0) return State(i);
    return State::Ok;
}

bool KeyedModel::isShown(Slot slot) const
{
    if (!m_filter.states.isEmpty() && !m_filter.states.contains(State(m_states[slot]))) return false;
    return std::all_of(m_filter.terms.cbegin(), m_filter.terms.cend(),
                       [&](const FilterTerm& term) { return matches(slot, term) != term.isNegated; });
}

bool KeyedModel::comesBefore(Slot a, Slot b) const
{
    for (const SortKey& key : m_sort) {
        const std::weak_ordering order = compare(a, b, key.column);
        if (order != 0) return key.order == Qt::AscendingOrder ? order < 0 : order > 0;
    }
    if (const std::weak_ordering order = compareTies(a, b); order != 0) return order < 0;
    return keyText(a) < keyText(b);
}

void KeyedModel::setStateOf(Slot slot, std::optional<State> state)
{
    if (slot >= m_states.size()) m_states.resize(std::max<size_t>(slotCount(), slot + 1), -1);
    signed char& known = m_states[slot];
    if (known >= 0) --m_counts[size_t(known)], --m_total;
    known = state ? static_cast<signed char>(*state) : -1;
    if (known >= 0) ++m_counts[size_t(known)], ++m_total;
}

void KeyedModel::updateRows() const
{
    if (m_areRowsKnown) return;
    m_areRowsKnown = true;
    m_rowOf.assign(std::max<size_t>(m_states.size(), slotCount()), -1);
    for (size_t row = 0; row < m_order.size(); ++row)
        m_rowOf[m_order[row]] = int(row);
}

std::optional<int> KeyedModel::rowOf(Slot slot) const
{
    updateRows();
    if (slot >= m_rowOf.size() || m_rowOf[slot] < 0) return std::nullopt;
    return m_rowOf[slot];
}

std::optional<int> KeyedModel::rowOfKey(const QString& key) const
{
    for (size_t row = 0; row < m_order.size(); ++row)
        if (keyText(m_order[row]) == key) return int(row);
    return std::nullopt;
}

void KeyedModel::sort(int column, Qt::SortOrder order)
{
    setSort({{column, order}});
}

void KeyedModel::setSort(const std::vector<SortKey>& keys)
{
    std::vector<SortKey> taken;
    for (const SortKey& key : keys) {
        const bool isTaken =
            std::any_of(taken.begin(), taken.end(), [&](const SortKey& each) { return each.column == key.column; });
        if (key.column < 0 || key.column >= columnCount() || isTaken || taken.size() == mostSortKeys) continue;
        taken.push_back(key);
    }
    if (taken.empty()) return;
    m_sort = std::move(taken);
    resort();
}

void KeyedModel::resort()
{
    const auto before = [this](Slot a, Slot b) { return comesBefore(a, b); };
    std::vector<Slot> order;
    m_displaced.clear();
    if (m_isAllKept) {
        m_isAllKept = false;
        orderAll();
        updateRows();
        std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(order),
                     [this](Slot slot) { return slot < m_rowOf.size() && m_rowOf[slot] >= 0; });
    } else {
        order = m_order;
        std::sort(order.begin(), order.end(), before);
    }
    rearrange(std::move(order));
}

/// Before the first filter: what is shown is all.
void KeyedModel::keepAll()
{
    if (m_isAllKept) return;
    m_all = m_order;
    m_allLoose = m_displaced;
    m_isAllKept = true;
}

/// Puts what changed since into its place among all rows.
void KeyedModel::orderAll()
{
    if (m_isAllKept && m_allLoose.empty()) return;
    std::vector<Slot> stay, come;
    if (m_isAllKept) {
        std::vector<bool> isLoose(m_states.size(), false);
        for (const Slot slot : m_allLoose) {
            isLoose[slot] = true;
            if (m_states[slot] >= 0) come.push_back(slot);
        }
        stay.reserve(m_all.size() + come.size());
        for (const Slot slot : m_all)
            if (!isLoose[slot]) stay.push_back(slot);
    } else {
        for (Slot slot = 0; slot < Slot(m_states.size()); ++slot)
            if (m_states[slot] >= 0) come.push_back(slot);
    }
    m_all = merged(std::move(stay), std::move(come));
    m_allLoose.clear();
    m_isAllKept = true;
}

void KeyedModel::loosen(const std::vector<Slot>& rows)
{
    if (m_isAllKept) m_allLoose.insert(rows.begin(), rows.end());
}

bool KeyedModel::dependsOnStates() const
{
    return !m_filter.states.isEmpty() || std::any_of(m_filter.terms.cbegin(), m_filter.terms.cend(),
                                                     [](const FilterTerm& term) { return term.key == u"status"; });
}

void KeyedModel::setHeld(bool held)
{
    m_isHeld = held;
    if (!held) placeDisplaced();
}

bool KeyedModel::setFilter(const RowFilter& filter)
{
    if (filter == m_filter) return true;
    const RowFilter old = std::exchange(m_filter, filter);
    const bool isNarrower = m_filter.isNarrowerThan(old);
    const bool isWider = old.isNarrowerThan(m_filter);
    for (const FilterTerm& term : m_filter.terms)
        if (term.pattern) term.pattern->beginPass();
    updateRows();
    std::vector<bool> shown(m_states.size(), false);
    for (const Slot slot : m_order)
        shown[slot] = isWider || isShown(slot);
    for (Slot slot = 0; !isNarrower && slot < Slot(m_states.size()); ++slot)
        if (m_states[slot] >= 0 && (slot >= m_rowOf.size() || m_rowOf[slot] < 0)) shown[slot] = isShown(slot);
    bool isTooCostly = false;
    for (const FilterTerm& term : m_filter.terms) {
        if (!term.pattern) continue;
        term.pattern->endPass();
        isTooCostly = isTooCostly || term.pattern->isTooCostly();
    }
    if (isTooCostly) {
        m_filter = old;
        return false;
    }

    if (old.isEmpty()) keepAll();
    // Who types a filter looks elsewhere: nothing is held for him.
    const bool isInOrder = std::exchange(m_displaced, {}).empty();
    const bool isEnough = isNarrower && isInOrder;
    if (!isEnough) orderAll();
    std::vector<Slot> order;
    for (const Slot slot : isEnough ? m_order : m_all)
        if (shown[slot]) order.push_back(slot);
    if (m_filter.isEmpty()) {
        m_isAllKept = false;
        m_all = {};
        m_allLoose = {};
    }
    become(std::move(order));
    return true;
}

void KeyedModel::load()
{
    cluster::Delta all;
    for (Slot slot = 0; slot < slotCount(); ++slot)
        if (isAlive(slot) && (slot >= m_states.size() || m_states[slot] < 0)) all.inserted.push_back(slot);
    apply(all);
}

void KeyedModel::apply(const cluster::Delta& delta)
{
    if (delta.isEmpty()) return;
    const auto countsBefore = m_counts;
    std::vector<Slot> vanished;
    std::vector<Slot> appeared;
    updateRows();
    const auto isInOrder = [this](Slot slot) { return slot < m_rowOf.size() && m_rowOf[slot] >= 0; };

    for (const Slot slot : delta.removed) {
        setStateOf(slot, std::nullopt);
        if (isInOrder(slot)) vanished.push_back(slot);
    }
    std::vector<Slot> stayed;
    const auto take = [&](Slot slot) {
        setStateOf(slot, stateOf(slot));
        const bool shown = isShown(slot);
        if (isInOrder(slot))
            (shown ? stayed : vanished).push_back(slot);
        else if (shown)
            appeared.push_back(slot);
    };
    for (const Slot slot : delta.changed)
        take(slot);
    for (const Slot slot : delta.inserted)
        take(slot);
    loosen(delta.removed);
    loosen(delta.changed);
    loosen(delta.inserted);

    // Repaint first, while rows are still known.
    if (stayed.size() <= manyRepaints) {
        for (const Slot slot : stayed)
            emit dataChanged(index(m_rowOf[slot], 0), index(m_rowOf[slot], columnCount() - 1));
    } else {
        const auto byRow = [this](Slot a, Slot b) { return m_rowOf[a] < m_rowOf[b]; };
        const auto [first, last] = std::minmax_element(stayed.begin(), stayed.end(), byRow);
        emit dataChanged(index(m_rowOf[*first], 0), index(m_rowOf[*last], columnCount() - 1));
    }
    m_displaced.insert(vanished.begin(), vanished.end()); // nobody's place is told by them any more
    const std::vector<Slot> loose = unfitting(stayed);
    m_displaced.insert(loose.begin(), loose.end());
    for (const Slot slot : vanished)
        m_displaced.erase(slot);
    if (vanished.size() + appeared.size() <= few) {
        for (const Slot slot : vanished)
            removeOne(slot);
        if (!m_isHeld) placeDisplaced(); // a place is looked for by halves, which only an ordered list allows
        for (const Slot slot : appeared)
            insertOne(slot);
    } else {
        applyMany(appeared, vanished);
    }
    if (m_counts != countsBefore) emit countsChanged();
}

/// Which of the changed rows no longer stand between those above and below them that do.
std::vector<Slot> KeyedModel::unfitting(const std::vector<Slot>& changed) const
{
    std::vector<int> rows;
    rows.reserve(changed.size());
    for (const Slot slot : changed)
        if (!m_displaced.contains(slot)) rows.push_back(m_rowOf[slot]);
    std::sort(rows.begin(), rows.end());
    const auto isLoose = [this](int row) { return m_displaced.contains(m_order[size_t(row)]); };
    const int count = int(m_order.size());

    std::vector<int> below(rows.size()); // the nearest row that did not change
    for (size_t i = rows.size(); i-- > 0;) {
        int row = rows[i] + 1;
        while (row < count && isLoose(row))
            ++row;
        below[i] = i + 1 < rows.size() && row == rows[i + 1] ? below[i + 1] : row;
    }
    std::vector<Slot> loose;
    int kept = -1; // the nearest above that keeps its place, when it changed too or lies above such ones
    for (size_t i = 0; i < rows.size(); ++i) {
        int above = rows[i] - 1;
        while (above >= 0 && isLoose(above))
            --above;
        if (i > 0 && above == rows[i - 1]) above = kept;
        const Slot slot = m_order[size_t(rows[i])];
        const bool fits = (above < 0 || !comesBefore(slot, m_order[size_t(above)])) &&
                          (below[i] == count || !comesBefore(m_order[size_t(below[i])], slot));
        if (!fits) loose.push_back(slot);
        kept = fits ? rows[i] : above;
    }
    return loose;
}

void KeyedModel::insertOne(Slot slot)
{
    // Held, it comes at the end: above the pointer it would move everything below.
    auto place = m_order.end();
    if (m_isHeld)
        m_displaced.insert(slot);
    else
        place = std::lower_bound(m_order.begin(), m_order.end(), slot,
                                 [this](Slot a, Slot b) { return comesBefore(a, b); });
    const int row = int(place - m_order.begin());
    beginInsertRows({}, row, row);
    m_order.insert(place, slot);
    m_areRowsKnown = false;
    endInsertRows();
}

void KeyedModel::removeOne(Slot slot)
{
    const auto row = rowOf(slot);
    if (!row) return;
    beginRemoveRows({}, *row, *row);
    m_order.erase(m_order.begin() + *row);
    m_areRowsKnown = false;
    endRemoveRows();
}

void KeyedModel::applyMany(const std::vector<Slot>& appeared, const std::vector<Slot>& vanished)
{
    std::vector<bool> goes(std::max<size_t>(m_states.size(), slotCount()), false);
    for (const Slot slot : vanished)
        goes[slot] = true;
    std::vector<Slot> stay;
    stay.reserve(m_order.size() + appeared.size());
    if (m_isHeld) {
        for (const Slot slot : m_order)
            if (!goes[slot]) stay.push_back(slot);
        stay.insert(stay.end(), appeared.begin(), appeared.end());
        m_displaced.insert(appeared.begin(), appeared.end());
        return become(std::move(stay));
    }
    std::vector<Slot> come = appeared;
    for (const Slot slot : m_order) {
        if (goes[slot]) continue;
        (m_displaced.contains(slot) ? come : stay).push_back(slot);
    }
    m_displaced.clear();
    become(merged(std::move(stay), std::move(come)));
}

std::vector<Slot> KeyedModel::merged(std::vector<Slot> sorted, std::vector<Slot> come) const
{
    const auto before = [this](Slot a, Slot b) { return comesBefore(a, b); };
    std::sort(come.begin(), come.end(), before);
    // Each new row looks for its place by halves: a full merge would compare every old row, too.
    std::vector<Slot> order;
    order.reserve(sorted.size() + come.size());
    auto from = sorted.begin();
    for (const Slot slot : come) {
        const auto to = std::lower_bound(from, sorted.end(), slot, before);
        order.insert(order.end(), from, to);
        order.push_back(slot);
        from = to;
    }
    order.insert(order.end(), from, sorted.end());
    return order;
}

void KeyedModel::placeDisplaced()
{
    place({m_displaced.begin(), m_displaced.end()});
    m_displaced.clear();
}

/// Puts rows where they belong; the others are in order.
void KeyedModel::place(std::vector<Slot> rows)
{
    if (rows.empty()) return;
    std::erase_if(rows, [this](Slot slot) { return !rowOf(slot); });
    std::vector<bool> moves(m_rowOf.size(), false);
    for (const Slot slot : rows)
        moves[slot] = true;
    std::vector<Slot> stay;
    stay.reserve(m_order.size());
    for (const Slot slot : m_order)
        if (!moves[slot]) stay.push_back(slot);
    rearrange(merged(std::move(stay), std::move(rows)));
}

void KeyedModel::become(std::vector<Slot> order)
{
    std::vector<bool> stays(std::max<size_t>(m_states.size(), slotCount()), false);
    for (const Slot slot : order)
        stays[slot] = true;

    // Rows that go are moved to the end and taken off in one piece; rows that come are put at the end and then placed.
    std::vector<Slot> arranged;
    std::vector<Slot> going;
    arranged.reserve(m_order.size());
    for (const Slot slot : m_order)
        (stays[slot] ? arranged : going).push_back(slot);
    const size_t remaining = arranged.size();
    if (!going.empty()) {
        arranged.insert(arranged.end(), going.begin(), going.end());
        rearrange(std::move(arranged));
        beginRemoveRows({}, int(remaining), int(m_order.size()) - 1);
        m_order.resize(remaining);
        m_areRowsKnown = false;
        endRemoveRows();
    }
    if (order.size() > remaining) {
        std::vector<bool> isThere(stays.size(), false);
        for (const Slot slot : m_order)
            isThere[slot] = true;
        beginInsertRows({}, int(remaining), int(order.size()) - 1);
        for (const Slot slot : order)
            if (!isThere[slot]) m_order.push_back(slot);
        m_areRowsKnown = false;
        endInsertRows();
    }
    rearrange(std::move(order));
}

void KeyedModel::rearrange(std::vector<Slot> order)
{
    if (order == m_order) return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<Slot> slotsBefore;
    slotsBefore.reserve(size_t(before.size()));
    for (const QModelIndex& index : before)
        slotsBefore.push_back(m_order[size_t(index.row())]);
    m_order = std::move(order);
    m_areRowsKnown = false;
    if (!before.isEmpty()) {
        updateRows();
        QModelIndexList after;
        after.reserve(before.size());
        for (qsizetype i = 0; i < before.size(); ++i)
            after << index(m_rowOf[slotsBefore[size_t(i)]], before[i].column());
        changePersistentIndexList(before, after);
    }
    emit layoutChanged({}, VerticalSortHint);
}

void KeyedModel::restate()
{
    const auto countsBefore = m_counts;
    std::vector<Slot> changed;
    for (Slot slot = 0; slot < Slot(m_states.size()); ++slot) {
        if (m_states[slot] < 0) continue;
        const State state = stateOf(slot);
        if (state != State(m_states[slot])) {
            setStateOf(slot, state);
            changed.push_back(slot);
        }
    }
    if (!m_order.empty()) emit dataChanged(index(0, 0), index(int(m_order.size()) - 1, columnCount() - 1));
    if (changed.empty()) return;
    loosen(changed);
    if (dependsOnStates()) {
        cluster::Delta delta;
        delta.changed = std::move(changed);
        apply(delta);
    } else {
        if (m_isHeld) {
            for (const Slot slot : changed)
                if (rowOf(slot)) m_displaced.insert(slot);
        } else {
            place(std::move(changed));
        }
    }
    if (m_counts != countsBefore) emit countsChanged();
}

} // namespace tailboard::models
