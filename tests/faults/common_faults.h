// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/trial.h"

namespace tailboard::faults_test {

/// A fault of the HTTP server `server`, of one kind.
inline FaultCase serverFault(const QByteArray& name, demo::Server server, demo::FaultKind kind,
                             std::optional<base::ErrorKind> expected)
{
    return {.name = name,
            .server = server,
            .set = [=](demo::Faults& faults) { faults.set(server, kind); },
            .kind = expected};
}

/// The server answers everything with this status.
inline FaultCase statusFault(int status, demo::Server server, std::optional<base::ErrorKind> expected)
{
    return {.name = "status " + QByteArray::number(status),
            .server = server,
            .set = [=](demo::Faults& faults) { faults.setStatus(server, status); },
            .kind = expected};
}

/// Its answers trickle: they are to be taken as they are.
inline FaultCase slowServer(demo::Server server)
{
    FaultCase slow{.name = "slow", .server = server};
    slow.set = [=](demo::Faults& faults) {
        faults.set(server, {.kind = demo::FaultKind::Slow, .interval = std::chrono::milliseconds(2)});
    };
    slow.health = base::State::Ok;
    slow.isSlow = true;
    return slow;
}

} // namespace tailboard::faults_test
