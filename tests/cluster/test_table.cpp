// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/changes.h"
#include "app/cluster/dependents.h"
#include "app/cluster/slot_lists.h"
#include "app/cluster/tables.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <map>
#include <random>
#include <set>

using namespace Qt::StringLiterals;
using namespace tailboard::cluster;

namespace {

struct Row
{
    QString key;
    int value = 0;

    friend bool operator==(const Row&, const Row&) = default;
};

using RowTable = Table<Row, KeyOf<&Row::key>>;

} // namespace

class TestTable : public QObject
{
    Q_OBJECT

private slots:
    void behavesLikeAMap_data();
    void behavesLikeAMap();
    void rowKeepsItsSlotAndPlace();
    void removedRowIsReadableUntilRecycle();
    void freedSlotIsGivenOutAgain();
    void changesCompressWhatHappened();
    void slotListsHoldWhatAMultimapHolds();
    void dependentsFollowTheirSets();
};

void TestTable::behavesLikeAMap_data()
{
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1u, 2u, 3u, 4u})
        QTest::addRow("seed %u", seed) << seed;
}

void TestTable::behavesLikeAMap()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    RowTable table;
    std::map<QString, int> model;

    for (int step = 0; step < 20'000; ++step) {
        const QString key = QString::number(random() % 700);
        const int value = int(random() % 4);
        if (random() % 3 != 0) {
            const auto known = model.find(key);
            const Put expected = known == model.end()     ? Put::Inserted
                                 : known->second == value ? Put::Unchanged
                                                          : Put::Changed;
            QCOMPARE(table.put({key, value}).second, expected);
            model[key] = value;
        } else {
            const auto slot = table.find(key);
            QCOMPARE(slot.has_value(), model.contains(key));
            if (slot) table.remove(*slot);
            model.erase(key);
            QVERIFY(!table.find(key));
        }
        if (random() % 50 == 0) table.recycle();
        if (step % 500 == 0) {
            std::map<QString, int> seen;
            table.forEach([&](Slot slot, const Row& row) {
                QVERIFY(table.isAlive(slot));
                QCOMPARE(table.find(row.key), std::optional(slot));
                seen[row.key] = row.value;
            });
            QCOMPARE(seen, model);
        }
        QCOMPARE(table.size(), model.size());
    }
}

void TestTable::rowKeepsItsSlotAndPlace()
{
    RowTable table;
    const Slot slot = table.put({u"a"_s, 1}).first;
    const Row* place = &table.at(slot);

    for (int i = 0; i < 10'000; ++i)
        table.put({QString::number(i), i});
    table.put({u"a"_s, 2});

    QCOMPARE(table.find(u"a"_s), std::optional(slot));
    QCOMPARE(&table.at(slot), place);
    QCOMPARE(place->value, 2);
}

void TestTable::removedRowIsReadableUntilRecycle()
{
    RowTable table;
    const Slot slot = table.put({u"a"_s, 7}).first;

    table.remove(slot);

    QVERIFY(!table.isAlive(slot));
    QVERIFY(!table.get(u"a"_s));
    QCOMPARE(table.at(slot).value, 7);
    table.recycle();
    QCOMPARE(table.at(slot), Row{});
}

void TestTable::freedSlotIsGivenOutAgain()
{
    RowTable table;
    const Slot slot = table.put({u"a"_s, 7}).first;
    table.remove(slot);
    QVERIFY(table.put({u"b"_s, 1}).first != slot);

    table.recycle();

    QCOMPARE(table.put({u"c"_s, 1}).first, slot);
    QCOMPARE(table.slotCount(), Slot(2));
}

void TestTable::changesCompressWhatHappened()
{
    Changes changes;
    changes.inserted(1); // comes and goes
    changes.removed(1);
    changes.inserted(2); // comes and changes
    changes.changed(2);
    changes.changed(3); // changes twice
    changes.changed(3);
    changes.changed(4); // changes and goes
    changes.removed(4);
    QVERIFY(changes.hasGone());

    const Delta delta = changes.take(TableId::Nodes);

    QCOMPARE(delta.table, TableId::Nodes);
    QCOMPARE(delta.inserted, std::vector<Slot>{2});
    QCOMPARE(delta.changed, std::vector<Slot>{3});
    QCOMPARE(delta.removed, std::vector<Slot>{4});
    QVERIFY(changes.isEmpty());
    QVERIFY(!changes.hasGone());
    QVERIFY(changes.take(TableId::Nodes).isEmpty());
}

void TestTable::slotListsHoldWhatAMultimapHolds()
{
    std::mt19937 random(5);
    SlotLists lists;
    std::map<Slot, size_t> keyOf;

    for (int step = 0; step < 20'000; ++step) {
        const Slot slot = random() % 300;
        if (const auto known = keyOf.find(slot); known != keyOf.end()) {
            lists.remove(known->second, slot);
            keyOf.erase(known);
        } else {
            keyOf[slot] = random() % 20;
            lists.insert(keyOf[slot], slot);
        }
        if (step % 100 != 0) continue;
        for (size_t key = 0; key < 20; ++key) {
            std::set<Slot> found, expected;
            lists.visit(key, [&](Slot s) { QVERIFY(found.insert(s).second); });
            for (const auto& [s, k] : keyOf)
                if (k == key) expected.insert(s);
            QCOMPARE(found, expected);
        }
    }
}

void TestTable::dependentsFollowTheirSets()
{
    std::mt19937 random(6);
    Dependents dependents;
    std::vector<std::vector<size_t>> current(40);

    for (int step = 0; step < 5'000; ++step) {
        const quint32 who = random() % 40;
        std::vector<size_t> wanted(random() % 6);
        for (size_t& key : wanted)
            key = random() % 15;
        const std::set<size_t> unique(wanted.begin(), wanted.end());
        dependents.set(who, current[who], wanted);
        QCOMPARE(current[who], std::vector<size_t>(unique.begin(), unique.end()));
        if (step % 50 != 0) continue;
        for (size_t key = 0; key < 15; ++key) {
            std::set<quint32> found, expected;
            dependents.visit(key, [&](quint32 d) { QVERIFY(found.insert(d).second); });
            for (quint32 i = 0; i < 40; ++i)
                if (std::binary_search(current[i].begin(), current[i].end(), key)) expected.insert(i);
            QCOMPARE(found, expected);
        }
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTable)
#include "test_table.moc"
