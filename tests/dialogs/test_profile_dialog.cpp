// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/dialogs/stage.h"
#include "tests/support/message_guard.h"
#include "ui/dialogs/profile_dialog.h"
#include "ui/dialogs/profile_form.h"
#include "ui/widgets/color_choice.h"
#include "ui/widgets/label.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/secret_field.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::dialogs;
using profile::Profile;
using profile::Secret;
using profile::SecretKind;
using profile::SecretPlace;
using test_dialogs::Stage;

class TestProfileDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyFieldIsShownAndSaved();
    void problemStandsUnderItsFieldAndNothingIsLost();
    void editsOfSeveralProfilesAreKeptUntilSaved();
    void cancelChangesNothing();
    void secretsMoveBetweenTheirPlaces();
    void brokenKeyringLosesNothingTyped();
    void addDuplicateDeleteAndOrder();
    void environmentIsImported();
    void failedWriteIsSaidAndKept();
    void everyControlHasAName();

private:
    ProfileDialog& open()
    {
        m_dialog = std::make_unique<ProfileDialog>(m_stage->look, m_stage->means(), m_stage->store, m_stage->session);
        m_dialog->choose({});
        m_dialog->show();
        return *m_dialog;
    }
    template<typename T>
    T* child(const char* name)
    {
        return m_dialog->findChild<T*>(QString::fromLatin1(name));
    }
    void type(const char* name, const QString& text)
    {
        auto* edit = child<QLineEdit>(name);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void press(const char* name) { child<QPushButton>(name)->click(); }
    QListWidget& list() { return *child<QListWidget>("profileList"); }
    QStringList names()
    {
        QStringList names;
        for (const Profile& profile : m_stage->store.profiles())
            names << profile.name;
        return names;
    }
    QString sentence() { return m_dialog->findChild<widgets::MessageBar*>()->sentence(); }

    std::unique_ptr<Stage> m_stage;
    std::unique_ptr<ProfileDialog> m_dialog;
    QString m_one;
};

void TestProfileDialog::init()
{
    m_stage = std::make_unique<Stage>();
    m_one = m_stage->store.add({.name = u"one"_s, .color = 2, .nomad = {u"http://100.64.0.1:4646"_s}})->id;
    QVERIFY(m_stage->store.add({.name = u"two"_s, .nomad = {u"http://100.64.0.2:4646"_s}}));
}

void TestProfileDialog::cleanup()
{
    m_dialog.reset();
    m_stage.reset();
}

void TestProfileDialog::everyFieldIsShownAndSaved()
{
    QFile pem(m_stage->folder.filePath(u"some.pem"_s));
    QVERIFY(pem.open(QIODevice::WriteOnly));
    pem.close();
    open();
    QSignalSpy saved(m_dialog.get(), &ProfileDialog::saved);
    QCOMPARE(child<QLineEdit>("formName")->text(), u"one"_s);
    QTRY_VERIFY(child<QLineEdit>("formToken")->isEnabled());
    type("formName", u"firefly"_s);
    child<QAbstractButton>("color4")->click();
    child<QPlainTextEdit>("formNomad")->setPlainText(u"https://100.99.99.99:4646\n 100.99.99.98 \n\n"_s);
    type("formToken", u"tok"_s);
    child<QRadioButton>("formKeyring")->click();
    type("formNamespace", u"web"_s);
    type("formRegion", u"eu"_s);
    type("formNomadUser", u"ada"_s);
    type("formNomadPassword", u"pw1"_s);
    for (const char* name : {"formAuthority", "formCertificate", "formKey", "formDial"})
        type(name, pem.fileName());
    type("formServerName", u"server.global.nomad"_s);
    child<QComboBox>("formTailscale")->setCurrentIndex(1);
    emit child<QComboBox>("formTailscale")->activated(1);
    type("formSocket", u"/run/ts.sock"_s);
    child<QRadioButton>("formNameTraefik")->click();
    child<QPlainTextEdit>("formTraefik")->setPlainText(u"100.99.99.99:8081"_s);
    type("formTraefikUser", u"admin"_s);
    type("formTraefikPassword", u"pw2"_s);
    press("saveProfiles");
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(saved[0][0].toString(), m_one);
    QCOMPARE(saved[0][1].value<QSet<QString>>(), QSet{m_one});

    const Profile expected{.id = m_one,
                           .name = u"firefly"_s,
                           .color = 4,
                           .nomad = {u"https://100.99.99.99:4646"_s, u"http://100.99.99.98:4646"_s},
                           .region = u"eu"_s,
                           .nameSpace = u"web"_s,
                           .nomadUser = u"ada"_s,
                           .authorityFile = pem.fileName(),
                           .certificateFile = pem.fileName(),
                           .keyFile = pem.fileName(),
                           .serverName = u"server.global.nomad"_s,
                           .dialFile = pem.fileName(),
                           .tailscale = profile::TailscaleUse::Socket,
                           .tailscaleSocket = u"/run/ts.sock"_s,
                           .traefik = {u"http://100.99.99.99:8081"_s},
                           .traefikUser = u"admin"_s,
                           .hasToken = true,
                           .secretPlace = SecretPlace::Keyring};
    QCOMPARE(*m_stage->store.byId(m_one), expected);
    const auto secrets = profile::readAll(m_stage->keyring, m_one);
    QTRY_VERIFY(secrets.isFinished());
    QCOMPARE(secrets.result()->nomadToken.bytes(), QByteArray("tok"));
    QCOMPARE(secrets.result()->nomadPassword.bytes(), QByteArray("pw1"));
    QCOMPARE(secrets.result()->traefikPassword.bytes(), QByteArray("pw2"));

    // And shown again as they are.
    open();
    QTRY_COMPARE(child<widgets::SecretField>("formToken")->secret(), QByteArray("tok"));
    QCOMPARE(m_dialog->findChild<ProfileForm*>()->draft().profile, expected);
    QFile file(m_stage->store.filePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    for (const char* secret : {"tok\"", "pw1", "pw2"})
        QVERIFY2(!bytes.contains(secret), secret);
}

void TestProfileDialog::problemStandsUnderItsFieldAndNothingIsLost()
{
    open();
    child<QPlainTextEdit>("formNomad")->setPlainText(u"nonsense here"_s);
    type("formRegion", u"eu"_s);
    press("saveProfiles");
    QVERIFY(m_dialog->isVisible());
    auto* remark = child<widgets::Label>("remark1");
    QVERIFY(remark->isVisible());
    QVERIFY2(remark->text().contains(u"nonsense here"_s), qPrintable(remark->text()));
    QVERIFY(child<QPlainTextEdit>("formNomad")->hasFocus() || !m_dialog->isActiveWindow());
    QCOMPARE(child<QLineEdit>("formRegion")->text(), u"eu"_s);
    QCOMPARE(m_stage->store.byId(m_one)->region, QString());

    child<QPlainTextEdit>("formNomad")->setPlainText(u"http://100.64.0.9:4646"_s);
    press("saveProfiles");
    QTRY_VERIFY(!m_dialog->isVisible());
    QCOMPARE(m_stage->store.byId(m_one)->region, u"eu"_s);
}

void TestProfileDialog::editsOfSeveralProfilesAreKeptUntilSaved()
{
    open();
    type("formName", u"first"_s);
    list().setCurrentRow(1);
    type("formName", u"second"_s);
    list().setCurrentRow(0);
    QCOMPARE(child<QLineEdit>("formName")->text(), u"first"_s);
    QCOMPARE(names(), (QStringList{u"one"_s, u"two"_s}));
    press("saveProfiles");
    QTRY_COMPARE(names(), (QStringList{u"first"_s, u"second"_s}));
}

void TestProfileDialog::cancelChangesNothing()
{
    open();
    type("formName", u"first"_s);
    press("deleteProfile");
    m_dialog->reject();
    QCOMPARE(names(), (QStringList{u"one"_s, u"two"_s}));
}

void TestProfileDialog::secretsMoveBetweenTheirPlaces()
{
    QVERIFY(m_stage->session.write({m_one, SecretKind::NomadToken}, Secret("tok")).result());
    open();
    QTRY_COMPARE(child<widgets::SecretField>("formToken")->secret(), QByteArray("tok"));
    child<QRadioButton>("formKeyring")->click();
    press("saveProfiles");
    QTRY_VERIFY(!m_dialog->isVisible());
    QCOMPARE(m_stage->keyring.read({m_one, SecretKind::NomadToken}).result()->bytes(), QByteArray("tok"));
    QTRY_VERIFY(!m_stage->session.read({m_one, SecretKind::NomadToken}).result());
}

void TestProfileDialog::brokenKeyringLosesNothingTyped()
{
    Profile kept = *m_stage->store.byId(m_one);
    kept.secretPlace = SecretPlace::Keyring;
    kept.hasToken = true;
    QVERIFY(m_stage->store.replace(kept));
    m_stage->keyring.isThere = false;
    open();
    QTRY_VERIFY2(sentence().contains(u"no system keyring"_s), qPrintable(sentence()));
    QVERIFY(!child<QRadioButton>("formKeyring")->isEnabled());
    type("formToken", u"typed"_s);
    press("saveProfiles");
    QTRY_VERIFY2(sentence().contains(u"no system keyring"_s), qPrintable(sentence()));
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(child<widgets::SecretField>("formToken")->secret(), QByteArray("typed"));

    child<QRadioButton>("formSession")->click();
    press("saveProfiles");
    QTRY_VERIFY(!m_dialog->isVisible());
    QCOMPARE(m_stage->session.read({m_one, SecretKind::NomadToken}).result()->bytes(), QByteArray("typed"));
}

void TestProfileDialog::addDuplicateDeleteAndOrder()
{
    open();
    press("duplicateProfile");
    QCOMPARE(child<QLineEdit>("formName")->text(), u"one 2"_s);
    press("addProfile");
    type("formName", u"new"_s);
    child<QPlainTextEdit>("formNomad")->setPlainText(u"http://100.64.0.3:4646"_s);
    press("profileUp");
    press("profileUp");
    press("profileUp");
    QVERIFY(!child<QPushButton>("profileUp")->isEnabled());
    list().setCurrentRow(3);
    QCOMPARE(child<QLineEdit>("formName")->text(), u"two"_s);
    press("deleteProfile");
    press("saveProfiles");
    QTRY_COMPARE(names(), (QStringList{u"new"_s, u"one"_s, u"one 2"_s}));
}

void TestProfileDialog::environmentIsImported()
{
    m_stage->environment.insert(u"NOMAD_ADDR"_s, u"http://100.99.99.99:4646"_s);
    m_stage->environment.insert(u"NOMAD_TOKEN"_s, u"env-token"_s);
    m_stage->environment.insert(u"NOMAD_SKIP_VERIFY"_s, u"true"_s);
    open();
    press("importEnvironment");
    QCOMPARE(child<QPlainTextEdit>("formNomad")->toPlainText(), u"http://100.99.99.99:4646"_s);
    QCOMPARE(child<widgets::SecretField>("formToken")->secret(), QByteArray("env-token"));
    QVERIFY2(sentence().contains(u"NOMAD_ADDR"_s) && sentence().contains(u"NOMAD_SKIP_VERIFY"_s),
             qPrintable(sentence()));
    QVERIFY(!sentence().contains(u"env-token"_s));
}

void TestProfileDialog::failedWriteIsSaidAndKept()
{
    open();
    type("formName", u"renamed"_s);
    // The lock's place is taken by a folder, which no lock file can replace.
    QVERIFY(QDir().mkpath(m_stage->store.filePath() + u".lock/x"_s));
    press("saveProfiles");
    QTRY_VERIFY2(sentence().contains(u"not saved"_s), qPrintable(sentence()));
    QCOMPARE(child<QLineEdit>("formName")->text(), u"renamed"_s);
    QCOMPARE(names(), (QStringList{u"one"_s, u"two"_s}));
}

void TestProfileDialog::everyControlHasAName()
{
    open();
    for (const QWidget* widget : m_dialog->findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool isControl = button || qobject_cast<const QLineEdit*>(widget) ||
                               qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QComboBox*>(widget);
        if (!isControl || !widget->isVisibleTo(m_dialog.get())) continue;
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(widget->objectName()));
    }
    for (const QLabel* label : m_dialog->findChildren<QLabel*>())
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
}

TAILBOARD_TEST_MAIN(QApplication, TestProfileDialog)
#include "test_profile_dialog.moc"
