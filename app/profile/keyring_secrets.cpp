// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/keyring_secrets.h"

#include <QCoreApplication>
#include <QPromise>
#include <memory>
#include <qt6keychain/keychain.h>

namespace tailboard::profile {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("profile", text);
}

QString entryName(const SecretKey& key)
{
    switch (key.kind) {
    case SecretKind::NomadToken:
        return key.profile + u"/nomad-token"_s;
    case SecretKind::NomadPassword:
        return key.profile + u"/nomad-password"_s;
    case SecretKind::TraefikPassword:
        return key.profile + u"/traefik-password"_s;
    }
    Q_UNREACHABLE();
}

base::Error errorOf(const QKeychain::Job& job)
{
    base::Error error;
    error.original = job.errorString().left(2'000);
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        error.kind = base::ErrorKind::NotFound;
        error.what = tr("The keyring has no such entry.");
        break;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        error.kind = base::ErrorKind::Forbidden;
        error.what = tr("The keyring was not unlocked.");
        error.hint = tr("Unlock it, or keep the token for this session only.");
        break;
    default:
        // QtKeychain has one word for "no library", "no bus" and "nobody answers on the bus"; its text is kept beside.
        error.kind = base::ErrorKind::NotRunning;
        error.what = tr("There is no system keyring here.");
#ifdef Q_OS_UNIX
        error.why = tr("Neither a Secret Service (GNOME Keyring, KeePassXC) with libsecret nor KWallet answers on the "
                       "session bus.");
        error.hint = tr("Start one, or keep the token for this session only.");
#else
        error.hint = tr("Keep the token for this session only.");
#endif
        break;
    }
    return error;
}

/// Starts the job and hands its end to `read`, which makes the result. The job deletes itself.
template<typename T, typename Job, typename Read>
QFuture<base::Result<T>> run(Job* job, Read read)
{
    job->setInsecureFallback(false); // never plain text; this is also its default
    auto promise = std::make_shared<QPromise<base::Result<T>>>();
    promise->start();
    const auto future = promise->future();
    QObject::connect(job, &QKeychain::Job::finished, job, [job, promise, read] {
        promise->addResult(read(*job));
        promise->finish();
    });
    job->start();
    return future;
}

base::Result<void> plainEnd(const QKeychain::Job& job)
{
    if (job.error() != QKeychain::NoError) return base::failure(errorOf(job));
    return {};
}

} // namespace

KeyringSecrets::KeyringSecrets(const QString& service, QObject* parent)
    : SecretStore(parent)
    , m_service(service)
{}

QFuture<base::Result<void>> KeyringSecrets::probe()
{
    // QtKeychain 0.13 has no isAvailable(). Looking for an entry that nobody made asks the keyring without unlocking
    // or changing anything.
    auto* job = new QKeychain::ReadPasswordJob(m_service, this);
    job->setKey(u"is-there-a-keyring"_s);
    return run<void>(job, [](const QKeychain::Job& ended) -> base::Result<void> {
        if (ended.error() == QKeychain::EntryNotFound) return {};
        return plainEnd(ended);
    });
}

QFuture<base::Result<Secret>> KeyringSecrets::read(const SecretKey& key)
{
    auto* job = new QKeychain::ReadPasswordJob(m_service, this);
    job->setKey(entryName(key));
    return run<Secret>(job, [](const QKeychain::ReadPasswordJob& ended) -> base::Result<Secret> {
        if (ended.error() != QKeychain::NoError) return base::failure(errorOf(ended));
        return Secret(ended.binaryData());
    });
}

QFuture<base::Result<void>> KeyringSecrets::write(const SecretKey& key, const Secret& secret)
{
    if (secret.isEmpty()) return remove(key);
    auto* job = new QKeychain::WritePasswordJob(m_service, this);
    job->setKey(entryName(key));
    // As text: KWallet and libsecret show it as a password then, and old entries keep their type.
    job->setTextData(QString::fromUtf8(secret.bytes()));
    return run<void>(job, [](const QKeychain::Job& ended) { return plainEnd(ended); });
}

QFuture<base::Result<void>> KeyringSecrets::remove(const SecretKey& key)
{
    auto* job = new QKeychain::DeletePasswordJob(m_service, this);
    job->setKey(entryName(key));
    return run<void>(job, [](const QKeychain::Job& ended) -> base::Result<void> {
        if (ended.error() == QKeychain::EntryNotFound) return {};
        return plainEnd(ended);
    });
}

} // namespace tailboard::profile
