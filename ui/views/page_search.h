// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/search.h"

class QMenuBar;

namespace tailboard::views {

class RailModel;

/// Finds the registered pages by title. An empty text gives them all, in the order of the rail.
class PageSearch : public SearchSource
{
public:
    explicit PageSearch(const RailModel& rail)
        : m_rail(rail)
    {}

    QList<SearchHit> find(const QString& text, int limit) const override;

private:
    const RailModel& m_rail;
};

/// Finds the commands of the menus by name; only those that can run now. An empty text gives none.
class CommandSearch : public SearchSource
{
public:
    explicit CommandSearch(const QMenuBar& menus)
        : m_menus(menus)
    {}

    QList<SearchHit> find(const QString& text, int limit) const override;

private:
    const QMenuBar& m_menus;
};

} // namespace tailboard::views
