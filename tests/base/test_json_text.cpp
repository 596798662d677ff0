// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json_text.h"
#include "tests/support/message_guard.h"

#include <QJsonDocument>
#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard::base;

class TestJsonText : public QObject
{
    Q_OBJECT

private slots:
    void keysNumbersAndEscapesStayAsSent();
    void bareValuesAreJson();
    void brokenTextIsRefused_data();
    void brokenTextIsRefused();
    void nestingAndLengthAreBounded();
    void membersAreVisitedInOrder();
    void nestedMembersAreNotTakenForOuterOnes();
    void randomDamageNeverCrashes();
};

void TestJsonText::keysNumbersAndEscapesStayAsSent()
{
    const auto text = indentedJson(R"({"z":1.50,"a":[1e3,"\u00e4\n","ü"],"e":{},"l":[ ],"n":{"b":null}})", 1000);
    QVERIFY(text);
    QCOMPARE(*text, uR"({
  "z": 1.50,
  "a": [
    1e3,
    "\u00e4\n",
    "ü"
  ],
  "e": {},
  "l": [],
  "n": {
    "b": null
  }
})"_s);
}

void TestJsonText::bareValuesAreJson()
{
    QCOMPARE(indentedJson(" \"100.64.0.1:4647\" \n", 1000), u"\"100.64.0.1:4647\""_s);
    QCOMPARE(indentedJson("null", 1000), u"null"_s);
    QCOMPARE(indentedJson("[]", 1000), u"[]"_s);
}

void TestJsonText::brokenTextIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char* json :
         {"",      " ",     "{",  "[",  "]",  "{}}",  "[1,]",        "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 2}",
          "[1 2]", "{1:2}", "[}", "{]", "\"", "\"\\", "{\"a\":\"b}", "<html>",  "[1],"})
        QTest::newRow(json) << QByteArray(json);
}

void TestJsonText::brokenTextIsRefused()
{
    QFETCH(QByteArray, json);
    QVERIFY(!indentedJson(json, 1000));
}

void TestJsonText::nestingAndLengthAreBounded()
{
    QVERIFY(indentedJson(QByteArray(200, '[') + QByteArray(200, ']'), 1'000'000));
    QVERIFY(!indentedJson(QByteArray(201, '[') + QByteArray(201, ']'), 1'000'000));
    QVERIFY(indentedJson("[1,2]", 12));
    QVERIFY(!indentedJson("[1,2,3]", 12));
}

void TestJsonText::membersAreVisitedInOrder()
{
    const QByteArray object = R"( {"b" : "x\"}" , "a":[{"c":1}], "d":{"b":2}} )";
    QList<QByteArray> seen;
    QVERIFY(visitMembers(object, [&seen](QByteArrayView key, QByteArrayView value) {
        seen << key.toByteArray() + '=' + value.toByteArray();
        return true;
    }));
    QCOMPARE(seen, (QList<QByteArray>{R"(b="x\"}")", R"(a=[{"c":1}])", R"(d={"b":2})"}));
    int count = 0;
    QVERIFY(visitMembers(object, [&count](auto, auto) { return ++count < 2; }));
    QCOMPARE(count, 2);
    QVERIFY(!visitMembers("[1]", [](auto, auto) { return true; }));
    QVERIFY(!visitMembers(R"({"a":1)", [](auto, auto) { return true; }));
}

void TestJsonText::nestedMembersAreNotTakenForOuterOnes()
{
    const QByteArray object = R"({"inner":{"ID":"wrong"},"ID":"right"})";
    QCOMPARE(memberOf(object, "ID"), QByteArrayView("\"right\""));
    QVERIFY(memberOf(object, "absent").isEmpty());
    QVERIFY(memberOf("no object", "ID").isEmpty());
}

void TestJsonText::randomDamageNeverCrashes()
{
    const QByteArray sent = R"({"ID":"a","Peer":{"k":{"ID":"b","n":[1,2.5,{"x":null}]}},"t":true})";
    const QByteArray spare = "{}[]\",:\\0 \x80";
    std::mt19937 random(3);
    int valid = 0;
    for (int round = 0; round < 5000; ++round) {
        QByteArray body = sent;
        for (int i = 0; i < 2; ++i)
            body[qsizetype(random() % size_t(body.size()))] = spare[qsizetype(random() % size_t(spare.size()))];
        QJsonParseError fault;
        QJsonDocument::fromJson(body, &fault);
        const auto text = indentedJson(body, 10'000);
        memberOf(memberOf(body, "Peer"), "k");
        if (fault.error != QJsonParseError::NoError) continue;
        ++valid;
        QVERIFY2(text, body.constData()); // what is JSON is never refused
    }
    QVERIFY(valid > 0);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestJsonText)
#include "test_json_text.moc"
