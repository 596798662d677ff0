// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/detail_pane.h"
#include "ui/views/page.h"
#include "ui/views/table_pane.h"

class QSplitter;

namespace tailboard::views {

/// The shape of most pages: a table above, the details of the chosen row below, a movable edge between. Return in the
/// table goes to the details, Escape there comes back.
class TablePage : public Page
{
    Q_OBJECT

public:
    /// `nothing`: what the details say while no row is chosen.
    TablePage(const widgets::Look& look, Section section, const QString& filterHint, const QString& nothing,
              QWidget* parent = nullptr);

    TablePane& list() const { return *m_list; }
    DetailPane& details() const { return *m_details; }
    QSplitter& splitter() const { return *m_splitter; }

    bool focusFilter() override;
    void focusContent() override;

private:
    TablePane* m_list;
    DetailPane* m_details;
    QSplitter* m_splitter;
};

} // namespace tailboard::views
