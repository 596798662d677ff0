// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

// Rows as text for other programs. What is given are the texts of the cells, hostile ones included.
namespace tailboard::views {

/// One line of CSV (RFC 4180) in UTF-8 with CR LF. A cell that a spreadsheet would take for a formula (it begins with
/// = + - @, tab or CR) gets an apostrophe before it.
QByteArray csvLine(const QStringList& cells);
/// One line for pasting into a spreadsheet, without a line end; tabs and line breaks in cells become blanks, formulas
/// are guarded as in CSV.
QString tsvLine(const QStringList& cells);
/// {"key": "text", …} in the order given, in one line; `keys` as many as `cells`.
QByteArray jsonObject(const QStringList& keys, const QStringList& cells);

} // namespace tailboard::views
