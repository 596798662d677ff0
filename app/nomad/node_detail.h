// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/uuid.h"
#include "app/nomad/node.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace tailboard::nomad {

struct HostVolume
{
    QString name;
    QString path; ///< on the node
    bool isReadOnly = false;

    friend bool operator==(const HostVolume&, const HostVolume&) = default;
};

struct NodeDriver
{
    QString name;
    bool isDetected = false;
    bool isHealthy = false;
    QString description;  ///< Nomad's English
    QDateTime updateTime; ///< UTC

    friend bool operator==(const NodeDriver&, const NodeDriver&) = default;
};

/// A network of the node that allocations may use ("NodeResources.NodeNetworks", of older servers "Networks").
struct NodeNetwork
{
    QString mode;          ///< "host", "bridge", "cni/…"
    QString device;        ///< "tailscale0"; empty for a bridge that is made on demand
    QStringList addresses; ///< as sent, IPv4 and IPv6
    int speed = 0;         ///< Mbit/s, 0: not known

    friend bool operator==(const NodeNetwork&, const NodeNetwork&) = default;
};

/// A host_network of the client's configuration.
struct HostNetwork
{
    QString name;
    QString device;
    QString cidr;
    QString reservedPorts;

    friend bool operator==(const HostNetwork&, const HostNetwork&) = default;
};

struct NamedValue
{
    QString name;
    QString value;

    friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

struct NodeEvent
{
    QDateTime time;    ///< UTC
    QString subsystem; ///< "Cluster", "Drain", "Driver", "Storage"
    QString text;      ///< Nomad's English

    friend bool operator==(const NodeEvent&, const NodeEvent&) = default;
};

struct LastDrain
{
    QString status;      ///< "draining", "complete", "canceled"
    QDateTime startedAt; ///< UTC
    QDateTime updatedAt; ///< UTC
    QString accessorId;  ///< of the token that drained it, as sent ("token:acls-disabled" without ACLs in 1.11.3)
    QString message;     ///< given by who drained it

    friend bool operator==(const LastDrain&, const LastDrain&) = default;
};

/// What a node has, or keeps back.
struct NodeResources
{
    int cpu = 0;         ///< MHz
    int cores = 0;       ///< 0: not told
    qint64 memory = 0;   ///< MiB
    qint64 disk = 0;     ///< MiB
    int minimumPort = 0; ///< of the dynamic ports; 0: not told
    int maximumPort = 0;
    QString reservedPorts; ///< "22,80,8000-9000"

    friend bool operator==(const NodeResources&, const NodeResources&) = default;
};

/// A node as /v1/node/ID tells it (nomad/api, type Node).
struct NodeDetail
{
    base::Uuid id;
    QString name;
    QString datacenter;
    QString nodePool;
    QString nodeClass;
    QString httpAddress; ///< "100.64.0.1:4646"
    QString status;      ///< "ready", as sent
    QString statusDescription;
    QDateTime statusTime; ///< since when, UTC
    bool isEligible = true;
    bool isDraining = false;
    bool hasTls = false;           ///< of its HTTP API
    QList<HostVolume> hostVolumes; ///< by name
    QList<NodeDriver> drivers;     ///< by name
    QList<NodeNetwork> networks;
    QList<HostNetwork> hostNetworks; ///< by name
    QList<NamedValue> attributes;    ///< all, by name
    QList<NamedValue> meta;          ///< all, by name
    NodeResources resources;
    NodeResources reserved;
    QList<NodeEvent> events; ///< newest first; Nomad keeps ten
    std::optional<LastDrain> lastDrain;
    quint64 modifyIndex = 0;

    /// An attribute's value ("os.name"), empty when there is none.
    QString attribute(QStringView name) const;
    /// The attributes that tell most, in an order for reading: system, kernel, processor, memory, network, Docker,
    /// Nomad, Consul. Those that the node does not have are left out; names as Nomad's.
    QList<NamedValue> notable() const;

    friend bool operator==(const NodeDetail&, const NodeDetail&) = default;
};

} // namespace tailboard::nomad
