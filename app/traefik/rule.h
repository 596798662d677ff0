// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tailboard::traefik {

/// One public name a rule answers for: a host with a path. Rules are read by Traefik 3's grammar; v2 lists
/// (Host(`a`,`b`)) are read too, so that a router Traefik refuses still shows its names.
struct RuleTarget
{
    QString host;          ///< lower case; "*" when the rule names none; a HostRegexp pattern as written
    QString path;          ///< "/" when the rule names none
    bool isRegexp = false; ///< host or path is a pattern

    friend bool operator==(const RuleTarget&, const RuleTarget&) = default;
};

/// Every (host, path) pair of a rule, in order, without duplicates; one ("*", "/") for a rule that names neither and
/// for one that cannot be parsed. At most 200 pairs. `Host(a) && PathPrefix(b) || Host(c)` gives a/b and c.
QList<RuleTarget> ruleTargets(const QString& rule);

} // namespace tailboard::traefik
