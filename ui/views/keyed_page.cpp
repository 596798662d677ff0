// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/keyed_page.h"

#include "ui/views/cause_line.h"
#include "ui/views/cluster_text.h"
#include "ui/views/fact_list.h"
#include "ui/views/filter_text.h"
#include "ui/views/page_header.h"
#include "ui/views/path_tab.h"
#include "ui/views/raw_tab.h"
#include "ui/views/route_text.h"
#include "ui/views/row_list.h"
#include "ui/views/table_tools.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>
#include <QShortcut>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using base::SourcePhase;
using cluster::Slot;

KeyedPage::KeyedPage(const Look& look, const ClusterView& view, Section section, cluster::TableId table,
                     std::unique_ptr<models::KeyedModel> model, const QString& filterHint, const QString& nothing)
    : TablePage(look, section, filterHint, nothing)
    , m_look(look)
    , m_view(view)
    , m_table(table)
    , m_model(std::move(model))
{
    m_model->sort(0);
    details().showNothing();
}

KeyedPage::~KeyedPage()
{
    delete m_tools;
    // The view goes with the base class, after the models it would still ask.
    list().table().setModel(nullptr);
}

void KeyedPage::setColumns(const QStringList& titles, const QList<int>& widths, const QList<int>& hidden)
{
    m_cells = std::make_unique<CellModel>(*m_model, titles, [this](const QModelIndex& row, int column) {
        return cell(Slot(row.data(models::SlotRole).toUInt()), column);
    });
    TableView& table = list().table();
    table.setModel(m_cells.get());
    table.setColumnWidths(widths);
    m_tools = new TableTools(*this, list(), *m_model, *m_cells, splitter(), titles);
    if (!hidden.isEmpty()) m_tools->setHiddenAtFirst(hidden);

    connect(&table, &TableView::currentRowChanged, this, [this] {
        refreshDetails();
        emit currentObjectChanged();
    });
    connect(&table, &TableView::pointerOver, this, [this](bool isOver) {
        m_isPointerOver = isOver;
        // Rows that only now arrive shall stand in order, wherever the pointer happens to be.
        m_model->setHeld(isOver && m_view.isSettled());
        list().table().setAnchored(isOver && m_view.isSettled());
        list().setDisplaced(m_model->displaced());
    });
    connect(&list(), &TablePane::orderWanted, this, [this] {
        m_model->setHeld(false);
        m_model->setHeld(m_isPointerOver && m_view.isSettled());
        list().setDisplaced(m_model->displaced());
    });
    connect(&list(), &TablePane::filterChanged, this, &KeyedPage::updateFilter);
    connect(&list().message(), &MessageBar::buttonPressed, this, &KeyedPage::refreshWanted);
    list().setFilterKeys(m_model->filterKeys());
    updateCounts();
    updateBody();
}

void KeyedPage::apply(const std::vector<cluster::Delta>& deltas)
{
    bool isOwn = false;
    for (const cluster::Delta& delta : deltas) {
        if (delta.table != m_table) continue;
        m_model->apply(delta);
        isOwn = true;
        const auto current = m_raw ? currentSlot() : std::nullopt;
        if (current && std::find(delta.changed.begin(), delta.changed.end(), *current) != delta.changed.end())
            m_raw->markChanged();
    }
    if (isOwn) {
        list().setDisplaced(m_model->displaced());
        updateCounts();
        updateBody();
    } else if (isVisible()) {
        list().table().viewport()->update(); // names and paths of other tables stand in the cells
    }
    refreshDetails();
}

void KeyedPage::sourceTold()
{
    updateBody();
    updateMessage();
    refreshDetails();
}

void KeyedPage::restate()
{
    m_model->restate();
    list().setDisplaced(m_model->displaced());
    updateCounts();
    updateBody();
    refreshDetails();
}

void KeyedPage::sourcesChanged()
{
    restate();
    updateMessage();
}

void KeyedPage::findingsChanged()
{
    refreshDetails();
}

void KeyedPage::chooseFirst()
{
    if (!currentSlot() && m_model->rowCount() > 0) list().table().selectRow(0);
}

PageSummary KeyedPage::summary() const
{
    return m_summary;
}

QString KeyedPage::currentObject() const
{
    return list().table().currentIndex().data(models::KeyRole).toString();
}

bool KeyedPage::showObject(const QString& object)
{
    TableView& table = list().table();
    if (const auto filter = filterOf(object)) {
        list().header().chips().clear();
        list().filter().setText(*filter);
        if (m_model->rowCount() == 0) return false;
        table.selectRow(0);
        return true;
    }
    if (object == currentObject()) return !object.isEmpty();
    auto row = m_model->rowOfKey(object);
    if (!row && !m_model->filter().isEmpty()) {
        // Whoever asks for an object means it, not the filter that hides it.
        list().filter().clear();
        list().header().chips().clear();
        row = m_model->rowOfKey(object);
    }
    if (!row) return false;
    table.selectRow(*row);
    table.scrollTo(table.currentIndex());
    return true;
}

std::optional<Slot> KeyedPage::currentSlot() const
{
    const QModelIndex current = list().table().currentIndex();
    if (!current.isValid()) return std::nullopt;
    return Slot(current.data(models::SlotRole).toUInt());
}

State KeyedPage::shownState(Slot slot) const
{
    const auto row = m_model->rowOf(slot);
    return row ? State(m_model->index(*row, 0).data(models::StateRole).toInt()) : State::Unknown;
}

bool KeyedPage::isStale(const base::SourceState& source) const
{
    const State health = base::sourceHealth(source, m_view.now());
    return health == State::Stale || health == State::Critical;
}

NamedSource KeyedPage::nomadSource() const
{
    return {tr("Nomad"), tables().nomadSource};
}

NamedSource KeyedPage::tailscaleSource() const
{
    return {tr("Tailscale"), tables().tailscaleSource};
}

std::vector<NamedSource> KeyedPage::traefikSources() const
{
    std::vector<NamedSource> sources;
    tables().instances.forEach([&](Slot, const cluster::TraefikInstance& instance) {
        sources.push_back(
            {tr("Traefik %1").arg(instance.node.isEmpty() ? instance.key : instance.node), instance.source});
    });
    std::sort(sources.begin(), sources.end(),
              [](const NamedSource& a, const NamedSource& b) { return a.title < b.title; });
    return sources;
}

void KeyedPage::updateFilter()
{
    auto parsed =
        models::RowFilter::read(list().filter().text(), m_model->filterKeys(), list().header().chips().checked());
    if (parsed.isUsable() && !m_model->setFilter(parsed.filter))
        parsed.problem = models::FilterProblem{.kind = models::FilterProblem::Kind::TooCostly};
    list().setFilterNote(parsed.problem ? filterProblemText(*parsed.problem, m_model->filterKeys()) : QString(),
                         !parsed.isUsable());
    list().setDisplaced(m_model->displaced());
    updateCounts();
    updateBody();
}

void KeyedPage::updateCounts()
{
    PageHeader& header = list().header();
    header.setCounts(m_model->rowCount(), m_model->total());
    header.chips().setCounts(m_model->stateCounts());
    PageSummary summary{m_model->total(), {}};
    if (m_model->total() > 0) summary.worst = m_model->worst();
    if (summary == m_summary) return;
    m_summary = summary;
    emit summaryChanged();
}

void KeyedPage::updateBody()
{
    if (m_model->rowCount() > 0) {
        m_waitingSince.reset();
        return list().showTable();
    }
    if (m_model->total() > 0) return list().showNoMatch();

    const std::vector<NamedSource> all = sources();
    const auto waited = std::find_if(all.begin(), all.end(), [&](const NamedSource& each) {
        return base::sourceHealth(each.state, m_view.now()) == State::Pending;
    });
    const bool isLost = base::sourceHealth(all.front().state, m_view.now()) == State::Critical;
    if (waited != all.end() || (!m_view.isSettled() && !isLost)) {
        const auto now = m_view.clock.monotonic();
        if (!m_waitingSince) m_waitingSince = now;
        return list().showLoading((waited != all.end() ? *waited : all.front()).title,
                                  std::chrono::duration_cast<std::chrono::seconds>(now - *m_waitingSince));
    }
    m_waitingSince.reset();
    list().empty().setSentence(noRowsSentence());
    list().showEmpty();
}

QString KeyedPage::note(const QStringList& old) const
{
    return old.join(", "_L1);
}

QString KeyedPage::noRowsSentence() const
{
    if (const auto from = nomadList()) {
        const nomad::ListAccess access = m_view.access(*from);
        if (access.isForbidden) return forbiddenText(*from, access);
    }
    const NamedSource first = sources().front();
    if (first.state.phase == SourcePhase::Unused) return tr("%1 is not configured.").arg(first.title);
    if (base::sourceHealth(first.state, m_view.now()) == State::Critical) {
        const bool isRefused = first.state.error && (first.state.error->kind == base::ErrorKind::Unauthorized ||
                                                     first.state.error->kind == base::ErrorKind::Forbidden);
        return isRefused ? tr("Nothing is known yet: %1 does not let itself be read.").arg(first.title)
                         : tr("Nothing is known yet: %1 did not answer.").arg(first.title);
    }
    return emptySentence();
}

void KeyedPage::updateMessage()
{
    const QDateTime now = m_view.now();
    MessageBar& bar = list().message();
    QStringList old;
    const NamedSource* worst = nullptr;
    State worstState = State::Ok;
    const std::vector<NamedSource> all = sources();
    for (const NamedSource& each : all) {
        const State health = base::sourceHealth(each.state, now);
        if (each.state.phase == SourcePhase::Unused || health == State::Pending) continue;
        if (health == State::Stale) old << tr("%1 as of %2").arg(each.title, ageText(each.state, now));
        if (health < worstState) {
            worst = &each;
            worstState = health;
        }
    }
    list().header().setNote(note(old));

    if (const auto from = nomadList(); from && m_view.access(*from).isForbidden) {
        // Without rows the body says it.
        if (m_model->total() == 0) return bar.clearMessage();
        return bar.showMessage(State::Warning, forbiddenText(*from, m_view.access(*from)));
    }
    if (!worst) return bar.clearMessage();
    QString sentence =
        tr("%1 has not answered lately; what is shown is from %2.").arg(worst->title, ageText(worst->state, now));
    QString original;
    if (worst->state.error) {
        sentence = worst->state.error->sentence();
        // The sentence may know only an address.
        if (!sentence.contains(worst->title.section(u' ', 0, 0), Qt::CaseInsensitive))
            sentence = tr("%1: %2").arg(worst->title, sentence);
        original = worst->state.error->original;
    }
    bar.showMessage(worstState, sentence, original, tr("Try now"));
}

void KeyedPage::tick(const QDateTime&)
{
    if (m_model->rowCount() == 0) updateBody();
    updateMessage();
    updateTimes();
    refreshDetails();
}

/// Repaints the cells whose text time has changed, and no others.
void KeyedPage::updateTimes()
{
    TableView& table = list().table();
    const QList<int> columns = timeColumns();
    if (columns.isEmpty() || !table.isVisible() || m_model->rowCount() == 0) return;
    const int first = std::max(0, table.rowAt(0));
    int last = table.rowAt(table.viewport()->height() - 1);
    if (last < 0) last = m_model->rowCount() - 1;
    std::vector<QString> texts;
    for (int row = first; row <= last; ++row)
        for (const int column : columns)
            texts.push_back(plainText(cell(m_model->slotAt(row), column)));
    const bool isComparable = texts.size() == m_times.size();
    for (size_t i = 0; i < texts.size(); ++i) {
        if (isComparable && texts[i] == m_times[i]) continue;
        const auto at = qsizetype(i);
        table.update(m_cells->index(first + int(at / columns.size()), columns[at % columns.size()]));
    }
    m_times = std::move(texts);
}

PathTab* KeyedPage::addPathTab()
{
    m_path = new PathTab(m_look);
    details().addTab(tr("Path"), m_path);
    connect(&m_path->chain(), &PathChain::stationOpened, this, [this](int index) {
        if (size_t(index) < m_places.size() && m_places[size_t(index)]) emit placeWanted(*m_places[size_t(index)]);
    });
    return m_path;
}

void KeyedPage::showPath(std::vector<Stop> stops, const CauseText& cause)
{
    showStops(std::move(stops));
    showCause(cause);
}

void KeyedPage::showStops(std::vector<Stop> stops)
{
    std::vector<Station> stations;
    m_places.clear();
    for (Stop& stop : stops) {
        stations.push_back(std::move(stop.station));
        m_places.push_back(std::move(stop.place));
    }
    m_path->chain().setStations(std::move(stations));
}

void KeyedPage::showCause(const CauseText& cause)
{
    if (cause.cause.isEmpty())
        m_path->cause().clear();
    else
        m_path->cause().setCause(cause.state, cause.cause, cause.remedy);
}

CauseText KeyedPage::worstCause(const std::function<bool(const cluster::Finding&)>& isOf) const
{
    const cluster::Finding* worst = nullptr;
    m_view.findings.forEach([&](Slot, const cluster::Finding& finding) {
        if (!isOf(finding)) return;
        if (!worst || finding.severity < worst->severity ||
            (finding.severity == worst->severity && finding.id < worst->id))
            worst = &finding;
    });
    return worst ? CauseText{worst->severity, worst->text, worst->remedy} : CauseText{};
}

FactList* KeyedPage::makeFacts()
{
    auto* facts = new FactList(m_look);
    connect(facts, &FactList::placeWanted, this, &KeyedPage::placeWanted);
    return facts;
}

RowList* KeyedPage::makeRows(const QString& name, const std::vector<RowColumn>& columns)
{
    auto* rows = new RowList(m_look, name, columns);
    connect(rows, &RowList::placeWanted, this, &KeyedPage::placeWanted);
    return rows;
}

void KeyedPage::addRawTab()
{
    m_raw = new RawTab(m_look, m_view.clock, m_view.reader);
    details().addTab(tr("Raw"), m_raw);
    auto* key = new QShortcut(QKeySequence(Qt::Key_Y), &list().table());
    key->setWhatsThis(tr("The row as the servers say it"));
    key->setContext(Qt::WidgetShortcut); // a single letter acts in the table only
    connect(key, &QShortcut::activated, this, &KeyedPage::openRaw);
}

void KeyedPage::openRaw()
{
    if (!currentSlot()) return;
    emit list().table().detailsWanted(list().table().currentIndex()); // opens the pane when it is folded
    details().showTab(m_raw);
    m_raw->focusText();
}

void KeyedPage::readDetailsAgain()
{
    if (m_raw) m_raw->readAgain();
}

void KeyedPage::refreshDetails()
{
    if (!isVisible()) return; // showEvent() does it
    const auto slot = currentSlot();
    if (slot)
        showDetails(*slot);
    else
        details().showNothing();
    if (!m_raw) return;
    const auto subject = slot ? rawSubject(*slot) : std::nullopt;
    if (subject)
        m_raw->setSubject(*subject, currentObject());
    else
        m_raw->clearSubject();
}

void KeyedPage::showEvent(QShowEvent* event)
{
    TablePage::showEvent(event);
    updateBody();
    updateMessage();
    refreshDetails();
}

} // namespace tailboard::views
