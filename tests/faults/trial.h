// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cluster/watched.h"
#include "tests/faults/rows.h"

#include <QElapsedTimer>
#include <QTimer>
#include <optional>

namespace tailboard::faults_test {

/// One line of the fault matrix: what is done to the demo cluster, and what the monitor must show of it.
struct FaultCase
{
    QByteArray name;
    demo::Server server = demo::Server::Nomad; ///< whose source is to show it
    std::function<void(demo::Faults&)> set;
    /// The error that must show; none when the source must stay without one.
    std::optional<base::ErrorKind> kind;
    QString words;  ///< stand in the error's `what`
    QString notice; ///< must stand in the notice, when there is no error
    /// Tables whose rows' content may differ while the fault lasts.
    QStringList mayChange;
    /// Tables that may even lose rows: a right was taken away.
    QStringList mayEmpty;
    base::State health = base::State::Stale; ///< of the source while the fault lasts
    int longestRetry = 30;                   ///< nextTry lies at most so far ahead, in seconds
    bool clearsItself = false;               ///< what was done is over in a moment
    bool needsRefresh = false; ///< the end of the fault is noticed at a refresh (or an audit, minutes later)
    bool isSlow = false;       ///< the answers come, but need their time
    std::function<void(cluster::Connections&)> change;
    demo::Options options{.moving = false};
};

/// Takes one case through its life: healthy, ill, observed, cured. It only writes down what it sees, so that many run
/// at the same time and the waits of one are not added to those of another.
class Trial final : public QObject
{
public:
    explicit Trial(FaultCase faultCase);

    bool isOver() const { return m_step == Step::Over; }
    const QByteArray& name() const { return m_case.name; }
    /// Everything that is not as it must be; empty when the program did well.
    QStringList complaints() const { return m_complaints; }
    /// What the source showed: kind and sentence, or its notice.
    QString shown() const;

private:
    enum class Step { Starting, Quiet, FallingIll, Ill, Recovering, Over };

    void look();
    void fallIll();
    void observe();
    void checkError();
    void checkRows(const QString& when);
    void checkOthers();
    void checkNextTry();
    bool isShown() const;
    bool isWell() const;
    bool isWell(demo::Server server) const;
    const base::SourceState& source(demo::Server server) const;
    /// Requests that the ill server has seen, and how many of them began a new attempt.
    std::pair<int, int> requests() const;
    void complain(const QString& text);
    void enter(Step step);
    void finish();

    FaultCase m_case;
    cluster_test::Watched m_watched;
    std::optional<Rows> m_before;
    QDateTime m_fetchedBefore[demo::serverCount];
    QTimer m_timer;
    QElapsedTimer m_inStep;
    QElapsedTimer m_quiet;
    Step m_step = Step::Starting;
    QStringList m_complaints;
    std::optional<base::Error> m_error;
    QString m_notice;
    std::pair<int, int> m_requestsBefore;
    bool m_sawNextTry = false;
};

/// What became of a case.
struct Outcome
{
    QByteArray name;
    QString shown;          ///< as Trial::shown()
    QStringList complaints; ///< as Trial::complaints()
};

/// Runs all cases, a few at a time, until they are over.
std::vector<Outcome> runTrials(const std::vector<FaultCase>& cases);

/// The body of a matrix's data function and of its test function.
void addOutcomes(const std::vector<Outcome>& outcomes);
void verifyOutcome();

} // namespace tailboard::faults_test
