// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/fault.h"

#include "app/http/client.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace tailboard::tailscale {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("tailscale", text);
}

Error notRunning(const QString& what, const QString& why, const QString& hint)
{
    return {.kind = ErrorKind::NotRunning, .what = what, .why = why, .hint = hint};
}

Error needsLogin(const Status& status, const QDateTime& now)
{
    const Peer* self = !status.peers.isEmpty() && status.peers.front().isSelf ? &status.peers.front() : nullptr;
    if (self && (self->isExpired || (self->keyExpiry && *self->keyExpiry <= now))) {
        const QString when =
            self->keyExpiry ? self->keyExpiry->toUTC().toString(u"yyyy-MM-dd hh:mm 'UTC'"_s) : QString();
        return notRunning(tr("This machine's Tailscale key has ended."),
                          when.isEmpty() ? QString() : tr("It was valid until %1.").arg(when),
                          tr("Run “tailscale up --force-reauth”, or extend the key in the admin console."));
    }
    return notRunning(tr("Tailscale is logged out on this machine."), {}, tr("Run “tailscale up” and log in."));
}

} // namespace

Error connectionFault(const http::Endpoint& endpoint, Error error)
{
    if (error.kind == ErrorKind::TimedOut) {
        error.why = error.what;
        error.what = tr("tailscaled does not answer.");
        error.hint = tr("Look at its log with “journalctl -u tailscaled”.");
        return error;
    }
    // tailscaled never breaks the rules of HTTP.
    if (error.kind == ErrorKind::Malformed || error.kind == ErrorKind::WrongProduct) {
        error.kind = ErrorKind::WrongProduct;
        error.why = error.what;
        error.what = tr("What answers there is not tailscaled.");
        error.hint = tr("Check the socket's path in the profile.");
        return error;
    }
    const bool isSocketFile = endpoint.kind == http::Endpoint::Kind::UnixSocket && endpoint.socketPath.startsWith(u'/');
    const bool isConnect = error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Forbidden;
    if (!isSocketFile || !isConnect) return error;
    const QFileInfo socket(endpoint.socketPath);
    const QFileInfo folder(socket.path());
    const QString start = tr("Start it with “systemctl start tailscaled”, or name its socket in the profile.");
    if (socket.isFile()) {
        error.kind = ErrorKind::WrongProduct;
        error.what = tr("What should be tailscaled's socket is a file.");
        error.why = endpoint.socketPath;
        error.hint = tr("Name tailscaled's socket in the profile.");
    } else if (error.kind == ErrorKind::Forbidden || (folder.isDir() && !folder.isExecutable()) ||
               (socket.exists() && !socket.isWritable())) {
        error.kind = ErrorKind::Forbidden;
        error.what = tr("This user may not open tailscaled's socket.");
        error.why = tr("The permissions of %1 forbid it.").arg(endpoint.socketPath);
        error.hint = tr("tailscaled makes the socket open to all; ask who closed it.");
    } else if (socket.exists()) {
        error.what = tr("tailscaled is not running on this machine.");
        error.why = tr("Nobody listens at its socket %1: it was killed or crashed.").arg(endpoint.socketPath);
        error.hint = start;
    } else {
        error.what = tr("tailscaled is not running on this machine.");
        error.why = tr("Its socket %1 does not exist.").arg(endpoint.socketPath);
        error.hint = start;
    }
    return error;
}

Error answerFault(const http::ResponseHead& head, const QByteArray& body)
{
    Error error = http::statusError(head, body, u"tailscaled"_s);
    if (head.status == 403) {
        error.what = tr("tailscaled does not let this user read its status.");
        error.why.clear(); // it goes by the user, there are no credentials
        error.hint = tr("Make this user the operator: “sudo tailscale set --operator=$USER”.");
    } else if (head.status == 404 || head.status == 200) {
        // Every tailscaled since 1.8 has what we ask for, and none calls it a web page.
        error.kind = ErrorKind::WrongProduct;
        error.what = tr("What answers there is not tailscaled.");
        error.hint = tr("Check the socket's path in the profile.");
    }
    return error;
}

std::optional<Error> backendFault(const Status& status, const QDateTime& now)
{
    switch (status.backend) {
    case BackendState::Running:
        return std::nullopt;
    case BackendState::NoState:
    case BackendState::Starting:
        return notRunning(tr("Tailscale is starting on this machine."), {},
                          tr("Wait a moment; if it stays so, look at “tailscale status”."));
    case BackendState::Stopped:
        return notRunning(tr("Tailscale is stopped on this machine."), {}, tr("Run “tailscale up”."));
    case BackendState::NeedsLogin:
        return needsLogin(status, now);
    case BackendState::NeedsMachineAuth:
        return notRunning(tr("This machine is not yet approved in the tailnet."), {},
                          tr("Approve it in the admin console."));
    case BackendState::InUseOtherUser:
        return notRunning(tr("Tailscale is in use by another user of this machine."), {},
                          tr("Let that user log out of Tailscale first."));
    case BackendState::Unknown:
        break;
    }
    Error error = notRunning(tr("Tailscale is in a state that Tailboard does not know."), {},
                             tr("Look at “tailscale status”; Tailboard may be older than it."));
    error.original = status.backendText.left(2'000);
    return error;
}

bool isStarting(BackendState state)
{
    return state == BackendState::NoState || state == BackendState::Starting;
}

} // namespace tailboard::tailscale
