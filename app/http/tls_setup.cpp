// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/tls_setup.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace tailboard::http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

bool holds(const QList<QSslError>& faults, std::initializer_list<QSslError::SslError> kinds)
{
    return std::any_of(faults.cbegin(), faults.cend(), [&](const QSslError& fault) {
        return std::find(kinds.begin(), kinds.end(), fault.error()) != kinds.end();
    });
}

/// Names the certificate is for, at most five.
QString certificateNames(const QSslCertificate& certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty()) names = certificate.subjectInfo(QSslCertificate::CommonName);
    std::sort(names.begin(), names.end());
    const qsizetype more = names.size() - 5;
    names = names.mid(0, 5);
    if (more > 0) names << u"…"_s;
    return names.join(u", "_s).left(300);
}

QString issuerName(const QSslCertificate& certificate)
{
    const QStringList names = certificate.issuerInfo(QSslCertificate::CommonName);
    return names.isEmpty() ? certificate.issuerDisplayName().left(200) : names.first().left(200);
}

} // namespace

QSslConfiguration tlsConfiguration(const TlsOptions& options)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setAllowedNextProtocols({"http/1.1"_ba});
    // Adding (unlike setting) keeps the look-up of system authorities on demand.
    if (!options.extraAuthorities.isEmpty()) configuration.addCaCertificates(options.extraAuthorities);
    if (!options.clientCertificate.isNull() && !options.clientKey.isNull()) {
        configuration.setLocalCertificate(options.clientCertificate);
        configuration.setPrivateKey(options.clientKey);
    }
    return configuration;
}

QString tlsName(const Endpoint& endpoint)
{
    return endpoint.tls.serverName.isEmpty() ? endpoint.address.host : endpoint.tls.serverName;
}

Error tlsError(const Endpoint& endpoint, const QList<QSslError>& faults, const QSslCertificate& certificate,
               const QString& systemText)
{
    QStringList words;
    for (const QSslError& fault : faults)
        words << fault.errorString();
    if (words.isEmpty()) words << systemText;
    Error error{.kind = ErrorKind::TlsFailed,
                .what = say("The secure connection to %1 failed.").arg(endpoint.text()),
                .original = words.join(u"; "_s).left(2000)};

    using E = QSslError;
    if (holds(faults, {E::CertificateExpired, E::CertificateNotYetValid})) {
        const bool isOld = holds(faults, {E::CertificateExpired});
        error.why =
            isOld ? say("Its certificate ended on %1.").arg(certificate.expiryDate().toUTC().toString(Qt::ISODate))
                  : say("Its certificate is valid only from %1 on.")
                        .arg(certificate.effectiveDate().toUTC().toString(Qt::ISODate));
        error.hint = say("Renew the certificate there, or check this computer's clock.");
    } else if (holds(faults, {E::SelfSignedCertificate, E::SelfSignedCertificateInChain,
                              E::UnableToGetLocalIssuerCertificate, E::UnableToGetIssuerCertificate,
                              E::UnableToVerifyFirstCertificate, E::CertificateUntrusted, E::InvalidCaCertificate})) {
        error.kind = ErrorKind::TlsUntrusted;
        error.what = say("The certificate of %1 is not trusted.").arg(endpoint.text());
        error.why =
            say("It was issued by “%1”, an authority that this computer does not know.").arg(issuerName(certificate));
        error.hint = say("If this authority is yours, name its certificate file as an extra authority.");
    } else if (holds(faults, {E::HostNameMismatch})) {
        error.kind = ErrorKind::TlsWrongName;
        error.what = say("The certificate of %1 is for another name.").arg(endpoint.text());
        error.why =
            say("%1 was expected, the certificate is for %2.").arg(tlsName(endpoint), certificateNames(certificate));
        error.hint = say("Use one of these names in the address, or set the name to expect.");
    } else if (!faults.isEmpty()) {
        error.why = say("Its certificate did not pass verification.");
        error.hint = say("Look at the certificate there.");
    } else if (systemText.contains("wrong version number"_L1) || systemText.contains("http request"_L1) ||
               systemText.contains("packet length too long"_L1)) {
        // OpenSSL's words when the first bytes are no TLS record; there is no code for it in Qt.
        error.why = say("This port does not speak TLS.");
        error.hint = say("If it is the right port, use http:// in its address.");
    } else if (systemText.contains("certificate required"_L1) || systemText.contains("bad certificate"_L1) ||
               systemText.contains("handshake failure"_L1)) {
        // With TLS 1.3 this comes after the handshake, in place of the answer.
        error.why = endpoint.tls.clientCertificate.isNull()
                        ? say("The server may ask for a client certificate, and none is set.")
                        : say("The server does not accept the client certificate.");
        error.hint = say("Set the client certificate and key that belong to this server.");
    } else {
        error.hint = say("Check that the address names a server that speaks TLS 1.2 or later.");
    }
    return error;
}

} // namespace tailboard::http
