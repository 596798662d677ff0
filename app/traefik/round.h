// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/http/response.h"
#include "app/traefik/configuration.h"
#include "app/traefik/decode_instance.h"

#include <array>

namespace tailboard::traefik {

/// The calls that together make one configuration.
enum class Part : unsigned char {
    Version,
    EntryPoints,
    HttpRouters,
    HttpServices,
    HttpMiddlewares,
    TcpRouters,
    TcpServices,
    TcpMiddlewares,
    UdpRouters,
    UdpServices,
    Certificates,
};
constexpr size_t partCount = size_t(Part::Certificates) + 1;

/// Path and query of a part. Lists are asked for whole: the server sets no bound on per_page (3.7.15), and pages of
/// different moments do not fit together.
QByteArray partTarget(Part part);
/// Whether some version in use lacks the call, so that 404 text means "none" (UDP before 2.2, TCP middlewares before
/// 2.5, certificates before 3.7).
bool isOptional(Part part);

/// The decoded parts as they were last read. A part whose body did not change is not decoded again.
class PartStore
{
public:
    /// Takes one answer with status 200. False when the body was the same as before; Malformed when it cannot be read.
    base::Result<bool> take(Part part, const QByteArray& body);
    /// The server has no such call.
    void takeAbsent(Part part);
    /// Puts the parts together, sorted by protocol and name. `providers` come from the overview.
    Configuration configuration(const QStringList& providers) const;

    /// What was passed over, part by part.
    QList<base::Issue> issues() const;
    /// Bodies decoded so far.
    qint64 decodes() const { return m_decodes; }

private:
    base::Result<QList<base::Issue>> decode(Part part, const QByteArray& body);

    std::array<QByteArray, partCount> m_hashes;
    std::array<QList<base::Issue>, partCount> m_issues;
    traefik::Version m_version;
    QList<EntryPoint> m_entryPoints;
    std::array<QList<Router>, 3> m_routers;
    std::array<QList<Service>, 3> m_services;
    std::array<QList<Middleware>, 2> m_middlewares;
    std::optional<QList<HeldCertificate>> m_certificates;
    qint64 m_decodes = 0;
};

/// A fingerprint of a body.
QByteArray bodyHash(const QByteArray& body);
/// Whether `next` lacks a router or a service that `last` has.
bool lacksSome(const Configuration& last, const Configuration& next);

} // namespace tailboard::traefik
