// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/profile_store.h"
#include "app/profile/secret_store.h"
#include "ui/dialogs/means.h"
#include "ui/shell/session.h"
#include "ui/views/layout_store.h"

#include <QProcessEnvironment>
#include <memory>

class QMenu;

namespace tailboard::dialogs {
class FirstRunWindow;
class ProfileDialog;
} // namespace tailboard::dialogs

namespace tailboard::shell {

/// What the shell works with; everything outlives it.
struct Parts
{
    const widgets::Look& look;
    widgets::ThemeSwitch& theme;
    const base::Clock& clock;
    profile::ProfileStore& profiles;
    profile::SecretStore& sessionSecrets;
    profile::SecretStore& keyring;
    QProcessEnvironment environment;
    demo::Options demo; ///< of the demo cluster that a person may open
    std::function<void(const QUrl&)> openUrl;
    views::LayoutStore* layout = nullptr; ///< where the looks of windows are kept; null: they are not
    bool keepsTheme = true;               ///< false when this run was told its theme
};

/// Which cluster is open, and how to come to another: first run, profiles, demo, switching. One window at a time; a new
/// one takes the place, size and page of the old one.
class Shell : public QObject
{
    Q_OBJECT

public:
    explicit Shell(Parts parts, QObject* parent = nullptr);
    ~Shell() override;

    /// The last used profile, or the first-run page when there is none.
    void openLast();
    void showFirstRun();
    void openDemo();
    /// Reads its secrets first, which may need the user to unlock the keyring; asks for a token that is not kept.
    void openProfile(const QString& id);
    /// Addresses that belong to no profile.
    void openDirect(cluster::Connections connections);
    /// The dialog of all profiles with that one chosen; empty: the first.
    void editProfiles(const QString& id = {});
    /// The dialog with a new one in it.
    void newProfile(const dialogs::Draft& start = {});

    /// Null while the first-run page is shown, or nothing.
    Session* session() const { return m_session.get(); }
    dialogs::FirstRunWindow* firstRun() const { return m_firstRun.get(); }
    QMainWindow* window() const;
    QMenu& menu() { return *m_menu; }

signals:
    /// Another window is there.
    void opened();

private:
    dialogs::Means means();
    profile::SecretStore& secretsOf(const profile::Profile& profile);
    void open(Origin origin);
    void openWith(const profile::Profile& profile, const profile::Secrets& secrets);
    void connectFirst(const dialogs::Draft& draft);
    void askToken(const profile::Profile& profile, profile::Secrets secrets);
    void place(QMainWindow& window);
    void retireOld();
    void fillMenu();
    void say(const base::Error& error);
    void showDialog(dialogs::ProfileDialog* dialog);

    Parts m_parts;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<dialogs::FirstRunWindow> m_firstRun;
    std::unique_ptr<Session> m_session;
    int m_opening = 0; ///< counts attempts: an answer of the keyring for an older one is dropped
};

} // namespace tailboard::shell
