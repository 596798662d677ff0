// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/state.h"
#include "app/cluster/monitor.h"
#include "app/nomad/client.h"

#include <QElapsedTimer>
#include <QTimer>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace tailboard::cluster {

/// The calls of a test, in their order.
enum class TestStep {
    Tailscale, ///< tailscaled's status
    Leader,    ///< Nomad answers and has a leader
    Agent,     ///< which Nomad it is; needs agent:read
    Token,     ///< what the token is
    Jobs,      ///< whether it may list jobs
    Traefik,   ///< every Traefik, found through Nomad or named
};
constexpr int testStepCount = int(TestStep::Traefik) + 1;

/// One call and what came of it.
struct TestRow
{
    TestStep step = TestStep::Tailscale;
    /// Unknown: its turn has not come, or it was left out; Pending: under way; Warning: works without it.
    base::State state = base::State::Unknown;
    bool isLeftOut = false;                        ///< the profile does not ask for it, or what it needs failed
    std::optional<std::chrono::milliseconds> took; ///< when it ended
    int httpStatus = 0;                            ///< 0: no answer
    std::optional<base::Error> error;
    QString name;  ///< tailnet; leader's address; Nomad's version; token's name or accessor
    QString extra; ///< this machine; region; the token's policies; the first Traefik that failed
    int count = 0; ///< other machines; jobs; Traefiks that answer
    int total = 0; ///< Traefiks in all
};

/// Tries what a profile names: each call once, with its time and status, the three APIs side by side and Nomad's own
/// calls one after the other. Writes nothing anywhere. GUI thread.
class ConnectionTest : public QObject
{
    Q_OBJECT

public:
    /// `clock` outlives the test. At most `limit` in all; what is not there by then has timed out.
    ConnectionTest(Connections connections, const base::Clock& clock,
                   std::chrono::milliseconds limit = std::chrono::seconds(20), QObject* parent = nullptr);
    ~ConnectionTest() override;

    /// Once only. finished() comes once, unless the test is deleted before.
    void start();
    const std::vector<TestRow>& rows() const { return m_rows; }
    bool isFinished() const { return m_isFinished; }

signals:
    /// The row of that step changed.
    void changed(tailboard::cluster::TestStep step);
    void finished();

private:
    using Take = void (ConnectionTest::*)(TestRow&, const http::Response&);

    TestRow& row(TestStep step) { return m_rows[size_t(step)]; }
    void begin(TestStep step);
    void end(TestStep step, base::State state);
    void fail(TestStep step, const base::Error& error, base::State state = base::State::Critical);
    void leaveOut(TestStep step);
    void testTailscale();
    void testNomad();
    void testAgent();
    void testToken();
    void testJobs();
    void testTraefik();
    void takeTraefiks();
    void finishIfDone();

    const Connections m_connections;
    const base::Clock& m_clock;
    std::chrono::milliseconds m_limit;
    std::vector<TestRow> m_rows;
    std::vector<QElapsedTimer> m_began;
    std::unique_ptr<http::Client> m_tailscale;
    std::unique_ptr<nomad::Client> m_nomad;
    std::unique_ptr<Monitor> m_monitor; ///< finds the Traefiks as the window does
    QTimer m_end;
    bool m_isFinished = false;
};

} // namespace tailboard::cluster
