// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/profile_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QUuid>
#include <algorithm>

namespace tailboard::profile {

using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions ownFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions ownFolder = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
/// Another Tailboard needs some milliseconds to write; one that hangs is not waited for.
constexpr int lockWait = 500;
constexpr int mostBadCopies = 9;

QString tr(const char* text)
{
    return QCoreApplication::translate("profile", text);
}

base::Error notWritten(const QString& path, const QString& original)
{
    return {.kind = base::ErrorKind::Forbidden,
            .what = tr("The profiles were not saved: %1 cannot be written.").arg(path),
            .why = {},
            .hint = tr("Check its permissions and that the disk is not full."),
            .original = original};
}

/// The whole of a plain file, nullopt when it is something else or cannot be read. A named pipe would stop the program.
std::optional<QByteArray> contentOf(const QString& path)
{
    if (!QFileInfo(path).isFile()) return std::nullopt;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    return file.read(largestFile + 1);
}

auto placeIn(QList<Profile>& profiles, const QString& id)
{
    return std::find_if(profiles.begin(), profiles.end(), [&](const Profile& profile) { return profile.id == id; });
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

ProfileStore::ProfileStore(const QString& directory, QObject* parent)
    : QObject(parent)
    , m_directory(directory)
{
    load();
}

QString ProfileStore::filePath() const
{
    return QDir(m_directory).filePath(u"profiles.json"_s);
}

const Profile* ProfileStore::byId(const QString& id) const
{
    for (const Profile& profile : m_list.profiles)
        if (profile.id == id) return &profile;
    return nullptr;
}

const Profile* ProfileStore::byName(const QString& name) const
{
    for (const Profile& profile : m_list.profiles)
        if (profile.name == name) return &profile;
    return nullptr;
}

const Profile* ProfileStore::lastUsed() const
{
    if (const Profile* last = byId(m_list.lastUsed)) return last;
    return m_list.profiles.isEmpty() ? nullptr : &m_list.profiles.first();
}

QString ProfileStore::freeName(const QString& name) const
{
    QString free = name;
    for (int number = 2; byName(free); ++number)
        free = u"%1 %2"_s.arg(name).arg(number);
    return free;
}

void ProfileStore::load()
{
    const QFileInfo info(filePath());
    if (!info.exists()) {
        m_bytes.clear();
        return;
    }
    const auto bytes = contentOf(filePath());
    if (!bytes) {
        m_isLocked = true;
        m_problem =
            tr("%1 cannot be read, so its profiles are not here and nothing is written over it.").arg(filePath());
        return;
    }
    m_bytes = *bytes;
    const auto read = fromJson(*bytes);
    if (!read) {
        keepBadCopy(*bytes, read.error().what);
        return;
    }
    m_list = read->list;
    if (!read->problem.isEmpty()) keepBadCopy(*bytes, read->problem);
}

void ProfileStore::keepBadCopy(const QByteArray& bytes, const QString& why)
{
    for (int number = 1; number <= mostBadCopies; ++number) {
        const QString path = filePath() + (number == 1 ? u".bad"_s : u".bad.%1"_s.arg(number));
        if (QFileInfo::exists(path)) {
            const auto kept = contentOf(path);
            if (kept != bytes) continue;
        } else {
            // Only as much as was read of a file without end.
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownFile) ||
                file.write(bytes) != bytes.size() || !file.commit())
                break;
        }
        m_problem = tr("%1 It is kept as %2.").arg(why, path);
        return;
    }
    m_isLocked = true;
    m_problem = tr("%1 It could not be copied, so nothing is written over it: %2.").arg(why, filePath());
}

base::Result<void> ProfileStore::save(const ProfileList& list)
{
    QSaveFile file(filePath());
    const QByteArray bytes = toJson(list);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownFile) || file.write(bytes) != bytes.size() ||
        !file.commit())
        return base::failure(notWritten(filePath(), file.errorString()));
    m_bytes = bytes;
    return {};
}

base::Result<void> ProfileStore::change(const std::function<void(ProfileList&)>& edit)
{
    if (m_isLocked) return base::failure(notWritten(filePath(), m_problem));
    QDir folder(m_directory);
    if (!folder.mkpath(u"."_s)) return base::failure(notWritten(m_directory, {}));
    QFile::setPermissions(m_directory, ownFolder);
    QLockFile lock(filePath() + u".lock"_s);
    if (!lock.tryLock(lockWait))
        return base::failure(notWritten(filePath(), tr("Another Tailboard holds %1.").arg(filePath() + u".lock"_s)));

    if (const auto bytes = contentOf(filePath()); bytes && *bytes != m_bytes) load();
    if (m_isLocked) return base::failure(notWritten(filePath(), m_problem));
    ProfileList list = m_list;
    edit(list);
    if (const auto saved = save(list); !saved) return saved;
    m_list = std::move(list);
    emit changed();
    return {};
}

base::Result<Profile> ProfileStore::add(Profile profile)
{
    profile.id = newId();
    return change([&](ProfileList& list) { list.profiles << profile; }).map([&] { return profile; });
}

base::Result<void> ProfileStore::replace(const Profile& profile)
{
    return change([&](ProfileList& list) {
        if (const auto at = placeIn(list.profiles, profile.id); at != list.profiles.end())
            *at = profile;
        else
            list.profiles << profile;
    });
}

base::Result<void> ProfileStore::remove(const QString& id)
{
    return change([&](ProfileList& list) {
        if (const auto at = placeIn(list.profiles, id); at != list.profiles.end()) list.profiles.erase(at);
        if (list.lastUsed == id) list.lastUsed.clear();
    });
}

base::Result<Profile> ProfileStore::duplicate(const QString& id)
{
    const Profile* original = byId(id);
    if (!original)
        return base::failure({.kind = base::ErrorKind::NotFound,
                              .what = tr("There is no such profile any more."),
                              .why = {},
                              .hint = {},
                              .original = {}});
    Profile copy = *original;
    copy.id = newId();
    copy.name = freeName(original->name);
    return change([&](ProfileList& list) {
               auto at = placeIn(list.profiles, id);
               list.profiles.insert(at == list.profiles.end() ? at : at + 1, copy);
           })
        .map([&] { return copy; });
}

base::Result<void> ProfileStore::move(const QString& id, int place)
{
    return change([&](ProfileList& list) {
        const auto at = placeIn(list.profiles, id);
        if (at != list.profiles.end())
            list.profiles.move(at - list.profiles.begin(), std::clamp(place, 0, int(list.profiles.size()) - 1));
    });
}

base::Result<void> ProfileStore::setLastUsed(const QString& id)
{
    if (m_list.lastUsed == id) return {};
    return change([&](ProfileList& list) { list.lastUsed = id; });
}

QByteArray exported(const QList<Profile>& profiles)
{
    return toJson({profiles, {}});
}

} // namespace tailboard::profile
