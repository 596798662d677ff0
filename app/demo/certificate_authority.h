// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/model.h"

#include <memory>
#include <string>

struct x509_st;
struct evp_pkey_st;

namespace tailboard::demo {

/// A certificate with its private key (ECDSA P-256). Immutable.
class Certificate
{
public:
    Certificate(x509_st* x509, evp_pkey_st* key); // takes both over
    ~Certificate();
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    x509_st* x509() const { return m_x509; }
    evp_pkey_st* key() const { return m_key; }
    std::string pem() const;
    std::string keyPem() const;
    std::string commonName() const;
    std::string issuerName() const;
    /// Decimal, as Traefik writes it.
    std::string serial() const;
    /// SHA-256 of the DER form, hexadecimal.
    std::string fingerprint() const;
    /// SHA-256 of the public key's DER form, hexadecimal.
    std::string publicKeyFingerprint() const;
    Nanoseconds notBefore() const { return m_notBefore; }
    Nanoseconds notAfter() const { return m_notAfter; }

private:
    friend class CertificateAuthority;
    x509_st* m_x509;
    evp_pkey_st* m_key;
    Nanoseconds m_notBefore = 0;
    Nanoseconds m_notAfter = 0;
};

/// A throw-away issuer, made anew with each cluster; its private key never leaves memory.
class CertificateAuthority
{
public:
    explicit CertificateAuthority(const std::string& name);

    const Certificate& root() const { return *m_root; }
    /// A server certificate for one DNS name (or IPv4 address) with the given lifetime.
    std::shared_ptr<const Certificate> issue(const std::string& name, Nanoseconds notBefore,
                                             Nanoseconds notAfter) const;
    /// Traefik's self-signed stand-in: "TRAEFIK DEFAULT CERT", a year from `now`.
    static std::shared_ptr<const Certificate> traefikDefault(Nanoseconds now);

private:
    std::shared_ptr<const Certificate> m_root;
};

} // namespace tailboard::demo
