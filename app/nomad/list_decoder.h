// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"

#include <QByteArrayView>
#include <QList>
#include <memory>
#include <vector>

namespace tailboard::nomad {

/// Bounds on a list. A list has no bound on its bytes: 100,000 allocations are 91 MB and never stand in memory at once.
struct ListLimits
{
    qsizetype elementBytes = 1024 * 1024;
    qsizetype rows = 2'000'000;
};

/// Turns a JSON array that arrives in pieces into rows, element by element, without ever holding more text than one
/// element. Row is Allocation, AllocationPorts, Node, Job, Deployment, Evaluation or ServiceRegistration. GUI thread
/// only (rows hold symbols). Any input is survived; input that is not one JSON array is an Error, an element or field
/// of another type than expected is an issue and the rest is used.
template<typename Row>
class ListDecoder
{
public:
    explicit ListDecoder(ListLimits limits = {});
    ~ListDecoder();

    /// Fails with Malformed or TooLarge; then the list is worthless and nothing more may be fed.
    base::Result<void> feed(QByteArrayView piece);
    /// Call at the end of the reply; fails with Malformed when the array is not closed.
    base::Result<void> finish();
    /// Rows made since the last call, in order.
    std::vector<Row> takeRows();
    /// Elements seen so far, usable or not.
    qsizetype elementCount() const;
    const QList<base::Issue>& issues() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// A whole reply at once.
template<typename Row>
base::Result<base::Decoded<QList<Row>>> decodeList(QByteArrayView body, ListLimits limits = {});

} // namespace tailboard::nomad
