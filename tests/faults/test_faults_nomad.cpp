// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/common_faults.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::faults_test;
using base::ErrorKind;
using demo::FaultKind;
using demo::Server;

/// What the monitor shows of a Nomad that is ill, and how it comes back.
class TestFaultsNomad : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void faultIsShownAndOver_data() { addOutcomes(m_outcomes); }
    void faultIsShownAndOver() { verifyOutcome(); }

private:
    std::vector<Outcome> m_outcomes;
};

namespace {

/// The token lost the right to one list.
FaultCase deniedList(const QByteArray& path, const QString& notice, const QStringList& emptied,
                     const QStringList& changed = {})
{
    FaultCase denied{.name = "denied " + path};
    denied.set = [=](demo::Faults& faults) { faults.setNomadDenied({path}); };
    denied.notice = notice;
    denied.health = base::State::Ok;
    denied.mayEmpty = emptied;
    denied.mayChange = changed;
    denied.needsRefresh = true;
    return denied;
}

FaultCase tlsFault(const QByteArray& name, demo::TlsFault fault, ErrorKind kind)
{
    FaultCase tls{.name = name, .kind = kind};
    tls.set = [=](demo::Faults& faults) {
        faults.setNomadTls(fault);
        faults.makeStreamGap(1); // what is connected has been verified
    };
    tls.options.nomadTls = true;
    return tls;
}

std::vector<FaultCase> nomadFaults()
{
    constexpr Server nomad = Server::Nomad;
    std::vector<FaultCase> cases{
        serverFault("hanging", nomad, FaultKind::Hang, ErrorKind::TimedOut), // the longest first
        serverFault("refused", nomad, FaultKind::Refuse, ErrorKind::Unreachable),
        slowServer(nomad),
        serverFault("cut", nomad, FaultKind::Cut, ErrorKind::Cut),
        serverFault("oversized", nomad, FaultKind::Oversized, ErrorKind::TooLarge),
        serverFault("not JSON", nomad, FaultKind::NonJson, ErrorKind::Malformed),
        serverFault("HTML error page", nomad, FaultKind::HtmlError, ErrorKind::ServerError),
        serverFault("wrong Content-Type", nomad, FaultKind::WrongContentType, ErrorKind::WrongProduct),
        serverFault("redirect", nomad, FaultKind::Redirect, ErrorKind::Redirected),
        serverFault("wrong product", nomad, FaultKind::WrongProduct, ErrorKind::WrongProduct),
        statusFault(401, nomad, ErrorKind::Unauthorized),
        statusFault(403, nomad, ErrorKind::Forbidden),
        statusFault(404, nomad, ErrorKind::WrongProduct),
        statusFault(429, nomad, ErrorKind::RateLimited),
        statusFault(500, nomad, ErrorKind::ServerError),
        tlsFault("TLS name mismatch", demo::TlsFault::WrongName, ErrorKind::TlsWrongName),
        tlsFault("unknown CA", demo::TlsFault::UnknownAuthority, ErrorKind::TlsUntrusted),
        tlsFault("certificate expired", demo::TlsFault::Expired, ErrorKind::TlsFailed),
        deniedList("/v1/nodes", u"nodes (it lacks node:read)"_s, {u"nodes"_s}, {u"routes"_s}),
        deniedList("/v1/jobs", u"jobs (it lacks list-jobs)"_s, {u"jobs"_s, u"services"_s}, {u"routes"_s}),
        deniedList("/v1/allocations", u"allocations (it lacks read-job)"_s, {u"allocations"_s},
                   {u"routes"_s, u"services"_s}),
        deniedList("/v1/deployments", u"deployments (it lacks read-job)"_s, {u"deployments"_s}),
        deniedList("/v1/evaluations", u"evaluations (it lacks read-job)"_s, {u"evaluations"_s}),
        deniedList("/v1/services", u"services (it lacks read-job)"_s, {u"registrations"_s, u"services"_s, u"routes"_s}),
    };

    // Not the end of the stream, which comes first, but that of the lists.
    const auto cut = std::find_if(cases.begin(), cases.end(), [](const FaultCase& row) { return row.name == "cut"; });
    cut->words = u"inside an answer"_s;

    FaultCase anonymous{.name = "ACL on, no token", .kind = ErrorKind::Forbidden};
    anonymous.set = [](demo::Faults& faults) { faults.setNomadAcl(true); };
    anonymous.words = u"asks for a token"_s;
    cases.push_back(anonymous);

    FaultCase rejected{.name = "token rejected", .kind = ErrorKind::Unauthorized};
    rejected.set = [](demo::Faults& faults) { faults.setNomadAcl(true); };
    rejected.words = u"does not know this token"_s;
    rejected.change = [](cluster::Connections& connections) {
        connections.nomadCredentials = http::Credentials::nomadToken("00000000-1111-2222-3333-444444444444");
    };
    cases.push_back(rejected);

    FaultCase leaderless{.name = "no leader", .kind = ErrorKind::NoLeader};
    leaderless.set = [](demo::Faults& faults) { faults.setNomadLeaderless(true); };
    cases.push_back(leaderless);

    FaultCase stream{.name = "event stream ends at once"};
    stream.set = [](demo::Faults& faults) {
        faults.setStreamRefused(true);
        faults.makeStreamGap(1);
    };
    stream.notice = u"refuses the event stream"_s;
    stream.health = base::State::Ok;
    stream.needsRefresh = true;
    cases.push_back(stream);

    FaultCase restarted{.name = "daemon restarted", .kind = ErrorKind::Unreachable};
    restarted.set = [](demo::Faults& faults) { faults.restart(Server::Nomad, std::chrono::seconds(3)); };
    restarted.clearsItself = true;
    cases.push_back(restarted);

    FaultCase gap{.name = "stream gap", .kind = ErrorKind::Cut};
    gap.set = [](demo::Faults& faults) { faults.makeStreamGap(500); };
    gap.clearsItself = true;
    cases.push_back(gap);
    return cases;
}

} // namespace

void TestFaultsNomad::initTestCase()
{
    m_outcomes = runTrials(nomadFaults());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFaultsNomad)
#include "test_faults_nomad.moc"
