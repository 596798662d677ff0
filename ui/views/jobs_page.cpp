// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/jobs_page.h"

#include "ui/views/cluster_text.h"
#include "ui/views/fact_list.h"
#include "ui/views/job_text.h"
#include "ui/views/route_text.h"
#include "ui/views/row_list.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::JobStanding;
using cluster::Slot;
using models::JobModel;

JobsPage::JobsPage(const Look& look, const ClusterView& view)
    : KeyedPage(look, view, Section::Jobs, cluster::TableId::Jobs,
                std::make_unique<JobModel>(view.tables(), view.clock),
                tr("Filter: text, job:, type:, status:!running, namespace:, group:, pool:"),
                tr("Choose a job to see what it consists of."))
    , m_look(look)
    , m_own(view.tables())
    , m_pace([this] { refreshDetails(); })
    , m_history(view.clock, [this] { refreshDetails(); })
{
    addPathTab();
    m_groups = addReadTab(tr("Groups"), groupColumns(), tr("The job has no groups."));
    m_versions = addReadTab(tr("Versions"), versionColumns(), tr("Nomad keeps no version of it."));
    m_deployments = addReadTab(tr("Deployments"), deploymentColumns(),
                               tr("No deployments. Only jobs of the type service have them."));

    m_why = new QWidget;
    m_whyText = new Label({}, Token::Text, Step::Body, Label::Mode::Selectable);
    m_whyText->setObjectName(u"whyNotPlaced"_s);
    m_whyText->setAccessibleName(tr("Why a placement failed"));
    auto* line = new QHBoxLayout(m_why);
    line->setContentsMargins(16, 8, 16, 8);
    line->setSpacing(8);
    line->addWidget(new StateGlyph(look, State::Warning, 16), 0, Qt::AlignTop);
    line->addWidget(m_whyText, 1);
    m_evaluations = new RowList(look, tr("Evaluations"), evaluationColumns());
    m_evaluations->setNothing(tr("No evaluations. Nomad forgets those that are complete after an hour."));
    connect(m_evaluations, &RowList::placeWanted, this, &Page::placeWanted);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_why);
    column->addWidget(m_evaluations, 1);
    wrap(tr("Evaluations"), content);

    m_facts = makeFacts();
    details().addTab(tr("Facts"), m_facts);
    addRawTab();
    connect(&details(), &DetailPane::tabChanged, this, [this] { refreshDetails(); });
    setColumns({QString(), tr("Job"), tr("Type"), tr("Status"), tr("Allocs"), tr("Version"), tr("Priority"),
                tr("Namespace"), tr("Submitted")},
               {36, 240, 100, 150, 120, 84, 84, 140, 142});
}

ReadTab* JobsPage::wrap(const QString& title, QWidget* content)
{
    auto* tab = new ReadTab(m_look, content);
    m_readTabNumbers.push_back(details().addTab(title, tab));
    m_readTabs.push_back(tab);
    connect(tab, &ReadTab::againWanted, this, [this] { m_history.readAgain(); });
    return tab;
}

RowList* JobsPage::addReadTab(const QString& title, const std::vector<RowColumn>& columns, const QString& nothing)
{
    auto* list = new RowList(m_look, title, columns);
    list->setNothing(nothing);
    connect(list, &RowList::placeWanted, this, &Page::placeWanted);
    wrap(title, list);
    return list;
}

const JobModel& JobsPage::jobs() const
{
    return static_cast<const JobModel&>(model());
}

void JobsPage::apply(const std::vector<cluster::Delta>& deltas)
{
    const cluster::Delta touched = static_cast<JobModel&>(model()).follow(deltas);
    noteChanges(deltas, touched.changed);
    m_own.apply(deltas);
    m_pace.touch();
    if (touched.isEmpty()) return KeyedPage::apply(deltas);
    std::vector<cluster::Delta> all = deltas;
    all.push_back(touched);
    KeyedPage::apply(all);
}

/// What was read of the chosen job is old when the job, an evaluation or a deployment of it changed.
void JobsPage::noteChanges(const std::vector<cluster::Delta>& deltas, const std::vector<Slot>& touched)
{
    const auto current = currentSlot();
    if (!current) return;
    bool isNew = std::find(touched.begin(), touched.end(), *current) != touched.end();
    const nomad::JobKey& key = tables().jobs.at(*current).key;
    for (const cluster::Delta& delta : deltas) {
        for (const auto* list : {&delta.inserted, &delta.changed})
            for (const Slot slot : *list) {
                if (delta.table == cluster::TableId::Jobs)
                    isNew |= slot == *current;
                else if (delta.table == cluster::TableId::Evaluations)
                    isNew |= tables().evaluations.at(slot).job == key;
                else
                    break; // deployments and allocations are in `touched`
            }
    }
    if (isNew) ++m_revision;
}

void JobsPage::readDetailsAgain()
{
    KeyedPage::readDetailsAgain();
    ++m_revision;
    refreshDetails();
}

void JobsPage::tick(const QDateTime& now)
{
    if (m_own.size() <= 1000) m_pace.touch(); // ages of a few
    KeyedPage::tick(now);
}

std::vector<NamedSource> JobsPage::sources() const
{
    return {nomadSource()};
}

QString JobsPage::emptySentence() const
{
    return tr("No jobs. A job appears when it is registered in Nomad.");
}

QList<int> JobsPage::timeColumns() const
{
    return {JobModel::Submitted};
}

std::optional<cluster::Subject> JobsPage::rawSubject(Slot slot) const
{
    return tables().jobs.at(slot).key;
}

Cell JobsPage::cell(Slot slot, int column) const
{
    const nomad::Job& job = tables().jobs.at(slot);
    const bool isOld = isStale(tables().nomadSource);
    const auto text = [&](const QString& value, Tone tone = Tone::Normal) {
        return Cell{TextCell{.text = value, .tone = tone}, isOld, {}};
    };
    switch (column) {
    case JobModel::State: {
        const QString why = jobSentence(job, jobs().standing(slot));
        return {.content = StateCell{.shape = shownState(slot), .text = {}, .sentence = why},
                .tip = why.isEmpty() ? word(shownState(slot)) : why};
    }
    case JobModel::Name:
        return {NameCell{job.key.id, {}, true}, isOld, {}};
    case JobModel::Type:
        return text(job.isPeriodic        ? tr("%1, periodic").arg(job.type)
                    : job.isParameterized ? tr("%1, parameterized").arg(job.type)
                                          : job.type,
                    Tone::Quiet);
    case JobModel::Status: {
        const JobStanding standing = jobs().standing(slot);
        TextCell content{.text = jobStatusText(job, standing)};
        if (const State state = shownState(slot); state == State::Critical || state == State::Warning)
            content.state = state;
        return {content, isOld, jobSentence(job, standing)};
    }
    case JobModel::Allocations: {
        const JobStanding standing = jobs().standing(slot);
        const PipsCell pips{.running = standing.running, .pending = standing.pending, .failed = standing.failed};
        if (pips.wanted() > 0) return {pips, isOld, {}};
        return text(standing.complete > 0 ? tr("%1 complete").arg(standing.complete) : u"–"_s, Tone::Faint);
    }
    case JobModel::Version: {
        const qint64 version = jobs().standing(slot).version;
        return text(version < 0 ? u"–"_s : QString::number(version), Tone::Quiet);
    }
    case JobModel::Priority:
        return text(QString::number(job.priority), Tone::Quiet);
    case JobModel::NameSpace:
        return text(job.key.nameSpace, Tone::Quiet);
    default:
        return text(job.submitTime > 0 ? agoText(nomadTime(job.submitTime), view().now()) : QString(), Tone::Quiet);
    }
}

void JobsPage::showDetails(Slot slot)
{
    const nomad::Job& job = tables().jobs.at(slot);
    const JobStanding standing = jobs().standing(slot);
    details().showObject(shownState(slot), job.key.id,
                         standing.version < 0
                             ? tr("%1 job in %2").arg(job.type, job.key.nameSpace)
                             : tr("%1 job in %2, version %3").arg(job.type, job.key.nameSpace).arg(standing.version));
    const auto jobId = base::Symbol::of(job.key.id);
    const auto nameSpace = base::Symbol::of(job.key.nameSpace);
    if (m_own.choose(JobModel::keyOf(job.key), [jobId, nameSpace](const nomad::Allocation& row) {
            return row.jobId == jobId && row.nameSpace == nameSpace;
        }))
        m_pace.touch(true);

    const bool isOld = isStale(tables().nomadSource);
    if (isOld != std::exchange(m_wasOld, isOld)) {
        m_pace.touch();
        if (!isOld && m_history.hasFailed()) ++m_revision; // heard again
    }
    const int tab = details().currentTab();
    const bool isSeen = std::find(m_readTabNumbers.begin(), m_readTabNumbers.end(), tab) != m_readTabNumbers.end() ||
                        standing.isBlocked; // the path says why
    DetailRead<nomad::JobHistory>::Ask ask;
    if (cluster::ObjectReader* reader = view().reader)
        ask = [reader, key = job.key](QObject* context, auto done) { reader->readJob(key, context, std::move(done)); };
    m_history.want(JobModel::keyOf(job.key), m_revision, isSeen, std::move(ask));

    if (m_pace.take(m_own.size() + tables().routes.size())) showStations(slot);
    m_facts->setFacts(jobFacts(view(), job, standing));
    showHistory();
}

void JobsPage::showStations(Slot slot)
{
    const nomad::Job& job = tables().jobs.at(slot);
    const JobStanding standing = jobs().standing(slot);
    std::vector<Slot> routes;
    tables().routes.forEach([&](Slot at, const cluster::Route& route) {
        if (route.job == job.key) routes.push_back(at);
    });
    std::vector<const cluster::Service*> services;
    tables().services.forEach([&](Slot, const cluster::Service& service) {
        if (service.job == job.key) services.push_back(&service);
    });
    std::vector<const nomad::Allocation*> allocations = m_own.rows();
    std::erase_if(allocations, [](const nomad::Allocation* row) {
        return row->desiredStatus != nomad::DesiredStatus::Run || row->hasReplacement;
    });
    std::vector<const nomad::Node*> nodes;
    std::vector<const tailscale::Peer*> peers;
    std::set<base::Uuid> seen;
    for (const nomad::Allocation* row : allocations) {
        if (!seen.insert(row->nodeId).second) continue;
        const nomad::Node* node = tables().nodes.get(row->nodeId);
        if (!node) continue;
        nodes.push_back(node);
        if (const tailscale::Peer* peer = peerOf(view(), *node)) peers.push_back(peer);
    }
    const QStringList ofJob{wholeTerm(u"job"_s, job.key.id)};
    std::vector<Stop> stops{routesStop(view(), routes, ofJob), servicesStop(view(), services, ofJob),
                            jobStop(job, standing, shownState(slot)), allocationsStop(view(), allocations, ofJob)};
    // Where nothing runs, no node or peer is missing.
    if (!allocations.empty()) {
        stops.push_back(nodesStop(view(), nodes));
        stops.push_back(peersStop(view(), peers));
    }
    showStops(std::move(stops));
}

void JobsPage::showHistory()
{
    const ReadStatus status = m_history.status(isStale(tables().nomadSource));
    for (ReadTab* tab : m_readTabs)
        tab->setStatus(status);
    const auto& history = m_history.value();
    const auto count = [&](size_t tab, qsizetype rows) {
        details().setTabCount(m_readTabNumbers[tab], history ? int(rows) : -1);
    };
    const nomad::JobHistory shown = history.value_or(nomad::JobHistory());
    count(0, shown.groups.size());
    count(1, shown.versions.size());
    count(2, shown.deployments.size());
    count(3, shown.evaluations.size());
    const QDateTime now = view().now();
    m_groups->setRows(groupRows(shown));
    m_versions->setRows(versionRows(shown, now));
    m_deployments->setRows(deploymentRows(shown, now));
    m_evaluations->setRows(evaluationRows(shown, now));
    const QString why = whyNotPlaced(shown);
    m_why->setVisible(!why.isEmpty());
    m_whyText->setPlain(why);

    const auto slot = currentSlot();
    if (!slot) return;
    const State state = shownState(*slot);
    const nomad::Job& job = tables().jobs.at(*slot);
    CauseText cause = worstCause([&](const cluster::Finding& finding) {
        return finding.table == cluster::TableId::Jobs && finding.subject == job.key.id;
    });
    if (cause.cause.isEmpty() && state < State::Pending && state != State::Stale) {
        cause.cause = jobSentence(job, jobs().standing(*slot));
        cause.state = state;
    }
    if (!cause.cause.isEmpty() && !why.isEmpty()) {
        // The cause names the group already.
        const QString first = why.section(u'\n', 0, 0);
        cause.remedy = first.section(u". "_s, 1);
    }
    showCause(cause);
}

} // namespace tailboard::views
