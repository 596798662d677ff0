// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/findings/findings.h"
#include "tests/cluster/world.h"

#include <QtTest>

namespace tailboard::findings_test {

using findings::Findings;

/// A world joined and checked, with a clock that stands.
struct Checked
{
    explicit Checked(cluster_test::World w)
        : world(std::move(w))
    {
        world.feed(join);
        QObject::connect(&findings, &Findings::changed,
                         [this](const cluster::Delta& delta) { deltas.push_back(delta); });
        flush();
    }
    void flush()
    {
        const auto changed = join.flush();
        findings.update(changed);
        findings.updateSources();
        join.recycle();
    }
    void tick(std::chrono::milliseconds step)
    {
        clock.advance(step);
        join.touchDue();
        flush();
    }
    /// A new state of the world's Traefik on node n.
    void tellTraefik(int n)
    {
        world.feedTraefik(join, cluster_test::traefikKey(n));
        flush();
    }
    void tell(const nomad::Node& row)
    {
        join.nodesArrived({&row, 1});
        flush();
    }
    void tell(const nomad::Job& row)
    {
        join.jobsArrived({&row, 1});
        flush();
    }
    void tell(const nomad::JobNeeds& needs)
    {
        join.jobNeedsFound(needs);
        flush();
    }
    void tell(const nomad::Evaluation& row)
    {
        join.evaluationsArrived({&row, 1});
        flush();
    }
    void tell(const nomad::Allocation& row)
    {
        join.allocationsArrived({&row, 1});
        flush();
    }
    const cluster::Finding* get(const QString& id) const { return findings.table().get(id); }
    QStringList ids() const
    {
        QStringList all;
        findings.table().forEach([&](cluster::Slot, const cluster::Finding& finding) { all.append(finding.id); });
        all.sort();
        return all;
    }

    cluster_test::World world;
    base::FixedClock clock{QDateTime(QDate(2026, 11, 23), QTime(19, 0), Qt::UTC)};
    cluster::Join join{clock};
    Findings findings{join, clock};
    std::vector<cluster::Delta> deltas;
};

} // namespace tailboard::findings_test

#define QVERIFY_WHOLE(finding)                                                                                         \
    do {                                                                                                               \
        QVERIFY(finding);                                                                                              \
        QVERIFY(!(finding)->text.isEmpty());                                                                           \
        QVERIFY(!(finding)->text.contains(u'%'));                                                                      \
        QVERIFY(!(finding)->remedy.isEmpty());                                                                         \
        QVERIFY((finding)->since.isValid());                                                                           \
        QVERIFY((finding)->id.startsWith((finding)->check + u'/'));                                                    \
        QVERIFY(!(finding)->subject.isEmpty());                                                                        \
    } while (false)
