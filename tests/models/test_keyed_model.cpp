// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/models/keyed_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::models;
using base::State;
using cluster::Delta;
using cluster::Slot;

namespace {

/// The least that is a table: a name, a number and a state, and a count of how often rows were compared.
class Numbers : public KeyedModel
{
public:
    struct Row
    {
        QString name;
        int number = 0;
        State state = State::Ok;
        bool isAlive = false;
    };

    std::vector<Row> rows;
    mutable qint64 comparisons = 0;
    mutable qint64 matched = 0;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 3; }
    /// Changes the rows and tells the model, as a Join does.
    void change(Slot slot, int number, State state)
    {
        rows[slot].number = number;
        rows[slot].state = state;
    }
    Slot insert(const QString& name, int number, State state)
    {
        rows.push_back({name, number, state, true});
        return Slot(rows.size() - 1);
    }

protected:
    Slot slotCount() const override { return Slot(rows.size()); }
    bool isAlive(Slot slot) const override { return rows[slot].isAlive; }
    QString keyText(Slot slot) const override { return rows[slot].name; }
    State stateOf(Slot slot) const override { return rows[slot].state; }
    std::weak_ordering compare(Slot a, Slot b, int column) const override
    {
        ++comparisons;
        if (column == 0) return knownState(a) <=> knownState(b);
        if (column == 1) return rows[a].number <=> rows[b].number;
        return compareText(rows[a].name, rows[b].name);
    }
    bool matches(Slot slot, const FilterTerm& term) const override
    {
        ++matched;
        return term.isIn(rows[slot].name);
    }
};

/// What the model should show, worked out from nothing each time.
QStringList expected(const Numbers& model, int column, Qt::SortOrder order, const RowFilter& filter)
{
    std::vector<const Numbers::Row*> rows;
    for (const Numbers::Row& row : model.rows) {
        if (!row.isAlive) continue;
        if (!filter.states.isEmpty() && !filter.states.contains(row.state)) continue;
        bool isShown = true;
        for (const FilterTerm& term : filter.terms)
            isShown = isShown && (row.name.contains(term.text, Qt::CaseInsensitive) != term.isNegated);
        if (isShown) rows.push_back(&row);
    }
    std::sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
        int sign = 0;
        if (column == 0) sign = int(a->state) - int(b->state);
        if (column == 1) sign = a->number - b->number;
        if (column == 2) sign = a->name.compare(b->name, Qt::CaseInsensitive);
        if (sign != 0) return order == Qt::AscendingOrder ? sign < 0 : sign > 0;
        return a->name < b->name;
    });
    QStringList names;
    for (const auto* row : rows)
        names << row->name;
    return names;
}

QStringList shown(const Numbers& model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row, 0).data(KeyRole).toString();
    return names;
}

Delta changed(std::vector<Slot> changedSlots)
{
    Delta delta;
    delta.changed = std::move(changedSlots);
    return delta;
}

void fill(Numbers& model, int count, unsigned seed = 1)
{
    std::mt19937 random(seed);
    for (int i = 0; i < count; ++i)
        model.insert(u"row-%1"_s.arg(i, 6, 10, QChar(u'0')), int(random() % 1'000'000), State(random() % 6));
    model.load();
}

/// Every signal by which rows could move or vanish.
struct MoveSpy
{
    explicit MoveSpy(QAbstractItemModel& model)
        : layouts(&model, &QAbstractItemModel::layoutChanged)
        , resets(&model, &QAbstractItemModel::modelReset)
        , inserts(&model, &QAbstractItemModel::rowsInserted)
        , removes(&model, &QAbstractItemModel::rowsRemoved)
    {}
    qsizetype count() const { return layouts.size() + resets.size() + inserts.size() + removes.size(); }
    QSignalSpy layouts, resets, inserts, removes;
};

} // namespace

class TestKeyedModel : public QObject
{
    Q_OBJECT

private slots:
    void randomHistoriesShowWhatIsThere_data();
    void randomHistoriesShowWhatIsThere();
    void oneChangedRowIsOneRepaint();
    void neighboursThatChangeTogetherAreBothPlaced();
    void rowThatComesWithChangesFindsItsPlace();
    void heldRowsStayAndGoToTheirPlaceAfterwards();
    void heldNewRowsComeAtTheEnd();
    void filterWhileHeldShowsAnOrderedList();
    void countsFollowStates();
    void restateLooksAtAllAgain();
    void persistentIndexesFollowTheirRows();
    void filterReadsTerms_data();
    void filterReadsTerms();
    void hostileFiltersAreBounded();
    void filterKeystrokeLooksAtEachRowOnce();
    void thousandChangesCostLittle();
    void severalColumnsSortLikeANaiveSort();
    void unknownAndRepeatedSortColumnsAreLeftOut();
    void heldRowsKeepTheirIdentity();
    void aCostlyPatternLeavesTheFilterAsItWas();
    void statusTermsFollowTheStates();
};

void TestKeyedModel::randomHistoriesShowWhatIsThere_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestKeyedModel::randomHistoriesShowWhatIsThere()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    Numbers model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    fill(model, 20, seed);
    int column = 0;
    Qt::SortOrder order = Qt::AscendingOrder;
    RowFilter filter;
    model.sort(column, order);
    bool isHeld = false;
    int next = 1000;

    for (int step = 0; step < 400; ++step) {
        Delta delta;
        const bool isLarge = below(15) == 0; // takes the way of many rows
        std::vector<bool> isTouched(model.rows.size(), false);
        const auto some = [&](int most) { return isLarge ? 20 + below(40) : below(most); };
        for (int i = some(6); i > 0; --i) {
            const auto slot = Slot(below(int(model.rows.size())));
            if (!model.rows[slot].isAlive || isTouched[slot]) continue;
            isTouched[slot] = true;
            if (below(4) == 0) {
                model.rows[slot].isAlive = false;
                delta.removed.push_back(slot);
            } else {
                model.change(slot, below(30), State(below(6)));
                delta.changed.push_back(slot);
            }
        }
        for (int i = some(4); i > 0; --i)
            delta.inserted.push_back(model.insert(u"row-%1"_s.arg(next++), below(30), State(below(6))));
        model.apply(delta);

        switch (below(12)) {
        case 0:
            column = below(3);
            order = below(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
            model.sort(column, order);
            break;
        case 1:
            filter = RowFilter::parse(below(2) ? QString::number(below(10)) : u"!"_s + QString::number(below(10)));
            model.setFilter(filter);
            break;
        case 2:
            filter = {{}, {State(below(6)), State(below(6))}};
            model.setFilter(filter);
            break;
        case 3:
            filter = {};
            model.setFilter(filter);
            break;
        case 4:
            isHeld = !isHeld;
            model.setHeld(isHeld);
            break;
        case 5: // narrower and wider by turns
            filter = filter.terms.isEmpty() ? RowFilter::parse(u"1"_s)
                                            : RowFilter::parse(filter.terms.first().text + QString::number(below(10)));
            model.setFilter(filter);
            break;
        case 6: {
            for (Slot slot = 0; slot < Slot(model.rows.size()); ++slot)
                if (model.rows[slot].isAlive && below(3) == 0) model.rows[slot].state = State(below(6));
            model.restate();
            break;
        }
        default:
            break;
        }
        const QStringList wanted = expected(model, column, order, filter);
        if (!isHeld) {
            QCOMPARE(shown(model), wanted);
            QCOMPARE(model.displaced(), 0);
        } else {
            QStringList sorted = shown(model), alsoSorted = wanted;
            sorted.sort();
            alsoSorted.sort();
            QCOMPARE(sorted, alsoSorted);
        }
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowOf(model.slotAt(row)), std::optional<int>(row));
        std::array<int, 6> counts{};
        for (const Numbers::Row& row : model.rows)
            counts[size_t(row.state)] += row.isAlive;
        QVERIFY(model.stateCounts() == counts);
    }
    model.setHeld(false);
    QCOMPARE(shown(model), expected(model, column, order, filter));
}

void TestKeyedModel::oneChangedRowIsOneRepaint()
{
    Numbers model;
    fill(model, 100);
    model.sort(1);
    MoveSpy moves(model);
    QSignalSpy repaints(&model, &QAbstractItemModel::dataChanged);

    const Slot slot = model.slotAt(50);
    model.apply(changed({slot}));

    QCOMPARE(repaints.size(), 1);
    const QModelIndex from = repaints.first()[0].toModelIndex();
    const QModelIndex to = repaints.first()[1].toModelIndex();
    QCOMPARE(from, model.index(50, 0));
    QCOMPARE(to, model.index(50, 2));
    QCOMPARE(moves.count(), 0);
}

void TestKeyedModel::neighboursThatChangeTogetherAreBothPlaced()
{
    Numbers model;
    for (const int number : {1, 2, 3, 4})
        model.insert(QString::number(number), number, State::Ok);
    model.load();
    model.sort(1);

    model.change(1, 10, State::Ok); // beside each other they are in order, and both in the wrong place
    model.change(2, 11, State::Ok);
    model.apply(changed({1, 2}));

    QCOMPARE(shown(model), (QStringList{u"1"_s, u"4"_s, u"2"_s, u"3"_s}));
}

void TestKeyedModel::rowThatComesWithChangesFindsItsPlace()
{
    Numbers model;
    for (const int number : {1, 2, 3, 4, 5})
        model.insert(QString::number(number), number * 10, State::Ok);
    model.load();
    model.sort(1);

    model.change(2, 1000, State::Ok);
    Delta delta = changed({2});
    delta.inserted = {model.insert(u"new"_s, 45, State::Ok)};
    model.apply(delta);

    QCOMPARE(shown(model), (QStringList{u"1"_s, u"2"_s, u"4"_s, u"new"_s, u"5"_s, u"3"_s}));
}

void TestKeyedModel::heldRowsStayAndGoToTheirPlaceAfterwards()
{
    Numbers model;
    fill(model, 50);
    model.sort(1);
    const QStringList before = shown(model);
    const Slot first = model.slotAt(0);
    model.setHeld(true);
    MoveSpy moves(model);

    model.change(first, 2'000'000, State::Critical);
    model.apply(changed({first}));
    model.apply(changed({first})); // twice is still one

    QCOMPARE(shown(model), before);
    QCOMPARE(moves.count(), 0);
    QCOMPARE(model.displaced(), 1);

    model.setHeld(false);
    QCOMPARE(model.displaced(), 0);
    QCOMPARE(model.rowOf(first), std::optional<int>(49));
    QCOMPARE(moves.layouts.size(), 1);
}

void TestKeyedModel::heldNewRowsComeAtTheEnd()
{
    Numbers model;
    fill(model, 10);
    model.sort(1);
    const QStringList before = shown(model);
    model.setHeld(true);

    Delta delta;
    delta.inserted = {model.insert(u"new"_s, -1, State::Ok)};
    model.apply(delta);

    QCOMPARE(shown(model), before + QStringList{u"new"_s});
    QCOMPARE(model.displaced(), 1);
    model.setHeld(false);
    QCOMPARE(shown(model).first(), u"new"_s);
}

void TestKeyedModel::filterWhileHeldShowsAnOrderedList()
{
    Numbers model;
    fill(model, 30);
    model.sort(1);
    model.setHeld(true);
    const Slot first = model.slotAt(0);
    model.change(first, 2'000'000, State::Ok);
    model.apply(changed({first}));

    const RowFilter filter = RowFilter::parse(u"row-0000"_s);
    model.setFilter(filter);

    QCOMPARE(shown(model), expected(model, 1, Qt::AscendingOrder, filter));
    QCOMPARE(model.displaced(), 0);
}

void TestKeyedModel::countsFollowStates()
{
    Numbers model;
    for (const State state : {State::Ok, State::Ok, State::Warning})
        model.insert(QString::number(model.rows.size()), 0, state);
    model.load();
    QCOMPARE(model.worst(), State::Warning);
    QSignalSpy counts(&model, &KeyedModel::countsChanged);
    model.setFilter({{}, {State::Ok}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.total(), 3);

    model.change(2, 0, State::Critical);
    model.apply(changed({2}));
    QCOMPARE(counts.size(), 1);
    QCOMPARE(model.worst(), State::Critical);
    QCOMPARE(model.stateCounts()[size_t(State::Warning)], 0);

    Delta gone;
    model.rows[2].isAlive = false;
    gone.removed = {2};
    model.apply(gone);
    QCOMPARE(model.worst(), State::Ok);
    QCOMPARE(model.total(), 2);
}

void TestKeyedModel::restateLooksAtAllAgain()
{
    Numbers model;
    fill(model, 100);
    model.sort(0);
    MoveSpy moves(model);
    for (Numbers::Row& row : model.rows)
        row.state = row.number % 2 ? State::Stale : State::Critical;

    model.restate();

    QCOMPARE(shown(model), expected(model, 0, Qt::AscendingOrder, {}));
    QCOMPARE(moves.layouts.size(), 1);
    QCOMPARE(moves.resets.size() + moves.inserts.size() + moves.removes.size(), 0);
    QCOMPARE(model.stateCounts()[size_t(State::Ok)], 0);
}

void TestKeyedModel::persistentIndexesFollowTheirRows()
{
    Numbers model;
    fill(model, 200);
    model.sort(2);
    QList<QPersistentModelIndex> kept;
    QStringList names;
    for (const int row : {0, 17, 100, 199}) {
        kept << model.index(row, 1);
        names << model.index(row, 0).data(KeyRole).toString();
    }
    model.sort(1, Qt::DescendingOrder);
    Delta delta;
    for (Slot slot = 50; slot < 90; ++slot) {
        model.rows[slot].isAlive = false;
        delta.removed.push_back(slot);
    }
    for (int i = 0; i < 60; ++i)
        delta.inserted.push_back(model.insert(u"new-%1"_s.arg(i), i * 5000, State::Ok));
    for (Slot slot = 0; slot < 20; ++slot) {
        model.change(slot, int(slot) * 7, State::Warning);
        delta.changed.push_back(slot);
    }
    model.apply(delta);

    for (qsizetype i = 0; i < kept.size(); ++i) {
        QVERIFY(kept[i].isValid());
        QCOMPARE(kept[i].data(KeyRole).toString(), names[i]);
        QCOMPARE(kept[i].column(), 1);
    }
}

void TestKeyedModel::filterReadsTerms_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("terms"); // [!]key:[=]text
    QTest::newRow("words") << u"web Sub01"_s << QStringList{u":web"_s, u":sub01"_s};
    QTest::newRow("key") << u"host:sub01"_s << QStringList{u"host:sub01"_s};
    QTest::newRow("not") << u"!web"_s << QStringList{u"!:web"_s};
    QTest::newRow("not before the key") << u"!status:ok"_s << QStringList{u"!status:ok"_s};
    QTest::newRow("not after the key") << u"status:!ok"_s << QStringList{u"!status:ok"_s};
    QTest::newRow("twice not") << u"!status:!ok"_s << QStringList{u"status:ok"_s};
    QTest::newRow("whole word") << u"job:=web"_s << QStringList{u"job:=web"_s};
    QTest::newRow("not the whole word") << u"job:!=web"_s << QStringList{u"!job:=web"_s};
    QTest::newRow("equals alone is text") << u"=web"_s << QStringList{u":=web"_s};
    QTest::newRow("quotes") << u"\"two words\" x"_s << QStringList{u":two words"_s, u":x"_s};
    QTest::newRow("quotes in a term") << u"job:\"my job\""_s << QStringList{u"job:my job"_s};
    QTest::newRow("open quote") << u"\"a b"_s << QStringList{u":a b"_s};
    QTest::newRow("address") << u"https://web"_s << QStringList{u":https://web"_s};
    QTest::newRow("address and port") << u"100.64.0.1:8080"_s << QStringList{u":100.64.0.1:8080"_s};
    QTest::newRow("only a key") << u"host:"_s << QStringList{};
    QTest::newRow("nothing") << u"  \t "_s << QStringList{};
}

void TestKeyedModel::filterReadsTerms()
{
    QFETCH(QString, text);
    QFETCH(QStringList, terms);
    QStringList read;
    for (const FilterTerm& term : RowFilter::parse(text).terms) {
        const QString value = term.isWhole ? u"="_s + term.text : term.text;
        read << (term.isNegated ? u"!"_s : QString()) + term.key + u':' + value;
    }
    QCOMPARE(read, terms);
}

void TestKeyedModel::hostileFiltersAreBounded()
{
    RowFilter filter = RowFilter::parse(QString(100'000, u'x'));
    QCOMPARE(filter.terms.size(), 1);
    QCOMPARE(filter.terms.first().text.size(), 200);
    filter = RowFilter::parse(u"a "_s.repeated(50'000));
    QCOMPARE(filter.terms.size(), 20);
    filter = RowFilter::parse(u"\u202Ehost:\u0000\u0007 <b>x</b> \"!\" ! :"_s);
    QVERIFY(filter.terms.size() <= 6);

    const FilterTerm whole = RowFilter::parse(u"job:=web"_s).terms.first();
    QVERIFY(whole.isIn(u"web"_s));
    QVERIFY(whole.isIn(u"api WEB db"_s));
    QVERIFY(whole.isIn(u"web-preview web"_s));
    QVERIFY(!whole.isIn(u"web-preview"_s));
    QVERIFY(!whole.isIn(QString()));
}

void TestKeyedModel::filterKeystrokeLooksAtEachRowOnce()
{
    constexpr int count = 100'000;
    Numbers model;
    fill(model, count);
    model.sort(2);

    QElapsedTimer time;
    for (const QString& text : {u"9"_s, u"99"_s, u"9"_s, QString()}) {
        model.comparisons = 0;
        model.matched = 0;
        const int before = model.rowCount();
        time.start();
        model.setFilter(RowFilter::parse(text));
        qInfo("filter \"%s\": %d rows, %.1f ms, %lld comparisons", qPrintable(text), model.rowCount(),
              double(time.nsecsElapsed()) / 1e6, static_cast<long long>(model.comparisons));
        QVERIFY(model.matched <= count);
        // Nothing is sorted: the order of the hidden rows is kept, too.
        QCOMPARE(model.comparisons, 0);
        // Fewer rows: only the shown ones are looked at. More rows: only the hidden ones.
        QVERIFY(model.matched <= std::max(before, count - before));
    }
    QCOMPARE(model.rowCount(), count);
}

void TestKeyedModel::thousandChangesCostLittle()
{
    constexpr int count = 100'000;
    Numbers model;
    fill(model, count);
    model.sort(2);
    std::mt19937 random(7);
    std::vector<Slot> touched;
    for (int i = 0; i < 1'000; ++i)
        touched.push_back(Slot(random() % count));
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    QElapsedTimer time;

    // In place: two looks at the neighbours each, no order is made anew.
    MoveSpy moves(model);
    model.comparisons = 0;
    for (const Slot slot : touched)
        model.change(slot, 5, State::Warning);
    time.start();
    model.apply(changed(touched));
    qInfo("%zu changes in place: %.1f ms, %lld comparisons", touched.size(), double(time.nsecsElapsed()) / 1e6,
          static_cast<long long>(model.comparisons));
    QVERIFY(model.comparisons <= qint64(touched.size()) * 2);
    QCOMPARE(moves.count(), 0);

    // All move: each looks for its place by halves.
    model.sort(1);
    for (const Slot slot : touched)
        model.change(slot, int(random() % 1'000'000), State::Warning);
    model.comparisons = 0;
    time.start();
    model.apply(changed(touched));
    qInfo("%zu changes that move: %.1f ms, %lld comparisons", touched.size(), double(time.nsecsElapsed()) / 1e6,
          static_cast<long long>(model.comparisons));
    QVERIFY(model.comparisons <= qint64(touched.size()) * 40);
    QCOMPARE(shown(model), expected(model, 1, Qt::AscendingOrder, {}));
}

void TestKeyedModel::severalColumnsSortLikeANaiveSort()
{
    std::mt19937 random(11);
    Numbers model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int i = 0; i < 300; ++i)
        model.insert(u"row-%1"_s.arg(i), int(random() % 5), State(random() % 6));
    model.load();
    for (int round = 0; round < 60; ++round) {
        std::vector<SortKey> keys;
        for (int column : {int(random() % 3), int(random() % 3), int(random() % 3)})
            if (std::none_of(keys.begin(), keys.end(), [&](const SortKey& key) { return key.column == column; }))
                keys.push_back({column, random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder});
        model.setSort(keys);
        QVERIFY(model.sortKeys() == keys);
        Delta delta;
        for (int i = 0; i < 10; ++i) {
            const auto slot = Slot(random() % 300);
            if (std::find(delta.changed.begin(), delta.changed.end(), slot) != delta.changed.end()) continue;
            model.change(slot, int(random() % 5), State(random() % 6));
            delta.changed.push_back(slot);
        }
        model.apply(delta);
        model.setFilter(RowFilter::parse(random() % 2 ? QString() : QString::number(random() % 10)));

        std::vector<const Numbers::Row*> rows;
        for (const Numbers::Row& row : model.rows)
            if (model.filter().isEmpty() || row.name.contains(model.filter().terms.first().text)) rows.push_back(&row);
        std::sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
            for (const SortKey& key : keys) {
                int sign = 0;
                if (key.column == 0) sign = int(a->state) - int(b->state);
                if (key.column == 1) sign = a->number - b->number;
                if (key.column == 2) sign = a->name.compare(b->name, Qt::CaseInsensitive);
                if (sign != 0) return key.order == Qt::AscendingOrder ? sign < 0 : sign > 0;
            }
            return a->name < b->name;
        });
        QStringList names;
        for (const auto* row : rows)
            names << row->name;
        QCOMPARE(shown(model), names);
    }
}

void TestKeyedModel::unknownAndRepeatedSortColumnsAreLeftOut()
{
    Numbers model;
    fill(model, 5);
    model.setSort({{2, Qt::DescendingOrder}, {2, Qt::AscendingOrder}, {-1}, {99}, {1}, {0}});
    const std::vector<SortKey> wanted{{2, Qt::DescendingOrder}, {1}, {0}};
    QVERIFY(model.sortKeys() == wanted);
    model.setSort({});
    model.setSort({{7}});
    QVERIFY(model.sortKeys() == wanted);
}

void TestKeyedModel::heldRowsKeepTheirIdentity()
{
    // The rows that the pointer may be over keep place and identity; only rows that go make others move up.
    for (const bool removes : {false, true}) {
        std::mt19937 random(removes ? 3 : 4);
        Numbers model;
        fill(model, 200);
        model.setSort({{0}, {1, Qt::DescendingOrder}});
        model.setFilter(RowFilter::parse(u"!77"_s));
        model.setHeld(true);
        int next = 10'000;
        QStringList before = shown(model);
        for (int step = 0; step < 1'000; ++step) {
            Delta delta;
            for (int i = int(random() % (step % 50 == 0 ? 60 : 5)); i > 0; --i) {
                const auto slot = Slot(random() % model.rows.size());
                const auto isIn = [&](const std::vector<Slot>& list) {
                    return std::find(list.begin(), list.end(), slot) != list.end();
                };
                if (!model.rows[slot].isAlive || isIn(delta.changed) || isIn(delta.removed)) continue;
                if (removes && random() % 8 == 0) {
                    model.rows[slot].isAlive = false;
                    delta.removed.push_back(slot);
                } else {
                    model.change(slot, int(random() % 1000), State(random() % 6));
                    delta.changed.push_back(slot);
                }
            }
            for (int i = int(random() % 4); i > 0; --i)
                delta.inserted.push_back(
                    model.insert(u"new-%1"_s.arg(next++), int(random() % 1000), State(random() % 6)));
            model.apply(delta);
            if (step % 20 == 0) model.restate();
            QStringList kept;
            for (const QString& name : before) {
                const bool isGone = std::any_of(delta.removed.begin(), delta.removed.end(),
                                                [&](Slot slot) { return model.rows[slot].name == name; });
                if (!isGone) kept << name;
            }
            const QStringList now = shown(model);
            QCOMPARE(now.first(kept.size()), kept);
            before = now;
        }
        QVERIFY(model.displaced() > 0);
        model.setHeld(false);
        QCOMPARE(model.displaced(), 0);
        const std::vector<SortKey> keys = model.sortKeys();
        const QStringList placed = shown(model);
        model.setSort(keys);
        QCOMPARE(shown(model), placed);
    }
}

void TestKeyedModel::aCostlyPatternLeavesTheFilterAsItWas()
{
    Numbers model;
    fill(model, 100);
    model.insert(QString(400, u'a') + u'!', 1, State::Ok);
    model.load();
    QVERIFY(model.setFilter(RowFilter::parse(u"row"_s)));
    MoveSpy moves(model);
    QVERIFY(!model.setFilter(RowFilter::parse(u"/(a+)+$/"_s)));
    QCOMPARE(model.filter().terms.first().text, u"row"_s);
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(moves.count(), 0);
    QVERIFY(model.setFilter({}));
    QCOMPARE(model.rowCount(), 101);
}

void TestKeyedModel::statusTermsFollowTheStates()
{
    struct ByState : Numbers
    {
        bool matches(Slot slot, const FilterTerm& term) const override
        {
            return term.isIn(base::stateName(knownState(slot)));
        }
    } model;
    fill(model, 60);
    model.setFilter(RowFilter::parse(u"status:critical"_s));
    for (Slot slot = 0; slot < 60; ++slot)
        model.rows[slot].state = slot % 2 ? State::Critical : State::Ok;
    model.restate();
    QCOMPARE(model.rowCount(), 30);
    model.setFilter({});
    QCOMPARE(shown(model), expected(model, 0, Qt::AscendingOrder, {}));
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestKeyedModel)
#include "test_keyed_model.moc"
