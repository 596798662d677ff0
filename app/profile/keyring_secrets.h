// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/secret_store.h"

namespace tailboard::profile {

/// Secrets in the system's keyring (libsecret or KWallet on Linux, Keychain, Credential Manager), through QtKeychain
/// with its plain text fallback off. Without a keyring every call fails and says which back end is missing. The calls
/// may take as long as a person needs to unlock the keyring; nothing waits for them.
class KeyringSecrets final : public SecretStore
{
    Q_OBJECT

public:
    /// `service` is the name under which the keyring lists the entries.
    explicit KeyringSecrets(const QString& service, QObject* parent = nullptr);

    QFuture<base::Result<void>> probe() override;
    QFuture<base::Result<Secret>> read(const SecretKey& key) override;
    QFuture<base::Result<void>> write(const SecretKey& key, const Secret& secret) override;
    QFuture<base::Result<void>> remove(const SecretKey& key) override;

private:
    QString m_service;
};

} // namespace tailboard::profile
