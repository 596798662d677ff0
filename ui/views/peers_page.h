// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"

namespace tailboard::views {

class FactList;

/// The machines of the tailnet.
class PeersPage final : public KeyedPage
{
    Q_OBJECT

public:
    PeersPage(const widgets::Look& look, const ClusterView& view);

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    QList<int> timeColumns() const override;
    std::vector<NamedSource> sources() const override;
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    FactList* m_facts;
};

} // namespace tailboard::views
