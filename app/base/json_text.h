// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <functional>
#include <optional>

// JSON as text: for showing what a server said, word for word. Numbers, escapes and the order of keys stay as they are;
// nothing is decoded. Any input is survived.
namespace tailboard::base {

/// The text with one member or element a line, two spaces a level; empty lists and objects stay on one line. nullopt
/// when it is not one JSON value (brackets, commas, colons and quotes are checked, names and numbers are not), when it
/// is nested more than 200 levels deep, or when the outcome would have more than `mostBytes` bytes.
std::optional<QString> indentedJson(QByteArrayView json, qsizetype mostBytes);

/// Calls `visit` for each member of a JSON object, with its key (between the quotes, as sent) and its value's text,
/// until it returns false. False when the text is no object or breaks off before the end or before `visit` said so.
bool visitMembers(QByteArrayView object, const std::function<bool(QByteArrayView key, QByteArrayView value)>& visit);

/// A member's value; empty when there is none.
QByteArrayView memberOf(QByteArrayView object, QByteArrayView key);

} // namespace tailboard::base
