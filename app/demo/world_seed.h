// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/world.h"

namespace tailboard::demo {

/// The jobs of the article's cluster, well and ill, in the order in which they were registered.
std::vector<JobSpec> articleJobs();
JobSpec previewJob(int build);

/// Fills an empty world: three nodes, laptop (self), phone and a machine that is off, and the jobs with a past of some
/// days. What comes out depends on the world's seed alone, but for the times, which count back from now.
void seedWorld(World& world);
/// Only the laptop's own line in the tailnet: a cluster before its first node.
void seedNothing(World& world);

} // namespace tailboard::demo
