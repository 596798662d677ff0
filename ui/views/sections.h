// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"

#include <QString>
#include <array>
#include <optional>

namespace tailboard::views {

/// Every page that the window can have, in the order of the rail. Only those that are registered are shown.
enum class Section : unsigned char {
    Attention,
    Map,
    Routes,
    Services,
    Allocations,
    Certificates,
    Jobs,
    Nodes,
    Peers,
    Traefik,
    Activity,
    Logs,
};

/// The groups of the rail; the first has no heading.
enum class Group : unsigned char { Overview, RequestPath, Cluster, Observe };

inline constexpr std::array kSections{Section::Attention,   Section::Map,          Section::Routes,   Section::Services,
                                      Section::Allocations, Section::Certificates, Section::Jobs,     Section::Nodes,
                                      Section::Peers,       Section::Traefik,      Section::Activity, Section::Logs};

/// Stable ASCII word for the command line, settings and object names: "routes".
QString sectionId(Section section);
std::optional<Section> sectionOf(const QString& id);
/// As the rail and the page title show it.
QString sectionTitle(Section section);
widgets::Icon sectionIcon(Section section);
Group sectionGroup(Section section);
/// Empty for the first group.
QString groupTitle(Group group);
/// The letter that leads there after g; none for those reached by number and rail only.
std::optional<QChar> sectionLetter(Section section);

} // namespace tailboard::views
