// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/raw_reading.h"

#include "app/base/json_text.h"
#include "app/nomad/detail_reader.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace tailboard::cluster {

namespace {

/// More than people read, and as much as a text view takes at once.
constexpr qsizetype mostText = 8 * 1024 * 1024;

base::Error unreadable(const char* what)
{
    return {.kind = base::ErrorKind::Malformed, .what = QCoreApplication::translate("cluster", what)};
}

RawDocument document(const QString& title, const base::Result<QByteArray>& body)
{
    RawDocument made{title, {}, {}};
    if (!body) {
        made.error = body.error();
    } else if (body->size() > mostText) {
        made.error = unreadable("The answer is too long to be shown.");
        made.error->kind = base::ErrorKind::TooLarge;
    } else if (const auto text = base::indentedJson(*body, 4 * mostText)) {
        made.text = *text;
    } else {
        made.error = unreadable("The answer is not valid JSON.");
    }
    return made;
}

/// Finds the requests of each kind of subject.
class Asker
{
public:
    explicit Asker(const ReaderSources& sources)
        : m_sources(sources)
    {}

    void operator()(const RouteKey& key)
    {
        const Route* route = m_sources.tables.routes.get(key);
        if (!route) return;
        const QString protocol = key.protocol == traefik::Protocol::Tcp   ? u"tcp"_s
                                 : key.protocol == traefik::Protocol::Udp ? u"udp"_s
                                                                          : u"http"_s;
        for (const RouteInstance& instance : route->instances) {
            addTraefik(instance.instance, "/api/" + protocol.toLatin1() + "/routers/" + encoded(key.router));
            if (!route->service.isEmpty())
                addTraefik(instance.instance, "/api/" + protocol.toLatin1() + "/services/" + encoded(route->service));
        }
        if (!route->serviceName.isEmpty()) (*this)(ServiceKey{route->nameSpace, route->serviceName});
    }

    void operator()(const ServiceKey& key)
    {
        const Service* service = m_sources.tables.services.get(key);
        if (service && service->isConsul) return;
        addNomad([&key](const nomad::Targets& targets) { return targets.service(key.nameSpace, key.name); });
    }

    void operator()(const nomad::JobKey& key)
    {
        addNomad([&key](const nomad::Targets& targets) { return targets.job(key); });
    }

    void operator()(const AllocationSubject& subject)
    {
        addNomad([&subject](const nomad::Targets& targets) { return targets.allocation(subject.id); });
    }

    void operator()(const NodeSubject& subject)
    {
        addNomad([&subject](const nomad::Targets& targets) { return targets.node(subject.id); });
    }

    void operator()(const PeerSubject& subject)
    {
        tailscale::Source* const source = m_sources.tailscale.get();
        if (!source) return;
        requests.push_back({QCoreApplication::translate("cluster", "tailscaled %1").arg(u"/localapi/v0/status"_s),
                            [source, id = subject.id](QObject* context, RawRequest::Done done) {
                                source->readPeer(id, context, std::move(done));
                            }});
    }

    void operator()(const InstanceSubject& subject)
    {
        for (const char* path : {"/api/overview", "/api/version", "/api/entrypoints"})
            addTraefik(subject.key, path);
    }

    std::vector<RawRequest> requests;

private:
    /// Names of routers hold '@', and may hold anything.
    static QByteArray encoded(const QString& name) { return QUrl::toPercentEncoding(name, "@"); }

    template<typename Target>
    void addNomad(Target target)
    {
        if (!m_sources.nomad) return;
        nomad::DetailReader* const details = &m_sources.nomad->details();
        const QByteArray path = target(details->targets());
        requests.push_back({QCoreApplication::translate("cluster", "Nomad %1").arg(QString::fromLatin1(path)),
                            [details, path](QObject* context, RawRequest::Done done) {
                                details->readBody(path, context, std::move(done));
                            }});
    }

    void addTraefik(const QString& key, const QByteArray& path)
    {
        traefik::Source* const source = m_sources.traefiks.source(key);
        if (!source) return;
        const TraefikInstance* row = m_sources.tables.instances.get(key);
        const QString name = row && !row->node.isEmpty() ? row->node : key;
        requests.push_back(
            {QCoreApplication::translate("cluster", "Traefik %1 %2").arg(name, QString::fromLatin1(path)),
             [source, path](QObject* context, RawRequest::Done done) {
                 source->read(path, context, std::move(done));
             }});
    }

    const ReaderSources& m_sources;
};

/// The documents while they come.
struct Documents
{
    QList<RawDocument> list;
    qsizetype missing = 0;
    ObjectReader::Done<QList<RawDocument>> done;

    void came()
    {
        if (--missing > 0) return;
        for (const RawDocument& each : std::as_const(list)) {
            if (!each.error) return done(list);
        }
        done(base::failure(*list.first().error));
    }
};

} // namespace

std::vector<RawRequest> rawRequests(const Subject& subject, const ReaderSources& sources)
{
    Asker asker(sources);
    std::visit(asker, subject);
    return std::move(asker.requests);
}

void readDocuments(const std::vector<RawRequest>& requests, QObject* context,
                   ObjectReader::Done<QList<RawDocument>> done)
{
    const auto documents = std::make_shared<Documents>();
    documents->done = std::move(done);
    documents->missing = qsizetype(requests.size());
    documents->list.resize(documents->missing);
    for (qsizetype i = 0; i < qsizetype(requests.size()); ++i) {
        const RawRequest& request = requests[size_t(i)];
        request.send(context, [documents, i, title = request.title](const base::Result<QByteArray>& body) {
            documents->list[i] = document(title, body);
            documents->came();
        });
    }
}

} // namespace tailboard::cluster
