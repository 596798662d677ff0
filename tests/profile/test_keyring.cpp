// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/keyring_secrets.h"
#include "tests/support/message_guard.h"

#include <QLibrary>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::profile;

/// Against a real keyring. The test starts a bus of its own (dbus-run-session) with an unlocked GNOME Keyring in a home
/// of its own, and runs itself again in there.
class TestKeyring : public QObject
{
    Q_OBJECT

private slots:
    void secretsSurviveInTheKeyring();
};

namespace {

const QByteArray token = "3f2a9c1e-secret-of-the-test";
const QByteArray inside = "TAILBOARD_TEST_INSIDE_KEYRING";

template<typename T>
base::Result<T> ended(QFuture<base::Result<T>> future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); }, 10'000)
               ? future.result()
               : base::Result<T>(base::failure({.kind = base::ErrorKind::TimedOut,
                                                .what = u"no answer"_s,
                                                .why = {},
                                                .hint = {},
                                                .original = {}}));
}

/// The checks themselves, inside the bus; what is wrong is said on standard error.
int checkInside()
{
    const auto fail = [](const char* what, const base::Error& error) {
        std::fprintf(stderr, "%s: %s %s\n", what, qPrintable(error.sentence()), qPrintable(error.original));
        return 1;
    };
    KeyringSecrets store(u"tailboard-test"_s);
    const SecretKey key{u"8b0ff1dc-3d4f-4b6f-8a0f-3b0d6f0a9a01"_s, SecretKind::NomadToken};
    const base::Error other{.what = u"another answer"_s};
    // The daemon needs its moment to come up.
    base::Result<void> probed;
    if (!QTest::qWaitFor([&] { return (probed = ended(store.probe())).has_value(); }, 20'000))
        return fail("probe", probed.error());
    if (const auto none = ended(store.read(key)); none || none.error().kind != base::ErrorKind::NotFound)
        return fail("read nothing", none ? other : none.error());
    if (const auto written = ended(store.write(key, Secret(token))); !written) return fail("write", written.error());
    const auto read = ended(KeyringSecrets(u"tailboard-test"_s).read(key)); // a later start
    if (!read || read->bytes() != token) return fail("read", read ? other : read.error());
    const Secrets all{.nomadToken = Secret("new"), .nomadPassword = Secret("p"), .traefikPassword = Secret("q")};
    if (const auto written = ended(writeAll(store, key.profile, all)); !written) return fail("all", written.error());
    const auto readAgain = ended(readAll(store, key.profile));
    if (!readAgain || *readAgain != all) return fail("read all", readAgain ? other : readAgain.error());
    if (const auto removed = ended(writeAll(store, key.profile, {})); !removed) return fail("remove", removed.error());
    const auto gone = ended(store.read(key));
    if (gone || gone.error().kind != base::ErrorKind::NotFound) return fail("gone", gone ? other : gone.error());
    if (const auto twice = ended(store.remove(key)); !twice) return fail("remove nothing", twice.error());
    return 0;
}

} // namespace

void TestKeyring::secretsSurviveInTheKeyring()
{
    const QString bus = QStandardPaths::findExecutable(u"dbus-run-session"_s);
    const QString keyring = QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s);
    if (bus.isEmpty()) QSKIP("dbus-run-session is not here");
    if (keyring.isEmpty()) QSKIP("gnome-keyring-daemon is not here");
    if (!QLibrary(u"secret-1"_s, 0).load()) QSKIP("libsecret is not here");

    QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath(u"run"_s));
    QFile::setPermissions(home.filePath(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.filePath(u"run"_s));
    environment.insert(u"XDG_DATA_HOME"_s, home.filePath(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, home.filePath(u"config"_s));
    environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s); // QtKeychain asks KWallet on the others
    environment.insert(QString::fromLatin1(inside), u"1"_s);
    environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(bus, {u"--"_s, u"sh"_s, u"-c"_s,
                        u"printf password | \"$0\" --foreground --unlock --components=secrets >/dev/null & "
                        "\"$1\"; code=$?; kill $!; exit $code"_s,
                        keyring, QCoreApplication::applicationFilePath()});
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(inside.constData())) return checkInside();
    TestKeyring test;
    test_support::MessageGuard guard;
    return QTest::qExec(&test, argc, argv);
}
#include "test_keyring.moc"
