// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QColor>
#include <QPalette>
#include <optional>

namespace tailboard::widgets {

/// The neutral colours of the design, by use.
enum class Token : unsigned char {
    Win,       ///< window, toolbar, pane, header
    Base,      ///< tables, lists, forms
    Alt,       ///< every second row
    Rail,      ///< navigation rail
    Ctl,       ///< buttons, fields
    Line,      ///< separators
    Line2,     ///< borders of buttons, edge of the pane
    Mark,      ///< borders of fields and check boxes (3:1 against their ground)
    Text,      ///< main text
    Text2,     ///< second line, quiet values
    Text3,     ///< captions, counts, suffixes
    Accent,    ///< primary button, focus, selection
    OnAccent,  ///< text on the accent
    Sel,       ///< selected row; its text keeps its own colour
    Cluster,   ///< the colour of the cluster
    ClusterBg, ///< fill of the cluster button
    Track,     ///< empty part of bars
    Glyph,     ///< the mark inside a filled state shape
    Add,       ///< added lines
    Del,       ///< removed lines
    Hl,        ///< changed words
};

/// How many colours a profile may have.
inline constexpr int clusterPresets = 6;

/// Colours of one scheme. A value: switch it, set the palette, and PaletteChange repaints everything.
class Theme
{
public:
    enum class Scheme : unsigned char { Light, Dark };

    explicit Theme(Scheme scheme = Scheme::Light)
        : m_scheme(scheme)
    {}
    /// The scheme that a system palette asks for. A high-contrast palette wins over the tokens.
    static Theme of(const QPalette& system);

    Scheme scheme() const { return m_scheme; }
    bool isHighContrast() const { return m_highContrast.has_value(); }
    QColor color(Token token) const;
    QColor color(State state) const;
    /// Which of the presets the tokens Cluster and ClusterBg are: the colour of the open profile. Another number than
    /// 0 … clusterPresets - 1 is the first.
    void setCluster(int preset);
    int cluster() const { return m_cluster; }
    /// A preset's own colour, for choosing one.
    QColor clusterColor(int preset) const;
    /// The faint ground under something that is in this state.
    QColor tint(State state) const;

    /// Every token that has a role is in the palette, so a label follows the theme by its role alone.
    QPalette palette() const;
    /// The palette role that carries a token; asserts that there is one (all but Sel, ClusterBg, Glyph, Add, Del, Hl).
    static QPalette::ColorRole role(Token token);

    /// Dark when the window of the palette is darker than its text.
    static Scheme schemeOf(const QPalette& system);

private:
    Scheme m_scheme;
    int m_cluster = 0;
    std::optional<QPalette> m_highContrast; // the system's palette, when it is one of high contrast
};

/// `over` drawn on `under` with the given share (0..1).
QColor mixed(const QColor& under, const QColor& over, qreal share);
/// Contrast of two opaque colours by the WCAG 2 formula, 1..21.
qreal contrast(const QColor& a, const QColor& b);

} // namespace tailboard::widgets
