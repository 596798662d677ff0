// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/secret_store.h"

#include <QPromise>
#include <array>
#include <memory>

namespace tailboard::profile {

namespace {

struct Field
{
    SecretKind kind;
    Secret Secrets::*member;
};

constexpr std::array kFields{
    Field{SecretKind::NomadToken, &Secrets::nomadToken},
    Field{SecretKind::NomadPassword, &Secrets::nomadPassword},
    Field{SecretKind::TraefikPassword, &Secrets::traefikPassword},
};

/// One after the other: a keyring that must be unlocked asks its user once.
void readNext(SecretStore& store, const QString& profile, size_t at, std::shared_ptr<Secrets> read,
              std::shared_ptr<QPromise<base::Result<Secrets>>> promise)
{
    if (at == kFields.size()) {
        promise->addResult(*read);
        promise->finish();
        return;
    }
    store.read({profile, kFields[at].kind}).then(&store, [=, &store](const base::Result<Secret>& answer) {
        if (!answer && answer.error().kind != base::ErrorKind::NotFound) {
            promise->addResult(base::Result<Secrets>(base::failure(answer.error())));
            promise->finish();
            return;
        }
        if (answer) (*read).*kFields[at].member = *answer;
        readNext(store, profile, at + 1, read, promise);
    });
}

void writeNext(SecretStore& store, const QString& profile, size_t at, std::shared_ptr<const Secrets> secrets,
               std::shared_ptr<QPromise<base::Result<void>>> promise)
{
    if (at == kFields.size()) {
        promise->addResult(base::Result<void>());
        promise->finish();
        return;
    }
    store.write({profile, kFields[at].kind}, (*secrets).*kFields[at].member)
        .then(&store, [=, &store](const base::Result<void>& answer) {
            if (!answer) {
                promise->addResult(answer);
                promise->finish();
                return;
            }
            writeNext(store, profile, at + 1, secrets, promise);
        });
}

} // namespace

size_t qHash(const SecretKey& key, size_t seed)
{
    return qHashMulti(seed, key.profile, int(key.kind));
}

QFuture<base::Result<Secrets>> readAll(SecretStore& store, const QString& profile)
{
    auto promise = std::make_shared<QPromise<base::Result<Secrets>>>();
    promise->start();
    readNext(store, profile, 0, std::make_shared<Secrets>(), promise);
    return promise->future();
}

QFuture<base::Result<void>> writeAll(SecretStore& store, const QString& profile, const Secrets& secrets)
{
    auto promise = std::make_shared<QPromise<base::Result<void>>>();
    promise->start();
    writeNext(store, profile, 0, std::make_shared<const Secrets>(secrets), promise);
    return promise->future();
}

} // namespace tailboard::profile
