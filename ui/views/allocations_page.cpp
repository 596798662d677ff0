// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/allocations_page.h"

#include "ui/models/allocation_model.h"
#include "ui/views/allocation_text.h"
#include "ui/views/cluster_text.h"
#include "ui/views/fact_list.h"
#include "ui/views/facts.h"
#include "ui/views/job_text.h"
#include "ui/views/route_text.h"

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::Slot;
using models::AllocationModel;

namespace {

/// How often what an allocation uses is asked while it is looked at; its node measures once a second.
constexpr auto usagePeriod = std::chrono::seconds(5);

} // namespace

AllocationsPage::AllocationsPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Allocations, cluster::TableId::Allocations,
                std::make_unique<AllocationModel>(view.tables(), view.clock),
                tr("Filter: text, id, job:, group:, node:, status:running"),
                tr("Choose an allocation to see its path."))
    , m_detail(view.clock, [this] { refreshDetails(); })
    , m_usage(
          view.clock, [this] { refreshDetails(); }, std::chrono::milliseconds(0))
{
    addPathTab();
    m_tasks = addReadTab(look, tr("Tasks"), taskColumns(), tr("The allocation has no tasks."));
    m_events = addReadTab(look, tr("Events"), taskEventColumns(), tr("Nothing has happened to its tasks yet."));
    m_addresses = addReadTab(look, tr("Addresses"), addressColumns(), tr("It has no ports and no network of its own."));
    m_usages = addReadTab(look, tr("Usage"), usageColumns(), tr("Nothing is measured."));
    connect(m_usages.frame, &ReadTab::againWanted, this, [this] { m_usage.readAgain(); });
    m_facts = makeFacts();
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    connect(&details(), &DetailPane::tabChanged, this, [this] { refreshDetails(); });
    setColumns({QString(), tr("Id"), tr("Job"), tr("Group"), tr("Node"), tr("Status"), tr("Desired"), tr("Version"),
                tr("Restarts"), tr("Changed")},
               {36, 96, 180, 160, 140, 130, 80, 76, 82, 116});
}

AllocationsPage::Tab AllocationsPage::addReadTab(const Look& look, const QString& title,
                                                 const std::vector<RowColumn>& columns, const QString& nothing)
{
    Tab tab;
    tab.list = new RowList(look, title, columns);
    tab.list->setNothing(nothing);
    tab.frame = new ReadTab(look, tab.list);
    tab.number = details().addTab(title, tab.frame);
    connect(tab.frame, &ReadTab::againWanted, this, [this] { m_detail.readAgain(); });
    connect(tab.list, &RowList::placeWanted, this, &Page::placeWanted);
    return tab;
}

void AllocationsPage::readDetailsAgain()
{
    KeyedPage::readDetailsAgain();
    ++m_again;
    ++m_usageRound;
    refreshDetails();
}

void AllocationsPage::tick(const QDateTime& now)
{
    if (isUsageSeen() && view().clock.monotonic() - m_usageAt >= usagePeriod) {
        const auto slot = currentSlot();
        const bool isRunning = slot && tables().allocations.at(*slot).clientStatus == nomad::ClientStatus::Running;
        if (isRunning && !isStale(tables().nomadSource)) {
            m_usageAt = view().clock.monotonic();
            ++m_usageRound;
        }
    }
    KeyedPage::tick(now);
}

bool AllocationsPage::isUsageSeen() const
{
    return isVisible() && details().currentTab() == m_usages.number;
}

std::optional<cluster::Subject> AllocationsPage::rawSubject(Slot slot) const
{
    return cluster::AllocationSubject{tables().allocations.at(slot).id};
}

std::vector<NamedSource> AllocationsPage::sources() const
{
    return {nomadSource()};
}

QString AllocationsPage::emptySentence() const
{
    return tr("No allocations. Nomad makes one for each instance of a job's task group.");
}

QList<int> AllocationsPage::timeColumns() const
{
    return {AllocationModel::Changed};
}

Cell AllocationsPage::cell(Slot slot, int column) const
{
    const nomad::Allocation& row = tables().allocations.at(slot);
    const bool isOld = isStale(tables().nomadSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    const auto number = [&](const QString& value) {
        return Cell{TextCell{.text = value, .tone = Tone::Quiet}, isOld, {}};
    };
    switch (column) {
    case AllocationModel::State: {
        const State state = shownState(slot);
        const QString why = row.clientDescription.text();
        return {.content = StateCell{.shape = state, .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(state) : why};
    }
    case AllocationModel::Id:
        return text(row.id.shortText());
    case AllocationModel::Job:
        return {NameCell{row.jobId.text(), {}, true}, isOld, {}};
    case AllocationModel::Group:
        return text(row.index < 0 ? row.taskGroup.text() : u"%1[%2]"_s.arg(row.taskGroup.text()).arg(row.index));
    case AllocationModel::Node:
        return text(row.nodeName.text());
    case AllocationModel::Status: {
        TextCell cell{.text = nomad::clientStatusText(row)};
        if (const State state = shownState(slot); state == State::Critical || state == State::Warning)
            cell.state = state;
        return {cell, isOld, {}};
    }
    case AllocationModel::Desired:
        return text(nomad::desiredStatusText(row.desiredStatus), Tone::Quiet);
    case AllocationModel::Version:
        return number(row.jobVersion < 0 ? u"–"_s : QString::number(row.jobVersion));
    case AllocationModel::Restarts:
        return number(QString::number(row.restarts));
    default:
        return text(row.modifyTime > 0 ? agoText(nomadTime(row.modifyTime), view().now()) : QString(), Tone::Quiet);
    }
}

void AllocationsPage::showDetails(Slot slot)
{
    const nomad::Allocation& row = tables().allocations.at(slot);
    const QString job = row.jobId.text();
    const QString group = row.taskGroup.text();
    details().showObject(shownState(slot), row.id.shortText(), tr("job %1, group %2").arg(job, group));

    showStations(row, slot);
    std::vector<Fact> facts = allocationFacts(view(), row);
    facts.insert(facts.begin(),
                 {.name = tr("Job"), .value = job, .place = jobPlace({row.nameSpace.text(), row.jobId.text()})});
    m_facts->setFacts(std::move(facts));
    readDetails(row);
    showRead(row);
}

void AllocationsPage::showStations(const nomad::Allocation& row, Slot slot)
{
    const QString job = row.jobId.text();
    const QString group = row.taskGroup.text();
    const std::vector<Slot> routes = view().join.routesOfAllocation(row.id);
    std::vector<Stop> stops{
        routesStop(view(), routes, {wholeTerm(u"job"_s, job), wholeTerm(u"node"_s, row.nodeName.text())})};
    if (!routes.empty()) {
        const cluster::Route& route = tables().routes.at(routes.front());
        if (const auto* service = tables().services.get({route.nameSpace, route.serviceName}))
            stops.push_back(serviceStop(view(), *service));
    }
    stops.push_back(allocationsStop(view(), {&row}, {}));
    stops.back().place.reset(); // it is what is shown
    stops.back().station.isOpenable = false;
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    if (const nomad::Node* node = tables().nodes.get(row.nodeId)) {
        nodes.push_back(node);
        if (const auto* peer = peerOf(view(), *node)) peers.push_back(peer);
    }
    stops.push_back(nodesStop(view(), nodes));
    stops.push_back(peersStop(view(), peers));
    const QString subject = job == group ? job : job + u'.' + group;
    const bool isIll = shownState(slot) < State::Pending;
    showPath(std::move(stops), worstCause([&](const cluster::Finding& finding) {
                 return isIll && finding.table == cluster::TableId::Allocations && finding.subject == subject;
             }));
}

void AllocationsPage::readDetails(const nomad::Allocation& row)
{
    const bool isOld = isStale(tables().nomadSource);
    if (isOld != std::exchange(m_wasOld, isOld) && !isOld) { // heard again
        if (m_detail.hasFailed()) ++m_again;
        if (m_usage.hasFailed()) ++m_usageRound;
    }
    const QString key = row.id.toString();
    const int tab = details().currentTab();
    const bool isSeen = tab == m_tasks.number || tab == m_events.number || tab == m_addresses.number || isUsageSeen();
    cluster::ObjectReader* reader = view().reader;
    const base::Uuid id = row.id;
    DetailRead<nomad::AllocationDetail>::Ask askDetail;
    DetailRead<nomad::AllocationUsage>::Ask askUsage;
    if (reader) {
        askDetail = [=](QObject* context, auto done) { reader->readAllocation(id, context, std::move(done)); };
        askUsage = [=](QObject* context, auto done) { reader->readUsage(id, context, std::move(done)); };
    }
    m_detail.want(key, row.modifyIndex + (m_again << 48), isSeen, std::move(askDetail));
    const bool isRunning = row.clientStatus == nomad::ClientStatus::Running;
    m_usage.want(key, m_usageRound, isUsageSeen() && isRunning, std::move(askUsage));
}

void AllocationsPage::showRead(const nomad::Allocation& row)
{
    const bool isOld = isStale(tables().nomadSource);
    const ReadStatus status = m_detail.status(isOld);
    for (const Tab* tab : {&m_tasks, &m_events, &m_addresses})
        tab->frame->setStatus(status);
    const QDateTime now = view().now();
    const bool isRead = m_detail.value().has_value();
    const nomad::AllocationDetail detail = m_detail.value().value_or(nomad::AllocationDetail());
    m_tasks.list->setRows(taskRows(detail, now));
    m_events.list->setRows(taskEventRows(detail, now));
    m_addresses.list->setRows(addressRows(detail));
    details().setTabCount(m_tasks.number, isRead ? int(detail.tasks.size()) : -1);

    ReadStatus usage = m_usage.status(isOld);
    if (row.clientStatus != nomad::ClientStatus::Running) {
        usage = {.sentence = tr("The allocation does not run: it uses nothing.")};
    } else if (usage.hasContent && usage.note.isEmpty() &&
               m_usage.readAt()->secsTo(now) > 3 * std::chrono::seconds(usagePeriod).count()) {
        usage.note = tr("What is shown was measured %1.").arg(agoText(m_usage.readAt(), now));
    }
    m_usages.frame->setStatus(usage);
    if (m_usage.value()) m_usages.list->setRows(usageRows(detail, *m_usage.value()));
}

} // namespace tailboard::views
