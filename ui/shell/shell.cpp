// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shell.h"

#include "app/cluster/tailnet_search.h"
#include "app/tailscale/daemon.h"
#include "ui/cli/connections.h"
#include "ui/dialogs/first_run_window.h"
#include "ui/dialogs/profile_dialog.h"
#include "ui/dialogs/token_dialog.h"
#include "ui/shell/surroundings.h"
#include "ui/views/window_layout.h"
#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/theme_switch.h"
#include "ui/widgets/type_scale.h"

#include <QMenu>
#include <QMessageBox>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace tailboard::shell {

namespace {

constexpr QSize firstSize{1280, 772};

QIcon colorIcon(const widgets::Look& look, int preset)
{
    constexpr int side = 16;
    constexpr int ratio = 2; // drawn for the finest screens, scaled down on others
    QPixmap pixmap(side * ratio, side * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.theme.clusterColor(preset));
    painter.drawRoundedRect(QRectF(2, 2, side - 4, side - 4), 3, 3);
    return pixmap;
}

/// A name as a menu shows it: no letter of it becomes a key, no tab a column.
QString menuText(const QString& name)
{
    return widgets::oneLine(name, 64).replace(u'&', u"&&"_s);
}

} // namespace

Shell::Shell(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_menu(std::make_unique<QMenu>())
{
    m_menu->setObjectName(u"profileMenu"_s);
    m_menu->setTitle(tr("&Profiles"));
    connect(m_menu.get(), &QMenu::aboutToShow, this, &Shell::fillMenu);
    connect(&m_parts.profiles, &profile::ProfileStore::changed, this, &Shell::fillMenu);
    fillMenu();
}

Shell::~Shell() = default;

QMainWindow* Shell::window() const
{
    if (m_session) return &m_session->live().window();
    return m_firstRun.get();
}

dialogs::Means Shell::means()
{
    return {.clock = m_parts.clock,
            .keyring = m_parts.keyring,
            .environment = m_parts.environment,
            .connections = [](const profile::Profile& profile,
                              const profile::Secrets& secrets) { return cli::connectionsFor(profile, secrets); },
            .readTailnet =
                [](const profile::Profile& profile) {
                    const bool isNamed = profile.tailscale == profile::TailscaleUse::Socket;
                    auto client = std::make_shared<http::Client>(
                        tailscale::localApiEndpoint(isNamed ? profile.tailscaleSocket : QString()), base::DialMap());
                    // The client lives until its answer has come.
                    return cluster::readTailnet(*client).then(
                        client.get(), [client](const base::Result<tailscale::Status>& status) {
                            QMetaObject::invokeMethod(
                                client.get(), [keep = client] {}, Qt::QueuedConnection);
                            return status;
                        });
                }};
}

profile::SecretStore& Shell::secretsOf(const profile::Profile& profile)
{
    return profile.secretPlace == profile::SecretPlace::Keyring ? m_parts.keyring : m_parts.sessionSecrets;
}

void Shell::openLast()
{
    if (const profile::Profile* last = m_parts.profiles.lastUsed())
        openProfile(last->id);
    else
        showFirstRun();
}

void Shell::showFirstRun()
{
    auto next = std::make_unique<dialogs::FirstRunWindow>(m_parts.look, m_parts.theme, means(),
                                                          lookAround(m_parts.environment));
    connect(&next->page(), &dialogs::FirstRunPage::connectWanted, this, &Shell::connectFirst);
    connect(&next->page(), &dialogs::FirstRunPage::demoWanted, this, &Shell::openDemo);
    connect(&next->page(), &dialogs::FirstRunPage::moreWanted, this, &Shell::newProfile);
    if (!m_parts.profiles.problem().isEmpty()) next->page().showProblem(m_parts.profiles.problem());
    place(*next);
    next->show();
    retireOld();
    m_firstRun = std::move(next);
    emit opened();
}

/// The first profile: its secrets, then its file, then its window. What fails is said on the page.
void Shell::connectFirst(const dialogs::Draft& draft)
{
    profile::Profile wanted = draft.profile;
    wanted.hasToken = !draft.secrets.nomadToken.isEmpty();
    wanted.name = m_parts.profiles.freeName(wanted.name);
    // Read before anything is kept: a certificate file that cannot be used is no profile yet.
    if (const auto connections = cli::connectionsFor(wanted, draft.secrets); !connections) {
        m_firstRun->page().showProblem(connections.error().sentence(), connections.error().original);
        return;
    }
    const auto added = m_parts.profiles.add(wanted);
    if (!added) {
        m_firstRun->page().showProblem(added.error().sentence(), added.error().original);
        return;
    }
    const profile::Profile profile = *added;
    profile::writeAll(secretsOf(profile), profile.id, draft.secrets)
        .then(this, [this, profile, secrets = draft.secrets](const base::Result<void>& written) {
            if (!written) {
                // Not half: the profile would ask for a token it says it keeps.
                (void)m_parts.profiles.remove(profile.id);
                if (m_firstRun) m_firstRun->page().showProblem(written.error().sentence(), written.error().original);
                return;
            }
            openWith(profile, secrets);
        });
}

void Shell::openDemo()
{
    Origin origin;
    origin.demo = std::make_unique<demo::Cluster>(m_parts.demo);
    if (const auto started = origin.demo->start(); !started) {
        say(started.error());
        return;
    }
    auto connections = connectionsTo(origin.demo->addresses());
    if (!connections) {
        say(connections.error());
        return;
    }
    origin.connections = std::move(*connections);
    origin.names = {u"firefly"_s, tr("Demo")};
    open(std::move(origin));
}

void Shell::openDirect(cluster::Connections connections)
{
    Origin origin;
    origin.connections = std::move(connections);
    origin.names = {tr("this machine"), {}};
    open(std::move(origin));
}

void Shell::openProfile(const QString& id)
{
    const profile::Profile* found = m_parts.profiles.byId(id);
    if (!found) return;
    const int attempt = ++m_opening;
    profile::readAll(secretsOf(*found), id)
        .then(this, [this, attempt, profile = *found](const base::Result<profile::Secrets>& answer) {
            if (attempt != m_opening) return;
            profile::Secrets secrets = answer.value_or(profile::Secrets());
            if (secrets.nomadToken.isEmpty() && profile.secretPlace == profile::SecretPlace::Session)
                secrets.nomadToken = cli::tokenFromEnvironment(profile, m_parts.environment);
            if (!answer) say(answer.error());
            if (profile.hasToken && secrets.nomadToken.isEmpty() && answer)
                askToken(profile, secrets);
            else
                openWith(profile, secrets);
        });
}

void Shell::askToken(const profile::Profile& profile, profile::Secrets secrets)
{
    auto* dialog = new dialogs::TokenDialog(m_parts.look, profile.name, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // At the start it is the only window, and the program goes on after it.
    dialog->setAttribute(Qt::WA_QuitOnClose, false);
    connect(dialog, &QDialog::finished, this, [this, dialog, profile, secrets](int result) mutable {
        if (result == QDialog::Accepted) {
            secrets.nomadToken = dialog->token();
            secretsOf(profile).write({profile.id, profile::SecretKind::NomadToken}, secrets.nomadToken);
        }
        openWith(profile, secrets);
    });
    dialog->open();
}

void Shell::openWith(const profile::Profile& profile, const profile::Secrets& secrets)
{
    auto connections = cli::connectionsFor(profile, secrets);
    if (!connections) {
        // A file of it is gone: said, over its fields.
        if (!window()) showFirstRun();
        editProfiles(profile.id);
        say(connections.error());
        return;
    }
    Origin origin;
    origin.connections = std::move(*connections);
    origin.names = {profile.name, {}};
    origin.color = profile.color;
    origin.profile = profile.id;
    if (const auto noted = m_parts.profiles.setLastUsed(profile.id); !noted) say(noted.error());
    open(std::move(origin));
}

void Shell::open(Origin origin)
{
    ++m_opening;
    m_parts.theme.setCluster(origin.color);
    auto next =
        std::make_unique<Session>(m_parts.look, m_parts.theme, m_parts.clock, std::move(origin), m_parts.openUrl);
    views::MainWindow& window = next->live().window();
    window.setProfiles(m_menu.get());
    if (m_session)
        if (const views::Page* page = m_session->live().window().currentPage()) window.go({page->section(), {}});
    place(window);
    if (m_parts.layout) new views::WindowLayout(next->live(), m_parts.theme, *m_parts.layout, m_parts.keepsTheme);
    // The new one first: an application without a window ends.
    window.show();
    // Else the first thing that takes the Tab key has the keyboard: the cluster button. Rows are not there yet.
    if (views::Page* page = window.currentPage()) {
        page->focusContent();
        if (!window.focusWidget() || !window.focusWidget()->isVisible()) page->setFocus();
    }
    retireOld();
    m_session = std::move(next);
    fillMenu();
    // The first frame before the first answer: what can wait is not in its way.
    QMetaObject::invokeMethod(
        m_session.get(), [session = m_session.get()] { session->start(); }, Qt::QueuedConnection);
    emit opened();
}

/// Where and as large as the one that is there.
void Shell::place(QMainWindow& next)
{
    if (const QMainWindow* old = window())
        next.restoreGeometry(old->saveGeometry());
    else
        next.resize(firstSize);
}

/// The old window may be in the middle of the press that ends it: it goes in the next turn, and says nothing until
/// then.
void Shell::retireOld()
{
    if (m_session) {
        m_session->close();
        m_session.release()->deleteLater();
    }
    if (m_firstRun) {
        m_firstRun->hide();
        m_firstRun.release()->deleteLater();
    }
}

void Shell::fillMenu()
{
    m_menu->clear();
    const auto add = [this](const QString& name, const QString& text, bool isCurrent, int color) {
        QString shown = menuText(text);
        // Behind the tab is the column at the right: the state of what is open, in its word.
        if (isCurrent && m_session) shown += u'\t' + widgets::word(m_session->state());
        QAction* action = m_menu->addAction(shown);
        action->setObjectName(name);
        action->setCheckable(true);
        action->setChecked(isCurrent);
        if (color >= 0) action->setIcon(colorIcon(m_parts.look, color));
        return action;
    };
    for (const profile::Profile& profile : m_parts.profiles.profiles()) {
        const bool isCurrent = m_session && m_session->profile() == profile.id;
        QAction* action = add("profile_"_L1 + profile.id, profile.name, isCurrent, profile.color);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { openProfile(id); });
    }
    if (m_session && m_session->profile().isEmpty() && !m_session->isDemo())
        add(u"profileDirect"_s, m_session->name(), true, 0);
    m_menu->addSeparator();
    connect(add(u"profileDemo"_s, tr("Demo cluster"), m_session && m_session->isDemo(), -1), &QAction::triggered, this,
            &Shell::openDemo);
    m_menu->addSeparator();
    QAction* create = m_menu->addAction(tr("&New profile…"));
    create->setObjectName(u"profileNew"_s);
    connect(create, &QAction::triggered, this, [this] { newProfile(); });
    QAction* edit = m_menu->addAction(tr("&Edit profiles…"));
    edit->setObjectName(u"profileEdit"_s);
    edit->setEnabled(!m_parts.profiles.profiles().isEmpty());
    connect(edit, &QAction::triggered, this, [this] { editProfiles(m_session ? m_session->profile() : QString()); });
}

void Shell::say(const base::Error& error)
{
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Tailboard"), {}, QMessageBox::Ok, window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(u"shellError"_s);
    box->setTextFormat(Qt::PlainText);
    box->setText(error.sentence());
    box->setInformativeText(error.original);
    box->open();
}

void Shell::editProfiles(const QString& id)
{
    auto* dialog =
        new dialogs::ProfileDialog(m_parts.look, means(), m_parts.profiles, m_parts.sessionSecrets, window());
    dialog->choose(id);
    showDialog(dialog);
}

void Shell::newProfile(const dialogs::Draft& start)
{
    auto* dialog =
        new dialogs::ProfileDialog(m_parts.look, means(), m_parts.profiles, m_parts.sessionSecrets, window());
    dialog->addProfile(start);
    showDialog(dialog);
}

void Shell::showDialog(dialogs::ProfileDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::ProfileDialog::saved, this,
            [this](const QString& chosen, const QSet<QString>& changed, const QSet<QString>& deleted) {
                const QString current = m_session ? m_session->profile() : QString();
                if (!m_session || (!current.isEmpty() && deleted.contains(current))) {
                    // The first one made, or what was open is gone.
                    if (const profile::Profile* next = m_parts.profiles.byId(chosen))
                        openProfile(next->id);
                    else
                        showFirstRun();
                } else if (changed.contains(current) || changed.contains(chosen)) {
                    openProfile(changed.contains(chosen) ? chosen : current);
                }
            });
    dialog->open();
}

} // namespace tailboard::shell
