// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/placement_words.h"

#include <QCoreApplication>

namespace tailboard::nomad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("nomad", text);
}

} // namespace

QStringList placementReasons(const PlacementFailure& failure)
{
    QStringList sentences;
    // "%1 of %2 nodes", then what they are kept out by.
    const auto add = [&](const QList<CountedReason>& reasons, const char* sentence) {
        for (const CountedReason& reason : reasons) {
            // At once, since the server's text may hold a "%1" of its own.
            sentences +=
                tr(sentence).arg(QString::number(reason.nodes), QString::number(failure.nodesEvaluated), reason.text);
        }
    };
    for (const CountedReason& datacenter : failure.available) {
        if (datacenter.nodes == 0) sentences += tr("No node is ready in datacenter %1.").arg(datacenter.text);
    }
    add(failure.constraints, "%1 of %2 nodes do not meet the constraint %3.");
    add(failure.classFilters, "%1 of %2 nodes are ruled out by their class, %3.");
    add(failure.dimensions, "%1 of %2 nodes have too little left of: %3.");
    // What is exhausted is told above; the classes alone are told only without it.
    if (failure.dimensions.isEmpty()) add(failure.classes, "%1 of %2 nodes, of class %3, have too little left.");
    for (const QString& quota : failure.quotas)
        sentences += tr("The quota is used up: %1.").arg(quota);
    if (!sentences.isEmpty()) return sentences;
    if (failure.nodesEvaluated == 0) return {tr("No node came into question.")};
    return {tr("None of %1 nodes was suitable; Nomad does not say why.").arg(failure.nodesEvaluated)};
}

} // namespace tailboard::nomad
