// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/nomad/event_intake.h"

#include <array>

namespace tailboard::nomad {

/// The right a list needs, as ACL policies name it. Nomad only says "Permission denied".
QString neededCapability(List list);
/// What stays unread while the source is live, one sentence each; empty when nothing does.
QString limitationNotice(const std::array<ListAccess, listCount>& access, bool isPolling, bool areSpecsForbidden,
                         bool hasLeader);
/// Every list is refused: no token was given, or one that may do nothing.
base::Error nothingReadable(bool isAnonymous, const base::Error& refusal);
/// Nomad answers, and says that it has none.
base::Error noLeader();
base::Error unknownToken(const base::Error& refusal);
/// Nomad's lists are never "not found": something else listens there.
base::Error notNomad(base::Error notFound);

} // namespace tailboard::nomad
