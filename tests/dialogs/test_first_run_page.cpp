// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/dialogs/stage.h"
#include "tests/support/message_guard.h"
#include "ui/dialogs/first_run_window.h"
#include "ui/dialogs/found_row.h"
#include "ui/dialogs/tailnet_dialog.h"
#include "ui/shell/surroundings.h"
#include "ui/widgets/label.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/secret_field.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using namespace tailboard::dialogs;
using test_dialogs::Stage;
using widgets::Shape;
using widgets::State;

class TestFirstRunPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void fillsInWhatIsFound();
    void saysWhatIsNotFound();
    void stoppedTailscaleIsNotWell();
    void enterConnectsWithWhatIsFilledIn();
    void nothingIsAskedBeforeAPress();
    void wrongAddressIsSaidAndKept();
    void missingKeyringIsSaid();
    void keyringIsChosen();
    void changedTokenIsNotFromTheEnvironment();
    void failedTestNamesCauseAndRemedy();
    void tailnetSearchSaysWhatItDoes();
    void everyFieldHasANameAndText();
    void listeningIsReadFromTheTable();

private:
    FirstRunPage& show(const Found& found)
    {
        m_window = std::make_unique<FirstRunWindow>(m_stage->look, *m_stage->theme, m_stage->means(), found);
        m_window->resize(1280, 772);
        m_window->show();
        return m_window->page();
    }
    template<typename T>
    T* child(const char* name)
    {
        return m_window->findChild<T*>(QString::fromLatin1(name));
    }
    static Found foundAll()
    {
        QProcessEnvironment environment;
        environment.insert(u"NOMAD_ADDR"_s, u"http://100.99.99.99:4646"_s);
        environment.insert(u"NOMAD_TOKEN"_s, u"the-token"_s);
        environment.insert(u"NOMAD_REGION"_s, u"eu"_s);
        return {.imported = profile::fromEnvironment(environment),
                .hasLocalNomad = false,
                .tailscaleSocket = u"/run/tailscaled.sock"_s,
                .hasTailscaleSocket = true};
    }

    std::unique_ptr<Stage> m_stage;
    std::unique_ptr<FirstRunWindow> m_window;
};

void TestFirstRunPage::init()
{
    m_stage = std::make_unique<Stage>();
    tailscale::Status status;
    status.backend = tailscale::BackendState::Running;
    status.magicDnsSuffix = u"tail1a2b3.ts.net"_s;
    for (const char* name : {"laptop", "firefly-sub01", "firefly-sub02"}) {
        tailscale::Peer peer;
        peer.id = peer.hostName = QString::fromLatin1(name);
        peer.isSelf = status.peers.isEmpty();
        peer.isOnline = true;
        peer.addresses = {u"127.0.0.1"_s};
        status.peers << peer;
    }
    m_stage->tailnet = status;
}

void TestFirstRunPage::cleanup()
{
    m_window.reset();
    m_stage.reset();
}

void TestFirstRunPage::fillsInWhatIsFound()
{
    const FirstRunPage& page = show(foundAll());
    auto* tailnet = child<FoundRow>("foundTailscale");
    QTRY_VERIFY(tailnet->shape() == Shape(State::Ok));
    QCOMPARE(tailnet->fact(), u"tail1a2b3.ts.net, 2 peers. This machine is “laptop”."_s);
    auto* nomad = child<FoundRow>("foundNomad");
    QCOMPARE(nomad->stateWords(), u"address found"_s);
    QCOMPARE(nomad->fact(), u"100.99.99.99:4646, from NOMAD_ADDR. Asked on Connect."_s);
    QCOMPARE(child<FoundRow>("foundTraefik")->stateWords(), u"not looked for yet"_s);
    QCOMPARE(child<widgets::SecretField>("nomadToken")->origin(), u"from NOMAD_TOKEN"_s);
    QCOMPARE(child<QLineEdit>("profileName")->text(), u"firefly"_s);
    QVERIFY(!child<QLineEdit>("nomadAddress")->isVisible());

    const Draft draft = page.draft();
    QCOMPARE(draft.profile.name, u"firefly"_s);
    QCOMPARE(draft.profile.nomad, QStringList{u"http://100.99.99.99:4646"_s});
    QCOMPARE(draft.profile.region, u"eu"_s);
    QVERIFY(draft.profile.readOnly);
    QCOMPARE(draft.profile.secretPlace, profile::SecretPlace::Session);
    QCOMPARE(draft.secrets.nomadToken.bytes(), QByteArray("the-token"));
}

void TestFirstRunPage::saysWhatIsNotFound()
{
    show({.imported = {}, .hasLocalNomad = false, .tailscaleSocket = u"/no/such.sock"_s, .hasTailscaleSocket = false});
    QVERIFY(child<FoundRow>("foundTailscale")->shape() == Shape(State::Unknown));
    QVERIFY(child<FoundRow>("foundTailscale")->fact().contains(u"/no/such.sock"_s));
    QCOMPARE(m_stage->tailnetReads, 0);
    QVERIFY(child<FoundRow>("foundNomad")->shape() == Shape(State::Unknown));
    QVERIFY(child<QLineEdit>("nomadAddress")->isVisible());
    QVERIFY(!child<QPushButton>("changeAddress")->isVisible());

    // Something listens here: its address is filled in, and asked only later.
    show({.imported = {}, .hasLocalNomad = true, .tailscaleSocket = {}, .hasTailscaleSocket = false});
    QCOMPARE(child<FoundRow>("foundNomad")->stateWords(), u"address found"_s);
    QCOMPARE(m_window->page().draft().profile.nomad, QStringList{u"http://127.0.0.1:4646"_s});
}

void TestFirstRunPage::stoppedTailscaleIsNotWell()
{
    m_stage->tailnet->backend = tailscale::BackendState::NeedsLogin;
    m_stage->tailnet->backendText = u"NeedsLogin"_s;
    show(foundAll());
    auto* row = child<FoundRow>("foundTailscale");
    QTRY_VERIFY(row->shape() == Shape(State::Critical));
    QVERIFY2(row->fact().contains(u"tailscale up"_s), qPrintable(row->fact()));
}

void TestFirstRunPage::enterConnectsWithWhatIsFilledIn()
{
    FirstRunPage& page = show(foundAll());
    QSignalSpy wanted(&page, &FirstRunPage::connectWanted);
    QTRY_VERIFY(child<widgets::SecretField>("nomadToken")->hasFocus());
    QTest::keyClick(m_window.get(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<Draft>().secrets.nomadToken.bytes(), QByteArray("the-token"));
}

void TestFirstRunPage::nothingIsAskedBeforeAPress()
{
    QTcpServer nomad;
    QVERIFY(nomad.listen(QHostAddress::LocalHost));
    Found found = foundAll();
    found.imported.profile.nomad = {u"http://127.0.0.1:%1"_s.arg(nomad.serverPort())};
    show(found);
    QTRY_VERIFY(child<FoundRow>("foundTailscale")->shape() == Shape(State::Ok));
    QTRY_VERIFY(child<QRadioButton>("keepInKeyring")->isEnabled());
    QTRY_VERIFY(m_window->isActiveWindow());
    QVERIFY(!nomad.hasPendingConnections());
    QVERIFY(child<widgets::Label>("firstRunSubtitle")->text().contains(u"No network request was made yet"_s));
    child<QPushButton>("testConnection")->click();
    QTRY_VERIFY(nomad.hasPendingConnections());
    QVERIFY(!child<widgets::Label>("firstRunSubtitle")->text().contains(u"No network request"_s));
}

void TestFirstRunPage::wrongAddressIsSaidAndKept()
{
    FirstRunPage& page = show(foundAll());
    QSignalSpy wanted(&page, &FirstRunPage::connectWanted);
    child<QPushButton>("changeAddress")->click();
    auto* address = child<QLineEdit>("nomadAddress");
    QTRY_VERIFY(address->hasFocus());
    address->clear();
    QTest::keyClicks(address, u"ftp://nowhere"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(wanted.isEmpty());
    auto* message = m_window->findChild<widgets::MessageBar*>();
    QVERIFY2(message->sentence().contains(u"neither http"_s), qPrintable(message->sentence()));
    QCOMPARE(address->text(), u"ftp://nowhere"_s);
    QCOMPARE(child<widgets::SecretField>("nomadToken")->secret(), QByteArray("the-token"));

    address->clear();
    QTest::keyClicks(address, u"firefly-sub01"_s); // completed
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<Draft>().profile.nomad, QStringList{u"http://firefly-sub01:4646"_s});
    QVERIFY(message->isHidden());
}

void TestFirstRunPage::missingKeyringIsSaid()
{
    m_stage->keyring.isThere = false;
    show(foundAll());
    QTRY_VERIFY(child<widgets::Label>("keyringReason")->isVisible());
    QVERIFY(child<widgets::Label>("keyringReason")->text().contains(u"no system keyring"_s));
    QVERIFY(!child<QRadioButton>("keepInKeyring")->isEnabled());
    QVERIFY(child<QRadioButton>("sessionOnly")->isChecked());
}

void TestFirstRunPage::keyringIsChosen()
{
    const FirstRunPage& page = show(foundAll());
    auto* keep = child<QRadioButton>("keepInKeyring");
    QTRY_VERIFY(keep->isEnabled());
    QVERIFY(!child<widgets::Label>("keyringReason")->isVisible());
    keep->click();
    QCOMPARE(page.draft().profile.secretPlace, profile::SecretPlace::Keyring);
}

void TestFirstRunPage::changedTokenIsNotFromTheEnvironment()
{
    show(foundAll());
    auto* token = child<widgets::SecretField>("nomadToken");
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    QApplication::clipboard()->setText(u"  pasted-token\n"_s);
    child<QPushButton>("pasteToken")->click();
    QCOMPARE(token->secret(), QByteArray("pasted-token"));
    QCOMPARE(token->origin(), QString());
}

void TestFirstRunPage::failedTestNamesCauseAndRemedy()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    Found found = foundAll();
    found.imported.profile.nomad = {u"http://127.0.0.1:%1"_s.arg(closed.serverPort())};
    found.imported.profile.tailscale = profile::TailscaleUse::Off;
    closed.close();
    show(found);
    child<QPushButton>("testConnection")->click();
    auto* nomad = child<FoundRow>("foundNomad");
    QTRY_VERIFY(nomad->shape() == Shape(State::Critical));
    QVERIFY2(nomad->fact().count(u'.') >= 2, qPrintable(nomad->fact())); // what, and what to do
    QVERIFY(child<QWidget>("testList")->isVisible());
    QVERIFY(child<QWidget>("test1")->accessibleName().contains(u"critical"_s));
    QVERIFY(child<QWidget>("test5")->accessibleName().contains(u"not asked"_s));
    // What was tested changed: nothing is claimed of it any more.
    child<QPushButton>("changeAddress")->click();
    QTest::keyClicks(child<QLineEdit>("nomadAddress"), u"1"_s);
    QVERIFY(!child<QWidget>("testList")->isVisible());
    QVERIFY(nomad->shape() == Shape(State::Unknown));
}

void TestFirstRunPage::tailnetSearchSaysWhatItDoes()
{
    show(foundAll());
    QTRY_VERIFY(child<FoundRow>("foundTailscale")->shape() == Shape(State::Ok));
    child<QPushButton>("lookOnTailnet")->click();
    auto* dialog = m_window->findChild<TailnetDialog*>();
    QVERIFY(dialog);
    const QString sentence = dialog->findChild<widgets::Label*>(u"tailnetSentence"_s)->text();
    QVERIFY2(sentence.contains(u"3 machines"_s) && sentence.contains(u"4646"_s), qPrintable(sentence));
    QVERIFY(sentence.contains(u"No token is sent"_s));
    dialog->reject();
}

void TestFirstRunPage::everyFieldHasANameAndText()
{
    show(foundAll());
    for (const QWidget* widget : m_window->page().findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractButton*>(widget);
        if (!isControl || !widget->isVisible()) continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(widget->objectName()));
    }
    for (const QLabel* label : m_window->page().findChildren<QLabel*>())
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
}

void TestFirstRunPage::listeningIsReadFromTheTable()
{
    const QByteArray head = "  sl  local_address rem_address   st\n";
    QVERIFY(shell::listensOn(4646, head + "   0: 0100007F:1226 00000000:0000 0A 00000000:00000000\n"));
    QVERIFY(shell::listensOn(4646, head + "   0: 00000000:1226 00000000:0000 0A 00000000:00000000\n"));
    QVERIFY(shell::listensOn(4646, head + "   1: 00000000000000000000000000000000:1226 00000000:0000 0A 0\n"));
    QVERIFY(!shell::listensOn(4646, head + "   0: 0100007F:1226 00000000:0000 01 00000000:00000000\n"));
    QVERIFY(!shell::listensOn(4646, head + "   0: 0100007F:1227 00000000:0000 0A 00000000:00000000\n"));
    QVERIFY(!shell::listensOn(4646, head + "   0: 0101A8C0:1226 00000000:0000 0A 00000000:00000000\n"));
    QVERIFY(!shell::listensOn(4646, {}));
}

TAILBOARD_TEST_MAIN(QApplication, TestFirstRunPage)
#include "test_first_run_page.moc"
