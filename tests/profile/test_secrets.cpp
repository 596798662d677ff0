// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/keyring_secrets.h"
#include "app/profile/profile_store.h"
#include "app/profile/session_secrets.h"
#include "tests/support/message_guard.h"

#include <QDirIterator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::profile;

namespace {

const QByteArray token = "3f2a9c1e-secret-of-the-test";

/// The names of the files under a folder that have these bytes in them.
QStringList filesWith(const QString& folder, const QByteArray& bytes)
{
    QStringList found;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes)) found << file.fileName();
    }
    return found;
}

} // namespace

class TestSecrets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void replacedBytesAreOverwritten();
    void sharedBytesAreLeftToTheirOtherOwner();
    void copiesAreDeep();
    void sessionKeepsAndForgets();
    void allThreeAreReadAndWritten();
    void withoutABusTheMissingBackEndIsNamed();
    void withoutAKeyringNothingIsWrittenAnywhere();

private:
    QTemporaryDir m_home;
};

void TestSecrets::initTestCase()
{
    // Before anything speaks to a bus: there is none, whatever the person who runs the test has.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qunsetenv("XDG_RUNTIME_DIR");
    qputenv("HOME", m_home.path().toLocal8Bit());
    qputenv("XDG_CONFIG_HOME", m_home.filePath(u"config"_s).toLocal8Bit());
    qputenv("XDG_DATA_HOME", m_home.filePath(u"data"_s).toLocal8Bit());
}

void TestSecrets::replacedBytesAreOverwritten()
{
    QByteArray bytes(token.constData(), token.size());
    const char* at = bytes.constData();
    blank(bytes);
    QCOMPARE(bytes.constData(), at);
    QCOMPARE(bytes, QByteArray(token.size(), '\0'));
}

void TestSecrets::sharedBytesAreLeftToTheirOtherOwner()
{
    QByteArray bytes(token.constData(), token.size());
    const QByteArray other = bytes;
    blank(bytes);
    QCOMPARE(other, token);
}

void TestSecrets::copiesAreDeep()
{
    const Secret one(token);
    QVERIFY(one.bytes().constData() != token.constData());
    Secret two(one);
    QVERIFY(one.bytes().constData() != two.bytes().constData());
    const Secret three(std::move(two));
    two = Secret("other");
    QCOMPARE(three, one);
}

void TestSecrets::sessionKeepsAndForgets()
{
    SessionSecrets store;
    const SecretKey key{u"a"_s, SecretKind::NomadToken};
    QVERIFY(store.probe().result());
    QCOMPARE(store.read(key).result().error().kind, base::ErrorKind::NotFound);
    QVERIFY(store.write(key, Secret(token)).result());
    QCOMPARE(store.read(key).result()->bytes(), token);
    QCOMPARE(store.read({u"a"_s, SecretKind::TraefikPassword}).result().error().kind, base::ErrorKind::NotFound);
    QVERIFY(store.write(key, {}).result());
    QVERIFY(!store.read(key).result());
}

void TestSecrets::allThreeAreReadAndWritten()
{
    SessionSecrets store;
    const Secrets secrets{.nomadToken = Secret(token), .nomadPassword = {}, .traefikPassword = Secret("pw")};
    auto written = writeAll(store, u"a"_s, secrets);
    QTRY_VERIFY(written.isFinished());
    QVERIFY(written.result());
    auto read = readAll(store, u"a"_s);
    QTRY_VERIFY(read.isFinished());
    QCOMPARE(*read.result(), secrets);
}

void TestSecrets::withoutABusTheMissingBackEndIsNamed()
{
    KeyringSecrets store(u"tailboard-test"_s);
    auto probed = store.probe();
    QTRY_VERIFY(probed.isFinished());
    const auto result = probed.result();
    QVERIFY(!result);
    QVERIFY2(result.error().sentence().contains(u"Secret Service"_s), qPrintable(result.error().sentence()));
    QVERIFY(result.error().sentence().contains(u"KWallet"_s));
}

void TestSecrets::withoutAKeyringNothingIsWrittenAnywhere()
{
    KeyringSecrets store(u"tailboard-test"_s);
    auto written = store.write({u"a"_s, SecretKind::NomadToken}, Secret(token));
    QTRY_VERIFY(written.isFinished());
    QVERIFY(!written.result());
    QVERIFY(!written.result().error().sentence().contains(QString::fromLatin1(token)));
    QVERIFY(!written.result().error().original.contains(QString::fromLatin1(token)));

    // Nor does the file of profiles hold it.
    ProfileStore profiles(m_home.filePath(u"config/tailboard"_s));
    QVERIFY(profiles.add({.name = u"firefly"_s, .nomad = {u"http://x:4646"_s}, .secretPlace = SecretPlace::Keyring}));
    QVERIFY(!filesWith(m_home.path(), "firefly").isEmpty());
    QCOMPARE(filesWith(m_home.path(), token), QStringList());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestSecrets)
#include "test_secrets.moc"
