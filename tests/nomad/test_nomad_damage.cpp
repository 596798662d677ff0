// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/event.h"
#include "app/nomad/list_decoder.h"
#include "app/nomad/node.h"
#include "tests/nomad/fixture.h"
#include "tests/support/message_guard.h"

#include <QtTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::nomad;
using nomad_test::recordedBody;
using nomad_test::recordedLines;

namespace {

const QByteArray allocation =
    R"({"ID":"40778be0-6108-bd3b-9b9d-b7ff17da3504","Name":"web.web[1]","Namespace":"default",)"
    R"("NodeID":"bd864efa-5173-74e1-b229-62d3b755b544","NodeName":"sub01","JobID":"web","JobVersion":3,)"
    R"("TaskGroup":"web","DesiredStatus":"run","DesiredDescription":"","ClientStatus":"running",)"
    R"("ClientDescription":"","DeploymentStatus":null,"FollowupEvalID":"","NextAllocation":"","CreateIndex":1,)"
    R"("ModifyIndex":9,"CreateTime":1795460113672287452,"ModifyTime":1795460113672287452})";

QByteArray list(QByteArray element)
{
    return "[" + allocation + "," + element + "]";
}

QByteArray replaced(const char* what, const QByteArray& with)
{
    QByteArray element = allocation;
    element.replace(what, with);
    return element;
}

} // namespace

class TestNomadDamage : public QObject
{
    Q_OBJECT

private slots:
    void damagedElementIsAnIssueWithItsPath_data();
    void damagedElementIsAnIssueWithItsPath();
    void unknownEnumTextSurvives();
    void extraKeysSurvive();
    void brokenListIsAnError_data();
    void brokenListIsAnError();
    void truncatedListIsAnErrorAtEveryLength();
    void issuesAreCapped();
    void elementsAndRowsAreLimited();
    void longStringsAreRead();
    void deepNestingNeverCrashes();
    void randomDamageNeverCrashes();
    void damagedEventsKeepTheOthers();
};

void TestNomadDamage::damagedElementIsAnIssueWithItsPath_data()
{
    QTest::addColumn<QByteArray>("element");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<qsizetype>("rows");

    const auto row = [](const char* name, const QByteArray& element, const char* path, const char* reason, int rows) {
        QTest::newRow(name) << element << QString::fromLatin1(path) << QString::fromLatin1(reason) << qsizetype(rows);
    };
    row("wrong type", replaced("\"bd864efa-5173-74e1-b229-62d3b755b544\"", "7"), "[1].NodeID",
        "expected string, found number", 2);
    row("wrong type of the id", replaced("\"40778be0-6108-bd3b-9b9d-b7ff17da3504\"", "{}"), "[1].ID",
        "expected string, found object", 1);
    row("null id", replaced("\"40778be0-6108-bd3b-9b9d-b7ff17da3504\"", "null"), "[1].ID", "names no allocation", 1);
    row("no UUID", replaced("bd864efa", "bd864ef"), "[1].NodeID", "is no UUID", 2);
    row("missing key", replaced("\"TaskGroup\":\"web\",", ""), "[1].TaskGroup", "missing", 2);
    row("number for text", replaced("\"running\"", "1"), "[1].ClientStatus", "expected string, found number", 2);
    row("text for number", replaced("\"ModifyIndex\":9", "\"ModifyIndex\":\"9\""), "[1].ModifyIndex",
        "expected number, found string", 2);
    row("number too large", replaced("\"ModifyIndex\":9", "\"ModifyIndex\":99999999999999999999999"), "[1].ModifyIndex",
        "number out of range", 2);
    row("number negative", replaced("\"ModifyIndex\":9", "\"ModifyIndex\":-9"), "[1].ModifyIndex",
        "number out of range", 2);
    row("number too large for 32 bits", replaced("\"JobVersion\":3", "\"JobVersion\":4294967296"), "[1].JobVersion",
        "number out of range", 2);
    row("fraction", replaced("\"JobVersion\":3", "\"JobVersion\":3.5"), "[1].JobVersion", "number out of range", 2);
    row("nested wrong type", replaced("\"DeploymentStatus\":null", R"("DeploymentStatus":{"Healthy":"yes"})"),
        "[1].DeploymentStatus.Healthy", "expected boolean, found string", 2);
    row("object for text", replaced("\"sub01\"", R"({"a":[1,{"b":2}]})"), "[1].NodeName",
        "expected string, found object", 2);
    row("no object", "17", "[1]", "expected object", 1);
    row("a list", "[[]]", "[1]", "expected object", 1);
}

void TestNomadDamage::damagedElementIsAnIssueWithItsPath()
{
    QFETCH(QByteArray, element);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    QFETCH(qsizetype, rows);

    const auto decoded = decodeList<Allocation>(list(element));
    QVERIFY(decoded.has_value());
    QCOMPARE(decoded->issues, (QList<base::Issue>{{path, reason}}));
    QCOMPARE(decoded->value.size(), rows);
    QCOMPARE(decoded->value.first().nodeName.text(), u"sub01"_s);
}

void TestNomadDamage::unknownEnumTextSurvives()
{
    const auto decoded = decodeList<Allocation>(list(replaced("\"running\"", "\"dreaming\"")));
    QVERIFY(decoded->issues.isEmpty());
    QCOMPARE(decoded->value[1].clientStatus, ClientStatus::Other);
    QCOMPARE(clientStatusText(decoded->value[1]), u"dreaming"_s);
    const auto desired = decodeList<Allocation>(list(replaced("\"run\"", "\"hop\"")));
    QCOMPARE(desired->value[1].desiredStatus, DesiredStatus::Other);
    QByteArray nodes = recordedBody(u"nodes"_s);
    nodes.replace("\"Status\":\"ready\"", "\"Status\":\"asleep\"");
    const auto decodedNodes = decodeList<Node>(nodes);
    QCOMPARE(decodedNodes->value.first().status, NodeStatus::Other);
    QCOMPARE(decodedNodes->value.first().statusText, u"asleep"_s);
}

void TestNomadDamage::extraKeysSurvive()
{
    const auto decoded = decodeList<Allocation>(
        list(replaced("\"Name\":", R"("New":{"Deep":[{"ID":"x"},[1,2,"]}"]]},"Quo\"te":1,"":null,"Name":)")));
    QVERIFY(decoded->issues.isEmpty());
    QCOMPARE(decoded->value.size(), 2);
    QCOMPARE(decoded->value[0], decoded->value[1]);
}

void TestNomadDamage::brokenListIsAnError_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("html") << "<!doctype html><html></html>"_ba;
    QTest::newRow("text") << "Permission denied"_ba;
    QTest::newRow("object") << "{}"_ba;
    QTest::newRow("nul") << QByteArray("[\0]", 3);
    QTest::newRow("no element") << "[,]"_ba;
    QTest::newRow("comma at the end") << "[{},]"_ba;
    QTest::newRow("two arrays") << "[][]"_ba;
    QTest::newRow("nulls") << "nulls"_ba;
    QTest::newRow("nul literal") << "nul"_ba;
    QTest::newRow("no comma") << "[{}{}]"_ba;
    QTest::newRow("brackets mixed") << "[{]"_ba;
    QTest::newRow("field without colon") << "[{\"ID\" \"x\"}]"_ba;
    QTest::newRow("field without value") << "[{\"ID\":}]"_ba;
    QTest::newRow("key without quotes") << "[{ID:1}]"_ba;
    QTest::newRow("invalid UTF-8") << "[{\"ID\":\"\xff\xfe\"}]"_ba;
    QTest::newRow("control character in a string") << QByteArray("[{\"ID\":\"a\0b\"}]", 14);
    QTest::newRow("bad escape in the id") << "[{\"ID\":\"\\q\"}]"_ba;
}

void TestNomadDamage::brokenListIsAnError()
{
    QFETCH(QByteArray, body);
    const auto decoded = decodeList<Allocation>(body);
    QVERIFY(!decoded.has_value());
    QCOMPARE(decoded.error().kind, base::ErrorKind::Malformed);
    QVERIFY(!decoded.error().what.isEmpty());
}

void TestNomadDamage::truncatedListIsAnErrorAtEveryLength()
{
    const QByteArray body = list(allocation);
    QVERIFY(decodeList<Allocation>(body).has_value());
    for (qsizetype length = 0; length < body.size(); ++length) {
        QVERIFY(!decodeList<Allocation>(body.first(length)).has_value());
    }
}

void TestNomadDamage::issuesAreCapped()
{
    QByteArray body = "[";
    for (int i = 0; i < 500; ++i) {
        body += i ? ",1" : "1";
    }
    const auto decoded = decodeList<Job>(body + "]");
    QCOMPARE(decoded->issues.size(), 100);
    QCOMPARE(decoded->issues.last().path, u"[99]"_s);
}

void TestNomadDamage::elementsAndRowsAreLimited()
{
    const auto large = decodeList<Allocation>(list(replaced("sub01", QByteArray(1024 * 1024, 'x'))));
    QCOMPARE(large.error().kind, base::ErrorKind::TooLarge);
    const auto many = decodeList<Allocation>(list(allocation), {.rows = 1});
    QCOMPARE(many.error().kind, base::ErrorKind::TooLarge);
    // An element that never ends must not be collected without bound.
    ListDecoder<Allocation> decoder;
    QVERIFY(decoder.feed("[{\"ID\":\"").has_value());
    const QByteArray piece(64 * 1024, 'x');
    int fed = 0;
    while (decoder.feed(piece)) {
        QVERIFY(++fed < 20);
    }
}

void TestNomadDamage::longStringsAreRead()
{
    const QByteArray name(1000 * 1000, 'x');
    QByteArray job = recordedBody(u"jobs"_s);
    job.replace("\"Name\":\"traefik\"", "\"Name\":\"" + name + "\"");
    const auto decoded = decodeList<Job>(job);
    QVERIFY(decoded.has_value());
    QCOMPARE(decoded->value[1].name.size(), name.size());
}

void TestNomadDamage::deepNestingNeverCrashes()
{
    for (const int depth : {10, 400, 511, 600, 100'000}) {
        const QByteArray deep = QByteArray(depth, '[') + QByteArray(depth, ']');
        const auto decoded = decodeList<Allocation>(list(replaced("\"Name\":", ("\"New\":" + deep + ",\"Name\":"))));
        QCOMPARE(decoded.has_value(), depth < 512);
        QVERIFY(!decodeList<Allocation>(QByteArray(depth, '[')).has_value());
        QVERIFY(!decodeList<Allocation>("[" + QByteArray(depth, '{')).has_value());
        EventDecoder events;
        (void)events.decode("{\"Events\":" + deep + "}");
        (void)events.decode("{\"Events\":" + QByteArray(depth, '['));
        (void)decodeJobDetail("{\"TaskGroups\":" + deep + "}");
    }
}

void TestNomadDamage::randomDamageNeverCrashes()
{
    std::mt19937 random(20261123);
    const QByteArray allocations = recordedBody(u"allocations-page-1"_s);
    const QByteArray nodes = recordedBody(u"nodes"_s);
    const QByteArray job = recordedBody(u"job-traefik"_s);
    const QList<QByteArray> lines = recordedLines(u"event-stream-deploy"_s);
    static constexpr char spice[] = "{}[]\",:\\0-.enul\x00\xff";
    const auto damaged = [&random](QByteArray bytes) {
        for (int i = 0; i < 3; ++i) {
            bytes[qsizetype(random() % size_t(bytes.size()))] = spice[random() % (sizeof spice - 1)];
        }
        // One in four is cut off as well.
        return random() % 4 ? bytes : bytes.first(qsizetype(random() % size_t(bytes.size())));
    };
    EventDecoder events;
    int survived = 0;
    for (int i = 0; i < 3000; ++i) {
        survived += decodeList<Allocation>(damaged(allocations)).has_value();
        survived += decodeList<Node>(damaged(nodes)).has_value();
        survived += decodeJobDetail(damaged(job)).has_value();
        survived += events.decode(damaged(lines[qsizetype(random() % size_t(lines.size()))])).has_value();
    }
    QVERIFY(survived < 12'000);
}

void TestNomadDamage::damagedEventsKeepTheOthers()
{
    EventDecoder decoder;
    const auto batch = decoder.decode(
        R"({"Index":7,"Events":[{"Topic":"Allocation","Type":"X","Key":"k","Index":7,"Payload":{"Allocation":17}},)"
        R"({"Topic":"Moon","Type":"X","Key":"k","Index":7,"Payload":{"Moon":{"Full":true}}},)"
        R"({"Topic":"Allocation","Type":"X","Key":"k","Namespace":"d","Index":7,"Payload":{"Allocation":)" +
        allocation + "}}]}");
    QVERIFY(batch.has_value());
    QCOMPARE(batch->events.size(), 3);
    QVERIFY(std::holds_alternative<std::monostate>(batch->events[0].payload));
    QCOMPARE(batch->events[1].topic, Topic::Other);
    QVERIFY(std::holds_alternative<Allocation>(batch->events[2].payload));
    QCOMPARE(batch->issues.first().path, u"Events[0].Payload.Allocation"_s);
    QVERIFY(!decoder.decode("[]").has_value());
    QVERIFY(!decoder.decode("{").has_value());
    QVERIFY(!decoder.decode("<html>").has_value());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestNomadDamage)
#include "test_nomad_damage.moc"
