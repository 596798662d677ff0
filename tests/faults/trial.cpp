// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/trial.h"

#include <QtTest>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::faults_test {

using base::SourcePhase;
using base::State;
using demo::Server;

namespace {

// Limits, not waits: on a busy machine everything may take long.
constexpr qint64 longestStart = 30'000;
constexpr qint64 longestFall = 30'000; ///< a hanging agent is given up after 10 s, tailscaled after 8 s
constexpr qint64 longestCure = 50'000; ///< the longest wait for the next try, and the try
/// How long the retries are counted.
constexpr qint64 observed = 3'000;
/// A healthy cluster counts as quiet when no row changed for so long.
constexpr qint64 quiet = 300;
/// Tries in the time of observation: after 0, 1 and 2 s, and one that was under way.
constexpr int mostAttempts = 4;
/// All requests of them; one attempt at Nomad is up to 12.
constexpr int mostRequests = 40;
constexpr size_t mostAtOnce = 8;

constexpr Server allServers[] = {Server::Nomad, Server::Tailscale, Server::Traefik1, Server::Traefik2,
                                 Server::Traefik3};

QString serverName(Server server)
{
    switch (server) {
    case Server::Nomad:
        return u"nomad"_s;
    case Server::Tailscale:
        return u"tailscale"_s;
    default:
        return u"traefik-firefly-sub0%1"_s.arg(int(server) - int(Server::Traefik1) + 1);
    }
}

/// Begins with the request that every new attempt makes.
QByteArray firstTarget(Server server)
{
    switch (server) {
    case Server::Nomad:
        return "/v1/event/stream";
    case Server::Tailscale:
        return "/localapi/v0/status";
    default:
        return "/api/overview";
    }
}

/// For people: a sentence, and nothing of a page's source.
bool isPlain(const QString& text)
{
    return text.isEmpty() || (!text.contains(u'<') && !text.contains(u'{') && text.endsWith(u'.'));
}

} // namespace

Trial::Trial(FaultCase faultCase)
    : m_case(std::move(faultCase))
    , m_watched(m_case.change, m_case.options)
{
    connect(m_watched.monitor.get(), &cluster::Monitor::changed, this, [this] { m_quiet.start(); });
    connect(m_watched.monitor.get(), &cluster::Monitor::sourcesChanged, this, [this] { look(); });
    connect(&m_timer, &QTimer::timeout, this, &Trial::look);
    m_timer.start(50);
    m_quiet.start();
    enter(Step::Starting);
    m_watched.monitor->start();
}

QString Trial::shown() const
{
    if (m_error)
        return base::errorKindName(m_error->kind) + u" | "_s + m_error->sentence() + u" | "_s +
               m_error->original.simplified().left(60);
    return m_notice.isEmpty() ? u"no error"_s : u"notice | "_s + m_notice;
}

void Trial::look()
{
    switch (m_step) {
    case Step::Starting:
        if (m_watched.monitor->isSettled() && isWell()) return enter(Step::Quiet);
        if (m_inStep.elapsed() > longestStart) {
            complain(u"it does not get healthy"_s);
            finish();
        }
        return;
    case Step::Quiet:
        if (m_quiet.elapsed() > quiet && !m_watched.monitor->join().isDirty()) fallIll();
        return;
    case Step::FallingIll:
        checkOthers();
        if (isShown()) {
            m_error = source(m_case.server).error;
            m_notice = source(m_case.server).notice;
            m_requestsBefore = requests();
            enter(Step::Ill);
            if (m_case.clearsItself) return observe();
        } else if (m_inStep.elapsed() > longestFall) {
            const auto& error = source(m_case.server).error;
            complain(u"it shows "_s + (error ? base::errorKindName(error->kind) + u": "_s + error->sentence()
                                             : u"no error, notice '%1'"_s.arg(source(m_case.server).notice)));
            finish();
        }
        return;
    case Step::Ill:
        checkOthers();
        checkNextTry();
        if (m_inStep.elapsed() > observed) observe();
        return;
    case Step::Recovering:
        if (isWell() && m_before->differences(Rows(m_watched.tables())).isEmpty()) return finish();
        if (m_inStep.elapsed() > longestCure) {
            complain(isWell() ? u"afterwards the rows differ: "_s +
                                    m_before->differences(Rows(m_watched.tables())).join(u", "_s)
                              : u"it does not recover"_s);
            finish();
        }
        return;
    case Step::Over:
        return;
    }
}

void Trial::fallIll()
{
    m_before.emplace(m_watched.tables());
    if (m_before->isEmpty()) complain(u"there are no rows to keep"_s);
    for (const Server server : allServers)
        m_fetchedBefore[int(server)] = source(server).fetchedAt.value_or(QDateTime());
    enter(Step::FallingIll);
    m_case.set(m_watched.demo.faults());
    if (!m_case.clearsItself) m_watched.monitor->refresh();
}

/// The time of observation is over.
void Trial::observe()
{
    const base::SourceState& ill = source(m_case.server);
    if (m_case.kind) {
        checkError();
        if (!m_case.clearsItself && !m_sawNextTry) complain(u"no next try was set"_s);
    } else {
        if (ill.error) complain(u"it has an error: "_s + ill.error->sentence());
        if (!isPlain(ill.notice)) complain(u"the notice is no sentence: "_s + ill.notice);
        if (m_case.isSlow && ill.fetchedAt <= m_fetchedBefore[int(m_case.server)])
            complain(u"nothing was fetched meanwhile"_s);
    }
    const State health = base::sourceHealth(ill, m_watched.clock.now());
    if (health != m_case.health) complain(u"its health is "_s + base::stateName(health));
    checkRows(u"while it lasts"_s);

    for (const Server server : allServers) {
        const base::SourceState& other = source(server);
        if (server == m_case.server || m_case.clearsItself || other.streaming) continue;
        if (!other.fetchedAt || *other.fetchedAt <= m_fetchedBefore[int(server)])
            complain(serverName(server) + u" was not read meanwhile"_s);
    }
    const auto [all, attempts] = requests();
    if (attempts - m_requestsBefore.second > mostAttempts || all - m_requestsBefore.first > mostRequests)
        complain(u"%1 attempts with %2 requests in 3 s"_s.arg(attempts - m_requestsBefore.second)
                     .arg(all - m_requestsBefore.first));

    enter(Step::Recovering);
    if (!m_case.clearsItself) m_watched.demo.faults().clear();
    if (m_case.needsRefresh) m_watched.monitor->refresh();
}

void Trial::checkError()
{
    const base::Error& error = *m_error;
    if (error.what.isEmpty()) complain(u"the error says nothing"_s);
    if (error.why.isEmpty() && error.hint.isEmpty()) complain(u"the error says neither why nor what to do"_s);
    for (const QString& text : {error.what, error.why, error.hint})
        if (!isPlain(text)) complain(u"no plain sentence: "_s + text);
    if (error.original.contains(u"<html"_s) || error.original.size() > 2'000)
        complain(u"the original is a page: "_s + error.original.left(60));
}

void Trial::checkRows(const QString& when)
{
    const Rows now(m_watched.tables());
    const auto without = [](QStringList found, const QStringList& allowed) {
        found.removeIf([&](const QString& line) { return allowed.contains(line.section(u' ', 0, 0)); });
        return found;
    };
    QStringList found = without(m_before->differences(now), m_case.mayChange + m_case.mayEmpty);
    found += without(m_before->differences(now, true), m_case.mayEmpty);
    if (!found.isEmpty()) complain(u"rows differ %1: %2"_s.arg(when, found.join(u", "_s)));
}

void Trial::checkOthers()
{
    for (const Server server : allServers) {
        if (server == m_case.server) continue;
        const base::SourceState& other = source(server);
        if (other.error) complain(serverName(server) + u" is touched: "_s + other.error->sentence());
        if (base::sourceHealth(other, m_watched.clock.now()) != State::Ok)
            complain(serverName(server) + u" is "_s +
                     base::stateName(base::sourceHealth(other, m_watched.clock.now())));
    }
}

void Trial::checkNextTry()
{
    const auto& next = source(m_case.server).nextTry;
    if (!next) return;
    const QDateTime now = m_watched.clock.now();
    if (*next > now) m_sawNextTry = true;
    if (*next > now.addSecs(m_case.longestRetry)) complain(u"the next try is at "_s + next->toString(Qt::ISODate));
}

bool Trial::isShown() const
{
    const base::SourceState& state = source(m_case.server);
    if (m_case.kind)
        return state.error && state.error->kind == *m_case.kind && state.error->what.contains(m_case.words);
    if (m_case.isSlow) return true;
    return !state.error && state.phase == SourcePhase::Live && state.notice.contains(m_case.notice);
}

bool Trial::isWell() const
{
    return std::all_of(std::begin(allServers), std::end(allServers), [this](Server server) { return isWell(server); });
}

bool Trial::isWell(Server server) const
{
    const base::SourceState& state = source(server);
    const bool streams = server == Server::Nomad || server == Server::Tailscale;
    return state.phase == SourcePhase::Live && !state.error && state.notice.isEmpty() && state.streaming == streams &&
           base::sourceHealth(state, m_watched.clock.now()) == State::Ok;
}

const base::SourceState& Trial::source(Server server) const
{
    static const base::SourceState none;
    if (server == Server::Nomad) return m_watched.tables().nomadSource;
    if (server == Server::Tailscale) return m_watched.tables().tailscaleSource;
    const auto* instance = m_watched.instance(serverName(server).mid(8));
    return instance ? instance->source : none;
}

std::pair<int, int> Trial::requests() const
{
    const auto seen = m_watched.demo.requests();
    const QString name = serverName(m_case.server);
    const QByteArray first = firstTarget(m_case.server);
    std::pair<int, int> count;
    for (const demo::SeenRequest& request : seen) {
        if (request.server != name) continue;
        ++count.first;
        count.second += request.target.startsWith(first);
    }
    return count;
}

void Trial::complain(const QString& text)
{
    if (!m_complaints.contains(text)) m_complaints << text;
}

void Trial::enter(Step step)
{
    m_step = step;
    m_inStep.start();
}

void Trial::finish()
{
    m_timer.stop();
    m_watched.monitor->stop();
    m_step = Step::Over;
}

std::vector<Outcome> runTrials(const std::vector<FaultCase>& cases)
{
    std::vector<Outcome> outcomes;
    std::vector<std::unique_ptr<Trial>> running;
    size_t next = 0;
    const auto advance = [&] {
        for (auto& trial : running) {
            if (!trial->isOver()) continue;
            qInfo().noquote() << trial->name() << u"|"_s << trial->shown();
            outcomes.push_back({trial->name(), trial->shown(), trial->complaints()});
            trial.reset();
        }
        std::erase(running, nullptr);
        while (running.size() < mostAtOnce && next < cases.size())
            running.push_back(std::make_unique<Trial>(cases[next++]));
        return running.empty();
    };
    if (!QTest::qWaitFor(advance, 600'000)) outcomes.push_back({"all", {}, {u"the trials do not end"_s}});
    return outcomes;
}

void addOutcomes(const std::vector<Outcome>& outcomes)
{
    QTest::addColumn<QString>("complaints");
    for (const Outcome& outcome : outcomes)
        QTest::newRow(outcome.name.constData()) << outcome.complaints.join(u"; "_s);
}

void verifyOutcome()
{
    QFETCH(QString, complaints);
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints));
}

} // namespace tailboard::faults_test
