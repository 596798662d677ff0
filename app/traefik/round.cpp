// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/round.h"

#include "app/traefik/decode_routers.h"
#include "app/traefik/decode_services.h"

#include <QHashFunctions>
#include <algorithm>

namespace tailboard::traefik {

namespace {

/// About 3 ms of work.
constexpr qsizetype itemsPerTurn = 700;
/// Shorter bodies are decoded when they come.
constexpr qsizetype longBody = 128 * 1024;

QByteArray partPath(Part part)
{
    switch (part) {
    case Part::Version:
        return "/api/version";
    case Part::EntryPoints:
        return "/api/entrypoints";
    case Part::HttpRouters:
        return "/api/http/routers";
    case Part::HttpServices:
        return "/api/http/services";
    case Part::HttpMiddlewares:
        return "/api/http/middlewares";
    case Part::TcpRouters:
        return "/api/tcp/routers";
    case Part::TcpServices:
        return "/api/tcp/services";
    case Part::TcpMiddlewares:
        return "/api/tcp/middlewares";
    case Part::UdpRouters:
        return "/api/udp/routers";
    case Part::UdpServices:
        return "/api/udp/services";
    case Part::Certificates:
        return "/api/certificates";
    }
    return {};
}

Protocol protocolOf(Part part)
{
    if (part >= Part::UdpRouters) return Protocol::Udp;
    return part >= Part::TcpRouters ? Protocol::Tcp : Protocol::Http;
}

template<typename T>
base::Result<QList<base::Issue>> keep(base::Result<base::Decoded<T>> decoded, T& field)
{
    if (!decoded) return base::failure(std::move(decoded.error()));
    field = std::move(decoded->value);
    return std::move(decoded->issues);
}

template<typename T, size_t count>
QList<T> joined(const std::array<QList<T>, count>& lists)
{
    const auto byName = [](const T& a, const T& b) { return a.name < b.name; };
    QList<T> all;
    for (QList<T> list : lists) {
        // Traefik sorts by bytes, QString by UTF-16 units: nearly always the same order.
        if (!std::is_sorted(list.cbegin(), list.cend(), byName)) std::stable_sort(list.begin(), list.end(), byName);
        if (all.isEmpty())
            all = list; // mostly the only one, and shared
        else
            all += list;
    }
    return all;
}

template<typename T>
std::vector<size_t> namesOf(const QList<T>& list)
{
    std::vector<size_t> names;
    names.reserve(size_t(list.size()));
    for (const T& item : list)
        names.push_back(qHashMulti(0x5eedu, int(item.protocol), item.name));
    std::sort(names.begin(), names.end());
    return names;
}

bool isInside(const std::vector<size_t>& part, const std::vector<size_t>& whole)
{
    return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

} // namespace

QByteArray partTarget(Part part)
{
    return part == Part::Version ? partPath(part) : partPath(part) + "?per_page=100000";
}

bool isOptional(Part part)
{
    return part == Part::TcpMiddlewares || part == Part::UdpRouters || part == Part::UdpServices ||
           part == Part::Certificates;
}

base::Result<bool> PartStore::take(Part part, const QByteArray& body)
{
    const size_t place = size_t(part);
    const QByteArray hash = bodyHash(body);
    if (m_hashes[place] == hash) {
        if (m_isReleased[place]) m_waiting[place] = body; // in case another part changed
        return false;
    }
    m_hasNews = true;
    m_waiting[place].clear();
    const bool isList = part != Part::Version && part != Part::EntryPoints && part != Part::Certificates;
    if (isList && body.size() > longBody) {
        m_waiting[place] = body;
        m_isReleased[place] = true;
        m_hashes[place] = hash;
        return true;
    }
    auto issues = decode(part, body);
    if (!issues) {
        m_hashes[place].clear();
        return base::failure(std::move(issues.error()));
    }
    m_isReleased[place] = false;
    m_hashes[place] = hash;
    keepIssues(part, std::move(*issues));
    return true;
}

void PartStore::keepIssues(Part part, QList<base::Issue> issues)
{
    for (base::Issue& issue : issues) // "/api/http/routers [3].rule"
        issue.path.prepend(QString::fromLatin1(partPath(part)) + u' ');
    m_issues[size_t(part)] = std::move(issues);
}

void PartStore::takeAbsent(Part part)
{
    const size_t place = size_t(part);
    const bool wasThere = !m_hashes[place].isEmpty();
    m_hasNews |= wasThere;
    m_hashes[place].clear();
    m_waiting[place].clear();
    m_isReleased[place] = false;
    m_issues[place].clear();
    if (part == Part::TcpMiddlewares) m_middlewares[size_t(Protocol::Tcp)].clear();
    if (part == Part::UdpRouters) m_routers[size_t(Protocol::Udp)].clear();
    if (part == Part::UdpServices) m_services[size_t(Protocol::Udp)].clear();
    if (part == Part::Certificates) m_certificates.reset();
}

base::Result<bool> PartStore::readOn()
{
    if (!m_hasNews) {
        m_waiting.fill({});
        return true;
    }
    for (size_t place = 0; !m_reading && place < partCount; ++place)
        if (!m_waiting[place].isEmpty()) start(Part(place), std::exchange(m_waiting[place], {}));
    if (!m_reading) return true;
    const size_t place = size_t(m_reading->part);
    const auto isRead = readOn(itemsPerTurn);
    if (!isRead) {
        m_hashes[place].clear();
        m_reading.reset();
        return base::failure(isRead.error());
    }
    if (!*isRead) return false;
    m_isReleased[place] = false;
    m_reading.reset();
    return std::all_of(m_waiting.begin(), m_waiting.end(), [](const QByteArray& body) { return body.isEmpty(); });
}

void PartStore::start(Part part, const QByteArray& body)
{
    ++m_decodes;
    m_reading.emplace();
    m_reading->part = part;
    const Protocol protocol = protocolOf(part);
    if (part == Part::HttpRouters || part == Part::TcpRouters || part == Part::UdpRouters)
        m_reading->routers = readRouters(body, protocol);
    else if (part == Part::HttpServices || part == Part::TcpServices || part == Part::UdpServices)
        m_reading->services = readServices(body, protocol);
    else
        m_reading->middlewares = readMiddlewares(body, protocol);
}

base::Result<bool> PartStore::readOn(qsizetype items)
{
    const Part part = m_reading->part;
    const auto protocol = size_t(protocolOf(part));
    const auto readOn = [&](auto& reading, auto& lists) {
        auto isRead = reading->readOn(items);
        if (isRead && *isRead) {
            auto decoded = reading->take();
            keepIssues(part, std::move(decoded.issues));
            lists[protocol] = std::move(decoded.value);
        }
        return isRead;
    };
    if (m_reading->routers) return readOn(m_reading->routers, m_routers);
    if (m_reading->services) return readOn(m_reading->services, m_services);
    return readOn(m_reading->middlewares, m_middlewares);
}

void PartStore::abandon()
{
    if (m_reading) m_hashes[size_t(m_reading->part)].clear();
    m_reading.reset();
    for (size_t place = 0; place < partCount; ++place)
        if (m_hasNews && !std::exchange(m_waiting[place], {}).isEmpty()) m_hashes[place].clear();
    m_waiting.fill({});
}

void PartStore::release()
{
    for (const Part part : {Part::HttpRouters, Part::TcpRouters, Part::UdpRouters}) {
        QList<Router>& list = m_routers[size_t(protocolOf(part))];
        m_isReleased[size_t(part)] |= !list.isEmpty();
        list = {};
    }
    for (const Part part : {Part::HttpServices, Part::TcpServices, Part::UdpServices}) {
        QList<Service>& list = m_services[size_t(protocolOf(part))];
        m_isReleased[size_t(part)] |= !list.isEmpty();
        list = {};
    }
}

base::Result<QList<base::Issue>> PartStore::decode(Part part, const QByteArray& body)
{
    ++m_decodes;
    const Protocol protocol = protocolOf(part);
    switch (part) {
    case Part::Version:
        return keep(decodeVersion(body), m_version);
    case Part::EntryPoints:
        return keep(decodeEntryPoints(body), m_entryPoints);
    case Part::HttpRouters:
    case Part::TcpRouters:
    case Part::UdpRouters:
        return keep(decodeRouters(body, protocol), m_routers[size_t(protocol)]);
    case Part::HttpServices:
    case Part::TcpServices:
    case Part::UdpServices:
        return keep(decodeServices(body, protocol), m_services[size_t(protocol)]);
    case Part::HttpMiddlewares:
    case Part::TcpMiddlewares:
        return keep(decodeMiddlewares(body, protocol), m_middlewares[size_t(protocol)]);
    case Part::Certificates: {
        QList<HeldCertificate> held;
        auto issues = keep(decodeCertificates(body), held);
        if (issues) m_certificates = std::move(held);
        return issues;
    }
    }
    return QList<base::Issue>{};
}

Configuration PartStore::configuration(const QStringList& providers)
{
    m_hasNews = false;
    return {.version = m_version.version,
            .startedAt = m_version.startedAt,
            .providers = providers,
            .routers = joined(m_routers),
            .services = joined(m_services),
            .middlewares = joined(m_middlewares),
            .entryPoints = m_entryPoints,
            .certificates = m_certificates};
}

QList<base::Issue> PartStore::issues() const
{
    QList<base::Issue> all;
    for (const QList<base::Issue>& issues : m_issues)
        all += issues;
    return all;
}

QByteArray bodyHash(const QByteArray& body)
{
    // Two seeded hashes of 64 bits: 10 MB a minute and instance are to cost nothing, and the seed is this process's.
    const std::array<size_t, 2> hashes{qHashBits(body.constData(), size_t(body.size()), QHashSeed::globalSeed()),
                                       qHashBits(body.constData(), size_t(body.size()), ~QHashSeed::globalSeed() * 31)};
    return QByteArray(reinterpret_cast<const char*>(hashes.data()), sizeof(hashes)) + QByteArray::number(body.size());
}

ObjectNames namesOf(const Configuration& configuration)
{
    return {namesOf(configuration.routers), namesOf(configuration.services)};
}

bool lacksSome(const ObjectNames& last, const Configuration& next)
{
    const ObjectNames names = namesOf(next);
    return !isInside(last.routers, names.routers) || !isInside(last.services, names.services);
}

bool lacksSome(const Configuration& last, const Configuration& next)
{
    return lacksSome(namesOf(last), next);
}

} // namespace tailboard::traefik
