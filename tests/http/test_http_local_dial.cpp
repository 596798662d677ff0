// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/client.h"
#include "app/http/failures.h"
#include "app/http/local_dial.h"
#include "tests/support/message_guard.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::http;
using base::ErrorKind;

namespace {

/// A unix socket, listening or not, whose connections nobody takes until the test does.
class Daemon
{
public:
    explicit Daemon(bool isListening)
    {
        const QByteArray name = QFile::encodeName(path());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
        m_listener = add(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
        isGood = ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
                 (!isListening || ::listen(m_listener, 0) == 0);
    }
    ~Daemon()
    {
        for (const int descriptor : m_all)
            ::close(descriptor);
    }

    QString path() const { return m_folder.filePath(u"d.sock"_s); }
    /// Connects until the queue is full; how many that were.
    int fill()
    {
        for (int count = 0;; ++count) {
            const LocalDial dial = dialLocal(path());
            if (dial.descriptor < 0) return count;
            add(dial.descriptor);
        }
    }
    int accept() { return add(::accept(m_listener, nullptr, nullptr)); }

    bool isGood = false;

private:
    int add(int descriptor)
    {
        if (descriptor >= 0) m_all << descriptor;
        return descriptor;
    }

    QTemporaryDir m_folder;
    QList<int> m_all;
    int m_listener = -1;
};

} // namespace

class TestHttpLocalDial : public QObject
{
    Q_OBJECT

private slots:
    void everyFailureHasItsNumber();
    void everyNumberHasItsSentence_data();
    void everyNumberHasItsSentence();
    void missingRightIsTold();
    void fullQueueSaysTryAgain();
    void fullQueueThatDrainsConnectsAfterAll();
};

void TestHttpLocalDial::everyFailureHasItsNumber()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Daemon dead(false);
    QVERIFY(dead.isGood);
    QCOMPARE(dialLocal({}).errorNumber, ENOENT);
    QCOMPARE(dialLocal(folder.filePath(u"absent"_s)).errorNumber, ENOENT);
    QCOMPARE(dialLocal(file.fileName()).errorNumber, ECONNREFUSED);
    QCOMPARE(dialLocal(dead.path()).errorNumber, ECONNREFUSED);
    QCOMPARE(dialLocal(u'/' + QString(200, u'a')).errorNumber, ENAMETOOLONG);
    QCOMPARE(dialLocal(u"/a"_s + QChar(0)).errorNumber, ENOENT);
}

void TestHttpLocalDial::everyNumberHasItsSentence_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorKind>("kind");
    for (const int number : {ENOENT, ENOTDIR, ECONNREFUSED, ENAMETOOLONG, EIO})
        QTest::newRow(std::strerror(number)) << number << ErrorKind::Unreachable;
    for (const int number : {EACCES, EPERM})
        QTest::newRow(std::strerror(number)) << number << ErrorKind::Forbidden;
}

void TestHttpLocalDial::everyNumberHasItsSentence()
{
    QFETCH(const int, number);
    const base::Error error = localDialError(Endpoint::unixSocket(u"/run/x.sock"_s, "h"), number);
    QTEST(error.kind, "kind");
    QVERIFY(error.what.contains(u"/run/x.sock"));
    QVERIFY(!error.hint.isEmpty());
    QVERIFY(!error.original.isEmpty());
}

void TestHttpLocalDial::missingRightIsTold()
{
    Daemon daemon(true);
    QVERIFY(daemon.isGood);
    QVERIFY(QFile::setPermissions(daemon.path(), QFile::Permissions()));
    const bool isRoot = ::geteuid() == 0;
    if (isRoot) {
        // The folder must be passable, or the socket would only look absent.
        QVERIFY(QFile::setPermissions(QFileInfo(daemon.path()).path(), QFile::Permissions(0x7755)));
        QCOMPARE(::seteuid(65534), 0);
    }
    const LocalDial dial = dialLocal(daemon.path());
    if (isRoot) QCOMPARE(::seteuid(0), 0);
    QCOMPARE(dial.errorNumber, EACCES);
}

void TestHttpLocalDial::fullQueueSaysTryAgain()
{
    Daemon daemon(true);
    QVERIFY(daemon.isGood);
    QVERIFY(daemon.fill() > 0);
    QCOMPARE(dialLocal(daemon.path()).errorNumber, EAGAIN);
}

void TestHttpLocalDial::fullQueueThatDrainsConnectsAfterAll()
{
    Daemon daemon(true);
    QVERIFY(daemon.isGood);
    const int fillers = daemon.fill();
    Client client(Endpoint::unixSocket(daemon.path(), "h"), {});
    const QFuture<base::Result<Response>> future = client.send({.target = "/"});
    const QFuture<base::Result<Response>> later =
        client.send({.target = "/", .limits = {.total = std::chrono::milliseconds(70)}});
    QTRY_VERIFY(later.isFinished()); // by then the first has knocked in vain
    QVERIFY(!future.isFinished());
    for (int i = 0; i < fillers; ++i)
        QVERIFY(daemon.accept() >= 0);
    int peer = -1;
    QTRY_VERIFY(peer >= 0 || (peer = daemon.accept()) >= 0);
    const QByteArray reply = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate";
    QCOMPARE(::send(peer, reply.constData(), size_t(reply.size()), 0), reply.size());
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QCOMPARE(future.result()->body, "late"_ba);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHttpLocalDial)
#include "test_http_local_dial.moc"
