// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/keyed_page.h"

namespace tailboard::views {

class FactList;

/// The services by name, with the Consul ones that are only named.
class ServicesPage final : public KeyedPage
{
    Q_OBJECT

public:
    ServicesPage(const widgets::Look& look, const ClusterView& view);

protected:
    widgets::Cell cell(cluster::Slot slot, int column) const override;
    std::vector<NamedSource> sources() const override;
    std::optional<nomad::List> nomadList() const override { return nomad::List::Services; }
    QString emptySentence() const override;
    void showDetails(cluster::Slot slot) override;
    std::optional<cluster::Subject> rawSubject(cluster::Slot slot) const override;

private:
    FactList* m_tags;
    int m_tagsTab;
    FactList* m_facts;
};

} // namespace tailboard::views
