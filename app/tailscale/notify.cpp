// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/notify.h"

#include "app/tailscale/decode.h"
#include "app/tailscale/json_fields.h"

#include <QCoreApplication>

namespace tailboard::tailscale {

using simdjson::error_code;

namespace {

/// Only whether there is something; the value itself is skipped, which is fast even for a whole network map.
template<bool Notify::*... Members>
error_code readPresence(JsonValue& value, Notify& notify, JsonTrace&)
{
    bool isNull = true;
    if (const error_code error = value.is_null().get(isNull); error && error != simdjson::INCORRECT_TYPE) return error;
    if (!isNull) ((notify.*Members = true), ...);
    return simdjson::SUCCESS;
}

constexpr std::array<JsonField<Notify>, 10> notifyFields{{
    {"State", readPresence<&Notify::hasState>},
    {"Prefs", readPresence<&Notify::hasPrefs>},
    {"SelfChange", readPresence<&Notify::hasSelf>},
    {"PeersChanged", readPresence<&Notify::hasPeers>},
    {"PeerChanges", readPresence<&Notify::hasPeers>},
    {"PeerChangedPatch", readPresence<&Notify::hasPeers>},
    {"PeersRemoved", readPresence<&Notify::hasPeers>},
    {"NetMap", readPresence<&Notify::hasSelf, &Notify::hasPeers>},
    {"Health", readPresence<&Notify::hasHealth>},
    {"ErrMessage", readMember<&Notify::errorMessage>},
}};

base::Error badLine(base::ErrorKind kind, const QString& original)
{
    return {.kind = kind,
            .what =
                QCoreApplication::translate("tailscale", "tailscaled reported a change in a form that cannot be read."),
            .original = original};
}

} // namespace

quint32 busMask(quint64 capability)
{
    constexpr quint64 firstWithoutNetMap = 141;
    if (capability < firstWithoutNetMap) return BusInitialState | BusNoPrivateKeys | BusRateLimit;
    return BusInitialState | BusNoPrivateKeys | BusPeerChanges | BusNoNetMap | BusPeerPatches;
}

base::Result<base::Decoded<Notify>> decodeNotify(QByteArrayView line)
{
    if (line.size() > longestReply) return base::failure(badLine(base::ErrorKind::TooLarge, {}));
    const simdjson::padded_string padded(line.data(), size_t(line.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object root;
    base::Decoded<Notify> decoded;
    JsonTrace trace(decoded.issues);
    error_code error = parser.iterate(padded).get(document);
    if (!error) error = document.get_object().get(root);
    if (!error) error = readFields(root, notifyFields, decoded.value, trace);
    if (!error && !isAtEnd(document)) error = simdjson::TAPE_ERROR;
    if (error)
        return base::failure(badLine(base::ErrorKind::Malformed, QString::fromLatin1(simdjson::error_message(error))));
    return decoded;
}

QStringList notifyKeys()
{
    QStringList keys;
    for (const JsonField<Notify>& field : notifyFields)
        keys << QLatin1String("Notify.") + QString::fromLatin1(field.key.data(), qsizetype(field.key.size()));
    return keys;
}

} // namespace tailboard::tailscale
