// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/route.h"

namespace tailboard::cluster {

QString Route::url() const
{
    QString scheme = hasTls ? QStringLiteral("https") : QStringLiteral("http");
    if (key.protocol == traefik::Protocol::Tcp) scheme = QStringLiteral("tcp");
    if (key.protocol == traefik::Protocol::Udp) scheme = QStringLiteral("udp");
    QString text = scheme + QStringLiteral("://") + key.host;
    if (port != 0) text += u':' + QString::number(port);
    if (key.protocol == traefik::Protocol::Http) text += key.path;
    return text;
}

} // namespace tailboard::cluster
