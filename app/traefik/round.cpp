// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/round.h"

#include "app/traefik/decode_routers.h"
#include "app/traefik/decode_services.h"

#include <QCryptographicHash>
#include <algorithm>

namespace tailboard::traefik {

namespace {

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
        all += list;
    }
    return all;
}

// Both sorted by protocol and name.
template<typename T>
bool lacksSomeOf(const QList<T>& last, const QList<T>& next)
{
    const auto less = [](const T& a, const T& b) {
        return a.protocol != b.protocol ? a.protocol < b.protocol : a.name < b.name;
    };
    return !std::includes(next.cbegin(), next.cend(), last.cbegin(), last.cend(), less);
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
    const QByteArray hash = bodyHash(body);
    if (m_hashes[size_t(part)] == hash) return false;
    auto issues = decode(part, body);
    if (!issues) {
        m_hashes[size_t(part)].clear();
        return base::failure(std::move(issues.error()));
    }
    m_hashes[size_t(part)] = hash;
    for (base::Issue& issue : *issues) // "/api/http/routers [3].rule"
        issue.path.prepend(QString::fromLatin1(partPath(part)) + u' ');
    m_issues[size_t(part)] = std::move(*issues);
    return true;
}

void PartStore::takeAbsent(Part part)
{
    m_hashes[size_t(part)].clear();
    m_issues[size_t(part)].clear();
    if (part == Part::TcpMiddlewares) m_middlewares[size_t(Protocol::Tcp)].clear();
    if (part == Part::UdpRouters) m_routers[size_t(Protocol::Udp)].clear();
    if (part == Part::UdpServices) m_services[size_t(Protocol::Udp)].clear();
    if (part == Part::Certificates) m_certificates.reset();
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

Configuration PartStore::configuration(const QStringList& providers) const
{
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
    return QCryptographicHash::hash(body, QCryptographicHash::Blake2b_160);
}

bool lacksSome(const Configuration& last, const Configuration& next)
{
    return lacksSomeOf(last.routers, next.routers) || lacksSomeOf(last.services, next.services);
}

} // namespace tailboard::traefik
