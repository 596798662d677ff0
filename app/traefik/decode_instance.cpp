// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/decode_instance.h"

#include "app/traefik/json_reader.h"

#include <QCoreApplication>

namespace tailboard::traefik {

// pkg/version/version.go: the first keys begin with a capital, the later ones do not.
base::Result<base::Decoded<Version>> decodeVersion(const QByteArray& body)
{
    return decodeObject<Version>(
        body, [](JsonReader& reader, std::string_view key, JsonReader::Value value, Version& version) {
            if (key == "Version")
                reader.text(value, version.version);
            else if (key == "startDate")
                reader.time(value, version.startedAt);
        });
}

// pkg/api/handler_overview.go
base::Result<base::Decoded<Overview>> decodeOverview(const QByteArray& body)
{
    bool hasHttp = false;
    auto decoded = decodeObject<Overview>(body, [&](JsonReader& reader, std::string_view key, JsonReader::Value value,
                                                    Overview& overview) {
        if (key == "http")
            reader.object(value, [&](std::string_view section, JsonReader::Value) { hasHttp |= section == "routers"; });
        else if (key == "providers")
            reader.texts(value, overview.providers);
    });
    if (decoded && !hasHttp)
        return base::failure({.kind = base::ErrorKind::WrongProduct,
                              .what = QCoreApplication::translate("traefik", "The answer is not of a Traefik."),
                              .original = QString::fromUtf8(body.left(2'000))});
    return decoded;
}

// pkg/api/handler_entrypoint.go entryPointRepresentation
base::Result<base::Decoded<QList<EntryPoint>>> decodeEntryPoints(const QByteArray& body)
{
    return listReading<EntryPoint>(body,
                                   [](JsonReader& reader, JsonReader::Value value, EntryPoint& entryPoint) {
                                       reader.object(value, [&](std::string_view key, JsonReader::Value member) {
                                           if (key == "name")
                                               reader.text(member, entryPoint.name);
                                           else if (key == "address")
                                               reader.text(member, entryPoint.address);
                                       });
                                       if (reader.isBroken()) return false;
                                       if (entryPoint.name.isEmpty()) reader.missing("name");
                                       return !entryPoint.name.isEmpty();
                                   })
        ->readAll();
}

// pkg/api/handler_certificates.go, since 3.7.0
base::Result<base::Decoded<QList<HeldCertificate>>> decodeCertificates(const QByteArray& body)
{
    return listReading<HeldCertificate>(body,
                                        [](JsonReader& reader, JsonReader::Value value, HeldCertificate& held) {
                                            QString commonName;
                                            reader.object(value, [&](std::string_view key, JsonReader::Value member) {
                                                if (key == "sans")
                                                    reader.texts(member, held.names);
                                                else if (key == "commonName")
                                                    reader.text(member, commonName);
                                                else if (key == "issuerCN")
                                                    reader.text(member, held.issuer);
                                                else if (key == "serialNumber")
                                                    reader.text(member, held.serial);
                                                else if (key == "status")
                                                    reader.text(member, held.status);
                                                else if (key == "notBefore")
                                                    reader.time(member, held.notBefore);
                                                else if (key == "notAfter")
                                                    reader.time(member, held.notAfter);
                                            });
                                            if (reader.isBroken()) return false;
                                            if (held.names.isEmpty() && !commonName.isEmpty()) held.names << commonName;
                                            if (held.names.isEmpty()) reader.missing("sans");
                                            if (!held.notAfter) reader.missing("notAfter");
                                            return !held.names.isEmpty();
                                        })
        ->readAll();
}

} // namespace tailboard::traefik
