// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/wire_keys.h"

#include "app/nomad/read_row.h"

namespace tailboard::nomad {

QList<WireKey> wireKeys()
{
    QList<WireKey> keys;
    listAllocationKeys(keys);
    listNodeKeys(keys);
    listJobKeys(keys);
    listJobDetailKeys(keys);
    listDeploymentKeys(keys);
    listEvaluationKeys(keys);
    listServiceKeys(keys);
    listAgentKeys(keys);
    listEventKeys(keys);
    listAllocationDetailKeys(keys);
    listAllocationUsageKeys(keys);
    listNodeDetailKeys(keys);
    listJobVersionsKeys(keys);
    listJobEventsKeys(keys);
    return keys;
}

} // namespace tailboard::nomad
