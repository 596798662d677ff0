// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/job_spec.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

/// "docker.io/library/traefik:v3@sha256:…" -> "traefik"; "traefik/whoami" -> "whoami".
QStringView repositoryName(QStringView image)
{
    if (const qsizetype at = image.indexOf(u'@'); at >= 0) image.truncate(at);
    image = image.sliced(image.lastIndexOf(u'/') + 1);
    if (const qsizetype colon = image.indexOf(u':'); colon >= 0) image.truncate(colon);
    return image;
}

bool configuresNomadProvider(const QString& text)
{
    // As an argument, or inside a shell line that a task runs.
    static const QRegularExpression option(u"(^|\\s)--providers\\.nomad([.=\\s]|$)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return option.match(text.left(64 * 1024)).hasMatch();
}

/// The value of --entrypoints.traefik.address, or an empty text. Traefik takes "--name=value" and "--name value", names
/// in any case.
QString entryPointAddress(const TaskSpec& task)
{
    static constexpr QLatin1StringView option("--entrypoints.traefik.address");
    QString address;
    for (qsizetype i = 0; i < task.arguments.size(); ++i) {
        const QString& argument = task.arguments[i];
        if (!argument.startsWith(option, Qt::CaseInsensitive)) continue;
        if (argument.size() == option.size()) {
            if (i + 1 < task.arguments.size()) address = task.arguments[i + 1];
        } else if (argument[option.size()] == u'=') {
            address = argument.sliced(option.size() + 1);
        }
    }
    if (!address.isEmpty()) return address;
    for (const QString& variable : task.environment) {
        static constexpr QLatin1StringView name("TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS=");
        if (variable.startsWith(name)) address = variable.sliced(name.size());
    }
    return address;
}

} // namespace

bool isTraefik(const TaskSpec& task)
{
    if (repositoryName(task.image) == "traefik"_L1) return true;
    if (QStringView(task.command).sliced(task.command.lastIndexOf(u'/') + 1) == "traefik"_L1) return true;
    if (configuresNomadProvider(task.command)) return true;
    for (const QString& argument : task.arguments) {
        if (configuresNomadProvider(argument)) return true;
    }
    for (const QString& variable : task.environment) {
        if (variable.startsWith("TRAEFIK_PROVIDERS_NOMAD"_L1) && !variable.endsWith("=false"_L1)) return true;
    }
    return false;
}

ApiPort traefikApiPort(const TaskSpec& task)
{
    QString address = entryPointAddress(task);
    if (address.isEmpty()) return {.number = 8080};
    if (const qsizetype slash = address.indexOf(u'/'); slash >= 0) address.truncate(slash); // ":8080/tcp"
    ApiPort api;
    const qsizetype colon = address.lastIndexOf(u':');
    const QString host = address.left(std::max<qsizetype>(0, colon));
    api.isLocalOnly = host == "localhost"_L1 || host.startsWith("127."_L1) || host == "[::1]"_L1;
    const QString port = address.sliced(colon + 1);
    // ${NOMAD_PORT_admin}; the other two name the same port seen from the node and from inside.
    static const QRegularExpression variable(u"^\\$\\{?NOMAD_(?:HOST_|ALLOC_)?PORT_(\\w+)\\}?$"_s);
    if (const auto match = variable.match(port); match.hasMatch()) {
        api.portLabel = match.captured(1);
        return api;
    }
    api.number = port.toUShort();
    return api;
}

QList<DeclaredService> consulServices(const JobSpec& spec)
{
    QList<DeclaredService> services;
    for (const auto& service : spec.services) {
        if (service.provider == "consul"_L1) services.append(service);
    }
    return services;
}

} // namespace tailboard::nomad
