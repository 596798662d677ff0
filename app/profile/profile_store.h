// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/profile/profile_json.h"

#include <QObject>
#include <functional>

namespace tailboard::profile {

/// The profiles on disk: `profiles.json`, readable by its owner only (0600, its folder 0700), replaced as a whole so
/// that a full disk leaves the old one. What another Tailboard wrote meanwhile is read before each change. A file that
/// cannot be used is copied to `profiles.json.bad` before anything is written over it. GUI thread.
class ProfileStore : public QObject
{
    Q_OBJECT

public:
    /// `directory` is made with the first change. Reads at once.
    explicit ProfileStore(const QString& directory, QObject* parent = nullptr);

    const QList<Profile>& profiles() const { return m_list.profiles; }
    /// nullptr when there is none.
    const Profile* byId(const QString& id) const;
    /// The first of that name.
    const Profile* byName(const QString& name) const;
    /// The one to open at the start: the last used, else the first; nullptr when there is none.
    const Profile* lastUsed() const;
    QString filePath() const;
    /// What was wrong with the file, what was done with it, as one line; empty when nothing was.
    QString problem() const { return m_problem; }

    // Each writes the file. When that fails nothing changes here either, and the error says why.

    /// Gives it an id and puts it last.
    base::Result<Profile> add(Profile profile);
    /// Replaces the one with its id; adds it again when somebody else deleted it.
    base::Result<void> replace(const Profile& profile);
    /// Its secrets stay where they are: whoever owns the SecretStore removes them.
    base::Result<void> remove(const QString& id);
    /// A copy right behind it, with a name and an id of its own. Secrets are not copied.
    base::Result<Profile> duplicate(const QString& id);
    /// To that place in the order, 0 first.
    base::Result<void> move(const QString& id, int place);
    base::Result<void> setLastUsed(const QString& id);

    /// "name", or "name 2", … when there is one of that name.
    QString freeName(const QString& name) const;

signals:
    void changed();

private:
    base::Result<void> change(const std::function<void(ProfileList&)>& edit);
    void load();
    void keepBadCopy(const QByteArray& bytes, const QString& why);
    base::Result<void> save(const ProfileList& list);

    QString m_directory;
    ProfileList m_list;
    QByteArray m_bytes; ///< of the file as last read or written
    QString m_problem;
    bool m_isLocked = false; ///< the damaged file could not be copied: it must not be written over
};

/// Profiles as a file to hand on: no id of theirs is kept by the reader, no secret is in it.
QByteArray exported(const QList<Profile>& profiles);

} // namespace tailboard::profile
