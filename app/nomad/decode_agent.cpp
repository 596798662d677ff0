// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/decode_root.h"
#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

struct Version
{
    QString number;
    QString preRelease;
};

const FieldTable<Version> versionFields{
    "config.Version",
    {
        {"Version", Presence::Required, [](JsonValue& v, Version& r) { v.read(r.number); }},
        {"VersionPrerelease", Presence::Optional, [](JsonValue& v, Version& r) { v.read(r.preRelease); }},
    }};

const FieldTable<Agent> configFields{
    "config.Config",
    {
        {"Region", Presence::Optional, [](JsonValue& v, Agent& r) { v.read(r.region); }},
        {"Version", Presence::Required,
         [](JsonValue& v, Agent& r) {
             // Before 1.3 this was a text.
             if (const auto text = v.textIfString()) {
                 r.version = QString::fromUtf8(text->data(), qsizetype(text->size()));
                 return;
             }
             Version version;
             versionFields.read(v, version);
             r.version = version.number;
             if (!version.preRelease.isEmpty()) r.version += u'-' + version.preRelease;
         }},
    }};

const FieldTable<Agent> agentFields{
    "api.AgentSelf",
    {
        {"config", Presence::Required, [](JsonValue& v, Agent& r) { configFields.read(v, r); }},
    }};

const FieldTable<Token> tokenFields{
    "api.ACLToken",
    {
        {"AccessorID", Presence::Required, [](JsonValue& v, Token& r) { v.read(r.accessorId); }},
        {"Name", Presence::Optional, [](JsonValue& v, Token& r) { v.read(r.name); }},
        {"Type", Presence::Optional, [](JsonValue& v, Token& r) { v.read(r.type); }},
        {"Policies", Presence::Optional,
         [](JsonValue& v, Token& r) {
             if (!v.isNull()) v.read(r.policies);
         }},
    }};

const FieldTable<QString> nameSpaceFields{"api.Namespace",
                                          {
                                              {"Name", Presence::Required, [](JsonValue& v, QString& r) { v.read(r); }},
                                          }};

} // namespace

base::Result<base::Decoded<QStringList>> decodeNameSpaces(QByteArrayView body)
{
    auto decoded = decodeRoot<QStringList>(body, true, [](JsonValue& root, QStringList& names) {
        root.eachElement([&names](JsonValue& element) {
            QString name;
            nameSpaceFields.read(element, name);
            if (!name.isEmpty()) names.append(name);
        });
    });
    if (decoded) decoded->value.sort();
    return decoded;
}

base::Result<base::Decoded<QStringList>> decodeRegions(QByteArrayView body)
{
    return decodeRoot<QStringList>(body, true, [](JsonValue& root, QStringList& names) { root.read(names); });
}

base::Result<QString> decodeLeader(QByteArrayView body)
{
    // A bare JSON string, which QJsonDocument takes only inside an array.
    const auto document = QJsonDocument::fromJson("[" + body.toByteArray() + "]");
    const QJsonArray array = document.array();
    if (array.size() != 1 || !array.first().isString()) return base::failure(malformedReply(u"no leader's address"_s));
    return array.first().toString();
}

base::Result<base::Decoded<Agent>> decodeAgent(QByteArrayView body)
{
    return decodeRoot<Agent>(body, false, [](JsonValue& root, Agent& agent) { agentFields.read(root, agent); });
}

base::Result<base::Decoded<Token>> decodeToken(QByteArrayView body)
{
    return decodeRoot<Token>(body, false, [](JsonValue& root, Token& token) { tokenFields.read(root, token); });
}

void listAgentKeys(QList<WireKey>& to)
{
    agentFields.listKeys(to);
    configFields.listKeys(to);
    versionFields.listKeys(to);
    tokenFields.listKeys(to);
    nameSpaceFields.listKeys(to);
}

} // namespace tailboard::nomad
