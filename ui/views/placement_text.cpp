// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/placement_text.h"

#include "app/nomad/placement_words.h"
#include "ui/views/cluster_text.h"

#include <QCoreApplication>

namespace tailboard::views {

namespace {

constexpr qsizetype mostReasons = 8;

QString tr(const char* text)
{
    return QCoreApplication::translate("Placement", text);
}

} // namespace

QStringList placementSentences(const nomad::PlacementFailure& failure)
{
    QStringList sentences{tr("No place for the group %1.").arg(failure.group)};
    const QStringList reasons = nomad::placementReasons(failure);
    sentences << reasons.mid(0, mostReasons);
    if (const qsizetype more = reasons.size() - mostReasons; more > 0)
        sentences << countText(more, tr("1 more reason."), tr("%1 more reasons."));
    if (failure.coalesced > 0)
        sentences << countText(failure.coalesced, tr("1 more allocation waits for the same."),
                               tr("%1 more allocations wait for the same."));
    return sentences;
}

} // namespace tailboard::views
