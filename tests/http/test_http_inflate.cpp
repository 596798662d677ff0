// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/inflate.h"
#include "tests/http/gzip.h"
#include "tests/support/message_guard.h"

#include <QFile>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard::http;
using tailboard::test_http::gzip;

namespace {

enum class End { Complete, Early, Fault, TooLarge };

/// Unpacks pieces; `out` holds what came before the end.
End unpack(const QList<QByteArray>& pieces, QByteArray& out)
{
    Inflate inflate;
    for (const QByteArray& piece : pieces) {
        QByteArrayView input(piece);
        while (true) {
            const Inflate::Event event = inflate.next(input);
            if (event == Inflate::Event::Fault) return End::Fault;
            if (event == Inflate::Event::TooLarge) return End::TooLarge;
            if (event == Inflate::Event::NeedMore) break;
            out += inflate.piece();
        }
    }
    return inflate.isComplete() ? End::Complete : End::Early;
}

QByteArray recorded()
{
    QFile file(QStringLiteral(TAILBOARD_FIXTURES "/nomad/allocations.http"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestHttpInflate : public QObject
{
    Q_OBJECT

private slots:
    void unpacksTheSameHoweverItIsCut();
    void joinsMembers();
    void refusesGarbageBehindAMember();
    void everyTruncationIsNoticed();
    void damageIsNoticed();
    void emptyBodyIsComplete();
    void bombEndsEarly();
    void flushedLinesComeAtOnce();
};

void TestHttpInflate::unpacksTheSameHoweverItIsCut()
{
    const QByteArray plain = recorded();
    QVERIFY(plain.size() > 10'000);
    const QByteArray packed = gzip(plain);
    for (qsizetype cut = 0; cut <= packed.size(); ++cut) {
        QByteArray out;
        QCOMPARE(unpack({packed.left(cut), packed.mid(cut)}, out), End::Complete);
        QVERIFY(out == plain);
    }
    QList<QByteArray> bytes;
    for (const char c : packed)
        bytes << QByteArray(1, c);
    QByteArray out;
    QCOMPARE(unpack(bytes, out), End::Complete);
    QVERIFY(out == plain);
}

void TestHttpInflate::joinsMembers()
{
    const QByteArray packed = gzip("one ") + gzip("") + gzip("two");
    for (qsizetype cut = 0; cut <= packed.size(); ++cut) {
        QByteArray out;
        QCOMPARE(unpack({packed.left(cut), packed.mid(cut)}, out), End::Complete);
        QCOMPARE(out, "one two"_ba);
    }
}

void TestHttpInflate::refusesGarbageBehindAMember()
{
    for (const QByteArray& garbage : {"\1"_ba, "xx"_ba, "\x1f\x8c"_ba, QByteArray(20, '\0')}) {
        QByteArray out;
        QVERIFY(unpack({gzip("one") + garbage}, out) != End::Complete);
        out.clear();
        QVERIFY(unpack({gzip("one"), garbage}, out) != End::Complete);
    }
}

void TestHttpInflate::everyTruncationIsNoticed()
{
    const QByteArray packed = gzip(recorded());
    for (qsizetype size = 1; size < packed.size(); ++size) {
        QByteArray out;
        QCOMPARE(unpack({packed.left(size)}, out), End::Early);
    }
}

void TestHttpInflate::damageIsNoticed()
{
    const QByteArray packed = gzip("a body that is long enough to have something in the middle of it");
    for (const qsizetype at : {qsizetype(0), qsizetype(2), packed.size() / 2, packed.size() - 5, packed.size() - 1}) {
        QByteArray damaged = packed;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        QByteArray out;
        QVERIFY(unpack({damaged}, out) != End::Complete);
    }
    QByteArray out;
    QCOMPARE(unpack({"{\"plain\":1}"}, out), End::Fault);
}

void TestHttpInflate::emptyBodyIsComplete()
{
    QByteArray out;
    QCOMPARE(unpack({}, out), End::Complete);
}

void TestHttpInflate::bombEndsEarly()
{
    const QByteArray packed = gzip(QByteArray(64 << 20, '\0'));
    QByteArray out;
    QCOMPARE(unpack({packed}, out), End::TooLarge);
    QVERIFY(out.size() < 16 << 20);
}

void TestHttpInflate::flushedLinesComeAtOnce()
{
    const QByteArray packed = gzip("{\"Index\":1}\n", false);
    QByteArray out;
    QCOMPARE(unpack({packed}, out), End::Early);
    QCOMPARE(out, "{\"Index\":1}\n"_ba);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpInflate)
#include "test_http_inflate.moc"
