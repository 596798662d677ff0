// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scripted_server.h"

#include <QSslCertificate>
#include <QStringList>
#include <memory>

namespace tailboard::test_support {

/// A certificate authority that lives as long as the test: its key is made anew each time and stays in memory.
class TestAuthority
{
public:
    explicit TestAuthority(const QString& name = QStringLiteral("Test Authority"));
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    /// The authority's own certificate, for TlsOptions::extraAuthorities.
    QSslCertificate certificate() const;
    /// A server's certificate and key for DNS names or IP addresses, valid from now + `fromHours` to now + `toHours`.
    ScriptedServer::Identity issue(const QStringList& names, int fromHours = -1, int toHours = 24);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::test_support
