// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/node_detail.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

constexpr std::array notableNames{
    "os.name"_L1,
    "os.version"_L1,
    "kernel.name"_L1,
    "kernel.version"_L1,
    "kernel.arch"_L1,
    "cpu.arch"_L1,
    "cpu.modelname"_L1,
    "cpu.numcores"_L1,
    "cpu.totalcompute"_L1,
    "memory.totalbytes"_L1,
    "unique.storage.bytestotal"_L1,
    "unique.hostname"_L1,
    "unique.network.ip-address"_L1,
    "unique.advertise.address"_L1,
    "driver.docker.version"_L1,
    "driver.podman.version"_L1,
    "os.cgroups.version"_L1,
    "unique.cgroup.version"_L1,
    "nomad.version"_L1,
    "nomad.service_discovery"_L1,
    "consul.version"_L1,
    "consul.datacenter"_L1,
    "vault.version"_L1,
};

} // namespace

QString NodeDetail::attribute(QStringView wanted) const
{
    const auto found = std::lower_bound(attributes.begin(), attributes.end(), wanted,
                                        [](const NamedValue& entry, QStringView key) { return entry.name < key; });
    return found != attributes.end() && found->name == wanted ? found->value : QString();
}

QList<NamedValue> NodeDetail::notable() const
{
    QList<NamedValue> chosen;
    for (const QLatin1StringView key : notableNames) {
        const QString value = attribute(QString(key));
        if (!value.isEmpty()) chosen.append({QString(key), value});
    }
    return chosen;
}

} // namespace tailboard::nomad
