// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/path_chain.h"

#include <QWidget>

namespace tailboard::views {

class CauseLine;

/// The tab Path of the details: the chain of stations, and under it the cause of what is not ok.
class PathTab : public QWidget
{
    Q_OBJECT

public:
    explicit PathTab(const widgets::Look& look, QWidget* parent = nullptr);

    widgets::PathChain& chain() const { return *m_chain; }
    CauseLine& cause() const { return *m_cause; }

private:
    widgets::PathChain* m_chain;
    CauseLine* m_cause;
};

} // namespace tailboard::views
