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

/// What the monitor shows of one Traefik that is ill beside two that are well, and how it comes back.
class TestFaultsTraefik : public QObject
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

std::vector<FaultCase> traefikFaults()
{
    constexpr Server second = Server::Traefik2;
    std::vector<FaultCase> cases{
        serverFault("hanging", second, FaultKind::Hang, ErrorKind::TimedOut),
        serverFault("refused", second, FaultKind::Refuse, ErrorKind::Unreachable),
        slowServer(second),
        serverFault("cut", second, FaultKind::Cut, ErrorKind::Cut),
        serverFault("oversized", second, FaultKind::Oversized, ErrorKind::TooLarge),
        serverFault("not JSON", second, FaultKind::NonJson, ErrorKind::Malformed),
        serverFault("HTML error page", second, FaultKind::HtmlError, ErrorKind::ServerError),
        serverFault("wrong Content-Type", second, FaultKind::WrongContentType, ErrorKind::WrongProduct),
        serverFault("redirect", second, FaultKind::Redirect, ErrorKind::Redirected),
        serverFault("wrong product", second, FaultKind::WrongProduct, ErrorKind::WrongProduct),
        statusFault(401, second, ErrorKind::Unauthorized),
        statusFault(403, second, ErrorKind::Forbidden),
        statusFault(429, second, ErrorKind::RateLimited),
        statusFault(500, second, ErrorKind::ServerError),
    };
    // Traefik's own 404 is what a closed API says: a known state. What was read before is kept, and grows old.
    FaultCase closed = statusFault(404, second, std::nullopt);
    closed.notice = u"API closed"_s;
    closed.mayChange = QStringList{u"instances"_s};
    closed.health = base::State::Ok;
    cases.push_back(closed);

    FaultCase restarted{.name = "daemon restarted", .server = second, .kind = ErrorKind::Unreachable};
    restarted.set = [](demo::Faults& faults) { faults.restart(second, std::chrono::seconds(15)); };
    restarted.clearsItself = true;
    cases.insert(cases.begin(), restarted);
    return cases;
}

} // namespace

void TestFaultsTraefik::initTestCase()
{
    m_outcomes = runTrials(traefikFaults());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFaultsTraefik)
#include "test_faults_traefik.moc"
