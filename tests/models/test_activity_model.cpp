// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/activity_ring.h"
#include "tests/support/message_guard.h"
#include "ui/models/activity_model.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tailboard;
using namespace tailboard::cluster;
using base::State;
using base::Symbol;
using models::ActivityModel;
using models::RowFilter;

class TestActivityModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void newestStandsFirst();
    void equalRowsStandNewestFirst();
    void filterKnowsItsWords_data();
    void filterKnowsItsWords();
    void droppedLinesLeave();

private:
    quint64 add(ActivityKind kind, State state, const QString& job, const QString& name = {},
                const QString& status = {}, const QString& node = {})
    {
        ActivityEntry row;
        row.kind = kind;
        row.state = state;
        row.job = Symbol::of(job);
        row.name = name;
        row.after = Symbol::of(status);
        row.node = Symbol::of(node);
        row.id.bytes[0] = 0x7f;
        row.id.bytes[1] = 0x3a;
        const quint64 number = m_ring->add(row, 0ms);
        m_model->apply(m_ring->take());
        m_ring->recycle();
        return number;
    }
    QStringList keys() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row)
            all << m_model->index(row, 0).data(models::KeyRole).toString();
        return all;
    }

    std::unique_ptr<ActivityRing> m_ring;
    std::unique_ptr<ActivityModel> m_model;
};

void TestActivityModel::init()
{
    m_model.reset();
    m_ring = std::make_unique<ActivityRing>(ActivityLimits{.lines = 20, .life = 0s});
    m_model = std::make_unique<ActivityModel>(m_ring->lines());
    m_model->sort(ActivityModel::Time, Qt::DescendingOrder);
}

void TestActivityModel::newestStandsFirst()
{
    for (int i = 0; i < 12; ++i)
        add(ActivityKind::Job, State::Ok, u"web"_s);
    QStringList expected;
    for (int i = 12; i > 0; --i)
        expected << QString::number(i);
    QCOMPARE(keys(), expected);
}

void TestActivityModel::equalRowsStandNewestFirst()
{
    m_model->sort(ActivityModel::State, Qt::AscendingOrder);
    add(ActivityKind::Job, State::Ok, u"web"_s);
    add(ActivityKind::Job, State::Critical, u"web"_s);
    add(ActivityKind::Job, State::Ok, u"web"_s);
    QCOMPARE(keys(), (QStringList{u"2"_s, u"3"_s, u"1"_s}));
    m_model->sort(ActivityModel::Kind, Qt::AscendingOrder);
    add(ActivityKind::Allocation, State::Ok, u"web"_s);
    QCOMPARE(keys(), (QStringList{u"4"_s, u"3"_s, u"2"_s, u"1"_s}));
}

void TestActivityModel::filterKnowsItsWords_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("rows");
    QTest::newRow("kind") << u"kind:router"_s << QStringList{u"2"_s};
    QTest::newRow("job") << u"job:web"_s << QStringList{u"3"_s, u"1"_s};
    QTest::newRow("whole job") << u"job:=web"_s << QStringList{u"1"_s};
    QTest::newRow("node") << u"node:sub02"_s << QStringList{u"1"_s};
    QTest::newRow("status") << u"status:failed"_s << QStringList{u"1"_s};
    QTest::newRow("state") << u"status:critical"_s << QStringList{u"2"_s, u"1"_s};
    QTest::newRow("not") << u"!kind:job"_s << QStringList{u"2"_s, u"1"_s};
    QTest::newRow("text") << u"blog"_s << QStringList{u"2"_s};
    QTest::newRow("id") << u"7f3a"_s << QStringList{u"3"_s, u"2"_s, u"1"_s};
    QTest::newRow("nothing") << u"7f3b"_s << QStringList{};
}

void TestActivityModel::filterKnowsItsWords()
{
    QFETCH(QString, filter);
    QFETCH(QStringList, rows);
    add(ActivityKind::Allocation, State::Critical, u"web"_s, {}, u"failed"_s, u"firefly-sub02"_s);
    add(ActivityKind::Router, State::Critical, u"x"_s, u"blog@nomad"_s);
    add(ActivityKind::Job, State::Ok, u"web-preview"_s);
    m_model->setFilter(RowFilter::parse(filter));
    QCOMPARE(keys(), rows);
}

void TestActivityModel::droppedLinesLeave()
{
    for (int i = 0; i < 50; ++i)
        add(ActivityKind::Job, State::Ok, u"web"_s);
    QCOMPARE(m_model->rowCount(), int(m_ring->lines().size()));
    QVERIFY(m_model->rowCount() <= 20);
    QCOMPARE(keys().first(), u"50"_s);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestActivityModel)
#include "test_activity_model.moc"
