// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/cluster/delta.h"

#include <QDateTime>
#include <QString>

namespace tailboard::cluster {

/// One thing that needs attention: what, of which object, and the one next step.
struct Finding
{
    QString id;                                  ///< stable: "<check>/<subject>", for example "router-error/web@nomad"
    QString check;                               ///< the check's name: "router-error"
    base::State severity = base::State::Warning; ///< Critical, Warning, Unknown or Pending
    TableId table = TableId::Routes;             ///< where the subject lives
    QString subject;                             ///< the object's name for people: "web@nomad", "firefly-sub01"
    QString text;                                ///< one sentence of cause, translated
    QString remedy;                              ///< one next step, translated; empty when there is none
    QString original;                            ///< the server's own words, when there are any
    QDateTime since;                             ///< UTC; first seen

    friend bool operator==(const Finding&, const Finding&) = default;
};

} // namespace tailboard::cluster
