// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/service_tags.h"

#include <QMap>
#include <algorithm>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostTags = 2'000;

// pkg/provider/nomad/tag.go: KEY=VALUE split at the first "=", both sides trimmed; a tag without "=" is nothing. The
// prefix (told as "traefik" from here on, it may have dots of its own) keeps its case, and a blank before it hides the
// tag from Traefik (3.7.15).
QMap<QString, QString> labels(const QStringList& serviceTags, const QString& prefix)
{
    const QString start = prefix + u'.';
    QMap<QString, QString> labels;
    for (const QString& tag : serviceTags) {
        const qsizetype equals = tag.indexOf(u'=');
        if (equals < 0 || !tag.startsWith(start) || labels.size() == mostTags) continue;
        labels[u"traefik"_s + tag.left(equals).mid(prefix.size()).trimmed()] =
            tag.mid(equals + 1).trimmed(); // the last of two equal keys holds
    }
    return labels;
}

bool isExposed(const QMap<QString, QString>& labels)
{
    const auto enable = labels.constFind(u"traefik.enable"_s);
    return enable == labels.cend() || enable->compare("true"_L1, Qt::CaseInsensitive) == 0;
}

bool isWord(const QString& segment, QLatin1StringView word)
{
    return segment.compare(word, Qt::CaseInsensitive) == 0;
}

// "entrypoints" or an element of it, "entrypoints[0]".
bool isList(const QString& segment, QLatin1StringView word)
{
    return isWord(segment, word) ||
           (segment.startsWith(word, Qt::CaseInsensitive) && segment.mid(word.size()).startsWith(u'['));
}

QStringList listed(const QString& value)
{
    QStringList items = value.split(u',');
    for (QString& item : items)
        item = item.trimmed();
    return items;
}

bool isOn(const QString& value)
{
    return value.isEmpty() || value.compare("true"_L1, Qt::CaseInsensitive) == 0;
}

// One router while its tags are read. "tls=false" wins over every "tls.…" beside it.
struct Reading
{
    TaggedRouter router;
    bool isTlsOff = false;
};

// `keys` is what follows the router's name.
void readRouterKey(const QStringList& keys, const QString& value, Reading& reading)
{
    TaggedRouter& router = reading.router;
    if (keys.isEmpty()) return;
    const QString& key = keys.first();
    if (keys.size() == 1 && isWord(key, "rule"_L1))
        router.rule = value;
    else if (keys.size() == 1 && isWord(key, "service"_L1))
        router.service = value;
    else if (keys.size() == 1 && isList(key, "entrypoints"_L1))
        router.entryPoints << listed(value);
    else if (keys.size() == 1 && isList(key, "middlewares"_L1))
        router.middlewares << listed(value);
    else if (isWord(key, "tls"_L1)) {
        router.hasTls = true;
        if (keys.size() == 1 && !isOn(value)) reading.isTlsOff = true;
        if (keys.size() == 2 && isWord(keys[1], "certresolver"_L1)) router.certResolver = value;
    }
}

} // namespace

QString defaultPrefix()
{
    return u"traefik"_s;
}

QList<TaggedRouter> taggedRouters(const QStringList& serviceTags, const QString& prefix)
{
    const QMap<QString, QString> all = labels(serviceTags, prefix);
    if (!isExposed(all)) return {};
    // Names that differ in case only are one router to Traefik, under the first spelling in ASCII order; QMap walks the
    // keys in that order.
    QMap<QString, Reading> readings;
    for (auto label = all.cbegin(); label != all.cend(); ++label) {
        const QStringList path = label.key().split(u'.');
        if (path.size() < 4 || !isWord(path[1], "http"_L1) || !isWord(path[2], "routers"_L1) || path[3].isEmpty())
            continue;
        Reading& reading = readings[path[3].toLower()];
        if (reading.router.name.isEmpty()) reading.router.name = path[3];
        readRouterKey(path.mid(4), label.value(), reading);
    }
    QList<TaggedRouter> routers;
    routers.reserve(readings.size());
    for (Reading& reading : readings) {
        if (reading.isTlsOff) {
            reading.router.hasTls = false;
            reading.router.certResolver.clear();
        }
        routers << std::move(reading.router);
    }
    std::sort(routers.begin(), routers.end(),
              [](const TaggedRouter& a, const TaggedRouter& b) { return a.name < b.name; });
    return routers;
}

bool hasTraefikTags(const QStringList& serviceTags)
{
    return std::any_of(serviceTags.cbegin(), serviceTags.cend(),
                       [](const QString& tag) { return tag.startsWith("traefik."_L1, Qt::CaseInsensitive); });
}

bool isExposedByTags(const QStringList& serviceTags, bool isExposedByDefault, const QString& prefix)
{
    const QMap<QString, QString> all = labels(serviceTags, prefix);
    return all.contains(u"traefik.enable"_s) ? isExposed(all) : isExposedByDefault;
}

bool saysEnable(const QStringList& serviceTags, const QString& prefix)
{
    return labels(serviceTags, prefix).contains(u"traefik.enable"_s);
}

QString defaultRouterName(const QString& serviceName)
{
    QString name;
    bool isGap = false;
    for (const char32_t point : serviceName.toUcs4()) {
        if (!QChar::isLetter(point) && !QChar::isDigit(point)) {
            isGap = true;
            continue;
        }
        if (isGap && !name.isEmpty()) name += u'-';
        isGap = false;
        name += QString::fromUcs4(&point, 1);
    }
    return name;
}

bool hasDefaultRouter(const QStringList& serviceTags)
{
    const QMap<QString, QString> all = labels(serviceTags, defaultPrefix());
    if (!isExposed(all)) return false;
    int httpServices = 0;
    QString service;
    bool isOtherProtocol = false;
    bool isHttp = false;
    for (auto label = all.cbegin(); label != all.cend(); ++label) {
        const QStringList path = label.key().split(u'.');
        if (path.size() < 4) continue;
        if (isWord(path[1], "tcp"_L1) || isWord(path[1], "udp"_L1))
            isOtherProtocol |= isWord(path[2], "routers"_L1) || isWord(path[2], "services"_L1);
        if (!isWord(path[1], "http"_L1)) continue;
        isHttp = true;
        if (isWord(path[2], "routers"_L1)) return false;
        if (isWord(path[2], "services"_L1) && path[3].compare(service, Qt::CaseInsensitive) != 0) {
            service = path[3];
            ++httpServices;
        }
    }
    if (isOtherProtocol && !isHttp) return false;
    return httpServices <= 1;
}

} // namespace tailboard::traefik
