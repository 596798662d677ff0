// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/connection_test.h"

#include "app/cluster/tailnet_search.h"
#include "app/nomad/decode.h"
#include "app/nomad/reading.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace tailboard::cluster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto answerWait = 8s;
/// Enough to know that the list may be read and how long it is about.
constexpr int countedJobs = 1'000;

} // namespace

ConnectionTest::ConnectionTest(Connections connections, const base::Clock& clock, std::chrono::milliseconds limit,
                               QObject* parent)
    : QObject(parent)
    , m_connections(std::move(connections))
    , m_clock(clock)
    , m_limit(limit)
    , m_began(testStepCount)
{
    for (int step = 0; step < testStepCount; ++step)
        m_rows.push_back({.step = TestStep(step)});
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, [this] {
        for (int step = 0; step < testStepCount; ++step)
            if (m_rows[size_t(step)].state == base::State::Unknown) leaveOut(TestStep(step));
        for (int step = 0; step < testStepCount; ++step)
            if (m_rows[size_t(step)].state == base::State::Pending)
                fail(TestStep(step), {.kind = base::ErrorKind::TimedOut,
                                      .what = tr("No whole answer came in time."),
                                      .why = {},
                                      .hint = tr("Check that the cluster is reachable from this machine."),
                                      .original = {}});
    });
}

ConnectionTest::~ConnectionTest() = default;

void ConnectionTest::start()
{
    m_end.start(m_limit);
    testTailscale();
    testNomad();
    if (!m_connections.traefik.isEmpty() || !m_connections.nomad) testTraefik();
}

void ConnectionTest::begin(TestStep step)
{
    row(step).state = base::State::Pending;
    m_began[size_t(step)].start();
    emit changed(step);
}

void ConnectionTest::end(TestStep step, base::State state)
{
    if (row(step).state != base::State::Pending) return; // its time was over
    row(step).state = state;
    row(step).took = std::chrono::milliseconds(m_began[size_t(step)].elapsed());
    emit changed(step);
    finishIfDone();
}

void ConnectionTest::fail(TestStep step, const base::Error& error, base::State state)
{
    if (row(step).state != base::State::Pending) return;
    row(step).error = error;
    row(step).httpStatus = error.httpStatus;
    end(step, state);
}

void ConnectionTest::leaveOut(TestStep step)
{
    row(step).isLeftOut = true;
    emit changed(step);
}

void ConnectionTest::testTailscale()
{
    if (!m_connections.tailscale) {
        leaveOut(TestStep::Tailscale);
        return;
    }
    begin(TestStep::Tailscale);
    m_tailscale = std::make_unique<http::Client>(*m_connections.tailscale, m_connections.dialMap);
    readTailnet(*m_tailscale).then(this, [this](const base::Result<tailscale::Status>& answer) {
        TestRow& tested = row(TestStep::Tailscale);
        if (!answer) {
            fail(TestStep::Tailscale, answer.error());
            return;
        }
        tested.httpStatus = 200;
        tested.name = answer->magicDnsSuffix;
        for (const tailscale::Peer& peer : answer->peers) {
            if (peer.isSelf)
                tested.extra = peer.shortName();
            else
                ++tested.count;
        }
        if (answer->backend != tailscale::BackendState::Running) {
            fail(TestStep::Tailscale, {.kind = base::ErrorKind::NotRunning,
                                       .what = tr("tailscaled answers, but is not connected to its tailnet."),
                                       .why = {},
                                       .hint = tr("Run: tailscale up"),
                                       .original = answer->backendText});
            return;
        }
        end(TestStep::Tailscale, base::State::Ok);
    });
}

void ConnectionTest::testNomad()
{
    if (!m_connections.nomad) {
        for (const TestStep step : {TestStep::Leader, TestStep::Agent, TestStep::Token, TestStep::Jobs})
            leaveOut(step);
        return;
    }
    begin(TestStep::Leader);
    http::Endpoint endpoint = *m_connections.nomad;
    if (endpoint.tls.extraAuthorities.isEmpty()) endpoint.tls.extraAuthorities = m_connections.tls.extraAuthorities;
    m_nomad = std::make_unique<nomad::Client>(
        std::make_unique<http::Client>(endpoint, m_connections.dialMap, m_connections.nomadCredentials),
        m_connections.nomadNameSpace, m_connections.nomadRegion);
    m_nomad->setFirstByteLimit(answerWait);
    m_nomad->read(m_nomad->targets().leader(), this, [this](const base::Result<http::Response>& answer) {
        const auto leader = answer ? nomad::decodeLeader(answer->body) : base::Result<QString>(u""_s);
        if (!answer || !leader) {
            // Nothing else of Nomad can be asked, nor the Traefiks that it runs.
            for (const TestStep step : {TestStep::Agent, TestStep::Token, TestStep::Jobs})
                leaveOut(step);
            if (m_connections.traefik.isEmpty()) leaveOut(TestStep::Traefik);
            fail(TestStep::Leader, answer ? leader.error() : answer.error());
            return;
        }
        row(TestStep::Leader).httpStatus = answer->head.status;
        row(TestStep::Leader).name = *leader;
        begin(TestStep::Agent);
        begin(TestStep::Token);
        begin(TestStep::Jobs);
        if (m_connections.traefik.isEmpty()) testTraefik();
        if (leader->isEmpty())
            fail(TestStep::Leader, {.kind = base::ErrorKind::NoLeader,
                                    .what = tr("Nomad has no leader."),
                                    .why = {},
                                    .hint = tr("Wait for the election, or see that most of Nomad's servers run."),
                                    .original = {}});
        else
            end(TestStep::Leader, base::State::Ok);
        testAgent();
        testToken();
        testJobs();
    });
}

void ConnectionTest::testAgent()
{
    m_nomad->read(m_nomad->targets().agent(), this, [this](const base::Result<http::Response>& answer) {
        if (!answer) {
            // Only the version is missed without it.
            base::Error error = answer.error();
            const bool isForbidden = error.kind == base::ErrorKind::Forbidden;
            if (isForbidden) error.hint = tr("It is not needed. To see Nomad's version, give the token agent:read.");
            fail(TestStep::Agent, error, isForbidden ? base::State::Warning : base::State::Critical);
            return;
        }
        row(TestStep::Agent).httpStatus = answer->head.status;
        if (const auto agent = nomad::decodeAgent(answer->body)) {
            row(TestStep::Agent).name = agent->value.version;
            row(TestStep::Agent).extra = agent->value.region;
            end(TestStep::Agent, base::State::Ok);
        } else {
            fail(TestStep::Agent, agent.error());
        }
    });
}

void ConnectionTest::testToken()
{
    m_nomad->read(m_nomad->targets().token(), this, [this](const base::Result<http::Response>& answer) {
        if (!answer) {
            // With ACLs off Nomad says so with 400 (seen in 1.11.3): no token is needed.
            if (answer.error().httpStatus == 400 && answer.error().original.contains(u"ACL support disabled"_s)) {
                row(TestStep::Token).httpStatus = 400;
                end(TestStep::Token, base::State::Ok);
                return;
            }
            fail(TestStep::Token, answer.error());
            return;
        }
        row(TestStep::Token).httpStatus = answer->head.status;
        const auto token = nomad::decodeToken(answer->body);
        if (!token) {
            fail(TestStep::Token, token.error());
            return;
        }
        row(TestStep::Token).name = token->value.name.isEmpty() ? token->value.accessorId : token->value.name;
        row(TestStep::Token).extra =
            token->value.policies.isEmpty() ? token->value.type : token->value.policies.join(u", "_s);
        end(TestStep::Token, base::State::Ok);
    });
}

void ConnectionTest::testJobs()
{
    const QByteArray target =
        m_nomad->targets().list(nomad::List::Jobs) + "&per_page=" + QByteArray::number(countedJobs);
    m_nomad->read(target, this, [this](const base::Result<http::Response>& answer) {
        if (!answer) {
            base::Error error = answer.error();
            if (error.kind == base::ErrorKind::Forbidden)
                error.hint = tr("Enter a token whose policy has list-jobs and read-job.");
            fail(TestStep::Jobs, error);
            return;
        }
        row(TestStep::Jobs).httpStatus = answer->head.status;
        const QJsonDocument document = QJsonDocument::fromJson(answer->body);
        if (!document.isArray()) {
            fail(TestStep::Jobs, {.kind = base::ErrorKind::Malformed,
                                  .what = tr("The list of jobs is no list."),
                                  .why = {},
                                  .hint = {},
                                  .original = {}});
            return;
        }
        row(TestStep::Jobs).count = int(document.array().size());
        end(TestStep::Jobs, base::State::Ok);
    });
}

void ConnectionTest::testTraefik()
{
    if (m_connections.traefik.isEmpty() && !m_connections.nomad) {
        leaveOut(TestStep::Traefik);
        finishIfDone();
        return;
    }
    begin(TestStep::Traefik);
    Connections connections = m_connections;
    // Named ones need nobody else.
    if (!connections.traefik.isEmpty()) connections.nomad.reset();
    connections.tailscale.reset();
    m_monitor = std::make_unique<Monitor>(connections, m_clock);
    connect(m_monitor.get(), &Monitor::settled, this, &ConnectionTest::takeTraefiks);
    m_monitor->start(true);
}

void ConnectionTest::takeTraefiks()
{
    TestRow& tested = row(TestStep::Traefik);
    std::optional<base::Error> first;
    m_monitor->tables().instances.forEach([&](Slot, const TraefikInstance& instance) {
        ++tested.total;
        if (instance.source.phase == base::SourcePhase::Live)
            ++tested.count;
        else if (!first) {
            first = instance.source.error;
            tested.extra = instance.node.isEmpty() ? instance.key : instance.node;
        }
    });
    if (first)
        fail(TestStep::Traefik, *first, tested.count > 0 ? base::State::Warning : base::State::Critical);
    else if (tested.total == 0)
        fail(TestStep::Traefik,
             {.kind = base::ErrorKind::NotFound,
              .what = tr("No job of this cluster runs Traefik, as far as the token may see."),
              .why = {},
              .hint = tr("Name the addresses of the Traefik APIs in the profile, or use a token with read-job."),
              .original = {}},
             base::State::Warning);
    else
        end(TestStep::Traefik, base::State::Ok);
}

void ConnectionTest::finishIfDone()
{
    const bool isDone = std::all_of(m_rows.begin(), m_rows.end(), [](const TestRow& tested) {
        return tested.isLeftOut || (tested.state != base::State::Pending && tested.state != base::State::Unknown);
    });
    if (!isDone || m_isFinished) return;
    m_isFinished = true;
    m_end.stop();
    emit finished();
}

} // namespace tailboard::cluster
