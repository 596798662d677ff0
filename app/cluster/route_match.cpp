// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/route_match.h"

#include <QRegularExpression>
#include <algorithm>
#include <tuple>

namespace tailboard::cluster {

using namespace Qt::StringLiterals;

namespace {

/// Longer patterns are not tried: they come from outside.
constexpr qsizetype longestPattern = 1000;

bool isWhole(const QString& pattern, const QString& text)
{
    if (pattern.size() > longestPattern) return false;
    const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern),
                                        QRegularExpression::CaseInsensitiveOption);
    return expression.isValid() && expression.match(text).hasMatch();
}

/// How well the host fits: 0 by its name, 1 by a pattern, 2 by a rule for every host; -1 not.
int hostFit(const Route& route, const QString& host)
{
    if (route.key.host == u"*") return 2;
    if (route.key.host.compare(host, Qt::CaseInsensitive) == 0) return 0;
    return route.isRegexp && isWhole(route.key.host, host) ? 1 : -1;
}

bool takesPath(const Route& route, const QString& path)
{
    const QString& own = route.key.path;
    if (own == u"/" || own.isEmpty()) return true;
    // Traefik 3 compares a prefix letter by letter: PathPrefix(`/a`) takes /ab as well.
    const bool isExact = !route.rule.contains("pathprefix("_L1, Qt::CaseInsensitive);
    if (isExact ? path == own : path.startsWith(own)) return true;
    return route.isRegexp && isWhole(own + u".*"_s, path);
}

qint64 priorityOf(const Route& route)
{
    bool isNumber = false;
    const qint64 priority = route.priority.toLongLong(&isNumber);
    return isNumber && priority != 0 ? priority : route.rule.size();
}

} // namespace

QUrl pastedUrl(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.size() > 4000 || trimmed.contains(u' ')) return {};
    QUrl url(trimmed.contains("://"_L1) ? trimmed : u"https://"_s + trimmed, QUrl::StrictMode);
    const bool isHttp = url.scheme() == u"https" || url.scheme() == u"http";
    return url.isValid() && isHttp && url.host().contains(u'.') ? url : QUrl();
}

std::vector<Slot> routesAt(const Tables& tables, const QUrl& url, size_t most)
{
    const QString host = url.host();
    const QString path = url.path().isEmpty() ? u"/"_s : url.path();
    const bool wantsTls = url.scheme() == u"https";
    using Rank = std::tuple<bool, int, qint64, Slot>; // smaller is better
    std::vector<Rank> found;
    tables.routes.forEach([&](Slot slot, const Route& route) {
        if (route.key.protocol != traefik::Protocol::Http) return;
        const int fit = hostFit(route, host);
        if (fit < 0 || !takesPath(route, path)) return;
        found.emplace_back(route.hasTls != wantsTls, fit, -priorityOf(route), slot);
    });
    std::sort(found.begin(), found.end());
    std::vector<Slot> best;
    for (size_t i = 0; i < found.size() && i < most; ++i)
        best.push_back(std::get<3>(found[i]));
    return best;
}

} // namespace tailboard::cluster
