// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/session_secrets.h"

#include <QCoreApplication>
#include <QPromise>

namespace tailboard::profile {

namespace {

template<typename T>
QFuture<base::Result<T>> ready(base::Result<T> result)
{
    QPromise<base::Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

QFuture<base::Result<void>> SessionSecrets::probe()
{
    return ready<void>({});
}

QFuture<base::Result<Secret>> SessionSecrets::read(const SecretKey& key)
{
    const auto found = m_secrets.constFind(key);
    if (found != m_secrets.constEnd()) return ready<Secret>(*found);
    return ready<Secret>(base::failure({.kind = base::ErrorKind::NotFound,
                                        .what = QCoreApplication::translate("profile", "No such secret is known."),
                                        .why = {},
                                        .hint = {},
                                        .original = {}}));
}

QFuture<base::Result<void>> SessionSecrets::write(const SecretKey& key, const Secret& secret)
{
    if (secret.isEmpty())
        m_secrets.remove(key);
    else
        m_secrets[key] = secret;
    return ready<void>({});
}

QFuture<base::Result<void>> SessionSecrets::remove(const SecretKey& key)
{
    m_secrets.remove(key);
    return ready<void>({});
}

} // namespace tailboard::profile
