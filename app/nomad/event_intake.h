// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/event.h"
#include "app/nomad/source.h"

#include <array>
#include <functional>
#include <vector>

namespace tailboard::nomad {

constexpr size_t listCount = 6;

/// Takes the events of the stream to the receiver: holds those of a list that is being read, drops those the list
/// already had, applies the others by what their payload says, whatever their type.
class EventIntake
{
public:
    /// More events waiting for a list than this: the list is too slow, everything begins again.
    static constexpr size_t mostHeld = 50'000;

    explicit EventIntake(Receiver& receiver)
        : m_receiver(receiver)
    {}

    /// Events of this list wait until listed().
    void hold(List list);
    /// The list was read at `index`: waiting events above it are applied, those of the future at once.
    void listed(List list, quint64 index);
    /// The list cannot be read: its events are applied as they come.
    void unlisted(List list) { listed(list, 0); }
    void take(const EventBatch& batch);
    /// Drops what waits, forgets all indexes.
    void reset();

    /// The newest index known of a list, by reading or events: the server's own is not above it while we miss nothing.
    quint64 index(List list) const { return m_lists[size_t(list)].index; }
    /// The index of the list's last reading: the server's own is never below it, unless its state became older.
    quint64 readIndex(List list) const { return m_lists[size_t(list)].readIndex; }
    /// Index of the last batch; 0 before the first.
    quint64 lastBatch() const { return m_lastBatch; }
    bool isOverfull() const { return m_held > mostHeld; }

    /// A job's specification came with an event.
    std::function<void(const JobDetail&)> jobArrived;
    /// A job was deregistered; Nomad before 1.11.3 does not say whether it was purged.
    std::function<void(const JobKey&)> jobMayBeGone;
    std::function<void(const JobKey&)> jobRemoved;
    std::function<void(const Allocation&)> allocationArrived;
    std::function<void(const ServiceRegistration&)> registrationArrived;
    std::function<void(const ServiceRegistration&)> registrationRemoved;
    /// Something else happened to a registration (its node went down): its service must be read again.
    std::function<void(const QString& nameSpace, const QString& serviceName)> serviceUnclear;

private:
    struct Listing
    {
        bool isHeld = false;
        quint64 index = 0;     ///< newest known
        quint64 readIndex = 0; ///< of the last reading
        std::vector<Event> held;
    };

    void apply(const Event& event);
    void applyJob(const Event& event, const JobDetail& detail);
    void applyService(const Event& event);

    Receiver& m_receiver;
    std::array<Listing, listCount> m_lists;
    quint64 m_lastBatch = 0;
    size_t m_held = 0;
};

} // namespace tailboard::nomad
