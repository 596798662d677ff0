// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/model.h"

namespace tailboard::demo {

/// HCL that describes the job, as its admin would have written it: what /v1/job/ID/submission gives back.
std::string jobSource(const JobSpec& spec);

} // namespace tailboard::demo
