// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/arguments.h"

#include <QMap>
#include <algorithm>
#include <cmath>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostArguments = 5'000;

struct Flag
{
    QStringList path; ///< segments as written
    QString key;      ///< lower case, dotted
    QString value;
    bool hasValue = false; ///< with "="
};

bool isOn(const QString& value)
{
    // Go's strconv.ParseBool.
    const QStringList words{u"1"_s, u"t"_s, u"T"_s, u"TRUE"_s, u"true"_s, u"True"_s};
    return words.contains(value);
}

// A switch or a section takes its value only with "=": "--api.insecure true" is a switch and a stray word (3.7.15).
bool isSwitch(const QString& key)
{
    static const QStringList switches{u"api"_s,
                                      u"api.insecure"_s,
                                      u"api.dashboard"_s,
                                      u"api.debug"_s,
                                      u"ping"_s,
                                      u"accesslog"_s,
                                      u"providers.nomad"_s,
                                      u"providers.nomad.exposedbydefault"_s,
                                      u"providers.nomad.watch"_s,
                                      u"providers.nomad.stale"_s,
                                      u"providers.nomad.allowemptyservices"_s};
    return switches.contains(key);
}

Flag readFlag(const QString& argument)
{
    Flag flag;
    const qsizetype dashes = argument.startsWith("--"_L1) ? 2 : 1;
    const qsizetype equals = argument.indexOf(u'=');
    const QString written = argument.mid(dashes, equals < 0 ? -1 : equals - dashes);
    flag.path = written.split(u'.');
    flag.key = written.toLower();
    flag.hasValue = equals >= 0;
    if (flag.hasValue) flag.value = argument.mid(equals + 1);
    return flag;
}

// pkg/config/static/entrypoints.go, below "entrypoints.<name>."
void readEntryPoint(const QString& key, const QString& value, EntryPointDefaults& read)
{
    if (key == "http.redirections.entrypoint.to"_L1) {
        read.redirectTo = value;
    } else if (key == "http.tls"_L1) {
        read.hasTls = value.isEmpty() || isOn(value);
    } else if (key == "http.tls.certresolver"_L1) {
        read.hasTls = true;
        read.certResolver = value;
    } else if (key.startsWith("http.tls."_L1)) {
        read.hasTls = true;
    } else if (key == "http.middlewares"_L1) {
        for (const QString& name : value.split(u',', Qt::SkipEmptyParts))
            read.middlewares << name.trimmed();
    } else if (key == "asdefault"_L1) {
        read.isDefault = value.isEmpty() || isOn(value);
    }
}

void readNomad(const Flag& flag, Arguments& read)
{
    const QString key = flag.key.mid("providers.nomad."_L1.size());
    read.hasNomadProvider = true;
    if (key == "exposedbydefault"_L1)
        read.isExposedByDefault = isOn(flag.value);
    else if (key == "prefix"_L1)
        read.prefix = flag.value;
    else if (key == "defaultrule"_L1)
        read.defaultRule = flag.value;
    else if (key == "watch"_L1)
        read.isWatching = isOn(flag.value);
    else if (key == "refreshinterval"_L1)
        read.refreshInterval = goDuration(flag.value).value_or(read.refreshInterval);
    else if (key == "namespaces"_L1)
        for (const QString& name : flag.value.split(u',', Qt::SkipEmptyParts))
            read.namespaces << name.trimmed();
}

} // namespace

std::optional<QString> Arguments::entryPointAddress(const QString& name) const
{
    for (const EntryPoint& entryPoint : entryPoints)
        if (entryPoint.name.compare(name, Qt::CaseInsensitive) == 0 && !entryPoint.address.isEmpty())
            return entryPoint.address;
    if (isApiInsecure && name.compare("traefik"_L1, Qt::CaseInsensitive) == 0) return u":8080"_s;
    return std::nullopt;
}

EntryPointDefaults Arguments::defaultsOf(const QString& name) const
{
    for (const EntryPointDefaults& each : entryPointDefaults)
        if (each.name.compare(name, Qt::CaseInsensitive) == 0) return each;
    return {name};
}

Arguments traefikArguments(const QStringList& arguments)
{
    Arguments read;
    QMap<QString, EntryPoint> entryPoints;      // by name in lower case
    QMap<QString, EntryPointDefaults> defaults; // the same
    QMap<QString, QString> resolvers;
    const qsizetype count = std::min(arguments.size(), mostArguments);
    for (qsizetype i = 0; i < count; ++i) {
        const QString& argument = arguments[i];
        if (argument == "--"_L1) break;
        if (argument.size() < 2 || !argument.startsWith(u'-')) continue;
        Flag flag = readFlag(argument);
        const bool isPlain =
            isSwitch(flag.key) || flag.path.first().compare("certificatesresolvers"_L1, Qt::CaseInsensitive) == 0;
        if (!flag.hasValue && isPlain)
            flag.value = u"true"_s;
        else if (!flag.hasValue && i + 1 < count && !arguments[i + 1].startsWith(u'-'))
            flag.value = arguments[++i];

        if (flag.key.startsWith("entrypoints."_L1) && flag.path.size() >= 2) {
            EntryPoint& entryPoint = entryPoints[flag.path[1].toLower()];
            if (entryPoint.name.isEmpty()) entryPoint.name = flag.path[1];
            if (flag.path.size() == 3 && flag.key.endsWith(".address"_L1)) entryPoint.address = flag.value;
            EntryPointDefaults& given = defaults[flag.path[1].toLower()];
            given.name = entryPoint.name;
            readEntryPoint(flag.key.section(u'.', 2), flag.value, given);
        } else if (flag.key.startsWith("certificatesresolvers."_L1) && flag.path.size() >= 3) {
            QString& resolver = resolvers[flag.path[1].toLower()];
            if (resolver.isEmpty()) resolver = flag.path[1];
        } else if (flag.key == "providers.nomad"_L1) {
            read.hasNomadProvider = isOn(flag.value);
        } else if (flag.key.startsWith("providers.nomad."_L1)) {
            readNomad(flag, read);
        } else if (flag.key == "api"_L1 || flag.key == "api.dashboard"_L1) {
            read.isApiOn |= isOn(flag.value);
        } else if (flag.key == "api.insecure"_L1) {
            read.isApiInsecure = isOn(flag.value);
        } else if (flag.key == "api.basepath"_L1) {
            read.apiBasePath = flag.value;
        } else if (flag.key == "configfile"_L1) {
            read.configFile = flag.value;
        }
    }
    read.isApiOn |= read.isApiInsecure;
    read.entryPoints = entryPoints.values();
    for (const EntryPointDefaults& each : defaults)
        if (!each.isEmpty()) read.entryPointDefaults << each;
    read.certificateResolvers = resolvers.values();
    return read;
}

std::optional<std::chrono::milliseconds> goDuration(const QString& text)
{
    constexpr double longest = 366.0 * 24 * 3600 * 1000;
    bool isNumber = false;
    const qlonglong seconds = text.toLongLong(&isNumber);
    if (isNumber) {
        if (seconds < 0 || double(seconds) * 1000 > longest) return std::nullopt;
        return std::chrono::milliseconds(seconds * 1000);
    }
    static const QMap<QString, double> units{{u"ns"_s, 1e-6}, {u"us"_s, 1e-3}, {u"µs"_s, 1e-3}, {u"ms"_s, 1},
                                             {u"s"_s, 1e3},   {u"m"_s, 6e4},   {u"h"_s, 3.6e6}};
    double sum = 0;
    qsizetype i = 0;
    while (i < text.size()) {
        const qsizetype start = i;
        while (i < text.size() && ((text[i] >= u'0' && text[i] <= u'9') || text[i] == u'.'))
            ++i;
        const double number = QStringView(text).mid(start, i - start).toDouble(&isNumber);
        const qsizetype unitStart = i;
        while (i < text.size() && text[i].isLetter())
            ++i;
        const auto unit = units.constFind(text.mid(unitStart, i - unitStart));
        if (!isNumber || unit == units.cend()) return std::nullopt;
        sum += number * *unit;
        if (!(sum <= longest)) return std::nullopt;
    }
    if (text.isEmpty()) return std::nullopt;
    return std::chrono::milliseconds(std::llround(sum));
}

} // namespace tailboard::traefik
