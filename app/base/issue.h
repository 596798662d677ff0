// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tailboard::base {

/// Something in a reply that was not as it should be and was passed over: a required key that is missing or a value of
/// another type. The rest of the reply is still used.
struct Issue
{
    QString path;   ///< JSON path from the reply's root: "[3].ID", "Peer.nodekey:….KeyExpiry"
    QString reason; ///< "expected string, found number", "missing"

    friend bool operator==(const Issue&, const Issue&) = default;
};

/// A decoded value with what was wrong on the way. At most 100 issues are kept.
template<typename T>
struct Decoded
{
    T value;
    QList<Issue> issues;
};

} // namespace tailboard::base
