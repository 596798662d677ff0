// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/profile_json.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUuid>
#include <array>
#include <optional>

namespace tailboard::profile {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 4'096; // PATH_MAX; nothing here is longer
constexpr qsizetype mostAddresses = 32;

QString tr(const char* text)
{
    return QCoreApplication::translate("profile", text);
}

struct TextField
{
    const char* key;
    QString Profile::*member;
};

constexpr std::array kTexts{
    TextField{"name", &Profile::name},
    TextField{"region", &Profile::region},
    TextField{"namespace", &Profile::nameSpace},
    TextField{"nomadUser", &Profile::nomadUser},
    TextField{"authorityFile", &Profile::authorityFile},
    TextField{"certificateFile", &Profile::certificateFile},
    TextField{"keyFile", &Profile::keyFile},
    TextField{"serverName", &Profile::serverName},
    TextField{"dialFile", &Profile::dialFile},
    TextField{"tailscaleSocket", &Profile::tailscaleSocket},
    TextField{"traefikUser", &Profile::traefikUser},
};

constexpr std::array<const char*, 3> kTailscale{"local", "socket", "off"};
constexpr std::array<const char*, 2> kPlaces{"session", "keyring"};

/// The place of a word among the words; nullopt for another.
template<size_t count>
std::optional<int> placeOf(const QJsonValue& value, const std::array<const char*, count>& words)
{
    const QString word = value.toString();
    for (size_t i = 0; i < count; ++i)
        if (word == QLatin1StringView(words[i])) return int(i);
    return std::nullopt;
}

QStringList textsOf(const QJsonValue& value)
{
    QStringList texts;
    for (const QJsonValue& entry : value.toArray()) {
        if (texts.size() == mostAddresses) break;
        const QString text = entry.toString();
        if (!text.isEmpty() && text.size() <= longestText) texts << text;
    }
    return texts;
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QJsonObject toObject(const Profile& profile)
{
    QJsonObject object{{u"id"_s, profile.id},
                       {u"color"_s, profile.color},
                       {u"readOnly"_s, profile.readOnly},
                       {u"hasToken"_s, profile.hasToken}};
    for (const TextField& field : kTexts)
        object[QLatin1StringView(field.key)] = profile.*field.member;
    object[u"nomad"_s] = QJsonArray::fromStringList(profile.nomad);
    object[u"traefik"_s] = QJsonArray::fromStringList(profile.traefik);
    object[u"tailscale"_s] = QLatin1StringView(kTailscale[size_t(profile.tailscale)]);
    object[u"secrets"_s] = QLatin1StringView(kPlaces[size_t(profile.secretPlace)]);
    return object;
}

/// nullopt when it has no name, by which people know it.
std::optional<Profile> profileOf(const QJsonObject& object)
{
    Profile profile;
    for (const TextField& field : kTexts) {
        const QJsonValue value = object[QLatin1StringView(field.key)];
        if (value.isString() && value.toString().size() <= longestText) profile.*field.member = value.toString();
    }
    if (profile.name.trimmed().isEmpty()) return std::nullopt;
    if (profile.nameSpace.isEmpty()) profile.nameSpace = u"*"_s;
    const int color = object[u"color"_s].toInt(0);
    if (color >= 0 && color < colorCount) profile.color = color;
    profile.nomad = textsOf(object[u"nomad"_s]);
    profile.traefik = textsOf(object[u"traefik"_s]);
    if (const auto use = placeOf(object[u"tailscale"_s], kTailscale)) profile.tailscale = TailscaleUse(*use);
    if (const auto place = placeOf(object[u"secrets"_s], kPlaces)) profile.secretPlace = SecretPlace(*place);
    profile.hasToken = object[u"hasToken"_s].toBool(false);
    profile.readOnly = object[u"readOnly"_s].toBool(true); // a doubtful file allows nothing
    const QUuid id = QUuid::fromString(object[u"id"_s].toString());
    profile.id = id.isNull() ? newId() : id.toString(QUuid::WithoutBraces);
    return profile;
}

} // namespace

QByteArray toJson(const ProfileList& list)
{
    QJsonArray profiles;
    for (const Profile& profile : list.profiles)
        profiles << toObject(profile);
    return QJsonDocument(
               QJsonObject{{u"version"_s, fileVersion}, {u"lastUsed"_s, list.lastUsed}, {u"profiles"_s, profiles}})
        .toJson();
}

base::Result<ReadProfiles> fromJson(const QByteArray& bytes)
{
    if (bytes.size() > largestFile)
        return base::failure({.kind = base::ErrorKind::TooLarge,
                              .what = tr("The file of profiles is larger than 1 MiB."),
                              .why = {},
                              .hint = {},
                              .original = {}});
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &fault);
    const QJsonObject root = document.object();
    if (!root[u"profiles"_s].isArray() || !root[u"version"_s].isDouble())
        return base::failure({.kind = base::ErrorKind::Malformed,
                              .what = tr("The file is no file of profiles."),
                              .why = {},
                              .hint = {},
                              .original = document.isNull() ? fault.errorString() : QString()});
    const double version = root[u"version"_s].toDouble();
    if (version > fileVersion)
        return base::failure({.kind = base::ErrorKind::WrongProduct,
                              .what = tr("The file of profiles was written by a later version of Tailboard."),
                              .why = {},
                              .hint = {},
                              .original = {}});

    ReadProfiles read;
    int passedOver = 0;
    QSet<QString> ids;
    for (const QJsonValue& entry : root[u"profiles"_s].toArray()) {
        auto profile = read.list.profiles.size() < mostProfiles ? profileOf(entry.toObject()) : std::nullopt;
        if (!profile) {
            ++passedOver;
            continue;
        }
        if (ids.contains(profile->id)) profile->id = newId();
        ids << profile->id;
        read.list.profiles << *profile;
    }
    const QString last = root[u"lastUsed"_s].toString();
    if (ids.contains(last)) read.list.lastUsed = last;
    if (passedOver > 0) read.problem = tr("%1 of its entries are no profiles and were left out.").arg(passedOver);
    return read;
}

} // namespace tailboard::profile
