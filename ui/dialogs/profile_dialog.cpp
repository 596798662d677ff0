// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/profile_dialog.h"

#include "ui/dialogs/profile_form.h"
#include "ui/dialogs/test_list.h"
#include "ui/widgets/message_bar.h"

#include <QFile>
#include <QFileDialog>
#include <QListWidget>
#include <QPushButton>
#include <QSaveFile>
#include <QUuid>

using namespace Qt::StringLiterals;

// What the dialog does; how its parts are made is in profile_dialog_parts.cpp.
namespace tailboard::dialogs {

using namespace widgets;

ProfileDialog::~ProfileDialog() = default;

int ProfileDialog::rowOf(const QString& id) const
{
    for (size_t row = 0; row < m_entries.size(); ++row)
        if (m_entries[row].draft.profile.id == id) return int(row);
    return -1;
}

profile::SecretStore& ProfileDialog::storeOf(const profile::Profile& profile)
{
    return profile.secretPlace == profile::SecretPlace::Keyring ? m_means.keyring : m_sessionSecrets;
}

void ProfileDialog::choose(const QString& id)
{
    const int row = qMax(0, rowOf(id));
    if (m_entries.empty())
        addProfile({});
    else
        m_list->setCurrentRow(row);
}

void ProfileDialog::addProfile(const Draft& start)
{
    keepForm();
    Entry entry;
    entry.draft = start;
    entry.draft.profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    entry.isNew = true;
    entry.areSecretsKnown = true;
    m_entries.push_back(entry);
    m_shown = -1;
    list();
    m_list->setCurrentRow(int(m_entries.size()) - 1);
    m_form->focusName();
}

/// What is typed into the form belongs to the entry that is shown.
void ProfileDialog::keepForm()
{
    if (m_shown < 0 || m_shown >= int(m_entries.size())) return;
    Entry& entry = m_entries[size_t(m_shown)];
    Draft typed = m_form->draft();
    if (!entry.areSecretsKnown) typed.secrets = entry.draft.secrets;
    entry.draft = typed;
}

void ProfileDialog::showEntry(int row)
{
    if (row == m_shown) return;
    keepForm();
    m_shown = row;
    m_test->clear();
    m_message->clearMessage();
    m_form->setEnabled(row >= 0);
    if (row >= 0) {
        m_form->setDraft(m_entries[size_t(row)].draft);
        m_form->setSecretsReady(m_entries[size_t(row)].areSecretsKnown);
        if (!m_entries[size_t(row)].areSecretsKnown) readSecrets(row);
    }
    updateButtons();
}

void ProfileDialog::readSecrets(int row)
{
    const QString id = m_entries[size_t(row)].draft.profile.id;
    profile::readAll(storeOf(m_entries[size_t(row)].stored.profile), id)
        .then(this, [this, id](const base::Result<profile::Secrets>& answer) {
            const int at = rowOf(id);
            if (at < 0 || m_entries[size_t(at)].areSecretsKnown) return;
            Entry& entry = m_entries[size_t(at)];
            if (at == m_shown) keepForm();
            // A keyring that does not answer keeps nobody from typing: nothing typed leaves there what is there.
            entry.areSecretsKnown = true;
            entry.isUnreadable = !answer;
            entry.draft.secrets = answer.value_or(profile::Secrets());
            entry.stored.secrets = entry.draft.secrets;
            if (at != m_shown) return;
            m_form->setDraft(entry.draft);
            m_form->setSecretsReady(true);
            if (!answer) complain(answer.error());
        });
}

void ProfileDialog::duplicate()
{
    if (m_shown < 0) return;
    keepForm();
    Entry entry = m_entries[size_t(m_shown)];
    const QString name = entry.draft.profile.name;
    const auto isTaken = [&](const QString& wanted) {
        return std::any_of(m_entries.begin(), m_entries.end(),
                           [&](const Entry& other) { return other.draft.profile.name == wanted; });
    };
    for (int number = 2; isTaken(entry.draft.profile.name); ++number)
        entry.draft.profile.name = u"%1 %2"_s.arg(name).arg(number);
    entry.draft.profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    entry.draft.secrets = {};
    entry.stored = {};
    entry.isNew = true;
    entry.areSecretsKnown = true;
    const int row = m_shown + 1;
    m_entries.insert(m_entries.begin() + row, entry);
    m_shown = -1;
    list();
    m_list->setCurrentRow(row);
    m_form->focusName();
}

void ProfileDialog::removeChosen()
{
    if (m_shown < 0) return;
    const Entry gone = m_entries[size_t(m_shown)];
    if (!gone.isNew) m_deleted << gone.stored;
    const int row = m_shown;
    m_entries.erase(m_entries.begin() + row);
    m_shown = -1;
    list();
    m_list->setCurrentRow(qMin(row, int(m_entries.size()) - 1));
    if (m_entries.empty()) {
        m_form->setDraft({});
        m_form->setEnabled(false);
    }
    updateButtons();
}

void ProfileDialog::moveChosen(int by)
{
    const int target = m_shown + by;
    if (m_shown < 0 || target < 0 || target >= int(m_entries.size())) return;
    keepForm();
    std::swap(m_entries[size_t(m_shown)], m_entries[size_t(target)]);
    m_shown = -1;
    list();
    m_list->setCurrentRow(target);
}

void ProfileDialog::importEnvironment()
{
    const profile::Imported imported = profile::fromEnvironment(m_means.environment);
    if (imported.variables.isEmpty()) {
        m_message->showMessage(State::Unknown,
                               tr("The environment of this program has none of Nomad's variables. Start "
                                  "it from a shell that has NOMAD_ADDR set."));
        return;
    }
    Draft draft{imported.profile, imported.secrets};
    draft.profile.name = tr("from the environment");
    addProfile(draft);
    QString said = tr("Taken over: %1.").arg(imported.variables.join(u", "_s));
    if (!imported.ignored.isEmpty())
        said += u' ' + tr("Not taken over: %1. Certificates are always verified; name an authority instead.")
                           .arg(imported.ignored.join(u", "_s));
    m_message->showMessage(imported.ignored.isEmpty() ? State::Ok : State::Warning, said);
}

void ProfileDialog::importFile()
{
    auto* dialog = new QFileDialog(this, tr("Import profiles"), {}, tr("Profiles (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QFile file(path);
        const auto read = file.open(QIODevice::ReadOnly)
                              ? profile::fromJson(file.read(profile::largestFile + 1))
                              : base::failure({.kind = base::ErrorKind::NotFound,
                                               .what = tr("The file %1 cannot be read.").arg(path),
                                               .why = {},
                                               .hint = {},
                                               .original = file.errorString()});
        if (!read) {
            complain(read.error());
            return;
        }
        for (const profile::Profile& profile : read->list.profiles)
            addProfile({profile, {}});
        if (!read->problem.isEmpty()) m_message->showMessage(State::Warning, read->problem);
    });
    dialog->open();
}

void ProfileDialog::exportFile()
{
    keepForm();
    auto* dialog = new QFileDialog(this, tr("Export profiles, without their secrets"), u"tailboard-profiles.json"_s,
                                   tr("Profiles (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QList<profile::Profile> profiles;
        for (const Entry& entry : m_entries)
            profiles << entry.draft.profile;
        QSaveFile file(path);
        const QByteArray bytes = profile::exported(profiles);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            complain({.kind = base::ErrorKind::Forbidden,
                      .what = tr("The file %1 cannot be written.").arg(path),
                      .why = {},
                      .hint = {},
                      .original = file.errorString()});
        else
            m_message->showMessage(State::Ok,
                                   tr("%1 profiles are in %2, without their secrets.").arg(profiles.size()).arg(path));
    });
    dialog->open();
}

void ProfileDialog::test()
{
    if (m_shown < 0) return;
    keepForm();
    const Draft& draft = m_entries[size_t(m_shown)].draft;
    QList<profile::Problem> problems = profile::check(draft.profile, draft.secrets, {});
    m_form->showProblems(problems);
    if (!problems.isEmpty()) return;
    const auto connections = m_means.connections(draft.profile, draft.secrets);
    if (!connections) {
        complain(connections.error());
        return;
    }
    m_message->clearMessage();
    m_test->start(*connections, m_means.clock);
}

void ProfileDialog::save()
{
    if (m_isSaving) return;
    keepForm();
    for (size_t row = 0; row < m_entries.size(); ++row) {
        QStringList others;
        for (size_t other = 0; other < m_entries.size(); ++other)
            if (other != row) others << m_entries[other].draft.profile.name;
        const Entry& entry = m_entries[row];
        const auto problems = profile::check(entry.draft.profile, entry.draft.secrets, others);
        if (problems.isEmpty()) continue;
        // A file that went away is no reason to refuse the saving of another profile.
        if (!entry.isNew && entry.draft == entry.stored) continue;
        m_list->setCurrentRow(int(row));
        m_form->showProblems(problems);
        return;
    }
    m_isSaving = true;
    updateButtons();
    std::vector<Entry> left;
    for (Entry& entry : m_entries) {
        const bool isTokenKept = !entry.areSecretsKnown || entry.isUnreadable;
        entry.draft.profile.hasToken =
            !entry.draft.secrets.nomadToken.isEmpty() || (isTokenKept && entry.stored.profile.hasToken);
        const bool isMoved = entry.draft.profile.secretPlace != entry.stored.profile.secretPlace;
        if (entry.areSecretsKnown && (entry.isNew || isMoved || entry.draft.secrets != entry.stored.secrets))
            left.push_back(entry);
    }
    saveSecrets(std::move(left));
}

/// One profile after the other; the first failure ends it, and nothing is written to the file then.
void ProfileDialog::saveSecrets(std::vector<Entry> left)
{
    if (left.empty()) {
        finishSave();
        return;
    }
    const Entry entry = left.back();
    left.pop_back();
    // Nothing to write where nothing was: a keyring that is not there does not matter then.
    if (entry.isNew && entry.draft.secrets == profile::Secrets()) {
        saveSecrets(std::move(left));
        return;
    }
    profile::writeAll(storeOf(entry.draft.profile), entry.draft.profile.id, entry.draft.secrets)
        .then(this, [this, entry, left](const base::Result<void>& answer) {
            if (!answer) {
                m_isSaving = false;
                updateButtons();
                m_list->setCurrentRow(rowOf(entry.draft.profile.id));
                complain(answer.error());
                return;
            }
            if (!entry.isNew && entry.draft.profile.secretPlace != entry.stored.profile.secretPlace)
                profile::writeAll(storeOf(entry.stored.profile), entry.draft.profile.id, {});
            saveSecrets(left);
        });
}

void ProfileDialog::finishSave()
{
    m_isSaving = false;
    updateButtons();
    QSet<QString> changed;
    QSet<QString> deleted;
    const auto failed = [this](const base::Result<void>& result) {
        if (!result) complain(result.error());
        return !result;
    };
    for (const Draft& gone : m_deleted) {
        if (failed(m_store.remove(gone.profile.id))) return;
        profile::writeAll(storeOf(gone.profile), gone.profile.id, {});
        deleted << gone.profile.id;
    }
    for (size_t row = 0; row < m_entries.size(); ++row) {
        Entry& entry = m_entries[row];
        if (entry.isNew || entry.draft != entry.stored) {
            if (failed(m_store.replace(entry.draft.profile))) return;
            changed << entry.draft.profile.id;
        }
        if (m_store.profiles().value(qsizetype(row)).id != entry.draft.profile.id)
            if (failed(m_store.move(entry.draft.profile.id, int(row)))) return;
    }
    const QString chosen = m_shown >= 0 ? m_entries[size_t(m_shown)].draft.profile.id : QString();
    emit saved(chosen, changed, deleted);
    accept();
}

void ProfileDialog::complain(const base::Error& error)
{
    m_message->showMessage(State::Critical, error.sentence(), error.original);
}

} // namespace tailboard::dialogs
