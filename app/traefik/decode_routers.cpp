// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/decode_routers.h"

#include "app/traefik/json_reader.h"

namespace tailboard::traefik {

using namespace Qt::StringLiterals;

namespace {

// traefik/v3 pkg/api/handler_http.go routerRepresentation: runtime.RouterInfo (pkg/config/runtime/runtime_http.go)
// around dynamic.Router, with name, provider and, since 3.7, priorityStr.
bool readRouter(JsonReader& reader, JsonReader::Value value, Router& router)
{
    QString priorityNumber;
    QString status;
    reader.object(value, [&](std::string_view key, JsonReader::Value member) {
        if (key == "name")
            reader.text(member, router.name);
        else if (key == "provider")
            reader.text(member, router.provider);
        else if (key == "rule")
            reader.text(member, router.rule);
        else if (key == "service")
            reader.text(member, router.service);
        else if (key == "entryPoints")
            reader.texts(member, router.entryPoints);
        else if (key == "using")
            reader.texts(member, router.usedEntryPoints);
        else if (key == "middlewares")
            reader.texts(member, router.middlewares);
        else if (key == "priority")
            reader.integerText(member, priorityNumber);
        else if (key == "priorityStr")
            reader.text(member, router.priority);
        else if (key == "status")
            reader.text(member, status);
        else if (key == "error")
            reader.texts(member, router.errors);
        else if (key == "tls") {
            router.hasTls = true;
            reader.object(member, [&](std::string_view tlsKey, JsonReader::Value tlsMember) {
                if (tlsKey == "certResolver") reader.text(tlsMember, router.certResolver);
            });
        }
    });
    if (reader.isBroken()) return false;
    if (router.priority.isEmpty()) router.priority = priorityNumber;
    router.status = objectStatus(status);
    if (router.name.isEmpty()) {
        reader.missing("name");
        return false;
    }
    if (status.isEmpty()) reader.missing("status");
    return true;
}

} // namespace

ObjectStatus objectStatus(const QString& text)
{
    if (text == "enabled"_L1) return ObjectStatus::Enabled;
    if (text == "warning"_L1) return ObjectStatus::Warning;
    if (text == "disabled"_L1) return ObjectStatus::Disabled;
    return ObjectStatus::Other;
}

std::unique_ptr<ListReading<Router>> readRouters(const QByteArray& body, Protocol protocol)
{
    return listReading<Router>(body, [protocol](JsonReader& reader, JsonReader::Value value, Router& router) {
        router.protocol = protocol;
        return readRouter(reader, value, router);
    });
}

base::Result<base::Decoded<QList<Router>>> decodeRouters(const QByteArray& body, Protocol protocol)
{
    return readRouters(body, protocol)->readAll();
}

} // namespace tailboard::traefik
