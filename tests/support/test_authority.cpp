// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_authority.h"

#include <QHostAddress>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace tailboard::test_support {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Key makeKey()
{
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

void addExtension(X509* certificate, X509* issuer, int kind, const QByteArray& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData());
    Q_ASSERT(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate makeCertificate(const QString& name, EVP_PKEY* key, int serial, int fromHours, int toHours)
{
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), fromHours * 3600L);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), toHours * 3600L);
    X509_set_pubkey(certificate.get(), key);
    const QByteArray text = name.toUtf8();
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(text.constData()), -1, -1, 0);
    return certificate;
}

QByteArray pem(X509* certificate)
{
    BIO* const memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    QByteArray text(bytes, size);
    BIO_free(memory);
    return text;
}

QByteArray pem(EVP_PKEY* key)
{
    BIO* const memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    QByteArray text(bytes, size);
    BIO_free(memory);
    return text;
}

} // namespace

class TestAuthority::Private
{
public:
    Key key = makeKey();
    Certificate certificate{nullptr, &X509_free};
    int serial = 1;
};

TestAuthority::TestAuthority(const QString& name)
    : d(std::make_unique<Private>())
{
    d->certificate = makeCertificate(name, d->key.get(), d->serial++, -24, 24);
    X509* const own = d->certificate.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    addExtension(own, own, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
    addExtension(own, own, NID_subject_key_identifier, "hash");
    X509_sign(own, d->key.get(), EVP_sha256());
}

TestAuthority::~TestAuthority() = default;

QSslCertificate TestAuthority::certificate() const
{
    return QSslCertificate(pem(d->certificate.get()));
}

ScriptedServer::Identity TestAuthority::issue(const QStringList& names, int fromHours, int toHours)
{
    const Key key = makeKey();
    const Certificate certificate = makeCertificate(names.first(), key.get(), d->serial++, fromHours, toHours);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(d->certificate.get()));
    QByteArrayList alternatives;
    for (const QString& name : names)
        alternatives << (QHostAddress(name).isNull() ? "DNS:" : "IP:") + name.toUtf8();
    addExtension(certificate.get(), d->certificate.get(), NID_subject_alt_name, alternatives.join(','));
    addExtension(certificate.get(), d->certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    X509_sign(certificate.get(), d->key.get(), EVP_sha256());
    return {{QSslCertificate(pem(certificate.get())), this->certificate()}, QSslKey(pem(key.get()), QSsl::Ec)};
}

} // namespace tailboard::test_support
