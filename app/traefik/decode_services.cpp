// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/decode_services.h"

#include "app/traefik/decode_routers.h"
#include "app/traefik/json_reader.h"

#include <QHash>

namespace tailboard::traefik {

namespace {

void readServers(JsonReader& reader, JsonReader::Value value, QList<Server>& servers)
{
    reader.object(value, [&](std::string_view key, JsonReader::Value list) {
        if (key != "servers") return;
        reader.array(list, [&](JsonReader::Value element) {
            Server server;
            reader.object(element, [&](std::string_view serverKey, JsonReader::Value member) {
                if (serverKey == "url" || serverKey == "address") reader.text(member, server.url);
            });
            if (!server.url.isEmpty()) servers << server;
        });
    });
}

// "weighted" and "highestRandomWeight" hold "services", "mirroring" a "service" and "mirrors", "failover" a "service"
// and a "fallback" (pkg/config/dynamic/http_config.go).
void readParts(JsonReader& reader, JsonReader::Value value, QStringList& parts)
{
    const auto readOne = [&](JsonReader::Value name) {
        QString part;
        reader.text(name, part);
        if (!part.isEmpty()) parts << part;
    };
    reader.object(value, [&](std::string_view key, JsonReader::Value member) {
        if (key == "services" || key == "mirrors")
            reader.array(member, [&](JsonReader::Value element) {
                reader.object(element, [&](std::string_view partKey, JsonReader::Value name) {
                    if (partKey == "name") readOne(name);
                });
            });
        else if (key == "service" || key == "fallback")
            readOne(member);
    });
}

// What routers, services and middlewares have in common in pkg/config/runtime.
template<typename Object>
bool finish(JsonReader& reader, Object& object, const QString& status)
{
    if (reader.isBroken()) return false;
    object.status = objectStatus(status);
    if (object.name.isEmpty()) {
        reader.missing("name");
        return false;
    }
    if (status.isEmpty()) reader.missing("status");
    return true;
}

// pkg/api/handler_http.go serviceRepresentation. An internal service has neither type nor servers.
bool readService(JsonReader& reader, JsonReader::Value value, Service& service)
{
    QString status;
    QHash<QString, QString> serverStatus;
    reader.object(value, [&](std::string_view key, JsonReader::Value member) {
        if (key == "name")
            reader.text(member, service.name);
        else if (key == "provider")
            reader.text(member, service.provider);
        else if (key == "type")
            reader.text(member, service.type);
        else if (key == "status")
            reader.text(member, status);
        else if (key == "usedBy")
            reader.texts(member, service.usedBy);
        else if (key == "error")
            reader.texts(member, service.errors);
        else if (key == "loadBalancer")
            readServers(reader, member, service.servers);
        else if (key == "weighted" || key == "highestRandomWeight" || key == "mirroring" || key == "failover")
            readParts(reader, member, service.parts);
        else if (key == "serverStatus")
            reader.object(member, [&](std::string_view url, JsonReader::Value text) {
                reader.text(text, serverStatus[QString::fromUtf8(url.data(), qsizetype(url.size()))]);
            });
    });
    for (Server& server : service.servers)
        server.status = serverStatus.value(server.url);
    return finish(reader, service, status);
}

bool readMiddleware(JsonReader& reader, JsonReader::Value value, Middleware& middleware)
{
    QString status;
    reader.object(value, [&](std::string_view key, JsonReader::Value member) {
        if (key == "name")
            reader.text(member, middleware.name);
        else if (key == "provider")
            reader.text(member, middleware.provider);
        else if (key == "type")
            reader.text(member, middleware.type);
        else if (key == "status")
            reader.text(member, status);
        else if (key == "usedBy")
            reader.texts(member, middleware.usedBy);
        else if (key == "error")
            reader.texts(member, middleware.errors);
    });
    return finish(reader, middleware, status);
}

} // namespace

std::unique_ptr<ListReading<Service>> readServices(const QByteArray& body, Protocol protocol)
{
    return listReading<Service>(body, [protocol](JsonReader& reader, JsonReader::Value value, Service& service) {
        service.protocol = protocol;
        return readService(reader, value, service);
    });
}

base::Result<base::Decoded<QList<Service>>> decodeServices(const QByteArray& body, Protocol protocol)
{
    return readServices(body, protocol)->readAll();
}

std::unique_ptr<ListReading<Middleware>> readMiddlewares(const QByteArray& body, Protocol protocol)
{
    return listReading<Middleware>(body,
                                   [protocol](JsonReader& reader, JsonReader::Value value, Middleware& middleware) {
                                       middleware.protocol = protocol;
                                       return readMiddleware(reader, value, middleware);
                                   });
}

base::Result<base::Decoded<QList<Middleware>>> decodeMiddlewares(const QByteArray& body, Protocol protocol)
{
    return readMiddlewares(body, protocol)->readAll();
}

} // namespace tailboard::traefik
