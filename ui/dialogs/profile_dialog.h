// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/profile_store.h"
#include "ui/dialogs/means.h"

#include <QDialog>
#include <QHash>
#include <QSet>
#include <vector>

class QListWidget;
class QPushButton;

namespace tailboard::widgets {
struct Look;
class MessageBar;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

class ProfileForm;
class TestList;

/// All profiles: their order, and every field of the chosen one. Works on copies; what is on disk and in the keyring
/// changes with Save alone, and when that fails everything stays as it was typed.
class ProfileDialog : public QDialog
{
    Q_OBJECT

public:
    /// The references and what is in `means` outlive it. `sessionSecrets` holds what is kept for this session.
    ProfileDialog(const widgets::Look& look, const Means& means, profile::ProfileStore& store,
                  profile::SecretStore& sessionSecrets, QWidget* parent = nullptr);
    ~ProfileDialog() override;

    /// Chooses that one; the first when there is none of that id.
    void choose(const QString& id);
    /// Puts a new one at the end and chooses it.
    void addProfile(const Draft& start);

signals:
    /// Everything is written. `chosen` is the id of the chosen profile, empty when there is none; `changed` the ids of
    /// those whose connection is another now; `deleted` those that are gone.
    void saved(const QString& chosen, const QSet<QString>& changed, const QSet<QString>& deleted);

private:
    struct Entry
    {
        Draft draft;
        Draft stored; ///< as on disk and in the store of secrets
        bool isNew = false;
        bool areSecretsKnown = false; ///< read, or it is new
        bool isUnreadable = false;    ///< asking for them failed
    };

    QWidget* makeList();
    QWidget* makeFooter();
    void list();
    void showEntry(int row);
    void keepForm();
    void readSecrets(int row);
    void duplicate();
    void removeChosen();
    void moveChosen(int by);
    void importEnvironment();
    void importFile();
    void exportFile();
    void test();
    void save();
    void saveSecrets(std::vector<Entry> left);
    void finishSave();
    void updateButtons();
    void complain(const base::Error& error);
    int rowOf(const QString& id) const;
    profile::SecretStore& storeOf(const profile::Profile& profile);

    const widgets::Look& m_look;
    const Means m_means;
    profile::ProfileStore& m_store;
    profile::SecretStore& m_sessionSecrets;
    std::vector<Entry> m_entries;
    QList<Draft> m_deleted;
    int m_shown = -1;
    bool m_isSaving = false;

    QListWidget* m_list = nullptr;
    ProfileForm* m_form = nullptr;
    widgets::MessageBar* m_message = nullptr;
    TestList* m_test = nullptr;
    QPushButton* m_duplicate = nullptr;
    QPushButton* m_delete = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    QPushButton* m_testButton = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace tailboard::dialogs
