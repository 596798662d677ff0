// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tailnet_search.h"
#include "ui/dialogs/means.h"

#include <QWidget>
#include <optional>

class QLineEdit;
class QPushButton;
class QRadioButton;

namespace tailboard::widgets {
struct Look;
class ColorChoice;
class Label;
class MessageBar;
class SecretField;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

class FoundRow;
class TestList;

/// What is shown while there is no profile: what was found on this machine, a token, a name, and three ways on. Nothing
/// is asked over a network before a press; the local tailscaled is, over its socket.
class FirstRunPage : public QWidget
{
    Q_OBJECT

public:
    FirstRunPage(const widgets::Look& look, const Means& means, const Found& found, QWidget* parent = nullptr);
    ~FirstRunPage() override;

    /// As filled in now.
    Draft draft() const;
    /// The field that waits to be filled in gets the keyboard.
    void focusFirst();
    /// Connecting failed before it began; what was filled in stays.
    void showProblem(const QString& sentence, const QString& original = {});

signals:
    void connectWanted(const tailboard::dialogs::Draft& draft);
    void demoWanted();
    /// "Other addresses, TLS, region…"
    void moreWanted(const tailboard::dialogs::Draft& draft);

private:
    QWidget* makeHeader(const widgets::Look& look);
    QWidget* makeCard(const widgets::Look& look);
    QWidget* makeForm(const widgets::Look& look);
    QWidget* makeNote(const widgets::Look& look);
    QWidget* makeButtons(const widgets::Look& look);
    QWidget* makeFooter(const widgets::Look& look);
    void askTailscale();
    void askKeyring();
    void showTailscale();
    void showNomad();
    void changeAddress();
    void test();
    void showTest();
    void lookOnTailnet(const widgets::Look& look);
    void connectNow();
    bool complain();
    void noteAsked();
    QString defaultName() const;

    const Means m_means;
    const Found m_found;
    std::optional<base::Result<tailscale::Status>> m_tailnet;
    bool m_isNameOwn = false; ///< the user typed one

    widgets::Label* m_subtitle = nullptr;
    FoundRow* m_tailscale = nullptr;
    FoundRow* m_nomad = nullptr;
    FoundRow* m_traefik = nullptr;
    QLineEdit* m_address = nullptr;
    QPushButton* m_change = nullptr;
    widgets::SecretField* m_token = nullptr;
    QRadioButton* m_session = nullptr;
    QRadioButton* m_keyring = nullptr;
    widgets::Label* m_keyringReason = nullptr;
    QLineEdit* m_name = nullptr;
    widgets::ColorChoice* m_color = nullptr;
    widgets::MessageBar* m_message = nullptr;
    TestList* m_test = nullptr;
    QPushButton* m_testButton = nullptr;
    QPushButton* m_connect = nullptr;
    QPushButton* m_look = nullptr;
};

} // namespace tailboard::dialogs
