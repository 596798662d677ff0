// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/keyed_page.h"

#include "app/cluster/states.h"
#include "ui/models/route_model.h"
#include "ui/views/page_header.h"
#include "ui/views/source_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/state_chip.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using base::State;
using cluster::Slot;

KeyedPage::KeyedPage(const Look& look, const Known& known, Form form, std::unique_ptr<models::KeyedModel> model,
                     QWidget* parent)
    : TablePage(look, form.section, form.filterHint, form.nothing, parent)
    , m_look(look)
    , m_known(known)
    , m_form(std::move(form))
    , m_model(std::move(model))
    , m_cells(new CellModel(
          *m_model, m_form.titles,
          [this](const QModelIndex& row, int column) { return cell(row.data(models::SlotRole).toUInt(), column); },
          this))
    , m_madeAt(known.clock.monotonic())
{
    bind();
    updateBody();
}

void KeyedPage::bind()
{
    TableView& table = list().table();
    list().empty().setSentence(m_form.empty);
    table.setModel(m_cells);
    table.setColumnWidths(m_form.widths);
    for (int column = 0; column < m_form.widths.size(); ++column)
        if (m_form.widths[column] == 0) table.setColumnHidden(column, true);
    table.horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    table.setSortingEnabled(true);

    connect(&list(), &TablePane::filterChanged, this, &KeyedPage::refilter);
    connect(&table, &TableView::pointerOver, this, [this](bool isOver) {
        m_model->setHeld(isOver);
        list().setDisplaced(m_model->displaced());
    });
    connect(&list(), &TablePane::orderWanted, this, [this] {
        m_model->setHeld(false);
        list().setDisplaced(0);
    });
    connect(&table, &TableView::currentRowChanged, this, [this] {
        updateDetails();
        emit currentObjectChanged();
    });
    const auto countsChanged = [this] {
        list().header().chips().setCounts(m_model->stateCounts());
        updateBody();
        emit summaryChanged();
    };
    connect(m_model.get(), &models::KeyedModel::countsChanged, this, countsChanged);
    connect(m_model.get(), &QAbstractItemModel::rowsInserted, this, &KeyedPage::updateBody);
    connect(m_model.get(), &QAbstractItemModel::rowsRemoved, this, &KeyedPage::updateBody);
}

PageSummary KeyedPage::summary() const
{
    return {.count = m_model->total(), .worst = m_model->total() > 0 ? std::optional(m_model->worst()) : std::nullopt};
}

std::optional<Slot> KeyedPage::currentSlot() const
{
    const QModelIndex index = list().table().currentIndex();
    if (!index.isValid()) return {};
    return index.data(models::SlotRole).toUInt();
}

QString KeyedPage::currentObject() const
{
    return list().table().currentIndex().data(models::KeyRole).toString();
}

bool KeyedPage::showObject(const QString& key)
{
    if (key.startsWith(u"job:"_s) || key.startsWith(u"node:"_s)) {
        list().filter().setText(key);
        refilter();
        chooseFirst();
        return true;
    }
    auto row = m_model->rowOfKey(key);
    if (!row && !m_model->filter().isEmpty()) {
        // The filter hides it: what is asked for is shown all the same.
        list().filter().clear();
        list().header().chips().clear();
        row = m_model->rowOfKey(key);
    }
    if (!row) return false;
    TableView& table = list().table();
    const QModelIndex index = m_cells->index(*row, 0);
    table.setCurrentIndex(index);
    table.scrollTo(index);
    return true;
}

void KeyedPage::chooseFirst()
{
    if (!currentSlot() && m_model->rowCount() > 0) list().table().setCurrentIndex(m_cells->index(0, 0));
}

void KeyedPage::refilter()
{
    m_model->setFilter(models::RowFilter::parse(list().filter().text(), list().header().chips().checked()));
    updateBody();
}

void KeyedPage::apply(const std::vector<cluster::Delta>& deltas)
{
    for (const cluster::Delta& delta : deltas)
        if (delta.table == m_form.table) m_model->apply(delta);
    list().setDisplaced(m_model->displaced());
    // What the details show comes from several tables; they are built for one row only.
    if (isVisible()) updateDetails();
}

void KeyedPage::sourcesChanged()
{
    m_model->restate();
    m_cells->refresh();
    updateMessage();
    updateBody();
    updateDetails();
}

void KeyedPage::tick(const QDateTime&)
{
    m_cells->refresh();
    updateMessage();
    updateBody();
}

State KeyedPage::stateOf(Slot slot) const
{
    return State(m_model->data(m_model->index(m_model->rowOf(slot).value_or(0), 0), models::StateRole).toInt());
}

Cell KeyedPage::stateCell(Slot slot) const
{
    const State state = stateOf(slot);
    return {.content = StateCell{.shape = state, .text = {}, .sentence = word(state)}};
}

bool KeyedPage::isOriginStale() const
{
    const QDateTime now = m_known.clock.now();
    switch (m_form.origin) {
    case Origin::Tailscale:
        return base::sourceHealth(tables().tailscaleSource, now) != State::Ok;
    case Origin::Nomad:
        return base::sourceHealth(tables().nomadSource, now) != State::Ok;
    case Origin::Traefik:
        break;
    }
    const State state = cluster::traefikState(tables(), now);
    return state != State::Ok && state != State::Warning;
}

const tailscale::Peer* KeyedPage::peerOf(const nomad::Node* node) const
{
    if (!node) return nullptr;
    const auto slot = m_known.join.peerOfNode(*node);
    return slot ? &tables().peers.at(*slot) : nullptr;
}

QString KeyedPage::routeKey(Slot route) const
{
    return models::RouteModel::keyText(tables().routes.at(route).key);
}

void KeyedPage::updateDetails()
{
    if (const auto slot = currentSlot())
        showDetails(*slot);
    else
        details().showNothing();
}

void KeyedPage::updateBody()
{
    const int shown = m_model->rowCount();
    list().header().setCounts(shown, m_model->total());
    if (shown > 0) {
        list().showTable();
        return;
    }
    if (m_model->total() > 0) {
        list().showNoMatch();
        return;
    }
    const base::SourceState& source =
        m_form.origin == Origin::Tailscale ? tables().tailscaleSource : tables().nomadSource;
    const bool isAwaited = source.phase == base::SourcePhase::Connecting && !source.fetchedAt;
    if (!isAwaited) {
        list().showEmpty();
        return;
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(m_known.clock.monotonic() - m_madeAt);
    list().showLoading(m_form.origin == Origin::Tailscale ? u"Tailscale"_s : u"Nomad"_s, elapsed);
}

void KeyedPage::updateMessage()
{
    const QDateTime now = m_known.clock.now();
    MessageBar& bar = list().message();
    const auto show = [&](const base::SourceState& source, const QString& name) {
        if (!source.error) return false;
        const State health = base::sourceHealth(source, now);
        QString sentence = source.error->sentence();
        if (source.fetchedAt) sentence += u' ' + tr("%1 as of %2.").arg(name, ageText(source, now));
        bar.showMessage(health, sentence, source.error->original);
        return true;
    };
    bool isShown = false;
    if (m_form.origin == Origin::Tailscale)
        isShown = show(tables().tailscaleSource, u"Tailscale"_s);
    else
        isShown = show(tables().nomadSource, u"Nomad"_s);
    if (!isShown && m_form.origin == Origin::Traefik) {
        tables().instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
            if (!isShown) isShown = show(instance.source, u"Traefik "_s + instance.node);
        });
        if (!isShown) isShown = show(tables().tailscaleSource, u"Tailscale"_s);
    }
    if (!isShown && m_form.origin == Origin::Nomad && !tables().nomadSource.notice.isEmpty()) {
        bar.showMessage(State::Warning, tables().nomadSource.notice);
        isShown = true;
    }
    if (!isShown) bar.clearMessage();
}

} // namespace tailboard::views
