// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/decode.h"

#include "app/tailscale/json_fields.h"
#include "app/tailscale/notify.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>

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
    std::optional<simdjson::ondemand::object> peers; ///< "Peer" while it is being read
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

/// "Peer" is opened here and read by the StatusReader, since there may be 10,000 in it.
error_code openPeers(JsonValue& value, StatusDraft& draft, JsonTrace& trace)
{
    draft.status.peers.clear();
    return openJson(value, draft.peers, trace);
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
    {"Peer", openPeers},
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

/// Stands still where its parser and document are, which point into each other.
class StatusReader::Private
{
public:
    explicit Private(QByteArray json)
        : bytes(std::move(json))
        , size(bytes.size())
    {}

    error_code start();
    error_code readOn(qsizetype peers);
    error_code readPeers(qsizetype& most);
    Status finished();

    using Members = simdjson::ondemand::object_iterator;

    QByteArray bytes;
    qsizetype size;
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object root;
    Members rootAt;
    Members peerAt;
    StatusDraft draft;
    QList<base::Issue> issues;
    JsonTrace trace{issues};
    quint64 seen = 0;
    bool isStarted = false;
    bool isInPeers = false;
    bool isOver = false;
};

error_code StatusReader::Private::start()
{
    isStarted = true;
    bytes.resize(size + qsizetype(simdjson::SIMDJSON_PADDING));
    if (const error_code error = parser.iterate(bytes.data(), size_t(size), size_t(bytes.size())).get(document))
        return error;
    if (const error_code error = document.get_object().get(root)) return error;
    return root.begin().get(rootAt);
}

error_code StatusReader::Private::readOn(qsizetype peers)
{
    if (!isStarted)
        if (const error_code error = start()) return error;
    if (isInPeers) {
        if (const error_code error = readPeers(peers)) return error;
        if (isInPeers) return simdjson::SUCCESS;
        ++rootAt;
    }
    while (rootAt != Members()) {
        simdjson::ondemand::field field;
        if (const error_code error = (*rootAt).get(field)) return error;
        if (const error_code error = readField(field, statusFields, draft, trace, &seen)) return error;
        if (draft.peers) {
            trace.enter("Peer");
            isInPeers = true;
            if (const error_code error = draft.peers->begin().get(peerAt)) return error;
            if (const error_code error = readPeers(peers)) return error;
            if (isInPeers) return simdjson::SUCCESS;
        }
        ++rootAt;
    }
    isOver = true;
    return isAtEnd(document) ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

/// "Peer" is an object keyed by node key. Keys rotate, so only the stable ID inside is kept.
error_code StatusReader::Private::readPeers(qsizetype& most)
{
    for (; peerAt != Members(); ++peerAt) {
        if (most-- <= 0) return simdjson::SUCCESS;
        simdjson::ondemand::field field;
        if (const error_code error = (*peerAt).get(field)) return error;
        std::string_view key;
        if (const error_code error = field.unescaped_key().get(key)) return error;
        Peer peer;
        trace.enter(key);
        const error_code error = readPeer(field.value(), peer, trace);
        trace.leave();
        if (error) return error;
        if (!peer.id.isEmpty()) draft.status.peers << std::move(peer);
    }
    trace.leave();
    draft.peers.reset();
    isInPeers = false;
    return simdjson::SUCCESS;
}

Status StatusReader::Private::finished()
{
    Status& status = draft.status;
    Peer& self = draft.self;
    if (status.magicDnsSuffix.isEmpty()) status.magicDnsSuffix = draft.outerSuffix;
    if (status.magicDnsSuffix.isEmpty() && self.dnsName.contains(u'.'))
        status.magicDnsSuffix = self.dnsName.mid(self.dnsName.indexOf(u'.') + 1);
    if (!self.id.isEmpty()) status.peers.prepend(std::move(self));
    return std::move(status);
}

StatusReader::StatusReader(QByteArray json)
    : d(std::make_unique<Private>(std::move(json)))
{}

StatusReader::~StatusReader() = default;

Result<bool> StatusReader::readOn(qsizetype peers)
{
    if (!d->isStarted) {
        if (d->size > longestReply) return base::failure(tooLarge());
        if (d->bytes.trimmed().startsWith('<')) return base::failure(notTailscaled()); // a web server's page
    }
    if (const error_code error = d->readOn(peers)) return base::failure(notJson(error));
    if (!d->isOver) return false;
    if ((d->seen & 3) == 0) return base::failure(notTailscaled());
    return true;
}

Decoded<Status> StatusReader::take()
{
    for (size_t i = 0; i < 2; ++i)
        if ((d->seen >> i & 1) == 0) d->trace.noteMissing(statusFields[i].key);
    return {d->finished(), std::move(d->issues)};
}

Result<Decoded<Status>> decodeStatus(QByteArrayView json)
{
    if (json.size() > longestReply) return base::failure(tooLarge());
    StatusReader reader(json.toByteArray());
    const auto read = reader.readOn(std::numeric_limits<qsizetype>::max());
    if (!read) return base::failure(read.error());
    return reader.take();
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
