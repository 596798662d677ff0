// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/check.h"
#include "ui/dialogs/means.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QRadioButton;
class QVBoxLayout;

namespace tailboard::widgets {
struct Look;
class ColorChoice;
class Label;
class SecretField;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

/// Every field of one profile, in groups. What it was not given a field for (id, order, read-only) it leaves as it was.
class ProfileForm : public QWidget
{
    Q_OBJECT

public:
    explicit ProfileForm(const widgets::Look& look, QWidget* parent = nullptr);

    void setDraft(const Draft& draft);
    /// As filled in now; addresses without a scheme or port are completed.
    Draft draft() const;
    /// Writes each problem under its field and goes to the first; none: takes all away.
    void showProblems(const QList<profile::Problem>& problems);
    /// The keyring can be used, or why not.
    void setKeyring(const base::Result<void>& keyring);
    /// While the keyring is read, its fields wait.
    void setSecretsReady(bool areReady);
    void focusName();

signals:
    /// The user changed something.
    void edited();

private:
    struct Remark
    {
        QWidget* panel = nullptr;
        widgets::Label* text = nullptr;
        QWidget* field = nullptr;
    };

    QVBoxLayout* addGroup(const QString& title);
    void addField(QVBoxLayout* group, const QString& caption, QWidget* field, int about = -1,
                  QWidget* behind = nullptr);
    void addFile(QVBoxLayout* group, const QString& caption, QLineEdit* field, profile::Field about);
    QLineEdit* lineEdit(const QString& name, const QString& placeholder = {});
    QPlainTextEdit* addresses(const QString& name, const QString& placeholder);
    void makeNomad();
    void makeTls();
    void makeTailscale();
    void makeTraefik();
    void adapt();

    const widgets::Look& m_look;
    profile::Profile m_base;
    QVBoxLayout* m_groups;
    QHash<int, Remark> m_remarks;

    QLineEdit* m_name;
    widgets::ColorChoice* m_color;
    QPlainTextEdit* m_nomad;
    QLineEdit* m_region;
    QLineEdit* m_nameSpace;
    widgets::SecretField* m_token;
    QRadioButton* m_session;
    QRadioButton* m_keyring;
    widgets::Label* m_keyringReason;
    QLineEdit* m_nomadUser;
    widgets::SecretField* m_nomadPassword;
    QLineEdit* m_authorityFile;
    QLineEdit* m_certificateFile;
    QLineEdit* m_keyFile;
    QLineEdit* m_serverName;
    QLineEdit* m_dialFile;
    QComboBox* m_tailscale;
    QLineEdit* m_socket;
    QRadioButton* m_findTraefik;
    QRadioButton* m_nameTraefik;
    QPlainTextEdit* m_traefik;
    QLineEdit* m_traefikUser;
    widgets::SecretField* m_traefikPassword;
};

} // namespace tailboard::dialogs
