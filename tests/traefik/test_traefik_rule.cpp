// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/rule.h"
#include "tests/support/message_guard.h"

#include <QElapsedTimer>
#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard::traefik;

namespace {

// "host path" of each target, "~" before a pattern.
QStringList words(const QList<RuleTarget>& targets)
{
    QStringList words;
    for (const RuleTarget& target : targets)
        words << (target.isRegexp ? u"~"_s : QString()) + target.host + u' ' + target.path;
    return words;
}

const QString nothing = u"* /"_s;

} // namespace

class TestTraefikRule : public QObject
{
    Q_OBJECT

private slots:
    void ruleGivesItsTargets_data();
    void ruleGivesItsTargets();
    void productsAreBounded();
    void unionsAreBounded();
    void hostileProductsEndFast();
    void longRulesAreRefusedWhole();
    void deMorganHoldsForRandomRules();
    void damagedRulesNeverCrash();
};

void TestTraefikRule::ruleGivesItsTargets_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QStringList>("targets");
    const auto row = [](const char* name, const QString& rule, const QStringList& targets) {
        QTest::newRow(name) << rule << targets;
    };
    // What Traefik 3.7.15 takes, seen by running it.
    row("host", u"Host(`a.example`)"_s, {u"a.example /"_s});
    row("host is lower case", u"Host(`A.Example`)"_s, {u"a.example /"_s});
    row("lower matcher", u"host(`a`)"_s, {u"a /"_s});
    row("upper matcher", u"HOST(`a`)"_s, {u"a /"_s});
    row("double quotes", u"Host(\"a\")"_s, {u"a /"_s});
    row("hexadecimal escape", u"Host(\"a\\x2eb\")"_s, {u"a.b /"_s});
    row("octal escape", u"Host(\"a\\056b\")"_s, {u"a.b /"_s});
    row("unicode escape", u"PathPrefix(\"/\\u00e4\")"_s, {u"* /ä"_s});
    row("escapes as bytes", u"PathPrefix(\"/\\xc3\\xa4\")"_s, {u"* /ä"_s});
    row("escaped quote", u"PathPrefix(\"/\\\"x\")"_s, {u"* /\"x"_s});
    row("blanks", u"\t Host( `a` ) "_s, {u"a /"_s});
    row("blank before parenthesis", u"Host (`a`)"_s, {u"a /"_s});
    row("and", u"Host(`a`) && PathPrefix(`/x`)"_s, {u"a /x"_s});
    row("and without blanks", u"Host(`a`)&&Path(`/b`)||Path(`/c`)"_s, {u"a /b"_s, u"* /c"_s});
    row("path first", u"PathPrefix(`/x`) && Host(`a`)"_s, {u"a /x"_s});
    row("or", u"Host(`a`) || Host(`b`)"_s, {u"a /"_s, u"b /"_s});
    row("or with a path", u"Host(`a`) && PathPrefix(`/b`) || Host(`c`)"_s, {u"a /b"_s, u"c /"_s});
    row("and binds tighter", u"Host(`c`) || Host(`a`) && Path(`/b`)"_s, {u"c /"_s, u"a /b"_s});
    row("parentheses", u"(Host(`a`) || Host(`b`)) && PathPrefix(`/x`)"_s, {u"a /x"_s, u"b /x"_s});
    row("product", u"(Host(`a`)||Host(`b`)) && (Path(`/1`)||Path(`/2`))"_s,
        {u"a /1"_s, u"a /2"_s, u"b /1"_s, u"b /2"_s});
    row("the api's own", u"PathPrefix(`/api`) || PathPrefix(`/dashboard`)"_s, {u"* /api"_s, u"* /dashboard"_s});
    row("many parentheses", u"((Host(`a`)))"_s, {u"a /"_s});
    row("same twice", u"Host(`a`) || Host(`A`)"_s, {u"a /"_s});
    row("negated host", u"!Host(`a`)"_s, {nothing});
    row("double negation", u"!!Host(`a`)"_s, {u"a /"_s});
    row("negated host with path", u"!Host(`a`) && PathPrefix(`/x`)"_s, {u"* /x"_s});
    row("host with negated path", u"Host(`a`) && !PathPrefix(`/x`)"_s, {u"a /"_s});
    row("negated or", u"!(Host(`a`) || Host(`b`)) && Host(`c`)"_s, {u"c /"_s});
    row("negated and", u"!(!Host(`a`) && !Host(`b`))"_s, {u"a /"_s, u"b /"_s});
    row("host regexp", u"HostRegexp(`^.+\\.Example$`)"_s, {u"~^.+\\.Example$ /"_s});
    row("title case regexp", u"Hostregexp(`a`)"_s, {u"~a /"_s});
    row("path regexp", u"Host(`a`) && PathRegexp(`^/x`)"_s, {u"~a ^/x"_s});
    row("sni", u"HostSNI(`db.example`)"_s, {u"db.example /"_s});
    row("any sni", u"HostSNI(`*`)"_s, {nothing});
    row("sni regexp", u"HostSNIRegexp(`^a$`)"_s, {u"~^a$ /"_s});
    row("wildcard", u"Host(`*.x.y`)"_s, {u"*.x.y /"_s});
    row("method", u"Host(`a`) && Method(`GET`)"_s, {u"a /"_s});
    row("header", u"Host(`a`) && Header(`X`, `y`)"_s, {u"a /"_s});
    row("query and client", u"Query(`a`) && ClientIP(`10.0.0.0/8`)"_s, {nothing});
    row("or with client", u"Host(`a`) || ClientIP(`1.2.3.4`)"_s, {u"a /"_s, nothing});
    row("name and pattern", u"HostRegexp(`.*`) && Host(`a`)"_s, {u"a /"_s});
    row("longer path", u"PathPrefix(`/a`) && Host(`h`) && Path(`/a/b`)"_s, {u"h /a/b"_s});
    row("two hosts that never match", u"Host(`a`) && Host(`b`)"_s, {u"a /"_s});
    row("trailing comma", u"Host(`a`,)"_s, {u"a /"_s});
    row("line comment", u"Host(`a`) // c"_s, {u"a /"_s});
    row("block comment", u"Host(`a`) /* || Host(`b`) */ && Path(`/x`)"_s, {u"a /x"_s});
    row("line end at the end", u"Host(`a`)\n"_s, {u"a /"_s});
    row("line end after operator", u"Host(`a`) &&\nPath(`/b`)"_s, {u"a /b"_s});
    row("line end in parentheses", u"Host(\n`a`)"_s, {u"a /"_s});
    // What it refuses, but whose names are still to be seen.
    row("version 2 list", u"Host(`m.x`,`n.x`)"_s, {u"m.x /"_s, u"n.x /"_s});
    row("version 2 paths", u"Host(`m.x`) && Path(`/a`, `/b`)"_s, {u"m.x /a"_s, u"m.x /b"_s});
    row("version 2 header", u"HostHeader(`a`)"_s, {u"a /"_s});
    row("odd spelling", u"hOST(`a`)"_s, {u"a /"_s});
    // What nobody can read.
    row("empty", QString(), {nothing});
    row("blank", u"  \n "_s, {nothing});
    row("not closed", u"Host(`m.x`"_s, {nothing});
    row("not closed text", u"Host(`m.x)"_s, {nothing});
    row("closed twice", u"Host(`a`))"_s, {nothing});
    row("open inside", u"Host(`a`) && (Path(`/x`)"_s, {nothing});
    row("line end before operator", u"Host(`a`)\n&& Path(`/b`)"_s, {nothing});
    row("line end before parenthesis", u"Host(\n`a`\n)"_s, {nothing});
    row("comment with line end", u"Host(`a`) /*\n*/ && Path(`/b`)"_s, {nothing});
    row("endless comment", u"Host(`a`) /* "_s, {nothing});
    row("char", u"Host('a')"_s, {nothing});
    row("word operator", u"Host(`a`) and Path(`/x`)"_s, {nothing});
    row("single ampersand", u"Host(`a`) & Path(`/x`)"_s, {nothing});
    row("comparison", u"Host(`a`) == Host(`b`)"_s, {nothing});
    row("not equal", u"Host(`a`) != Host(`b`)"_s, {nothing});
    row("number", u"Host(1)"_s, {nothing});
    row("nested", u"Host(Host(`a`))"_s, {nothing});
    row("selector", u"Host.x(`a`)"_s, {nothing});
    row("no argument", u"Host()"_s, {nothing});
    row("empty argument", u"Host(``)"_s, {nothing});
    row("only a word", u"Host"_s, {nothing});
    row("only a text", u"`a`"_s, {nothing});
    row("adjacent", u"Host(`a`)Host(`b`)"_s, {nothing});
    row("semicolon", u"Host(`a`);"_s, {nothing});
    row("operator first", u"&& Host(`a`)"_s, {nothing});
    row("operator last", u"Host(`a`) &&"_s, {nothing});
    row("line end in text", u"Host(\"a\nb\")"_s, {nothing});
    row("bad escape", u"Host(\"\\q\")"_s, {nothing});
    row("surrogate escape", u"Host(\"\\ud800\")"_s, {nothing});
    row("escape at the end", u"Host(\"\\"_s, {nothing});
    row("short escape", u"Host(\"\\x2"_s, {nothing});
    row("curly quotes", u"Host(“a”)"_s, {nothing});
    row("nul", QString::fromLatin1("Host(`a\0b`)", 11), {nothing});
    row("lone surrogate", u"Host(`a`) "_s + QChar(0xd800), {nothing});
    row("template", u"Host(`{{ normalize .Name }}`)"_s, {u"{{ normalize .name }} /"_s});
    row("markup", u"Host(`<b>a</b>`)"_s, {u"<b>a</b> /"_s});
    row("70 negations", QString(70, u'!') + u"Host(`a`)"_s, {nothing});
    row("60 negations", QString(60, u'!') + u"Host(`a`)"_s, {u"a /"_s});
    row("many open", QString(30'000, u'('), {nothing});
    row("many negations", QString(30'000, u'!'), {nothing});
}

void TestTraefikRule::ruleGivesItsTargets()
{
    QFETCH(QString, rule);
    QFETCH(QStringList, targets);

    QCOMPARE(words(ruleTargets(rule)), targets);
}

void TestTraefikRule::productsAreBounded()
{
    QStringList hosts;
    QStringList paths;
    for (int i = 0; i < 50; ++i) {
        hosts << u"Host(`h%1`)"_s.arg(i);
        paths << u"Path(`/p%1`)"_s.arg(i);
    }

    const auto targets = ruleTargets(u"("_s + hosts.join(" || "_L1) + u") && ("_s + paths.join(" || "_L1) + u")"_s);

    QCOMPARE(targets.size(), 200);
    QCOMPARE(targets.first(), (RuleTarget{.host = u"h0"_s, .path = u"/p0"_s}));
    QCOMPARE(targets.last(), (RuleTarget{.host = u"h3"_s, .path = u"/p49"_s}));
}

void TestTraefikRule::unionsAreBounded()
{
    QStringList hosts;
    for (int i = 0; i < 1'000; ++i)
        hosts << u"Host(`h%1`)"_s.arg(i);

    const auto targets = ruleTargets(hosts.join(" || "_L1));

    QCOMPARE(targets.size(), 200);
    QCOMPARE(targets.last().host, u"h199"_s);
}

void TestTraefikRule::hostileProductsEndFast()
{
    // (Host(a)||Path(/b)) && … repeated: each step would double the terms.
    QStringList factors;
    for (int i = 0; i < 1'500; ++i)
        factors << u"(Host(`h%1`)||Path(`/%2`))"_s.arg(i).arg(QString(i % 20, u'x'));
    const QString rule = factors.join("&&"_L1);
    QVERIFY(rule.size() < 64 * 1024);
    QElapsedTimer timer;
    timer.start();

    const auto targets = ruleTargets(rule);

    QVERIFY(!targets.isEmpty());
    QVERIFY(targets.size() <= 200);
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
}

void TestTraefikRule::longRulesAreRefusedWhole()
{
    const QString fits = u"Host(`a`)"_s.leftJustified(64 * 1024, u' ');

    QCOMPARE(words(ruleTargets(fits)), QStringList{u"a /"_s});
    QCOMPARE(words(ruleTargets(fits + u' ')), QStringList{nothing});
}

void TestTraefikRule::deMorganHoldsForRandomRules()
{
    std::minstd_rand random(7);
    const auto atom = [&] {
        const int n = int(random() % 6);
        return n < 3 ? u"Host(`h%1`)"_s.arg(n) : u"PathPrefix(`/p%1`)"_s.arg(n);
    };
    for (int i = 0; i < 2'000; ++i) {
        const QString a = atom();
        const QString b = atom();
        const QString c = atom();

        QCOMPARE(ruleTargets(u"!(!%1 || !%2) && %3"_s.arg(a, b, c)), ruleTargets(u"%1 && %2 && %3"_s.arg(a, b, c)));
        QCOMPARE(ruleTargets(u"!(!%1 && !%2) || %3"_s.arg(a, b, c)), ruleTargets(u"%1 || %2 || %3"_s.arg(a, b, c)));
        QCOMPARE(ruleTargets(u"(%1 || %2) && !%3"_s.arg(a, b, c)), ruleTargets(u"%1 || %2"_s.arg(a, b)));
    }
}

void TestTraefikRule::damagedRulesNeverCrash()
{
    std::minstd_rand random(20'260'824);
    const QStringList pieces{u"Host(`a.example`)"_s,
                             u"PathPrefix(\"/x\\u00e4\")"_s,
                             u"&&"_s,
                             u"||"_s,
                             u"!"_s,
                             u"("_s,
                             u")"_s,
                             u"\n"_s,
                             u"`"_s,
                             u"\""_s,
                             u"\\"_s,
                             u","_s,
                             u"/*"_s,
                             u"//"_s,
                             u"HostRegexp"_s,
                             u" "_s,
                             QString(QChar(0xdc00)),
                             u"\0"_s,
                             u"ä"_s,
                             u"\\x"_s};
    int understood = 0;
    for (int i = 0; i < 50'000; ++i) {
        QString rule;
        for (int n = int(random() % 12); n >= 0; --n)
            rule += pieces[qsizetype(random() % size_t(pieces.size()))];
        if (i % 3 == 0) {
            rule = u"(Host(`a`) || Host(\"b\\x2e\")) && !(Path(`/c`) && Query(`d`, `e`))"_s;
            rule[qsizetype(random() % size_t(rule.size()))] = QChar(ushort(random() % 256));
        }

        const auto targets = ruleTargets(rule);

        QVERIFY(!targets.isEmpty() && targets.size() <= 200);
        for (const RuleTarget& target : targets)
            QVERIFY(!target.host.isEmpty() && !target.path.isEmpty());
        if (words(targets) != QStringList{nothing}) ++understood;
    }
    QVERIFY(understood > 1'000);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikRule)
#include "test_traefik_rule.moc"
