// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/allocation.h"

#include <QList>
#include <optional>

namespace tailboard::nomad {

/// A port that an allocation was given on its node ("AllocatedResources.Shared.Ports").
struct MappedPort
{
    QString label;
    quint16 value = 0; ///< on the node
    quint16 to = 0;    ///< inside the allocation's network; 0 when it is the same
    QString hostAddress;

    friend bool operator==(const MappedPort&, const MappedPort&) = default;
};

/// An allocation with its ports, as a list with resources=true gives it.
struct AllocationPorts
{
    Allocation allocation;
    QList<MappedPort> ports;

    friend bool operator==(const AllocationPorts&, const AllocationPorts&) = default;
};

} // namespace tailboard::nomad
