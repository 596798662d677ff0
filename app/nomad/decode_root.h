// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/nomad/json_value.h"
#include "app/nomad/read_row.h"

#include <QByteArrayView>

namespace tailboard::nomad {

/// Reads a whole reply: `read(root, value)` is called when the root is an object, or with `wantsArray` an array. Only
/// *.cpp files of this folder include this.
template<typename Value, typename Read>
base::Result<base::Decoded<Value>> decodeRoot(QByteArrayView body, bool wantsArray, Read&& read)
{
    JsonBuffer buffer;
    buffer.append(body.data(), size_t(body.size()));
    IssueList issues;
    JsonPlace place(issues, {});
    base::Decoded<Value> decoded;
    bool isRightType = false;
    const bool isJson = buffer.readRoot(place, [&](JsonValue& value) {
        isRightType = wantsArray ? value.isArray() : value.isObject();
        if (isRightType) read(value, decoded.value);
    });
    if (!isJson || !isRightType)
        return base::failure(malformedReply(QStringLiteral("not the expected object or list")));
    decoded.issues = issues.take();
    return decoded;
}

} // namespace tailboard::nomad
