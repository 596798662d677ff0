// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/profile_form.h"

#include "ui/widgets/color_choice.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/state_glyph.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;
using profile::Field;

namespace {

constexpr int kLongest = 4'096; // as the file of profiles takes

QStringList linesOf(const QPlainTextEdit& edit, int port)
{
    QStringList lines;
    for (const QString& line : edit.toPlainText().split(u'\n'))
        if (const QString address = profile::wholeAddress(line, port); !address.isEmpty()) lines << address;
    return lines;
}

} // namespace

ProfileForm::ProfileForm(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_groups(new QVBoxLayout(this))
    , m_name(lineEdit(u"formName"_s))
    , m_color(new ColorChoice(look))
{
    m_groups->setContentsMargins(16, 12, 16, 16);
    m_groups->setSpacing(4);
    m_name->setMaxLength(100);
    QVBoxLayout* group = addGroup(tr("Profile"));
    addField(group, tr("Name"), m_name, int(Field::Name));
    addField(group, tr("Colour"), m_color);
    connect(m_color, &ColorChoice::colorChosen, this, &ProfileForm::edited);
    makeNomad();
    makeTls();
    makeTailscale();
    makeTraefik();
    m_groups->addStretch();
    adapt();
}

void ProfileForm::makeNomad()
{
    m_nomad = addresses(u"formNomad"_s, u"http://100.64.0.1:4646"_s);
    m_region = lineEdit(u"formRegion"_s, tr("the agent's own"));
    m_nameSpace = lineEdit(u"formNamespace"_s, u"*"_s);
    m_token = new SecretField(m_look);
    m_token->setObjectName(u"formToken"_s);
    m_token->setPlaceholderText(tr("none: what everybody may read"));
    connect(m_token, &QLineEdit::textEdited, this, &ProfileForm::edited);
    auto* paste = new QPushButton(tr("Paste"));
    paste->setAutoDefault(false);
    paste->setAccessibleName(tr("Paste the token"));
    connect(paste, &QPushButton::clicked, m_token, &SecretField::pasteSecret);
    m_session = new QRadioButton(tr("This session only"));
    m_session->setObjectName(u"formSession"_s);
    m_keyring = new QRadioButton(tr("Keep in the system keyring"));
    m_keyring->setObjectName(u"formKeyring"_s);
    m_keyring->setEnabled(false);
    m_session->setChecked(true);
    connect(m_session, &QRadioButton::clicked, this, &ProfileForm::edited);
    connect(m_keyring, &QRadioButton::clicked, this, &ProfileForm::edited);
    auto* places = new QWidget;
    auto* column = new QVBoxLayout(places);
    column->setContentsMargins(0, 2, 0, 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(24);
    row->addWidget(m_session);
    row->addWidget(m_keyring);
    row->addStretch();
    m_keyringReason = new Label({}, Token::Text3, Step::Small, Label::Mode::Wrapped);
    m_keyringReason->setObjectName(u"formKeyringReason"_s);
    m_keyringReason->hide();
    column->addLayout(row);
    column->addWidget(m_keyringReason);
    m_nomadUser = lineEdit(u"formNomadUser"_s, tr("none"));
    m_nomadPassword = new SecretField(m_look);
    m_nomadPassword->setObjectName(u"formNomadPassword"_s);
    connect(m_nomadPassword, &QLineEdit::textEdited, this, &ProfileForm::edited);

    QVBoxLayout* group = addGroup(tr("Nomad"));
    addField(group, tr("Addresses, one a line"), m_nomad, int(Field::Nomad));
    addField(group, tr("Token"), m_token, int(Field::Token), paste);
    addField(group, tr("Secrets are kept"), places);
    addField(group, tr("Namespace"), m_nameSpace, int(Field::NameSpace));
    addField(group, tr("Region"), m_region);
    addField(group, tr("User of a proxy before it"), m_nomadUser, int(Field::NomadUser));
    addField(group, tr("Password of that user"), m_nomadPassword);
}

void ProfileForm::makeTls()
{
    m_authorityFile = lineEdit(u"formAuthority"_s, tr("only the system's authorities"));
    m_certificateFile = lineEdit(u"formCertificate"_s, tr("none"));
    m_keyFile = lineEdit(u"formKey"_s, tr("none"));
    m_serverName = lineEdit(u"formServerName"_s, tr("the host of the address"));
    m_dialFile = lineEdit(u"formDial"_s, tr("none"));
    QVBoxLayout* group = addGroup(tr("TLS and ways"));
    addFile(group, tr("Further authorities (PEM)"), m_authorityFile, Field::AuthorityFile);
    addFile(group, tr("Client certificate (PEM)"), m_certificateFile, Field::CertificateFile);
    addFile(group, tr("Client key (PEM)"), m_keyFile, Field::KeyFile);
    addField(group, tr("Name in Nomad's certificate"), m_serverName);
    addFile(group, tr("Dial file, for tunnels"), m_dialFile, Field::DialFile);
}

void ProfileForm::makeTailscale()
{
    m_tailscale = new QComboBox;
    m_tailscale->setObjectName(u"formTailscale"_s);
    m_tailscale->addItems({tr("On this machine, where it is usual"), tr("At another socket"), tr("Not used")});
    m_socket = lineEdit(u"formSocket"_s, u"/run/tailscale/tailscaled.sock"_s);
    connect(m_tailscale, &QComboBox::activated, this, [this] {
        adapt();
        emit edited();
    });
    QVBoxLayout* group = addGroup(tr("Tailscale"));
    addField(group, tr("tailscaled"), m_tailscale);
    addField(group, tr("Socket"), m_socket, int(Field::TailscaleSocket));
}

void ProfileForm::makeTraefik()
{
    m_findTraefik = new QRadioButton(tr("Find every one through Nomad"));
    m_findTraefik->setObjectName(u"formFindTraefik"_s);
    m_nameTraefik = new QRadioButton(tr("Only these"));
    m_nameTraefik->setObjectName(u"formNameTraefik"_s);
    m_findTraefik->setChecked(true);
    auto* ways = new QWidget;
    auto* row = new QHBoxLayout(ways);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(24);
    row->addWidget(m_findTraefik);
    row->addWidget(m_nameTraefik);
    row->addStretch();
    for (QRadioButton* button : {m_findTraefik, m_nameTraefik})
        connect(button, &QRadioButton::clicked, this, [this] {
            adapt();
            emit edited();
        });
    m_traefik = addresses(u"formTraefik"_s, u"http://100.64.0.1:8080"_s);
    m_traefikUser = lineEdit(u"formTraefikUser"_s, tr("none"));
    m_traefikPassword = new SecretField(m_look);
    m_traefikPassword->setObjectName(u"formTraefikPassword"_s);
    connect(m_traefikPassword, &QLineEdit::textEdited, this, &ProfileForm::edited);
    QVBoxLayout* group = addGroup(tr("Traefik"));
    addField(group, tr("APIs"), ways);
    addField(group, tr("Addresses, one a line"), m_traefik, int(Field::Traefik));
    addField(group, tr("User of the APIs"), m_traefikUser, int(Field::TraefikUser));
    addField(group, tr("Password"), m_traefikPassword);
}

QVBoxLayout* ProfileForm::addGroup(const QString& title)
{
    if (m_groups->count() > 0) m_groups->addSpacing(12);
    m_groups->addWidget(label(title, Token::Text, Step::PaneTitle));
    auto* group = new QVBoxLayout;
    group->setSpacing(6);
    m_groups->addLayout(group);
    return group;
}

void ProfileForm::addField(QVBoxLayout* group, const QString& caption, QWidget* field, int about, QWidget* behind)
{
    auto* name = label(caption, Token::Text2);
    name->setFixedWidth(type::width(176, font()));
    name->setBuddy(field);
    field->setAccessibleName(caption);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(name, 0, Qt::AlignTop);
    row->addWidget(field, 1);
    if (behind) row->addWidget(behind, 0, Qt::AlignTop);
    name->setMinimumHeight(type::height(28, font()));
    group->addLayout(row);
    if (about < 0) return;

    Remark remark;
    remark.panel = new QWidget;
    remark.text = new Label({}, Token::Text, Step::Small, Label::Mode::Wrapped);
    remark.text->setObjectName(u"remark%1"_s.arg(about));
    remark.field = field;
    auto* line = new QHBoxLayout(remark.panel);
    line->setContentsMargins(name->minimumWidth() + 8, 0, 0, 4);
    line->setSpacing(6);
    line->addWidget(new StateGlyph(m_look, State::Critical, 14), 0, Qt::AlignTop);
    line->addWidget(remark.text, 1);
    remark.panel->hide();
    group->addWidget(remark.panel);
    m_remarks[about] = remark;
}

void ProfileForm::addFile(QVBoxLayout* group, const QString& caption, QLineEdit* field, Field about)
{
    auto* browse = new QPushButton(tr("Choose…"));
    browse->setAutoDefault(false);
    browse->setAccessibleName(tr("Choose: %1").arg(caption));
    connect(browse, &QPushButton::clicked, this, [this, caption, field] {
        auto* dialog = new QFileDialog(this, caption, field->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this, field](const QString& path) {
            field->setText(path);
            emit edited();
        });
        dialog->open();
    });
    addField(group, caption, field, int(about), browse);
}

QLineEdit* ProfileForm::lineEdit(const QString& name, const QString& placeholder)
{
    auto* edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setMaxLength(kLongest);
    edit->setPlaceholderText(placeholder);
    connect(edit, &QLineEdit::textEdited, this, &ProfileForm::edited);
    return edit;
}

QPlainTextEdit* ProfileForm::addresses(const QString& name, const QString& placeholder)
{
    auto* edit = new QPlainTextEdit;
    edit->setObjectName(name);
    edit->setPlaceholderText(placeholder);
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFixedHeight(3 * fontMetrics().lineSpacing() + 12);
    connect(edit, &QPlainTextEdit::textChanged, this, &ProfileForm::edited);
    return edit;
}

void ProfileForm::adapt()
{
    m_socket->setEnabled(profile::TailscaleUse(m_tailscale->currentIndex()) == profile::TailscaleUse::Socket);
    m_traefik->setEnabled(m_nameTraefik->isChecked());
}

void ProfileForm::setDraft(const Draft& draft)
{
    const QSignalBlocker quiet(this);
    const profile::Profile& profile = draft.profile;
    m_base = profile;
    m_name->setText(profile.name);
    m_color->setColor(profile.color);
    m_nomad->setPlainText(profile.nomad.join(u'\n'));
    m_region->setText(profile.region);
    m_nameSpace->setText(profile.nameSpace);
    m_token->setSecret(draft.secrets.nomadToken.bytes());
    (profile.secretPlace == profile::SecretPlace::Keyring ? m_keyring : m_session)->setChecked(true);
    m_nomadUser->setText(profile.nomadUser);
    m_nomadPassword->setSecret(draft.secrets.nomadPassword.bytes());
    m_authorityFile->setText(profile.authorityFile);
    m_certificateFile->setText(profile.certificateFile);
    m_keyFile->setText(profile.keyFile);
    m_serverName->setText(profile.serverName);
    m_dialFile->setText(profile.dialFile);
    m_tailscale->setCurrentIndex(int(profile.tailscale));
    m_socket->setText(profile.tailscaleSocket);
    (profile.traefik.isEmpty() ? m_findTraefik : m_nameTraefik)->setChecked(true);
    m_traefik->setPlainText(profile.traefik.join(u'\n'));
    m_traefikUser->setText(profile.traefikUser);
    m_traefikPassword->setSecret(draft.secrets.traefikPassword.bytes());
    adapt();
    showProblems({});
}

Draft ProfileForm::draft() const
{
    Draft draft{m_base, {}};
    profile::Profile& profile = draft.profile;
    profile.name = m_name->text().trimmed();
    profile.color = m_color->color();
    profile.nomad = linesOf(*m_nomad, 4646);
    profile.region = m_region->text().trimmed();
    profile.nameSpace = m_nameSpace->text().trimmed().isEmpty() ? u"*"_s : m_nameSpace->text().trimmed();
    profile.secretPlace = m_keyring->isChecked() ? profile::SecretPlace::Keyring : profile::SecretPlace::Session;
    profile.nomadUser = m_nomadUser->text().trimmed();
    profile.authorityFile = m_authorityFile->text().trimmed();
    profile.certificateFile = m_certificateFile->text().trimmed();
    profile.keyFile = m_keyFile->text().trimmed();
    profile.serverName = m_serverName->text().trimmed();
    profile.dialFile = m_dialFile->text().trimmed();
    profile.tailscale = profile::TailscaleUse(m_tailscale->currentIndex());
    profile.tailscaleSocket = m_socket->text().trimmed();
    profile.traefik = m_nameTraefik->isChecked() ? linesOf(*m_traefik, 8080) : QStringList();
    profile.traefikUser = m_traefikUser->text().trimmed();
    draft.secrets.nomadToken = profile::Secret(m_token->secret().trimmed());
    draft.secrets.nomadPassword = profile::Secret(m_nomadPassword->secret());
    draft.secrets.traefikPassword = profile::Secret(m_traefikPassword->secret());
    return draft;
}

void ProfileForm::showProblems(const QList<profile::Problem>& problems)
{
    for (const Remark& remark : m_remarks)
        remark.panel->hide();
    for (const profile::Problem& problem : problems) {
        const auto remark = m_remarks.constFind(int(problem.field));
        if (remark == m_remarks.constEnd() || !remark->panel->isHidden()) continue;
        remark->text->setPlain(problem.text);
        remark->panel->show();
        remark->field->setAccessibleDescription(problem.text);
    }
    if (!problems.isEmpty())
        if (const auto first = m_remarks.constFind(int(problems.first().field)); first != m_remarks.constEnd())
            first->field->setFocus();
}

void ProfileForm::setKeyring(const base::Result<void>& keyring)
{
    m_keyring->setEnabled(keyring.has_value());
    m_keyringReason->setVisible(!keyring);
    if (keyring) return;
    m_keyringReason->setPlain(keyring.error().sentence());
    m_keyring->setAccessibleDescription(keyring.error().sentence());
}

void ProfileForm::setSecretsReady(bool areReady)
{
    for (SecretField* field : {m_token, m_nomadPassword, m_traefikPassword})
        field->setEnabled(areReady);
}

void ProfileForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

} // namespace tailboard::dialogs
