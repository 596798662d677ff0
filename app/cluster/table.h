// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tailboard::cluster {

/// The place of a row in its Table. It stays the same for the row's whole life, so that models, indexes and Deltas name
/// rows by it without hashing. The slot of a removed row is given out again only after the Delta that names it.
using Slot = quint32;

/// What put() did.
enum class Put : unsigned char { Inserted, Changed, Unchanged };

/// Rows by key, at stable places. Row must have operator==; the key is read from the row by KeyOf, so that it is stored
/// once. Removed rows keep their value until recycle(), because whoever reads the Delta wants to know what went away.
/// Lookup is an open-addressing index of slots: 4 bytes a row instead of a hash node.
template<typename Row, typename KeyOf>
class Table
{
public:
    using Key = std::decay_t<std::invoke_result_t<KeyOf, const Row&>>;

    /// Number of living rows.
    size_t size() const { return m_living; }
    /// One more than the highest slot ever used: slots are 0 … slotCount()-1, some of them free.
    Slot slotCount() const { return static_cast<Slot>(m_alive.size()); }
    bool isAlive(Slot slot) const { return slot < m_alive.size() && m_alive[slot]; }

    /// The row at a slot; also valid for a row removed since the last recycle().
    const Row& at(Slot slot) const { return row(slot); }
    std::optional<Slot> find(const Key& key) const
    {
        if (m_index.empty()) return std::nullopt;
        for (size_t i = hash(key) & mask();; i = (i + 1) & mask()) {
            if (m_index[i] == empty) return std::nullopt;
            if (m_index[i] != deleted && KeyOf{}(row(m_index[i])) == key) return m_index[i];
        }
    }
    /// The row of a key, nullptr when there is none.
    const Row* get(const Key& key) const
    {
        const auto slot = find(key);
        return slot ? &row(*slot) : nullptr;
    }

    /// Inserts or replaces the row of row's key.
    std::pair<Slot, Put> put(Row value)
    {
        if (const auto found = find(KeyOf{}(value))) {
            if (row(*found) == value) return {*found, Put::Unchanged};
            row(*found) = std::move(value);
            return {*found, Put::Changed};
        }
        const Slot slot = takeSlot();
        row(slot) = std::move(value);
        m_alive[slot] = true;
        ++m_living;
        addToIndex(slot);
        return {slot, Put::Inserted};
    }
    /// Changes a row in place; `change` must not touch the key and tells by its result whether it changed anything.
    template<typename Change>
    bool update(Slot slot, Change&& change)
    {
        return change(row(slot));
    }
    /// Takes a living row out; its value stays readable until recycle().
    void remove(Slot slot)
    {
        removeFromIndex(slot);
        m_alive[slot] = false;
        --m_living;
        m_removed.push_back(slot);
    }
    /// Frees the slots of removed rows; call when every reader of the Delta is done.
    void recycle()
    {
        for (const Slot slot : m_removed) {
            row(slot) = Row{};
            m_free.push_back(slot);
        }
        m_removed.clear();
    }
    /// Calls visit(slot, row) for every living row.
    template<typename Visit>
    void forEach(Visit&& visit) const
    {
        for (Slot slot = 0; slot < slotCount(); ++slot)
            if (m_alive[slot]) visit(slot, row(slot));
    }

private:
    static constexpr Slot empty = ~Slot(0);
    static constexpr Slot deleted = ~Slot(0) - 1;

    /// Rows stand in chunks, so that a growing table neither moves its rows nor needs them twice for a moment.
    static constexpr size_t chunkSize = 64;

    Row& row(Slot slot) { return m_chunks[slot / chunkSize][slot % chunkSize]; }
    const Row& row(Slot slot) const { return m_chunks[slot / chunkSize][slot % chunkSize]; }
    size_t mask() const { return m_index.size() - 1; }
    static size_t hash(const Key& key)
    {
        size_t h = 0;
        if constexpr (requires { qHash(key, size_t(0)); })
            h = qHash(key, size_t(0));
        else
            h = std::hash<Key>{}(key);
        // Spread: the index takes the low bits, and not every hash is good there.
        h ^= h >> 32;
        return h * size_t(0x9E3779B97F4A7C15ull) >> 17;
    }
    Slot takeSlot()
    {
        if (!m_free.empty()) {
            const Slot slot = m_free.back();
            m_free.pop_back();
            return slot;
        }
        if (m_alive.size() % chunkSize == 0) m_chunks.push_back(std::make_unique<Row[]>(chunkSize));
        m_alive.push_back(false);
        return static_cast<Slot>(m_alive.size() - 1);
    }
    void addToIndex(Slot slot)
    {
        if ((m_used + 1) * 10 > m_index.size() * 7)
            rebuildIndex();
        else
            insertIntoIndex(slot);
    }
    void insertIntoIndex(Slot slot)
    {
        size_t i = hash(KeyOf{}(row(slot))) & mask();
        while (m_index[i] != empty && m_index[i] != deleted)
            i = (i + 1) & mask();
        if (m_index[i] == empty) ++m_used;
        m_index[i] = slot;
    }
    void rebuildIndex()
    {
        size_t size = 16;
        while (m_living * 10 > size * 5)
            size *= 2;
        m_index.assign(size, empty);
        m_used = 0;
        for (Slot slot = 0; slot < slotCount(); ++slot)
            if (m_alive[slot]) insertIntoIndex(slot);
    }
    void removeFromIndex(Slot slot)
    {
        for (size_t i = hash(KeyOf{}(row(slot))) & mask();; i = (i + 1) & mask())
            if (m_index[i] == slot) {
                m_index[i] = deleted;
                return;
            }
    }

    std::vector<std::unique_ptr<Row[]>> m_chunks;
    std::vector<bool> m_alive;
    std::vector<Slot> m_free;
    std::vector<Slot> m_removed;
    std::vector<Slot> m_index;
    size_t m_used = 0; ///< index entries that are not empty, deleted ones included
    size_t m_living = 0;
};

} // namespace tailboard::cluster
