// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/http/response.h"
#include "app/traefik/configuration.h"
#include "app/traefik/decode_instance.h"
#include "app/traefik/list_reading.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

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

/// The names of routers and services as hashes, ascending: what lacksSome() wants of a configuration that is let go.
struct ObjectNames
{
    std::vector<size_t> routers;
    std::vector<size_t> services;
};
ObjectNames namesOf(const Configuration& configuration);

/// The decoded parts as they were last read. A part whose body did not change is not decoded again. A long list is
/// decoded in turns: take() its body, then readOn() until it says so.
class PartStore
{
public:
    /// Takes one answer with status 200. False when the body was the same as before; Malformed when it cannot be read,
    /// which a long list shows in readOn() only.
    base::Result<bool> take(Part part, const QByteArray& body);
    /// The server has no such call.
    void takeAbsent(Part part);
    /// Does a turn's work; true when everything taken is decoded, and at once when nothing is left to do. Call it when
    /// all parts of a round are taken: then it also decodes again what release() let go, if anything changed.
    base::Result<bool> readOn();
    /// The round is broken off: what was taken and not decoded is asked for anew.
    void abandon();
    /// Something was taken that configuration() has not given yet.
    bool hasNews() const { return m_hasNews; }
    /// A whole configuration is wanted although no part changed; before the round's parts are taken.
    void wantAll() { m_hasNews = true; }
    /// Puts the parts together, sorted by protocol and name. `providers` come from the overview.
    Configuration configuration(const QStringList& providers);
    /// Lets the lists go that configuration() gave: 10,000 routers are 12 MB that somebody else has by then.
    void release();

    /// What was passed over, part by part.
    QList<base::Issue> issues() const;
    /// Bodies decoded so far.
    qint64 decodes() const { return m_decodes; }

private:
    struct Reading
    {
        Part part = Part::Version;
        std::unique_ptr<ListReading<Router>> routers;
        std::unique_ptr<ListReading<Service>> services;
        std::unique_ptr<ListReading<Middleware>> middlewares;
    };

    base::Result<bool> readOn(qsizetype items);
    base::Result<QList<base::Issue>> decode(Part part, const QByteArray& body);
    void start(Part part, const QByteArray& body);
    void keepIssues(Part part, QList<base::Issue> issues);

    std::array<QByteArray, partCount> m_hashes;
    std::array<QByteArray, partCount> m_waiting; ///< bodies not looked into
    std::array<bool, partCount> m_isReleased{};
    std::array<QList<base::Issue>, partCount> m_issues;
    std::optional<Reading> m_reading;
    traefik::Version m_version;
    QList<EntryPoint> m_entryPoints;
    std::array<QList<Router>, 3> m_routers;
    std::array<QList<Service>, 3> m_services;
    std::array<QList<Middleware>, 2> m_middlewares;
    std::optional<QList<HeldCertificate>> m_certificates;
    qint64 m_decodes = 0;
    bool m_hasNews = false;
};

/// A fingerprint of a body, good within this process.
QByteArray bodyHash(const QByteArray& body);
/// Whether `next` lacks a router or a service that `last` has.
bool lacksSome(const ObjectNames& last, const Configuration& next);
bool lacksSome(const Configuration& last, const Configuration& next);

} // namespace tailboard::traefik
