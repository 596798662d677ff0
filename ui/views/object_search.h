// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cluster_view.h"
#include "ui/views/search.h"

namespace tailboard::views {

/// Finds the routes that a pasted address leads to, else routes by address and router, jobs, nodes, peers, Traefiks and
/// services by name, allocations by the beginning of their id.
class ObjectSearch final : public SearchSource
{
public:
    /// `view` outlives it.
    explicit ObjectSearch(const ClusterView& view)
        : m_view(view)
    {}

    /// An empty text gives none.
    QList<SearchHit> find(const QString& text, int limit) const override;

private:
    const ClusterView& m_view;
};

} // namespace tailboard::views
