// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/first_run_page.h"

#include "app/profile/check.h"
#include "ui/dialogs/found_row.h"
#include "ui/dialogs/tailnet_dialog.h"
#include "ui/dialogs/test_list.h"
#include "ui/widgets/color_choice.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/secret_field.h"

#include <QHash>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QUrl>

using namespace Qt::StringLiterals;

// What the page does; how its parts are made is in first_run_parts.cpp.
namespace tailboard::dialogs {

using namespace widgets;
using cluster::TestRow;
using cluster::TestStep;

namespace {

constexpr int nomadPort = 4646;

/// "100.99.99.99:4646" of an address; the address itself when it is none.
QString shortAddress(const QString& address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()) return address;
    if (url.scheme() == u"https") return url.toDisplayString(QUrl::RemoveUserInfo);
    return url.toDisplayString(QUrl::RemoveScheme | QUrl::RemoveUserInfo | QUrl::StripTrailingSlash).mid(2);
}

/// What most machines are called before a dash ("firefly" of firefly-sub01 and firefly-sub02), else the tailnet.
QString commonName(const tailscale::Status& tailnet)
{
    QHash<QString, int> counts;
    for (const tailscale::Peer& peer : tailnet.peers)
        if (const QString name = peer.shortName(); name.indexOf(u'-') > 0) ++counts[name.section(u'-', 0, 0)];
    QString best;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        if (it.value() > counts.value(best) || (it.value() == counts.value(best) && it.key() < best)) best = it.key();
    return counts.value(best) > 1 ? best : tailnet.magicDnsSuffix.section(u'.', 0, 0);
}

} // namespace

FirstRunPage::~FirstRunPage() = default;

Draft FirstRunPage::draft() const
{
    Draft draft{m_found.imported.profile, m_found.imported.secrets};
    draft.profile.name = m_name->text().trimmed();
    draft.profile.color = m_color->color();
    const QString address = profile::wholeAddress(m_address->text(), nomadPort);
    draft.profile.nomad = address.isEmpty() ? QStringList() : QStringList{address};
    draft.profile.secretPlace = m_keyring->isChecked() ? profile::SecretPlace::Keyring : profile::SecretPlace::Session;
    draft.secrets.nomadToken = profile::Secret(m_token->secret());
    return draft;
}

void FirstRunPage::focusFirst()
{
    (m_address->isHidden() ? static_cast<QWidget*>(m_token) : m_address)->setFocus();
}

void FirstRunPage::askTailscale()
{
    if (!m_found.hasTailscaleSocket) {
        showTailscale();
        return;
    }
    m_tailscale->setFound(State::Pending, tr("asking"), m_found.tailscaleSocket);
    m_means.readTailnet(m_found.imported.profile).then(this, [this](const base::Result<tailscale::Status>& answer) {
        m_tailnet = answer;
        if (!m_isNameOwn && m_name->text() != defaultName()) m_name->setText(defaultName());
        showTailscale();
    });
}

void FirstRunPage::askKeyring()
{
    m_keyring->setEnabled(false);
    m_means.keyring.probe().then(this, [this](const base::Result<void>& answer) {
        m_keyring->setEnabled(answer.has_value());
        m_keyringReason->setVisible(!answer);
        if (answer) return;
        m_session->setChecked(true);
        m_keyringReason->setPlain(answer.error().sentence());
        m_keyring->setAccessibleDescription(answer.error().sentence());
    });
}

void FirstRunPage::showTailscale()
{
    if (!m_found.hasTailscaleSocket) {
        m_tailscale->setFound(State::Unknown, tr("not found"),
                              tr("Nothing is at %1. Install and start Tailscale, or name its socket under “Other "
                                 "addresses”.")
                                  .arg(m_found.tailscaleSocket));
    } else if (m_tailnet && *m_tailnet) {
        const tailscale::Status& tailnet = **m_tailnet;
        QString self;
        int others = 0;
        for (const tailscale::Peer& peer : tailnet.peers)
            peer.isSelf ? void(self = peer.shortName()) : void(++others);
        if (tailnet.backend == tailscale::BackendState::Running)
            m_tailscale->setFound(
                State::Ok, tr("LocalAPI found"),
                tr("%1, %2 peers. This machine is “%3”.").arg(tailnet.magicDnsSuffix).arg(others).arg(self));
        else
            m_tailscale->setFound(
                State::Critical, tr("not connected"),
                tr("tailscaled answers, but is in state %1. Run: tailscale up").arg(tailnet.backendText));
    } else if (m_tailnet) {
        m_tailscale->setFound(State::Critical, tr("no answer"), m_tailnet->error().sentence());
    }
}

void FirstRunPage::showNomad()
{
    const QString variable = u"NOMAD_ADDR"_s;
    const QString address = m_address->text().trimmed();
    const bool isFromEnvironment = m_found.imported.variables.contains(variable) &&
                                   !m_found.imported.profile.nomad.isEmpty() &&
                                   address == m_found.imported.profile.nomad.first();
    if (address.isEmpty())
        m_nomad->setFound(State::Unknown, tr("not found here"),
                          tr("Enter the address of an agent, or look on your tailnet."));
    else if (isFromEnvironment)
        m_nomad->setFound(State::Ok, tr("address found"),
                          tr("%1, from %2. Asked on Connect.").arg(shortAddress(address), variable));
    else if (m_found.hasLocalNomad && profile::wholeAddress(address, nomadPort) == u"http://127.0.0.1:4646"_s)
        m_nomad->setFound(State::Ok, tr("address found"),
                          tr("127.0.0.1:4646, where something listens. Asked on Connect."));
    else
        m_nomad->setFound(State::Unknown, tr("not asked yet"), tr("Asked on Connect."));
    m_traefik->setFound(State::Unknown, tr("not looked for yet"),
                        tr("Found through Nomad after you connect, one API per node"));
}

void FirstRunPage::changeAddress()
{
    m_address->show();
    m_change->hide();
    m_address->setFocus();
    m_address->selectAll();
}

/// False, and said, when something filled in cannot be right.
bool FirstRunPage::complain()
{
    const Draft filled = draft();
    const QList<profile::Problem> problems = profile::check(filled.profile, filled.secrets, {});
    if (problems.isEmpty()) {
        m_message->clearMessage();
        return false;
    }
    const profile::Problem& first = problems.first();
    showProblem(first.text);
    if (first.field == profile::Field::Name) m_name->setFocus();
    if (first.field == profile::Field::Token) m_token->setFocus();
    if (first.field == profile::Field::Nomad) changeAddress();
    return true;
}

void FirstRunPage::showProblem(const QString& sentence, const QString& original)
{
    m_message->showMessage(State::Critical, sentence, original);
}

void FirstRunPage::noteAsked()
{
    m_subtitle->setPlain(tr("Found on this machine, and asked where you pressed."));
}

void FirstRunPage::test()
{
    if (complain()) return;
    const Draft filled = draft();
    const auto connections = m_means.connections(filled.profile, filled.secrets);
    if (!connections) {
        showProblem(connections.error().sentence(), connections.error().original);
        return;
    }
    noteAsked();
    m_test->start(*connections, m_means.clock);
}

/// The three rows tell what the calls came to.
void FirstRunPage::showTest()
{
    const std::vector<TestRow> rows = m_test->rows();
    if (rows.empty()) {
        showTailscale();
        showNomad();
        return;
    }
    const auto row = [&](TestStep step) -> const TestRow& { return rows[size_t(step)]; };
    const TestRow& tailnet = row(TestStep::Tailscale);
    if (tailnet.error) m_tailscale->setFound(tailnet.state, tr("no answer"), tailnet.error->sentence());

    const QString address = shortAddress(m_address->text().trimmed());
    const TestRow* worst = nullptr;
    bool isPending = false;
    for (const TestStep step : {TestStep::Leader, TestStep::Agent, TestStep::Token, TestStep::Jobs}) {
        const TestRow& tested = row(step);
        isPending = isPending || tested.state == State::Pending;
        if (tested.error && (!worst || tested.state < worst->state)) worst = &tested;
    }
    if (worst && worst->state == State::Critical)
        m_nomad->setFound(State::Critical, worst->step == TestStep::Leader ? tr("no answer") : tr("refused"),
                          worst->error->sentence());
    else if (isPending)
        m_nomad->setFound(State::Pending, tr("asking"), address);
    else if (row(TestStep::Jobs).state == State::Ok)
        m_nomad->setFound(State::Ok, tr("answers"),
                          tr("%1, %2 jobs may be read.").arg(address).arg(row(TestStep::Jobs).count));

    const TestRow& traefik = row(TestStep::Traefik);
    if (traefik.state == State::Pending)
        m_traefik->setFound(State::Pending, tr("looking"), tr("Asking Nomad which jobs run Traefik"));
    else if (traefik.error)
        m_traefik->setFound(traefik.state,
                            traefik.total > 0 ? tr("%1 of %2 answer").arg(traefik.count).arg(traefik.total)
                                              : tr("not found"),
                            traefik.error->sentence());
    else if (traefik.took)
        m_traefik->setFound(State::Ok, tr("found"), tr("%1 of %2 APIs answer.").arg(traefik.count).arg(traefik.total));
}

void FirstRunPage::lookOnTailnet(const Look& look)
{
    if (!m_tailnet || !*m_tailnet) {
        showProblem(tr("The tailnet is not known here: tailscaled did not tell its machines. Start Tailscale on this "
                       "machine, or enter Nomad's address by hand."));
        return;
    }
    const Draft filled = draft();
    const auto connections = m_means.connections(filled.profile, filled.secrets);
    auto* dialog = new TailnetDialog(look, **m_tailnet, connections ? connections->dialMap : base::DialMap(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TailnetDialog::chosen, this, [this](const QUrl& address) {
        noteAsked();
        changeAddress();
        m_address->setText(address.toString());
        showNomad();
        m_connect->setFocus();
    });
    dialog->open();
}

void FirstRunPage::connectNow()
{
    if (!complain()) emit connectWanted(draft());
}

QString FirstRunPage::defaultName() const
{
    if (m_tailnet && *m_tailnet)
        if (const QString name = commonName(**m_tailnet); !name.isEmpty()) return name;
    const QString host = QUrl(profile::wholeAddress(m_address->text(), nomadPort)).host();
    return host.isEmpty() || host == u"127.0.0.1" ? tr("my cluster") : host;
}

} // namespace tailboard::dialogs
