// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"

class QPushButton;

namespace tailboard::views {

class FactList;

/// The Nomad clients; from each to its peer and allocations.
class NodesPage final : public KeyedPage
{
    Q_OBJECT

public:
    NodesPage(const widgets::Look& look, const Known& known, QWidget* parent = nullptr);

    QString nameOf(cluster::Slot slot) const override;

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    void showDetails(cluster::Slot slot) override;

private:
    FactList* m_facts;
    QPushButton* m_first;
    QPushButton* m_second;
    QString m_firstObject;
    QString m_secondObject;
};

} // namespace tailboard::views
