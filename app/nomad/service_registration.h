// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"

#include <QString>
#include <QStringList>

namespace tailboard::nomad {

/// One instance registered by Nomad's own service discovery (nomad/api, type ServiceRegistration).
struct ServiceRegistration
{
    QString id; ///< "_nomad-task-<allocation>-<task or group-name>-<service>-<port label>"
    QString serviceName;
    QString nameSpace;
    QString jobId;
    base::Uuid allocationId;
    base::Uuid nodeId;
    QStringList tags; ///< service tags, in order
    QString address;
    quint16 port = 0;
    quint64 modifyIndex = 0;

    /// The task's name read out of `id`; empty for a service of the group. The id is the only place that tells.
    QString taskName() const;

    friend bool operator==(const ServiceRegistration&, const ServiceRegistration&) = default;
};

} // namespace tailboard::nomad
