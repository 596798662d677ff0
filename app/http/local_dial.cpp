// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/local_dial.h"

#ifdef Q_OS_UNIX

#include <QFile>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tailboard::http {

LocalDial dialLocal(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.isEmpty() || name.contains('\0')) return {.errorNumber = ENOENT};
    if (static_cast<size_t>(name.size()) >= sizeof(address.sun_path)) return {.errorNumber = ENAMETOOLONG};
    std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));

    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (descriptor < 0) return {.errorNumber = errno};
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    int result = 0;
    do {
        result = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    } while (result < 0 && errno == EINTR);
    if (result == 0) return {.descriptor = descriptor};
    const int number = errno;
    ::close(descriptor);
    return {.errorNumber = number};
}

} // namespace tailboard::http

#endif
