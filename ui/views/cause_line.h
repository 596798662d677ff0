// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QWidget>

class QPushButton;

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::views {

/// The cause of a fault in one sentence, and behind it what is known about it.
class CauseLine : public QWidget
{
    Q_OBJECT

public:
    explicit CauseLine(const widgets::Look& look, QWidget* parent = nullptr);

    /// `cause` strong: "Traefik on firefly-sub03 cannot reach tailscaled." `remedy` quiet: what happened, what helps.
    void setCause(widgets::State state, const QString& cause, const QString& remedy = {});
    void clear();

private:
    widgets::StateGlyph* m_glyph;
    widgets::Label* m_cause;
    widgets::Label* m_remedy;
};

} // namespace tailboard::views
