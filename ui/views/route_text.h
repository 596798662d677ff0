// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/finding.h"
#include "app/findings/findings.h"

namespace tailboard::views {

/// A cause and the next step, for the line under the path and the tool tip of a state.
struct CauseText
{
    base::State state = base::State::Ok;
    QString cause;  ///< one sentence; empty when all is well
    QString remedy; ///< empty when there is none to name
    friend bool operator==(const CauseText&, const CauseText&) = default;
};

/// Why a route is as it is, in one sentence; empty for RouteCause::None.
QString causeSentence(const cluster::Route& route);

/// The worst finding about the route itself or about its owner and serving peers; nullptr when there is none.
const cluster::Finding* worstFinding(const cluster::Route& route, const cluster::Tables& tables,
                                     const findings::FindingTable& findings);

/// What is wrong with the route: its worst finding, else its cause, else the source that is old. `shown` is its state
/// as the table shows it. `now` in UTC.
CauseText causeOf(const cluster::Route& route, base::State shown, const cluster::Tables& tables,
                  const findings::FindingTable& findings, const QDateTime& now);

/// Whether a middleware of the route, as some Traefik knows it, sends everybody to https; for Traefik 3 its type is
/// "redirectscheme".
bool isRedirectedToHttps(const cluster::Route& route, const cluster::Tables& tables);

/// What is known of a route's certificate without looking at one: "redirects to https", "plain HTTP", "plain HTTP, port
/// 8080", "not in Traefik", else the resolver that is to get it.
struct CertificateText
{
    QString text;
    base::State state = base::State::Ok;
};
CertificateText certificateText(const cluster::Route& route, const cluster::Tables& tables);

/// Which source makes a well row stale or unknown, as a sentence.
QString staleSentence(const cluster::Tables& tables, const QDateTime& now);

} // namespace tailboard::views
