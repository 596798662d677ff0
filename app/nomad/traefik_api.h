// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/allocation_ports.h"
#include "app/nomad/job_spec.h"

namespace tailboard::nomad {

/// A Traefik's allocation with the address of its API: the node's address and port that belong to the label its
/// arguments name, or to the literal port they name; the literal port itself when the task shares the node's network.
TraefikAllocation traefikAllocation(const AllocationPorts& row, const JobKey& job, const TaskSpec& task);

} // namespace tailboard::nomad
