// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/profile/secret.h"

#include <QFuture>
#include <QObject>
#include <QString>

namespace tailboard::profile {

enum class SecretKind { NomadToken, NomadPassword, TraefikPassword };

/// Whose secret, and which.
struct SecretKey
{
    QString profile; ///< Profile::id
    SecretKind kind = SecretKind::NomadToken;

    friend bool operator==(const SecretKey&, const SecretKey&) = default;
};

size_t qHash(const SecretKey& key, size_t seed = 0);

/// Where secrets are kept. No error ever holds one. Every future ends once, on the GUI thread's event loop.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Whether it can be used; the error says what is missing. May be asked again: a keyring can come up later.
    virtual QFuture<base::Result<void>> probe() = 0;
    /// NotFound when there is none.
    virtual QFuture<base::Result<Secret>> read(const SecretKey& key) = 0;
    /// An empty secret removes what is there.
    virtual QFuture<base::Result<void>> write(const SecretKey& key, const Secret& secret) = 0;
    /// No failure when there was none.
    virtual QFuture<base::Result<void>> remove(const SecretKey& key) = 0;
};

/// All three of a profile; those that are not there stay empty. Fails with the first other failure.
QFuture<base::Result<Secrets>> readAll(SecretStore& store, const QString& profile);
/// Writes all three, removing what is empty. Fails with the first failure.
QFuture<base::Result<void>> writeAll(SecretStore& store, const QString& profile, const Secrets& secrets);

} // namespace tailboard::profile
