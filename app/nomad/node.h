// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tailboard::nomad {

/// "Status" of a client node.
enum class NodeStatus : unsigned char { Initializing, Ready, Down, Disconnected, Other };

/// A Nomad client. Field names: nomad/api, type NodeListStub.
struct Node
{
    base::Uuid id;
    QString name;
    QString address; ///< "Address": the fingerprinted IP, a 100.x one where network_interface is tailscale0
    QString datacenter;
    QString nodePool;
    QString nodeClass;
    QString version;
    NodeStatus status = NodeStatus::Other;
    QString statusText; ///< "Status" as sent
    QString statusDescription;
    bool isEligible = true;     ///< "SchedulingEligibility" is "eligible"
    bool isDraining = false;    ///< "Drain"
    QStringList healthyDrivers; ///< names of drivers that are detected and healthy, sorted
    QStringList hostVolumes;    ///< names, sorted
    /// The network that the client offers to allocations ("NodeResources.Networks", the first of the mode host, IPv4
    /// before IPv6): network_interface of its configuration. Empty when the server does not tell.
    QString networkDevice;  ///< "tailscale0"
    QString networkAddress; ///< "100.64.0.1"
    quint64 modifyIndex = 0;

    friend bool operator==(const Node&, const Node&) = default;
};

} // namespace tailboard::nomad
