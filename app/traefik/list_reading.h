// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"

#include <QList>
#include <limits>

namespace tailboard::traefik {

/// A body that is one list of Items, read in turns. Finding the structure of 10 MB takes the first turn about 5 ms.
template<typename Item>
class ListReading
{
public:
    virtual ~ListReading() = default;

    /// Reads on, at most so many items; true when all are read. Fails with Malformed when the body is not a JSON list,
    /// then nothing more is to be read.
    virtual base::Result<bool> readOn(qsizetype items) = 0;
    /// What was read, once and after readOn() gave true.
    virtual base::Decoded<QList<Item>> take() = 0;

    /// All at once.
    base::Result<base::Decoded<QList<Item>>> readAll()
    {
        if (const auto read = readOn(std::numeric_limits<qsizetype>::max()); !read) return base::failure(read.error());
        return take();
    }
};

} // namespace tailboard::traefik
