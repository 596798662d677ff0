// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/line_stream.h"
#include "tests/http/collected.h"
#include "tests/support/message_guard.h"
#include "tests/support/scripted_server.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace tailboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorKind;
using http_test::get;
using http_test::tcpEndpoint;
using test_support::Script;
using test_support::ScriptedServer;
using Step = test_support::ScriptStep;

namespace {

const QByteArray streamHead("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

/// What a stream said: o(pened), l(ine), b(atch), e(nded), x (failed).
struct Diary
{
    explicit Diary(http::LineStream* stream)
    {
        using http::LineStream;
        QObject::connect(stream, &LineStream::opened, stream, [this] { say('o'); });
        QObject::connect(stream, &LineStream::lineArrived, stream, [this](QByteArrayView line) {
            say('l');
            lines << line.toByteArray();
        });
        QObject::connect(stream, &LineStream::batchEnded, stream, [this] { say('b'); });
        QObject::connect(stream, &LineStream::ended, stream, [this] { say('e'); });
        QObject::connect(stream, &LineStream::failed, stream, [this](const base::Error& e) {
            say('x');
            error = e;
        });
    }

    void say(char event)
    {
        QVERIFY2(!isOver(), "said something behind its end");
        events += event;
    }

    bool isOver() const { return events.endsWith('e') || events.endsWith('x'); }

    QByteArray events;
    QByteArrayList lines;
    base::Error error;
};

} // namespace

class TestHttpLineStream : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void linesAreTheSameAtEveryCut();
    void aLastLineWithoutItsEndCounts();
    void manyLinesAreOneBatch();
    void tooLongALineEndsIt();
    void silenceEndsIt();
    void linesKeepItAlive();
    void withoutQuietLimitItMayBeSilent();
    void endingAtOnceIsNoLine();
    void aCutIsAFailure();
    void refusalsCarryTheirStatus_data();
    void refusalsCarryTheirStatus();
    void streamsDoNotTakeThePlacesOfRequests();
    void itMayBeDeletedInEachSignal_data();
    void itMayBeDeletedInEachSignal();

private:
    std::unique_ptr<http::LineStream> open(std::chrono::milliseconds quiet = 0ms, qint64 longest = 1000);

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<http::Client> m_client;
};

void TestHttpLineStream::init()
{
    m_client.reset();
    m_server = std::make_unique<ScriptedServer>();
    QVERIFY(m_server->listenTcp());
    m_client = std::make_unique<http::Client>(tcpEndpoint(m_server->port()), base::DialMap());
}

std::unique_ptr<http::LineStream> TestHttpLineStream::open(std::chrono::milliseconds quiet, qint64 longest)
{
    http::Request request = get("/stream");
    request.limits.total = request.limits.quiet = 0ms;
    request.limits.bodyBytes = -1;
    return std::make_unique<http::LineStream>(m_client->open(request), quiet, longest);
}

void TestHttpLineStream::linesAreTheSameAtEveryCut()
{
    const QByteArray body("{\"a\":1}\n{}\n\n{\"b\":\"\xc3\xa4\"}\r\n{\"c\":3}\n");
    const QByteArray wire =
        streamHead + ScriptedServer::chunk(body.left(9)) + ScriptedServer::chunk(body.mid(9)) + "0\r\n\r\n";
    const QByteArrayList expected{"{\"a\":1}", "{}", "{\"b\":\"\xc3\xa4\"}", "{\"c\":3}"};
    for (qsizetype cut = streamHead.size() - 3; cut < wire.size(); ++cut) {
        m_server->setScript({Step::send(wire.left(cut)), Step::pause(0), Step::send(wire.mid(cut))});
        const auto stream = open();
        const Diary diary(stream.get());
        QVERIFY(QTest::qWaitFor([&] { return diary.isOver(); }));
        QVERIFY(diary.events.startsWith('o') && diary.events.endsWith("be"));
        QCOMPARE(diary.lines, expected);
    }
    Script script;
    for (const char c : wire)
        script << Step::send(QByteArray(1, c)) << Step::pause(0);
    m_server->setScript(script);
    const auto stream = open();
    const Diary diary(stream.get());
    QVERIFY(QTest::qWaitFor([&] { return diary.isOver(); }));
    QCOMPARE(diary.lines, expected);
}

void TestHttpLineStream::aLastLineWithoutItsEndCounts()
{
    m_server->setScript({Step::send(streamHead + ScriptedServer::chunk("one\ntwo") + "0\r\n\r\n")});
    const auto stream = open();
    const Diary diary(stream.get());
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.lines, (QByteArrayList{"one", "two"}));
    QVERIFY(diary.events.endsWith("be"));
}

void TestHttpLineStream::manyLinesAreOneBatch()
{
    m_server->setScript({Step::send(streamHead + ScriptedServer::chunk(QByteArray("{}\n").repeated(50)))});
    const auto stream = open();
    const Diary diary(stream.get());
    QTRY_VERIFY(diary.events.endsWith('b'));
    QCOMPARE(diary.lines.size(), 50);
    QCOMPARE(diary.events.count('b'), 1);
}

void TestHttpLineStream::tooLongALineEndsIt()
{
    for (const QByteArray& line : {QByteArray(101, 'x'), QByteArray(101, 'x') + '\n'}) {
        m_server->setScript({Step::send(streamHead + ScriptedServer::chunk(QByteArray(100, 'y') + '\n')),
                             Step::send(ScriptedServer::chunk(line))});
        const auto stream = open(0ms, 100);
        const Diary diary(stream.get());
        QTRY_VERIFY(diary.isOver());
        QCOMPARE(diary.error.kind, ErrorKind::TooLarge);
        QCOMPARE(diary.lines.size(), 1);
        QTRY_COMPARE(m_server->openConnections(), 0);
    }
}

void TestHttpLineStream::silenceEndsIt()
{
    m_server->setScript({Step::send(streamHead + ScriptedServer::chunk("{}\n"))});
    const auto stream = open(100ms);
    const Diary diary(stream.get());
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.events, QByteArray("olbx"));
    QCOMPARE(diary.error.kind, ErrorKind::TimedOut);
    QTRY_COMPARE(m_server->openConnections(), 0);
}

void TestHttpLineStream::linesKeepItAlive()
{
    Script script{Step::send(streamHead)};
    for (int i = 0; i < 12; ++i)
        script << Step::pause(50) << Step::send(ScriptedServer::chunk("{}\n"));
    m_server->setScript(script);
    const auto stream = open(300ms);
    const Diary diary(stream.get());
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.error.kind, ErrorKind::TimedOut);
    QCOMPARE(diary.lines.size(), 12);
}

void TestHttpLineStream::withoutQuietLimitItMayBeSilent()
{
    m_server->setScript({Step::send(streamHead), Step::pause(300), Step::send(ScriptedServer::chunk("{}\n"))});
    const auto stream = open();
    const Diary diary(stream.get());
    QTRY_COMPARE(diary.events, QByteArray("olb"));
}

void TestHttpLineStream::endingAtOnceIsNoLine()
{
    for (const Script& script : {Script{Step::send(streamHead + "0\r\n\r\n")},
                                 Script{Step::send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")},
                                 Script{Step::send("HTTP/1.1 200 OK\r\n\r\n"), Step::close()}}) {
        m_server->setScript(script);
        const auto stream = open(1s);
        const Diary diary(stream.get());
        QTRY_COMPARE(diary.events, QByteArray("oe"));
    }
}

void TestHttpLineStream::aCutIsAFailure()
{
    m_server->setScript({Step::send(streamHead + ScriptedServer::chunk("one\ntw")), Step::close()});
    const auto stream = open();
    const Diary diary(stream.get());
    QTRY_VERIFY(diary.isOver());
    QCOMPARE(diary.events, QByteArray("olbx"));
    QCOMPARE(diary.error.kind, ErrorKind::Cut);
    QCOMPARE(diary.lines, QByteArrayList{"one"}); // half a line is none
}

void TestHttpLineStream::refusalsCarryTheirStatus_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("original");
    const auto text = [](const QByteArray& status) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: 17\r\n\r\nPermission denied";
    };
    const QString words = u"Permission denied"_s;
    QTest::newRow("403") << Script{Step::send(text("403 Forbidden"))} << ErrorKind::Forbidden << words;
    QTest::newRow("401") << Script{Step::send(text("401 X"))} << ErrorKind::Unauthorized << words;
    QTest::newRow("429") << Script{Step::send(text("429 X"))} << ErrorKind::RateLimited << words;
    QTest::newRow("500") << Script{Step::send(text("500 X"))} << ErrorKind::ServerError << words;
    QTest::newRow("403 cut in its text") << Script{Step::send(text("403 Forbidden").chopped(7)), Step::close()}
                                         << ErrorKind::Forbidden << u"Permission"_s;
    QTest::newRow("403 silent in its text")
        << Script{Step::send(text("403 Forbidden").chopped(7))} << ErrorKind::Forbidden << u"Permission"_s;
    QTest::newRow("403 without end") << Script{Step::send("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n" +
                                                          QByteArray(100'000, 'x'))}
                                     << ErrorKind::Forbidden << QString(2'000, u'x');
}

void TestHttpLineStream::refusalsCarryTheirStatus()
{
    QFETCH(const Script, script);
    QFETCH(const ErrorKind, kind);
    QFETCH(const QString, original);
    m_server->setScript(script);
    const auto stream = open(45s);
    const Diary diary(stream.get());
    QTRY_VERIFY_WITH_TIMEOUT(diary.isOver(), 6'000);
    QCOMPARE(diary.events, QByteArray("x"));
    QCOMPARE(diary.error.kind, kind);
    QCOMPARE(diary.error.original, original);
}

void TestHttpLineStream::streamsDoNotTakeThePlacesOfRequests()
{
    m_client->setMaxConnections(1);
    m_server->setAnswer([](const test_support::ReceivedRequest& request) -> Script {
        if (request.target == "/stream") return {Step::send(streamHead)};
        return {Step::send(ScriptedServer::whole("{}"))};
    });
    const auto first = open();
    const auto second = open();
    QVERIFY(http_test::await(m_client->send(get("/"))));
    QTRY_COMPARE(m_server->openConnections(), 3);
}

void TestHttpLineStream::itMayBeDeletedInEachSignal_data()
{
    QTest::addColumn<char>("when");
    for (const char* when : {"o", "l", "b", "e", "x", "q"})
        QTest::newRow(when) << *when;
}

void TestHttpLineStream::itMayBeDeletedInEachSignal()
{
    QFETCH(const char, when);
    const QByteArray lines = streamHead + ScriptedServer::chunk("one\ntwo\nthr");
    m_server->setScript({Step::send(lines)});
    if (when == 'e') m_server->setScript({Step::send(lines + "0\r\n\r\n")});
    if (when == 'x') m_server->setScript({Step::send(lines), Step::close()});
    auto stream = open(when == 'q' ? 50ms : 0ms);
    int calls = 0;
    const auto act = [&] {
        ++calls;
        stream.reset();
    };
    using http::LineStream;
    if (when == 'o') connect(stream.get(), &LineStream::opened, this, act);
    if (when == 'l') connect(stream.get(), &LineStream::lineArrived, this, act);
    if (when == 'b') connect(stream.get(), &LineStream::batchEnded, this, act);
    if (when == 'e') connect(stream.get(), &LineStream::ended, this, act);
    if (when == 'x' || when == 'q') connect(stream.get(), &LineStream::failed, this, act);
    QTRY_COMPARE(calls, 1);
    // After an orderly end the connection may serve another request; in all other cases it is closed.
    QTRY_COMPARE(m_server->openConnections(), when == 'e' ? 1 : 0);
    QCOMPARE(calls, 1);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpLineStream)
#include "test_http_line_stream.moc"
