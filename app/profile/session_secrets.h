// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/secret_store.h"

#include <QHash>

namespace tailboard::profile {

/// Secrets in memory, until the program ends. Always there.
class SessionSecrets final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    QFuture<base::Result<void>> probe() override;
    QFuture<base::Result<Secret>> read(const SecretKey& key) override;
    QFuture<base::Result<void>> write(const SecretKey& key, const Secret& secret) override;
    QFuture<base::Result<void>> remove(const SecretKey& key) override;

private:
    QHash<SecretKey, Secret> m_secrets;
};

} // namespace tailboard::profile
