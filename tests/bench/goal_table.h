// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace tailboard::bench {

/// The figures of a whole run as a table for people: a line a figure, a column a size, then the goal and, where the run
/// measured one, the floor that no program goes below (the bare download, the empty window).
QString goalTable(const QJsonObject& runs);

} // namespace tailboard::bench
