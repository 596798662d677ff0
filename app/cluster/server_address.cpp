// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/server_address.h"

namespace tailboard::cluster {

std::optional<ServerAddress> serverAddress(const QString& url)
{
    QStringView rest = url;
    quint16 port = 0;
    if (const auto scheme = rest.indexOf(QLatin1String("://")); scheme >= 0) {
        const QStringView name = rest.left(scheme);
        port = name.compare(QLatin1String("https"), Qt::CaseInsensitive) == 0 ? 443 : 80;
        rest = rest.mid(scheme + 3);
    }
    if (const auto slash = rest.indexOf(u'/'); slash >= 0) rest = rest.left(slash);
    QStringView host = rest;
    QStringView portText;
    if (rest.startsWith(u'[')) {
        const auto end = rest.indexOf(u']');
        if (end < 0) return std::nullopt;
        host = rest.mid(1, end - 1);
        if (end + 1 < rest.size()) {
            if (rest[end + 1] != u':') return std::nullopt;
            portText = rest.mid(end + 2);
            if (portText.isEmpty()) return std::nullopt;
        }
    } else if (const auto colon = rest.lastIndexOf(u':'); colon >= 0) {
        host = rest.left(colon);
        portText = rest.mid(colon + 1);
        if (portText.isEmpty()) return std::nullopt;
    }
    if (!portText.isEmpty()) {
        bool isNumber = false;
        port = portText.toUShort(&isNumber);
        if (!isNumber) return std::nullopt;
    }
    if (host.isEmpty() || port == 0) return std::nullopt;
    return ServerAddress{host.toString(), port};
}

quint16 entryPointPort(const QString& address)
{
    const QStringView text =
        QStringView(address).left(address.indexOf(u'/') >= 0 ? address.indexOf(u'/') : address.size());
    return text.mid(text.lastIndexOf(u':') + 1).toUShort();
}

} // namespace tailboard::cluster
