// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/activity_page.h"

#include "ui/models/activity_model.h"
#include "ui/views/activity_text.h"
#include "ui/views/cluster_text.h"
#include "ui/views/fact_list.h"
#include "ui/views/page_header.h"
#include "ui/views/table_tools.h"
#include "ui/widgets/look.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::ActivityEntry;
using cluster::ActivityKind;
using cluster::Happening;
using cluster::Slot;
using models::ActivityModel;

namespace {

QString exactTime(qint64 milliseconds)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
    return time.toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s) + " UTC"_L1;
}

QString clockTime(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime().time(), u"HH:mm:ss"_s);
}

} // namespace

ActivityPage::ActivityPage(const Look& look, const ClusterView& view, const cluster::Activity& activity)
    : KeyedPage(
          look, view, Section::Activity, cluster::TableId::Activity, std::make_unique<ActivityModel>(activity.lines()),
          tr("Filter: text, kind:router, job:, node:, status:failed"), tr("Choose a line to see what it is about."))
    , m_activity(activity)
    , m_pause(new QAction(tr("Pause"), this))
    , m_pauseButton(list().header().addButton(Icon::Pause, tr("Pause")))
    , m_open(details().addButton(Icon::Arrow, {}))
    , m_facts(makeFacts())
{
    details().addTab(tr("Facts"), m_facts);
    setColumns({QString(), tr("Time"), tr("Kind"), tr("What happened"), tr("Object")}, {36, 84, 92, 700, 150});
    tools()->setSort({{ActivityModel::Time, Qt::DescendingOrder}});

    m_pauseButton->setObjectName(u"pauseButton"_s);
    m_pauseButton->setCheckable(true);
    m_pause->setCheckable(true);
    m_pause->setShortcut(QKeySequence(Qt::Key_Space));
    m_pause->setShortcutContext(Qt::WidgetShortcut); // elsewhere Space presses what has the keyboard
    list().table().addAction(m_pause);
    connect(m_pauseButton, &QPushButton::toggled, m_pause, &QAction::setChecked);
    connect(m_pause, &QAction::toggled, this, [this](bool isPaused) {
        m_pauseButton->setChecked(isPaused);
        m_pauseButton->setText(isPaused ? tr("Resume") : tr("Pause"));
        release();
    });

    m_open->setObjectName(u"openObject"_s);
    connect(m_open, &QPushButton::clicked, this, &ActivityPage::openObject);
    connect(&list().table(), &TableView::detailsWanted, this, &ActivityPage::openObject);
    connect(&list().table(), &TableView::pointerOver, this, [this](bool isOver) {
        m_isPointerOver = isOver;
        release();
    });
    connect(list().table().verticalScrollBar(), &QScrollBar::valueChanged, this, &ActivityPage::release);
    connect(&list(), &TablePane::orderWanted, this, [this] {
        showWaiting();
        list().table().scrollToTop();
    });
    connect(&activity, &cluster::Activity::changed, this, &ActivityPage::take);

    cluster::Delta known{.table = cluster::TableId::Activity};
    activity.lines().forEach([&](Slot slot, const ActivityEntry&) { known.inserted.push_back(slot); });
    take(known);
}

bool ActivityPage::isPaused() const
{
    return m_pause->isChecked();
}

void ActivityPage::setPaused(bool paused)
{
    m_pause->setChecked(paused);
}

QList<QAction*> ActivityPage::pageActions() const
{
    return {m_pause};
}

void ActivityPage::take(const cluster::Delta& delta)
{
    cluster::Delta shown{.table = delta.table};
    for (const Slot slot : delta.removed)
        if (m_waiting.erase(slot) == 0) shown.removed.push_back(slot);
    for (const Slot slot : delta.changed)
        if (!m_waiting.contains(slot)) shown.changed.push_back(slot);
    m_waiting.insert(delta.inserted.begin(), delta.inserted.end());
    if (!shown.isEmpty()) apply({shown});
    release();
}

void ActivityPage::release()
{
    const bool isAway = list().table().verticalScrollBar()->value() > 0;
    const bool isHeld = isPaused() || m_isPointerOver || isAway || !isVisible();
    // Where there is no row yet, none can move.
    if (!isHeld || (model().total() == 0 && !isPaused())) showWaiting();
    list().setNewRows(isVisible() ? waiting() : 0);
}

void ActivityPage::showWaiting()
{
    if (m_waiting.empty()) return;
    cluster::Delta delta{.table = cluster::TableId::Activity};
    delta.inserted.assign(m_waiting.begin(), m_waiting.end());
    m_waiting.clear();
    // What waited is put where it belongs even while the pointer is over the rows: it was asked for.
    model().setHeld(false);
    apply({delta});
    model().setHeld(m_isPointerOver);
    list().setNewRows(0);
}

void ActivityPage::showEvent(QShowEvent* event)
{
    release();
    KeyedPage::showEvent(event);
}

bool ActivityPage::showObject(const QString& object)
{
    if (!isPaused()) showWaiting();
    return KeyedPage::showObject(object);
}

void ActivityPage::openObject()
{
    const auto slot = currentSlot();
    if (!slot) return;
    if (const auto place = activityPlace(line(*slot), view())) emit placeWanted(*place);
}

std::vector<NamedSource> ActivityPage::sources() const
{
    std::vector<NamedSource> all{nomadSource(), tailscaleSource()};
    for (NamedSource& each : traefikSources())
        all.push_back(std::move(each));
    return all;
}

QString ActivityPage::emptySentence() const
{
    const auto since = m_activity.since();
    if (!since) return tr("Nothing is known yet.");
    return tr("Nothing has happened since Tailboard connected at %1.").arg(clockTime(*since));
}

/// What happened does not get old; what may be missing is said.
QString ActivityPage::note(const QStringList&) const
{
    const base::SourceState& nomad = tables().nomadSource;
    if (nomad.phase == base::SourcePhase::Live && !nomad.streaming)
        return tr("No event stream: what passes between two polls is missing");
    if (const auto since = m_activity.streamDownSince())
        return tr("Event stream down since %1: some may be missing").arg(clockTime(*since));
    return {};
}

QList<int> ActivityPage::timeColumns() const
{
    return {};
}

Cell ActivityPage::cell(Slot slot, int column) const
{
    const ActivityEntry& row = line(slot);
    switch (column) {
    case ActivityModel::State:
        return {.content = StateCell{.shape = row.state, .text = {}, .sentence = activityText(row)},
                .tip = word(row.state)};
    case ActivityModel::Time:
        return {.content = TextCell{.text = activityTimeText(row.time, view().now()), .tone = Tone::Quiet},
                .tip = exactTime(row.time)};
    case ActivityModel::Kind:
        return {TextCell{.text = activityKindText(row.kind), .tone = Tone::Quiet}, false, {}};
    case ActivityModel::What: {
        TextCell cell{.text = activityText(row)};
        if (row.what == Happening::Gap) cell.tone = Tone::Quiet;
        if (row.state == State::Critical || row.state == State::Warning) cell.state = row.state;
        return {cell, false, {}};
    }
    default:
        return {NameCell{activityObjectText(row), {}, activityPlace(row, view()).has_value()}, false, {}};
    }
}

void ActivityPage::showDetails(Slot slot)
{
    const ActivityEntry& row = line(slot);
    const auto place = activityPlace(row, view());
    details().showObject(row.state, activityObjectText(row), activityTimeText(row.time, view().now()));
    m_open->setVisible(place.has_value());
    if (place) m_open->setText(tr("Show in %1").arg(sectionTitle(place->section)));

    std::vector<Fact> facts;
    const auto add = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) facts.push_back({.name = name, .value = value});
    };
    facts.push_back({.name = tr("What"), .value = activityText(row), .shape = row.state});
    facts.push_back(
        {.name = activityKindText(row.kind),
         .value = row.kind == ActivityKind::Allocation && row.count == 1 ? row.id.toString() : activityObjectText(row),
         .isCode = row.kind == ActivityKind::Allocation && row.count == 1,
         .place = place});
    if (!place && row.kind != ActivityKind::Source) add(QString(), tr("It is no longer there."));
    add(tr("Time"), row.isServerTime ? tr("%1, by the server's clock").arg(exactTime(row.time))
                                     : tr("%1, when Tailboard saw it").arg(exactTime(row.time)));
    if (row.until > row.time) add(row.what == Happening::Gap ? tr("Until") : tr("Last"), exactTime(row.until));
    if (row.times > 1) add(tr("Times"), QLocale().toString(row.times));
    add(tr("Status before"), row.before.text());
    add(tr("Status after"), row.after.text());
    if (row.kind != ActivityKind::Job && !row.job.isEmpty())
        facts.push_back({.name = tr("Job"),
                         .value = row.job.text(),
                         .place = Place{Section::Jobs, filterObject({wholeTerm(u"job"_s, row.job.text())})}});
    add(tr("Task group"), row.group.text());
    if (row.kind != ActivityKind::Node && !row.node.isEmpty())
        facts.push_back({.name = tr("Node"),
                         .value = row.node.text(),
                         .place = Place{Section::Nodes, filterObject({wholeTerm(u"node"_s, row.node.text())})}});
    if (row.kind == ActivityKind::Router && row.count == 1) add(tr("Address"), row.route.host + row.route.path);
    if (!row.words.isEmpty() && row.kind != ActivityKind::Source)
        facts.push_back({.name = row.kind == ActivityKind::Service ? tr("Address") : tr("In its own words"),
                         .value = row.words,
                         .isCode = true});
    bool isFirst = true;
    for (const base::Uuid& id : row.some)
        facts.push_back({.name = std::exchange(isFirst, false) ? tr("Allocations") : QString(),
                         .value = id.toString(),
                         .isCode = true,
                         .place = Place{Section::Allocations, id.toString()}});
    if (row.count > row.some.size() && !row.some.empty())
        add(QString(), tr("and %1 more").arg(QLocale().toString(row.count - quint32(row.some.size()))));
    m_facts->setFacts(std::move(facts));
}

} // namespace tailboard::views
