// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/certificate_authority.h"

#include "app/demo/times.h"

#include <array>
#include <cctype>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace tailboard::demo {

namespace {

std::string bioText(BIO* bio)
{
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    std::string text(bytes, size_t(size));
    BIO_free(bio);
    return text;
}

std::string nameText(X509_NAME* name)
{
    std::array<char, 256> text{};
    X509_NAME_get_text_by_NID(name, NID_commonName, text.data(), int(text.size()));
    return text.data();
}

std::string hexDigest(const unsigned char* bytes, size_t size)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(bytes, size, digest.data(), &length, EVP_sha256(), nullptr);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

void setName(X509_NAME* name, const std::string& commonName)
{
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(commonName.data()),
                               int(commonName.size()), -1, 0);
}

void addExtension(X509* certificate, X509* issuer, int kind, const std::string& text)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, text.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// An unsigned certificate with a fresh serial number and key.
X509* draft(const std::string& name, EVP_PKEY* key, Nanoseconds notBefore, Nanoseconds notAfter)
{
    X509* certificate = X509_new();
    X509_set_version(certificate, 2); // v3
    BIGNUM* number = BN_new();
    BN_rand(number, 63, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(notBefore / second));
    ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(notAfter / second));
    X509_set_pubkey(certificate, key);
    setName(X509_get_subject_name(certificate), name);
    return certificate;
}

bool isAddress(const std::string& name)
{
    return name.find_first_not_of("0123456789.") == std::string::npos;
}

} // namespace

Certificate::Certificate(x509_st* x509, evp_pkey_st* key)
    : m_x509(x509)
    , m_key(key)
{}

Certificate::~Certificate()
{
    X509_free(m_x509);
    EVP_PKEY_free(m_key);
}

std::string Certificate::pem() const
{
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, m_x509);
    return bioText(bio);
}

std::string Certificate::keyPem() const
{
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, m_key, nullptr, nullptr, 0, nullptr, nullptr);
    return bioText(bio);
}

std::string Certificate::commonName() const
{
    return nameText(X509_get_subject_name(m_x509));
}

std::string Certificate::issuerName() const
{
    return nameText(X509_get_issuer_name(m_x509));
}

std::string Certificate::serial() const
{
    BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(m_x509), nullptr);
    char* digits = BN_bn2dec(number);
    std::string text = digits;
    OPENSSL_free(digits);
    BN_free(number);
    return text;
}

std::string Certificate::fingerprint() const
{
    unsigned char* der = nullptr;
    const int size = i2d_X509(m_x509, &der);
    const std::string text = hexDigest(der, size_t(size));
    OPENSSL_free(der);
    return text;
}

std::string Certificate::publicKeyFingerprint() const
{
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(m_key, &der);
    const std::string text = hexDigest(der, size_t(size));
    OPENSSL_free(der);
    return text;
}

CertificateAuthority::CertificateAuthority(const std::string& name)
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    const Nanoseconds now = systemNow();
    X509* certificate = draft(name, key, now - 365 * day, now + 365 * day);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    addExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    addExtension(certificate, certificate, NID_subject_key_identifier, "hash");
    X509_sign(certificate, key, EVP_sha256());
    m_root = std::make_shared<Certificate>(certificate, key);
}

std::shared_ptr<const Certificate> CertificateAuthority::issue(const std::string& name, Nanoseconds notBefore,
                                                               Nanoseconds notAfter) const
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = draft(name, key, notBefore, notAfter);
    X509_set_issuer_name(certificate, X509_get_subject_name(m_root->x509()));
    addExtension(certificate, m_root->x509(), NID_basic_constraints, "critical,CA:FALSE");
    addExtension(certificate, m_root->x509(), NID_key_usage, "critical,digitalSignature");
    addExtension(certificate, m_root->x509(), NID_ext_key_usage, "serverAuth");
    addExtension(certificate, m_root->x509(), NID_subject_key_identifier, "hash");
    addExtension(certificate, m_root->x509(), NID_authority_key_identifier, "keyid");
    addExtension(certificate, m_root->x509(), NID_subject_alt_name, (isAddress(name) ? "IP:" : "DNS:") + name);
    X509_sign(certificate, m_root->key(), EVP_sha256());
    auto issued = std::make_shared<Certificate>(certificate, key);
    issued->m_notBefore = notBefore;
    issued->m_notAfter = notAfter;
    return issued;
}

std::shared_ptr<const Certificate> CertificateAuthority::traefikDefault(Nanoseconds now)
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = draft("TRAEFIK DEFAULT CERT", key, now, now + 365 * day);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    addExtension(certificate, certificate, NID_subject_alt_name,
                 "DNS:0d0c5e5b1a2f4c3e9a7b8c6d5e4f3a2b.1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f.traefik.default");
    X509_sign(certificate, key, EVP_sha256());
    auto made = std::make_shared<Certificate>(certificate, key);
    made->m_notBefore = now;
    made->m_notAfter = now + 365 * day;
    return made;
}

} // namespace tailboard::demo
