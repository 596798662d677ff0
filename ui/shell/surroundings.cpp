// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/surroundings.h"

#include "app/tailscale/daemon.h"

#include <QFile>
#include <QFileInfo>

namespace tailboard::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr quint16 nomadPort = 4646;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(8 << 20) : QByteArray();
}

} // namespace

bool listensOn(quint16 port, const QByteArray& procTable)
{
    // "  0: 0100007F:1226 00000000:0000 0A …": the local address in the machine's byte order, the port, state 0A.
    const QByteArray wanted = QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    for (const QByteArray& line : procTable.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() < 4 || fields[3] != "0A") continue;
        const QList<QByteArray> local = fields[1].split(':');
        if (local.size() != 2 || local[1] != wanted) continue;
        const bool isEverywhere = local[0].count('0') == local[0].size();
        const bool isLoopback = local[0] == "0100007F" || local[0] == "7F000001";
        if (isEverywhere || isLoopback) return true;
    }
    return false;
}

dialogs::Found lookAround(const QProcessEnvironment& environment)
{
    dialogs::Found found;
    found.imported = profile::fromEnvironment(environment);
    const http::Endpoint daemon = tailscale::localApiEndpoint(found.imported.profile.tailscaleSocket);
    found.tailscaleSocket = daemon.text();
    found.hasTailscaleSocket = daemon.kind != http::Endpoint::Kind::UnixSocket || QFileInfo::exists(daemon.socketPath);
    found.hasLocalNomad =
        listensOn(nomadPort, contentOf(u"/proc/net/tcp"_s)) || listensOn(nomadPort, contentOf(u"/proc/net/tcp6"_s));
    return found;
}

} // namespace tailboard::shell
