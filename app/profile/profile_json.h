// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/profile/profile.h"

#include <QByteArray>
#include <QList>

namespace tailboard::profile {

/// The version that is written; a file of a later one is not read.
constexpr int fileVersion = 1;
constexpr qint64 largestFile = 1 << 20;
constexpr int mostProfiles = 200;

/// What is in a file of profiles.
struct ProfileList
{
    QList<Profile> profiles; ///< in the user's order
    QString lastUsed;        ///< id; empty or unknown: none

    friend bool operator==(const ProfileList&, const ProfileList&) = default;
};

/// A list, and what of the file could not be used: empty when all of it could.
struct ReadProfiles
{
    ProfileList list;
    QString problem; ///< one sentence
};

/// The file's bytes; they hold no secret.
QByteArray toJson(const ProfileList& list);

/// Reads such bytes, of which nothing is believed: an entry that is no profile is left out and named in `problem`, a
/// value of a wrong type or out of its range keeps its default, an id that is no UUID or is there twice is replaced.
/// Fails with Malformed when it is no such file at all, with TooLarge over largestFile, and with WrongProduct for a
/// later version. Pure but for the new ids.
base::Result<ReadProfiles> fromJson(const QByteArray& bytes);

} // namespace tailboard::profile
