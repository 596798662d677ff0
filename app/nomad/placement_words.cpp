// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/placement_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("nomad", text);
}

/// Words for what Nomad names in a word of its own (nomad/scheduler, feasible.go and rank.go); nullptr for others.
/// %1 stands for the nodes, %2 for all that were looked at.
const char* knownWords(const QString& reason)
{
    struct Known
    {
        QLatin1StringView reason;
        const char* sentence;
    };
    static constexpr std::array known{
        Known{"missing drivers"_L1, "%1 of %2 nodes lack a task driver of the group."},
        Known{"missing compatible host volumes"_L1, "%1 of %2 nodes lack a host volume of the group."},
        Known{"missing devices"_L1, "%1 of %2 nodes lack a device of the group."},
        Known{"missing network"_L1, "%1 of %2 nodes lack a network of the group."},
        Known{"computed class ineligible"_L1, "%1 of %2 nodes are like one that was already ruled out."},
        Known{"memory"_L1, "%1 of %2 nodes have too little memory left."},
        Known{"cpu"_L1, "%1 of %2 nodes have too little CPU left."},
        Known{"disk"_L1, "%1 of %2 nodes have too little disk left."},
        Known{"cores"_L1, "%1 of %2 nodes have too few cores left."},
    };
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const Known& each) { return reason == each.reason; });
    return found == known.end() ? nullptr : found->sentence;
}

/// "network: reserved port collision http=8080": label and port; empty for other texts.
std::pair<QString, QString> takenPort(const QString& reason)
{
    constexpr auto start = "network: reserved port collision "_L1;
    if (!reason.startsWith(start) || !reason.contains(u'=')) return {};
    const QString named = reason.mid(start.size());
    return {named.section(u'=', 0, 0), named.section(u'=', 1)};
}

} // namespace

QStringList placementReasons(const PlacementFailure& failure)
{
    QStringList sentences;
    // "%1 of %2 nodes", then what they are kept out by.
    const auto add = [&](const QList<CountedReason>& reasons, const char* sentence) {
        for (const CountedReason& reason : reasons) {
            const QString nodes = QString::number(reason.nodes);
            const QString all = QString::number(failure.nodesEvaluated);
            // At once, since the server's text may hold a "%1" of its own.
            if (const auto [label, port] = takenPort(reason.text); !port.isEmpty())
                sentences += tr("On %1 of %2 nodes the port %3 (%4) is taken.").arg(nodes, all, port, label);
            else if (const char* words = knownWords(reason.text))
                sentences += tr(words).arg(nodes, all);
            else
                sentences += tr(sentence).arg(nodes, all, reason.text);
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
