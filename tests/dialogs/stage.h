// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/profile_store.h"
#include "app/profile/session_secrets.h"
#include "ui/cli/connections.h"
#include "ui/dialogs/means.h"
#include "ui/widgets/look.h"
#include "ui/widgets/tailboard_style.h"
#include "ui/widgets/theme_switch.h"

#include <QApplication>
#include <QPromise>
#include <QTemporaryDir>

namespace tailboard::test_dialogs {

template<typename T>
QFuture<T> ready(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

/// A keyring that is there or not as the test says.
class StagedKeyring final : public profile::SecretStore
{
public:
    QFuture<base::Result<void>> probe() override { return ready(answer()); }
    QFuture<base::Result<profile::Secret>> read(const profile::SecretKey& key) override
    {
        return isThere ? m_store.read(key) : ready(base::Result<profile::Secret>(base::failure(answer().error())));
    }
    QFuture<base::Result<void>> write(const profile::SecretKey& key, const profile::Secret& secret) override
    {
        return isThere ? m_store.write(key, secret) : ready(answer());
    }
    QFuture<base::Result<void>> remove(const profile::SecretKey& key) override
    {
        return isThere ? m_store.remove(key) : ready(answer());
    }

    bool isThere = true;

private:
    base::Result<void> answer() const
    {
        if (isThere) return {};
        return base::failure({.kind = base::ErrorKind::NotRunning,
                              .what = QStringLiteral("There is no system keyring here."),
                              .why = {},
                              .hint = {},
                              .original = {}});
    }

    profile::SessionSecrets m_store;
};

/// What a dialog stands on in a test: a folder of its own, a keyring, no machine around it.
struct Stage
{
    Stage()
    {
        QApplication::setStyle(new widgets::TailboardStyle(look));
        theme = std::make_unique<widgets::ThemeSwitch>(look, widgets::Appearance::Light);
    }

    dialogs::Means means()
    {
        return {.clock = clock,
                .keyring = keyring,
                .environment = environment,
                .connections = [](const profile::Profile& profile,
                                  const profile::Secrets& secrets) { return cli::connectionsFor(profile, secrets); },
                .readTailnet =
                    [this](const profile::Profile&) {
                        ++tailnetReads;
                        return ready(tailnet);
                    }};
    }

    widgets::Look look{widgets::Theme()};
    std::unique_ptr<widgets::ThemeSwitch> theme;
    base::SystemClock clock;
    QTemporaryDir folder;
    profile::ProfileStore store{folder.path()};
    profile::SessionSecrets session;
    StagedKeyring keyring;
    QProcessEnvironment environment;
    base::Result<tailscale::Status> tailnet = tailscale::Status();
    int tailnetReads = 0;
};

} // namespace tailboard::test_dialogs
