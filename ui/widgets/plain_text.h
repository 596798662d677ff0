// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tailboard::widgets {

/// Text from outside as one line that cannot mislead: control characters become their picture (U+0007 is shown as the
/// sign for BEL, a line break as the sign for line feed), characters that turn the writing direction or have no width
/// become "<U+202E>", and what is longer than `longest` characters is cut with "…". Markup is left alone: whoever shows
/// the text does so as plain text.
QString oneLine(const QString& text, qsizetype longest = 1000);

/// The same for text of several lines: line breaks and tabs stay.
QString manyLines(const QString& text, qsizetype longest = 100'000);

/// A tool tip that shows its text as it is: Qt would guess whether it is markup.
QString plainToolTip(const QString& text);

} // namespace tailboard::widgets
