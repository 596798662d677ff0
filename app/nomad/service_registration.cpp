// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/service_registration.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

QString ServiceRegistration::taskName() const
{
    // "_nomad-task-<36 characters>-<task, or group-name>-<service>-<port label>" (nomad/structs, MakeAllocServiceID).
    static constexpr qsizetype prefix = sizeof("_nomad-task-") - 1 + 36 + 1;
    if (!id.startsWith("_nomad-task-"_L1) || id.size() <= prefix) return {};
    const QStringView rest = QStringView(id).sliced(prefix);
    const qsizetype end = rest.lastIndexOf(QString(u'-' + serviceName + u'-'));
    if (end <= 0) return {};
    const QStringView workload = rest.first(end);
    return workload.startsWith("group-"_L1) ? QString() : workload.toString();
}

} // namespace tailboard::nomad
