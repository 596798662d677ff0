// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/connection_test.h"
#include "ui/widgets/state_words.h"

namespace tailboard::dialogs {

/// What a call of the test is called: "Nomad's leader".
QString stepTitle(cluster::TestStep step);
/// What came of it: "1.11.3, region global"; empty while nothing did. The error is not in it.
QString stepFact(const cluster::TestRow& row);
/// Its shape: a state, or the marks for "its turn has not come" and "left out".
widgets::Shape stepShape(const cluster::TestRow& row);
/// The time it took, "12 ms"; empty when it did not end.
QString stepTime(const cluster::TestRow& row);
/// "200"; empty without an answer.
QString stepStatus(const cluster::TestRow& row);

} // namespace tailboard::dialogs
