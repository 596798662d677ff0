// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/decode.h"

#include "app/tailscale/json_fields.h"
#include "app/tailscale/notify.h"

#include <QCoreApplication>
#include <algorithm>

namespace tailboard::tailscale {

using namespace Qt::StringLiterals;
using base::Decoded;
using base::Result;
using simdjson::error_code;

namespace {

/// A status while it is read: self is put first at the end, because JSON objects have no order.
struct StatusDraft
{
    Status status;
    Peer self;
    QString outerSuffix; ///< "MagicDNSSuffix" of the root, deprecated since 1.22 but sent by every version
};

bool isIpv6(const QString& address)
{
    return address.contains(u':');
}

error_code readAddresses(JsonValue& value, Peer& peer, JsonTrace& trace)
{
    const error_code error = readJson(value, peer.addresses, trace);
    std::stable_partition(peer.addresses.begin(), peer.addresses.end(), [](const QString& a) { return !isIpv6(a); });
    return error;
}

error_code readDnsName(JsonValue& value, Peer& peer, JsonTrace& trace)
{
    const error_code error = readJson(value, peer.dnsName, trace);
    if (peer.dnsName.endsWith(u'.')) peer.dnsName.chop(1);
    return error;
}

constexpr std::array<JsonField<Peer>, 18> peerFields{{
    {"ID", readMember<&Peer::id>},
    {"HostName", readMember<&Peer::hostName>},
    {"DNSName", readDnsName},
    {"OS", readMember<&Peer::os>},
    {"TailscaleIPs", readAddresses},
    {"Tags", readMember<&Peer::aclTags>},
    {"PrimaryRoutes", readMember<&Peer::routes>},
    {"CurAddr", readMember<&Peer::currentAddress>},
    {"Relay", readMember<&Peer::relay>},
    {"RxBytes", readMember<&Peer::receivedBytes>},
    {"TxBytes", readMember<&Peer::sentBytes>},
    {"LastSeen", readMember<&Peer::lastSeen>},
    {"LastHandshake", readMember<&Peer::lastHandshake>},
    {"Online", readMember<&Peer::isOnline>},
    {"ExitNode", readMember<&Peer::isExitNode>},
    {"Active", readMember<&Peer::isActive>},
    {"Expired", readMember<&Peer::isExpired>},
    {"KeyExpiry", readMember<&Peer::keyExpiry>},
}};

constexpr std::array<JsonField<StatusDraft>, 3> tailnetFields{{
    {"Name", [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.tailnetName, t); }},
    {"MagicDNSSuffix",
     [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.magicDnsSuffix, t); }},
    {"MagicDNSEnabled",
     [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.isMagicDnsEnabled, t); }},
}};

error_code readTailnet(JsonValue& value, StatusDraft& draft, JsonTrace& trace)
{
    std::optional<simdjson::ondemand::object> object;
    if (const error_code error = openJson(value, object, trace); error || !object) return error;
    return readFields(*object, tailnetFields, draft, trace);
}

error_code readPeer(JsonValue& value, Peer& peer, JsonTrace& trace)
{
    std::optional<simdjson::ondemand::object> object;
    if (const error_code error = openJson(value, object, trace); error || !object) return error;
    quint64 seen = 0;
    if (const error_code error = readFields(*object, peerFields, peer, trace, &seen)) return error;
    if ((seen & 1) == 0) trace.noteMissing(peerFields[0].key);
    return simdjson::SUCCESS;
}

error_code readSelf(JsonValue& value, StatusDraft& draft, JsonTrace& trace)
{
    draft.self = {};
    draft.self.isSelf = true;
    return readPeer(value, draft.self, trace);
}

/// "Peer" is an object keyed by node key. Keys rotate, so only the stable ID inside is kept.
error_code readPeers(JsonValue& value, StatusDraft& draft, JsonTrace& trace)
{
    draft.status.peers.clear();
    std::optional<simdjson::ondemand::object> object;
    if (const error_code error = openJson(value, object, trace); error || !object) return error;
    for (auto item : *object) {
        simdjson::ondemand::field field;
        if (const error_code error = std::move(item).get(field)) return error;
        std::string_view key;
        if (const error_code error = field.unescaped_key().get(key)) return error;
        Peer peer;
        trace.enter(key);
        const error_code error = readPeer(field.value(), peer, trace);
        trace.leave();
        if (error) return error;
        if (!peer.id.isEmpty()) draft.status.peers << std::move(peer);
    }
    return simdjson::SUCCESS;
}

error_code readBackend(JsonValue& value, StatusDraft& draft, JsonTrace& trace)
{
    const error_code error = readJson(value, draft.status.backendText, trace);
    draft.status.backend = backendState(draft.status.backendText);
    return error;
}

constexpr std::array<JsonField<StatusDraft>, 8> statusFields{{
    {"BackendState", readBackend},
    {"Self", readSelf},
    {"Version", [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.version, t); }},
    {"Health", [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.health, t); }},
    {"MagicDNSSuffix", readMember<&StatusDraft::outerSuffix>},
    {"CurrentTailnet", readTailnet},
    {"CertDomains", [](JsonValue& v, StatusDraft& d, JsonTrace& t) { return readJson(v, d.status.certDomains, t); }},
    {"Peer", readPeers},
}};

constexpr std::array<JsonField<Prefs>, 8> prefsFields{{
    {"ControlURL", readMember<&Prefs::controlUrl>},
    {"WantRunning", readMember<&Prefs::isWantRunning>},
    {"Hostname", readMember<&Prefs::hostName>},
    {"CorpDNS", readMember<&Prefs::isDnsAccepted>},
    {"LoggedOut", readMember<&Prefs::isLoggedOut>},
    {"ShieldsUp", readMember<&Prefs::isShieldsUp>},
    {"RouteAll", readMember<&Prefs::areRoutesAccepted>},
    {"AdvertiseTags", readMember<&Prefs::advertisedTags>},
}};

base::Error notJson(error_code error)
{
    return {.kind = base::ErrorKind::Malformed,
            .what = QCoreApplication::translate("tailscale", "tailscaled's answer is not the JSON that was expected."),
            .hint = QCoreApplication::translate("tailscale", "Check the socket's path in the profile."),
            .original = QString::fromLatin1(simdjson::error_message(error))};
}

base::Error notTailscaled()
{
    return {.kind = base::ErrorKind::WrongProduct,
            .what = QCoreApplication::translate("tailscale", "What answers there is not tailscaled."),
            .hint = QCoreApplication::translate("tailscale", "Check the socket's path in the profile.")};
}

base::Error tooLarge()
{
    return {.kind = base::ErrorKind::TooLarge,
            .what = QCoreApplication::translate("tailscale", "tailscaled's answer is longer than 64 MiB.")};
}

/// Parses one object by a table, whose first two keys tell whether it is the right kind of object at all.
template<typename T, size_t N>
Result<Decoded<T>> decodeRoot(QByteArrayView json, const std::array<JsonField<T>, N>& fields)
{
    if (json.size() > longestReply) return base::failure(tooLarge());
    if (json.trimmed().startsWith('<')) return base::failure(notTailscaled()); // a web server's page
    const simdjson::padded_string padded(json.data(), size_t(json.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    if (const error_code error = parser.iterate(padded).get(document)) return base::failure(notJson(error));
    simdjson::ondemand::object root;
    if (const error_code error = document.get_object().get(root)) return base::failure(notJson(error));
    Decoded<T> decoded;
    JsonTrace trace(decoded.issues);
    quint64 seen = 0;
    if (const error_code error = readFields(root, fields, decoded.value, trace, &seen))
        return base::failure(notJson(error));
    if (!isAtEnd(document)) return base::failure(notJson(simdjson::TAPE_ERROR));
    if ((seen & 3) == 0) return base::failure(notTailscaled());
    for (size_t i = 0; i < 2; ++i)
        if ((seen >> i & 1) == 0) trace.noteMissing(fields[i].key);
    return decoded;
}

template<typename T, size_t N>
void list(QStringList& keys, QLatin1String type, const std::array<JsonField<T>, N>& fields)
{
    for (const JsonField<T>& field : fields)
        keys << type + u'.' + QString::fromLatin1(field.key.data(), qsizetype(field.key.size()));
}

} // namespace

Result<Decoded<Status>> decodeStatus(QByteArrayView json)
{
    auto draft = decodeRoot(json, statusFields);
    if (!draft) return base::failure(draft.error());
    auto& [status, self, outerSuffix] = draft->value;
    if (status.magicDnsSuffix.isEmpty()) status.magicDnsSuffix = outerSuffix;
    if (status.magicDnsSuffix.isEmpty() && self.dnsName.contains(u'.'))
        status.magicDnsSuffix = self.dnsName.mid(self.dnsName.indexOf(u'.') + 1);
    if (!self.id.isEmpty()) status.peers.prepend(std::move(self));
    return Decoded<Status>{std::move(status), std::move(draft->issues)};
}

Result<Decoded<Prefs>> decodePrefs(QByteArrayView json)
{
    return decodeRoot(json, prefsFields);
}

BackendState backendState(const QString& text)
{
    static const QHash<QString, BackendState> states{
        {u"NoState"_s, BackendState::NoState},       {u"InUseOtherUser"_s, BackendState::InUseOtherUser},
        {u"NeedsLogin"_s, BackendState::NeedsLogin}, {u"NeedsMachineAuth"_s, BackendState::NeedsMachineAuth},
        {u"Stopped"_s, BackendState::Stopped},       {u"Starting"_s, BackendState::Starting},
        {u"Running"_s, BackendState::Running},
    };
    return states.value(text, BackendState::Unknown);
}

QStringList wireKeys()
{
    QStringList keys;
    list(keys, "Status"_L1, statusFields);
    list(keys, "CurrentTailnet"_L1, tailnetFields);
    list(keys, "Peer"_L1, peerFields);
    list(keys, "Prefs"_L1, prefsFields);
    keys << notifyKeys();
    return keys;
}

} // namespace tailboard::tailscale
