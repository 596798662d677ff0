// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/models/row_filter.h"

#include <QElapsedTimer>
#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::models;

namespace {

QString written(const FilterTerm& term)
{
    const QString value = term.pattern ? u'/' + term.text + u'/' : (term.isWhole ? u'=' + term.text : term.text);
    return (term.isNegated ? u"!"_s : QString()) + term.key + u':' + value;
}

QStringList written(const RowFilter& filter)
{
    QStringList all;
    for (const FilterTerm& term : filter.terms)
        all << written(term);
    return all;
}

} // namespace

class TestRowFilter : public QObject
{
    Q_OBJECT

private slots:
    void readsTerms_data();
    void readsTerms();
    void patternsMatchWithoutCaseInEachLine();
    void badPatternsSayWhatAndWhere();
    void unknownKeysAreNamedAndLeftOut();
    void aBadPatternWinsOverAnUnknownKey();
    void catastrophicPatternsEndSoon();
    void narrowerIsNeverWrong();
    void anyTextIsRead();
};

void TestRowFilter::readsTerms_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("terms"); // [!]key:[=]text
    QTest::newRow("state is status") << u"state:ok"_s << QStringList{u"status:ok"_s};
    QTest::newRow("key in capitals") << u"Job:Web"_s << QStringList{u"job:web"_s};
    QTest::newRow("pattern") << u"/^Web-\\d+$/"_s << QStringList{u":/^Web-\\d+$/"_s};
    QTest::newRow("pattern of a key") << u"node:/sub0[12]/"_s << QStringList{u"node:/sub0[12]/"_s};
    QTest::newRow("not the pattern") << u"!/web/ node:!/sub/"_s << QStringList{u"!:/web/"_s, u"!node:/sub/"_s};
    QTest::newRow("pattern with a blank") << u"/my job/ x"_s << QStringList{u":/my job/"_s, u":x"_s};
    QTest::newRow("pattern with a slash") << u"/a\\/b/"_s << QStringList{u":/a\\/b/"_s};
    QTest::newRow("a path is text") << u"/api/v1"_s << QStringList{u":/api/v1"_s};
    QTest::newRow("a path in two words is text") << u"/api x"_s << QStringList{u":/api"_s, u":x"_s};
    QTest::newRow("a path before a pattern") << u"/api /admin/"_s << QStringList{u":/api"_s, u":/admin/"_s};
    QTest::newRow("one slash") << u"/"_s << QStringList{u":/"_s};
    QTest::newRow("two slashes") << u"//"_s << QStringList{u"://"_s};
    QTest::newRow("quoted pattern is text") << u"\"/api/\""_s << QStringList{u":/api/"_s};
    QTest::newRow("quoted key is text") << u"\"job:web\""_s << QStringList{u":job:web"_s};
    QTest::newRow("quoted whole key") << u"\"job:=two words\""_s << QStringList{u"job:=two words"_s};
    QTest::newRow("key with quoted text") << u"job:\"a b\" c"_s << QStringList{u"job:a b"_s, u":c"_s};
    QTest::newRow("whole with quotes") << u"job:=\"a b\""_s << QStringList{u"job:=a b"_s};
    QTest::newRow("whole that looks like a pattern") << u"path:=/api/"_s << QStringList{u"path:=/api/"_s};
    QTest::newRow("only a not") << u"! !"_s << QStringList{};
}

void TestRowFilter::readsTerms()
{
    QFETCH(QString, text);
    QFETCH(QStringList, terms);
    QCOMPARE(written(RowFilter::parse(text)), terms);
}

void TestRowFilter::patternsMatchWithoutCaseInEachLine()
{
    const FilterTerm term = RowFilter::parse(u"node:/^SUB0[12]$/"_s).terms.first();
    QVERIFY(term.isIn(u"sub01"_s));
    QVERIFY(term.isIn(u"other\nsub02"_s));
    QVERIFY(!term.isIn(u"sub03"_s));
    QVERIFY(!term.isIn(u"a-sub01"_s));
    const auto symbol = base::Symbol::of(u"Sub01");
    QVERIFY(term.isIn(symbol));
    QVERIFY(term.isIn(symbol)); // as remembered
}

void TestRowFilter::badPatternsSayWhatAndWhere()
{
    const ParsedFilter parsed = RowFilter::read(u"web job:/we[b/"_s, {u"job"_s});
    QVERIFY(!parsed.isUsable());
    QCOMPARE(parsed.problem->kind, FilterProblem::Kind::BadPattern);
    QCOMPARE(parsed.problem->word, u"we[b"_s);
    QCOMPARE(parsed.problem->at, 5);
    QVERIFY(parsed.problem->why.contains(u"]"_s));

    QVERIFY(!RowFilter::read(u'/' + QString(201, u'a') + u'/', {}).isUsable());
    QVERIFY(RowFilter::read(u'/' + QString(200, u'a') + u'/', {}).isUsable());
    QVERIFY(!RowFilter::read(u"/(*LIMIT_MATCH=9999999)a/"_s, {}).isUsable());
    QVERIFY(RowFilter::read(u"/we[b"_s, {}).isUsable()); // not closed yet: text
}

void TestRowFilter::unknownKeysAreNamedAndLeftOut()
{
    const ParsedFilter parsed = RowFilter::read(u"web tag:x status:ok"_s, {u"job"_s, u"status"_s});
    QVERIFY(parsed.isUsable());
    QCOMPARE(parsed.problem->kind, FilterProblem::Kind::UnknownKey);
    QCOMPARE(parsed.problem->word, u"tag"_s);
    QCOMPARE(written(parsed.filter), (QStringList{u":web"_s, u"status:ok"_s}));
    QVERIFY(!RowFilter::read(u"web status:ok"_s, {u"status"_s}).problem);
    QVERIFY(!RowFilter::read(u"anything:x"_s, {}).problem);
    QVERIFY(!RowFilter::read(u"https://x fd7a:115c::1"_s, {u"job"_s}).problem);
}

void TestRowFilter::aBadPatternWinsOverAnUnknownKey()
{
    const ParsedFilter parsed = RowFilter::read(u"tag:x /(/ /)/"_s, {u"job"_s});
    QCOMPARE(parsed.problem->kind, FilterProblem::Kind::BadPattern);
    QCOMPARE(parsed.problem->word, u"("_s);
}

void TestRowFilter::catastrophicPatternsEndSoon()
{
    for (const QString& text :
         {u"/(a+)+$/"_s, u"/(a|aa)+$/"_s, u"/(.*)*x/"_s, u"/(a?){50}a{50}b/"_s, u"/(\\w+\\s?)+$/"_s}) {
        const FilterTerm term = RowFilter::parse(text).terms.first();
        QElapsedTimer time;
        time.start();
        term.pattern->beginPass();
        for (int i = 0; i < 10'000; ++i)
            term.isIn(QString(400 + i % 100, u'a') + u'!');
        term.pattern->endPass();
        // A second would be seen; it is tenths of that even on a busy machine.
        QVERIFY2(time.elapsed() < 2'000, qPrintable(text + u": %1 ms"_s.arg(time.elapsed())));
    }
    const FilterTerm bad = RowFilter::parse(u"/(a+)+$/"_s).terms.first();
    bad.pattern->beginPass();
    bad.isIn(QString(400, u'a') + u'!');
    QVERIFY(bad.pattern->isTooCostly());
    QVERIFY(!bad.isIn(u"aaa"_s)); // nothing more is tried in this pass
    bad.pattern->endPass();
    QVERIFY(bad.isIn(u"aaa"_s));
}

void TestRowFilter::narrowerIsNeverWrong()
{
    // Against what it means: no text fits the narrower one and not the wider one.
    const QStringList filters{{},        u"w"_s,     u"we"_s,      u"web"_s,      u"!web"_s,
                              u"!we"_s,  u"=web"_s,  u"job:web"_s, u"job:=web"_s, u"job:!w"_s,
                              u"/we/"_s, u"/web/"_s, u"web ap"_s,  u"job:w ap"_s, u"ap"_s};
    const QStringList texts{u"web"_s, u"we"_s, u"web api"_s, u"api"_s, u"x"_s, u"awe"_s};
    const auto fits = [](const RowFilter& filter, const QString& any, const QString& job) {
        return std::all_of(filter.terms.cbegin(), filter.terms.cend(), [&](const FilterTerm& term) {
            return term.isIn(term.key == u"job" ? job : any) != term.isNegated;
        });
    };
    int narrower = 0;
    for (const QString& a : filters)
        for (const QString& b : filters) {
            const RowFilter narrow = RowFilter::parse(a), wide = RowFilter::parse(b);
            if (!narrow.isNarrowerThan(wide)) continue;
            ++narrower;
            for (const QString& any : texts)
                for (const QString& job : texts)
                    QVERIFY2(!fits(narrow, any, job) || fits(wide, any, job), qPrintable(a + u" | "_s + b));
        }
    QVERIFY(narrower > filters.size() * 2);
    const RowFilter one{{}, {base::State::Ok}}, two{{}, {base::State::Ok, base::State::Warning}};
    QVERIFY(one.isNarrowerThan(two) && one.isNarrowerThan({}) && !two.isNarrowerThan(one));
    QVERIFY(!RowFilter{}.isNarrowerThan(one));
}

void TestRowFilter::anyTextIsRead()
{
    std::mt19937 random(5);
    const QString letters = u"!:/\\\"= \t=aj(o[b*?\u202E\n{}+^$|"_s;
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int n = int(random() % 24); n > 0; --n)
            text += letters[qsizetype(random() % unsigned(letters.size()))];
        const ParsedFilter parsed = RowFilter::read(text, {u"job"_s, u"status"_s});
        for (const FilterTerm& term : parsed.filter.terms) {
            QVERIFY(!term.text.isEmpty());
            QVERIFY(term.key.isEmpty() || term.key == u"job");
            term.isIn(u"some job"_s);
        }
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestRowFilter)
#include "test_row_filter.moc"
