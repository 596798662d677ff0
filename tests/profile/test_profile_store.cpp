// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/profile_store.h"
#include "tests/support/message_guard.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::profile;

namespace {

Profile full(const QString& name)
{
    Profile profile;
    profile.name = name;
    profile.color = 3;
    profile.nomad = {u"https://100.99.99.99:4646"_s, u"https://100.99.99.98:4646"_s};
    profile.region = u"eu"_s;
    profile.nameSpace = u"default"_s;
    profile.nomadUser = u"ada"_s;
    profile.authorityFile = u"/etc/ca.pem"_s;
    profile.certificateFile = u"/home/a/cert.pem"_s;
    profile.keyFile = u"/home/a/key.pem"_s;
    profile.serverName = u"server.global.nomad"_s;
    profile.dialFile = u"/home/a/dial"_s;
    profile.tailscale = TailscaleUse::Socket;
    profile.tailscaleSocket = u"/run/ts.sock"_s;
    profile.traefik = {u"http://100.99.99.99:8080"_s};
    profile.traefikUser = u"admin"_s;
    profile.hasToken = true;
    profile.secretPlace = SecretPlace::Keyring;
    profile.readOnly = false;
    return profile;
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList names(const ProfileStore& store)
{
    QStringList names;
    for (const Profile& profile : store.profiles())
        names << profile.name;
    return names;
}

unsigned modeOf(const QString& path)
{
    struct stat status = {};
    return ::stat(path.toLocal8Bit().constData(), &status) == 0 ? status.st_mode & 0777U : 0;
}

} // namespace

class TestProfileStore : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void everyFieldSurvivesARestart();
    void fileIsTheOwnersAlone();
    void looseFileIsTightened();
    void orderDuplicateAndDelete();
    void lastUsedIsOpenedElseTheFirst();
    void damagedFileIsKeptAndSaid_data();
    void damagedFileIsKeptAndSaid();
    void goodEntriesOfADamagedFileStay();
    void wrongValuesKeepTheirDefaults();
    void secondDamageKeepsBothCopies();
    void namedPipeDoesNotStopTheStart();
    void failedWriteChangesNothing();
    void changesOfAnotherProgramAreKept();
    void exportIsReadAgain();

private:
    QString path() const { return QDir(m_folder).filePath(u"profiles.json"_s); }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_folder;
};

void TestProfileStore::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_folder = m_directory->filePath(u"config/tailboard"_s);
}

void TestProfileStore::everyFieldSurvivesARestart()
{
    ProfileStore store(m_folder);
    QSignalSpy changed(&store, &ProfileStore::changed);
    QVERIFY(store.profiles().isEmpty());
    const auto added = store.add(full(u"firefly"_s));
    QVERIFY(added);
    QVERIFY(store.add(Profile{.id = {}, .name = u"plain"_s}));
    QCOMPARE(changed.size(), 2);

    const ProfileStore again(m_folder);
    QCOMPARE(again.problem(), QString());
    QCOMPARE(again.profiles(), store.profiles());
    Profile expected = full(u"firefly"_s);
    expected.id = added->id;
    QCOMPARE(again.profiles().first(), expected);
    QVERIFY(again.profiles()[1].readOnly);
    QCOMPARE(again.profiles()[1].nameSpace, u"*"_s);
}

void TestProfileStore::fileIsTheOwnersAlone()
{
    const mode_t old = ::umask(0);
    ProfileStore store(m_folder);
    const auto added = store.add(full(u"firefly"_s));
    ::umask(old);
    QVERIFY(added);
    QCOMPARE(modeOf(path()), 0600U);
    QCOMPARE(modeOf(m_folder), 0700U);
    QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden), QStringList{u"profiles.json"_s});
}

void TestProfileStore::looseFileIsTightened()
{
    QVERIFY(QDir().mkpath(m_folder));
    write(path(), toJson({}));
    ::chmod(path().toLocal8Bit().constData(), 0666);
    ProfileStore store(m_folder);
    QVERIFY(store.add(full(u"firefly"_s)));
    QCOMPARE(modeOf(path()), 0600U);
}

void TestProfileStore::orderDuplicateAndDelete()
{
    ProfileStore store(m_folder);
    const auto one = store.add(full(u"one"_s));
    const auto two = store.add(full(u"two"_s));
    const auto copy = store.duplicate(one->id);
    QVERIFY(copy);
    QVERIFY(copy->id != one->id);
    QCOMPARE(names(store), (QStringList{u"one"_s, u"one 2"_s, u"two"_s}));
    QVERIFY(store.move(two->id, 0));
    QCOMPARE(names(store), (QStringList{u"two"_s, u"one"_s, u"one 2"_s}));
    QVERIFY(store.move(two->id, 99));
    QCOMPARE(names(store), (QStringList{u"one"_s, u"one 2"_s, u"two"_s}));
    QVERIFY(store.remove(one->id));
    QCOMPARE(names(ProfileStore(m_folder)), (QStringList{u"one 2"_s, u"two"_s}));
    QCOMPARE(store.duplicate(one->id).error().kind, base::ErrorKind::NotFound);

    Profile renamed = *store.byId(two->id);
    renamed.name = u"three"_s;
    QVERIFY(store.replace(renamed));
    QVERIFY(!store.byName(u"two"_s));
    QCOMPARE(store.byName(u"three"_s)->id, two->id);
}

void TestProfileStore::lastUsedIsOpenedElseTheFirst()
{
    ProfileStore store(m_folder);
    QVERIFY(!store.lastUsed());
    const auto one = store.add(full(u"one"_s));
    const auto two = store.add(full(u"two"_s));
    QCOMPARE(store.lastUsed()->id, one->id);
    QVERIFY(store.setLastUsed(two->id));
    QCOMPARE(ProfileStore(m_folder).lastUsed()->id, two->id);
    QVERIFY(store.remove(two->id));
    QCOMPARE(ProfileStore(m_folder).lastUsed()->id, one->id);
}

void TestProfileStore::damagedFileIsKeptAndSaid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << toJson({{full(u"firefly"_s)}, {}}).left(200);
    QTest::newRow("noise") << QByteArray("\x00\xff\xfe{[\"", 6);
    QTest::newRow("list") << QByteArray("[1,2,3]");
    QTest::newRow("no profiles") << QByteArray(R"({"version":1,"profiles":{}})");
    QTest::newRow("later version") << QByteArray(R"({"version":2,"profiles":[]})");
    QTest::newRow("deep") << QByteArray(200'000, '[');
    QTest::newRow("too large") << QByteArray(R"({"version":1,"profiles":[]})") + QByteArray(2 << 20, ' ');
}

void TestProfileStore::damagedFileIsKeptAndSaid()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(QDir().mkpath(m_folder));
    write(path(), bytes);
    ProfileStore store(m_folder);
    QVERIFY(store.profiles().isEmpty());
    QVERIFY2(store.problem().contains(path() + u".bad"_s), qPrintable(store.problem()));
    QCOMPARE(modeOf(path() + u".bad"_s), 0600U);
    QCOMPARE(read(path() + u".bad"_s), bytes.left(largestFile + 1));

    QVERIFY(store.add(full(u"new"_s)));
    QCOMPARE(names(ProfileStore(m_folder)), QStringList{u"new"_s});
    QCOMPARE(ProfileStore(m_folder).problem(), QString());
    QCOMPARE(read(path() + u".bad"_s), bytes.left(largestFile + 1));
}

void TestProfileStore::goodEntriesOfADamagedFileStay()
{
    QVERIFY(QDir().mkpath(m_folder));
    write(path(), R"({"version":1,"profiles":[{"name":"good"},7,{"color":2},null,{"name":"too"}]})");
    const ProfileStore store(m_folder);
    QCOMPARE(names(store), (QStringList{u"good"_s, u"too"_s}));
    QVERIFY2(store.problem().contains(u"3 "_s), qPrintable(store.problem()));
    QVERIFY(QFileInfo::exists(path() + u".bad"_s));
}

void TestProfileStore::wrongValuesKeepTheirDefaults()
{
    const QByteArray longText = '"' + QByteArray(5'000, 'x') + '"';
    const auto read = fromJson(R"({"version":1,"lastUsed":"nobody","profiles":[
        {"id":"../../etc","name":"a","color":99,"nomad":"http://x","region":)" +
                               longText + R"(,"tailscale":"elsewhere","readOnly":"no","namespace":"","secrets":0},
        {"id":"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01","name":"b"},
        {"id":"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01","name":"c"}]})");
    QVERIFY(read);
    QCOMPARE(read->list.profiles.size(), 3);
    Profile expected{.id = read->list.profiles[0].id, .name = u"a"_s};
    QCOMPARE(read->list.profiles[0], expected);
    QVERIFY(!QUuid::fromString(expected.id).isNull());
    QVERIFY(read->list.profiles[1].id != read->list.profiles[2].id);
    QCOMPARE(read->list.lastUsed, QString());
}

void TestProfileStore::secondDamageKeepsBothCopies()
{
    QVERIFY(QDir().mkpath(m_folder));
    write(path(), "first");
    {
        const ProfileStore store(m_folder);
    }
    {
        const ProfileStore sameAgain(m_folder);
    }
    QVERIFY(!QFileInfo::exists(path() + u".bad.2"_s));
    write(path(), "second");
    const ProfileStore store(m_folder);
    QCOMPARE(read(path() + u".bad"_s), QByteArray("first"));
    QCOMPARE(read(path() + u".bad.2"_s), QByteArray("second"));
}

void TestProfileStore::namedPipeDoesNotStopTheStart()
{
    QVERIFY(QDir().mkpath(m_folder));
    QCOMPARE(::mkfifo(path().toLocal8Bit().constData(), 0600), 0);
    ProfileStore store(m_folder);
    QVERIFY(!store.problem().isEmpty());
    QVERIFY(!store.add(full(u"firefly"_s))); // it is not ours to replace
    QVERIFY(!QFileInfo(path()).isFile());
}

void TestProfileStore::failedWriteChangesNothing()
{
    // Also for root, who passes every permission: a file stands where the folder belongs.
    QVERIFY(QDir().mkpath(m_directory->filePath(u"config"_s)));
    write(m_folder, "in the way");
    ProfileStore store(m_folder);
    QSignalSpy changed(&store, &ProfileStore::changed);
    const auto added = store.add(full(u"firefly"_s));
    QVERIFY(!added);
    QVERIFY2(added.error().what.contains(m_folder), qPrintable(added.error().what));
    QVERIFY(store.profiles().isEmpty());
    QVERIFY(changed.isEmpty());
}

void TestProfileStore::changesOfAnotherProgramAreKept()
{
    ProfileStore one(m_folder);
    ProfileStore two(m_folder);
    QVERIFY(one.add(full(u"of one"_s)));
    QVERIFY(two.add(full(u"of two"_s)));
    QCOMPARE(names(two), (QStringList{u"of one"_s, u"of two"_s}));
    QVERIFY(one.remove(one.profiles().first().id));
    QCOMPARE(names(one), QStringList{u"of two"_s});
}

void TestProfileStore::exportIsReadAgain()
{
    const auto read = fromJson(exported({full(u"firefly"_s)}));
    QVERIFY(read);
    Profile expected = full(u"firefly"_s);
    expected.id = read->list.profiles.first().id;
    QCOMPARE(read->list.profiles, QList{expected});
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestProfileStore)
#include "test_profile_store.moc"
