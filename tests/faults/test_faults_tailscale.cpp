// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/common_faults.h"
#include "tests/support/message_guard.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::faults_test;
using base::ErrorKind;
using demo::FaultKind;
using demo::Server;

/// What the monitor shows of a tailscaled that is ill or not in the tailnet, and how it comes back.
class TestFaultsTailscale : public QObject
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

/// tailscaled answers, but is not in the tailnet. What it says of the peers may change; that they are there does not.
FaultCase tailnetFault(const QByteArray& name, demo::TailnetFault fault, const QString& words)
{
    FaultCase out{.name = name, .server = Server::Tailscale, .kind = ErrorKind::NotRunning, .words = words};
    out.set = [=](demo::Faults& faults) { faults.setTailnet(fault); };
    out.mayChange = QStringList{u"peers"_s, u"routes"_s};
    out.longestRetry = 60; // the bus tells of a change at once; this is the look beside it
    return out;
}

std::vector<FaultCase> tailscaleFaults()
{
    constexpr Server daemon = Server::Tailscale;
    std::vector<FaultCase> cases{
        serverFault("hanging", daemon, FaultKind::Hang, ErrorKind::TimedOut),
        serverFault("refused", daemon, FaultKind::Refuse, ErrorKind::Unreachable),
        slowServer(daemon),
        serverFault("cut", daemon, FaultKind::Cut, ErrorKind::Cut),
        serverFault("oversized", daemon, FaultKind::Oversized, ErrorKind::TooLarge),
        serverFault("not JSON", daemon, FaultKind::NonJson, ErrorKind::Malformed),
        serverFault("HTML error page", daemon, FaultKind::HtmlError, ErrorKind::ServerError),
        serverFault("wrong Content-Type", daemon, FaultKind::WrongContentType, ErrorKind::WrongProduct),
        serverFault("redirect", daemon, FaultKind::Redirect, ErrorKind::Redirected),
        serverFault("wrong product", daemon, FaultKind::WrongProduct, ErrorKind::WrongProduct),
        statusFault(401, daemon, ErrorKind::Unauthorized),
        statusFault(403, daemon, ErrorKind::Forbidden),
        statusFault(404, daemon, ErrorKind::WrongProduct),
        statusFault(429, daemon, ErrorKind::RateLimited),
        statusFault(500, daemon, ErrorKind::ServerError),
        tailnetFault("stopped", demo::TailnetFault::Stopped, u"stopped"_s),
        tailnetFault("logged out", demo::TailnetFault::LoggedOut, u"logged out"_s),
        tailnetFault("no state", demo::TailnetFault::NoState, u"starting"_s),
        tailnetFault("key expired", demo::TailnetFault::SelfKeyExpired, u"key has ended"_s),
    };
    FaultCase restarted{.name = "daemon restarted", .server = daemon, .kind = ErrorKind::Unreachable};
    restarted.set = [](demo::Faults& faults) { faults.restart(Server::Tailscale, std::chrono::seconds(3)); };
    restarted.clearsItself = true;
    cases.push_back(restarted);
    return cases;
}

} // namespace

void TestFaultsTailscale::initTestCase()
{
    m_outcomes = runTrials(tailscaleFaults());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFaultsTailscale)
#include "test_faults_tailscale.moc"
