// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/world.h"

namespace tailboard::demo {

/// The answer of /v1/agent/self; `acl` = the server asks for tokens.
std::string agentSelfJson(World& world, bool acl);

} // namespace tailboard::demo
