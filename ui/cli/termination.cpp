// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/termination.h"

#ifdef Q_OS_UNIX
#include <QSocketNotifier>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace tailboard::cli {

#ifdef Q_OS_UNIX

namespace {

int pipeEnds[2] = {-1, -1};

/// Runs in a signal handler: write() is about all that is allowed there.
void note(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[0], &byte, 1);
}

} // namespace

Termination::Termination(QObject* parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pipeEnds) != 0) return;
    auto* notifier = new QSocketNotifier(pipeEnds[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto count = ::read(pipeEnds[1], &byte, 1);
        emit asked();
    });
    struct sigaction action = {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    // A shell that starts a program in the background lets it ignore SIGINT: that choice is kept.
    struct sigaction before = {};
    ::sigaction(SIGINT, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(SIGINT, &action, nullptr);
}

Termination::~Termination()
{
    ::signal(SIGTERM, SIG_DFL);
    for (int& end : pipeEnds)
        if (end >= 0) ::close(std::exchange(end, -1));
}

#else

Termination::Termination(QObject* parent)
    : QObject(parent)
{}

Termination::~Termination() = default;

#endif

} // namespace tailboard::cli
