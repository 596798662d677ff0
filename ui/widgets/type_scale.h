// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace tailboard::widgets {

/// The steps of the type scale, each a distance from the system font S, so that everything grows with it.
enum class Step : unsigned char {
    Body,        ///< S
    Strong,      ///< S, weight 600: names, and values that are not ok
    Emphasis,    ///< S, weight 550: the host inside an address
    Small,       ///< S - 0.75
    SmallStrong, ///< S - 0.75, weight 600
    Caption,     ///< S - 1.5
    CaptionStrong,
    PaneTitle, ///< S + 0.75, weight 600
    PageTitle, ///< S + 2.25, weight 650
    Result,    ///< S + 5: the result of a dialog
    Code,      ///< the system's fixed font at S - 1
};

namespace type {

/// `body` is S: the font of a widget that has the system's.
QFont font(Step step, const QFont& body);

inline QFont caption(const QFont& body)
{
    return font(Step::Caption, body);
}
inline QFont small(const QFont& body)
{
    return font(Step::Small, body);
}
/// The same font at weight 600.
QFont strong(QFont any);

/// A height token in pixels, raised when the font needs more: max(token, font height + 10).
int height(int token, const QFont& font);

/// A width (or the side of an icon) drawn for 10 pt at 96 dpi, grown with the font, never shrunk.
int width(int token, const QFont& font);

} // namespace type
} // namespace tailboard::widgets
