// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QWidget>
#include <optional>

class QHBoxLayout;

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::views {

/// What the status bar says at its right.
struct StatusFacts
{
    QStringList counts;                        ///< "10 routes", "13 allocations"
    std::optional<widgets::State> expiryState; ///< of the text that follows
    QString expiry;                            ///< "Next expiry: firefly-sub03 · 12 d"; empty for none
    QString updated;                           ///< "Updated 14:32:07"
    friend bool operator==(const StatusFacts&, const StatusFacts&) = default;
};

/// The line at the bottom: whether changes are allowed, how many there are of each, what ends next, how old all is.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(const widgets::Look& look, QWidget* parent = nullptr);

    /// Cheap to call each second.
    void setFacts(const StatusFacts& facts);

private:
    StatusFacts m_facts;
    widgets::Label* m_counts;
    QWidget* m_expiryRule;
    widgets::StateGlyph* m_expiryGlyph;
    widgets::Label* m_expiry;
    QWidget* m_updatedRule;
    widgets::Label* m_updated;
};

} // namespace tailboard::views
