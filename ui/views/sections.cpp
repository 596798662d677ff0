// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/sections.h"

#include <QCoreApplication>
#include <algorithm>

namespace tailboard::views {
namespace {

using widgets::Icon;

struct Entry
{
    const char* id;
    const char* title;
    Icon icon;
    Group group;
    char letter; // 0 for none
};

// In the order of Section. The titles are translated where they are read.
constexpr std::array<Entry, kSections.size()> kEntries{{
    {"attention", QT_TRANSLATE_NOOP("Sections", "Attention"), Icon::Attention, Group::Overview, 'a'},
    {"map", QT_TRANSLATE_NOOP("Sections", "Map"), Icon::Map, Group::Overview, 'm'},
    {"routes", QT_TRANSLATE_NOOP("Sections", "Routes"), Icon::Routes, Group::RequestPath, 'r'},
    {"services", QT_TRANSLATE_NOOP("Sections", "Services"), Icon::Services, Group::RequestPath, 's'},
    {"allocations", QT_TRANSLATE_NOOP("Sections", "Allocations"), Icon::Allocations, Group::RequestPath, 'l'},
    {"certificates", QT_TRANSLATE_NOOP("Sections", "Certificates"), Icon::Certificates, Group::RequestPath, 'c'},
    {"jobs", QT_TRANSLATE_NOOP("Sections", "Jobs"), Icon::Jobs, Group::Cluster, 'j'},
    {"nodes", QT_TRANSLATE_NOOP("Sections", "Nodes"), Icon::Nodes, Group::Cluster, 'n'},
    {"peers", QT_TRANSLATE_NOOP("Sections", "Peers"), Icon::Peers, Group::Cluster, 'p'},
    {"traefik", QT_TRANSLATE_NOOP("Sections", "Traefik"), Icon::Traefik, Group::Cluster, 't'},
    {"activity", QT_TRANSLATE_NOOP("Sections", "Activity"), Icon::Activity, Group::Observe, 0},
    {"logs", QT_TRANSLATE_NOOP("Sections", "Logs"), Icon::Logs, Group::Observe, 0},
}};

const Entry& entry(Section section)
{
    return kEntries[std::size_t(section)];
}

} // namespace

QString sectionId(Section section)
{
    return QString::fromLatin1(entry(section).id);
}

std::optional<Section> sectionOf(const QString& id)
{
    const auto found = std::find_if(kSections.begin(), kSections.end(),
                                    [&](Section each) { return id == QLatin1StringView(entry(each).id); });
    if (found == kSections.end()) return {};
    return *found;
}

QString sectionTitle(Section section)
{
    return QCoreApplication::translate("Sections", entry(section).title);
}

widgets::Icon sectionIcon(Section section)
{
    return entry(section).icon;
}

Group sectionGroup(Section section)
{
    return entry(section).group;
}

QString groupTitle(Group group)
{
    switch (group) {
    case Group::Overview:
        return {};
    case Group::RequestPath:
        return QCoreApplication::translate("Sections", "Request path");
    case Group::Cluster:
        return QCoreApplication::translate("Sections", "Cluster");
    case Group::Observe:
        return QCoreApplication::translate("Sections", "Observe");
    }
    return {};
}

std::optional<QChar> sectionLetter(Section section)
{
    const char letter = entry(section).letter;
    if (letter == 0) return {};
    return QChar::fromLatin1(letter);
}

} // namespace tailboard::views
