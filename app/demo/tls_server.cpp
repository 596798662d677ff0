// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/tls_server.h"

#include <boost/asio/ssl/context.hpp>

#include <algorithm>
#include <openssl/ssl.h>

namespace tailboard::demo {

namespace asio = boost::asio;

struct TlsServer::Private
{
    Choose choose;
    asio::ssl::context context{asio::ssl::context::tls_server};
};

namespace {

/// OpenSSL asks here when the client's hello has come: late enough to know the name, early enough to set the keys.
int chooseCertificate(SSL* ssl, void* argument)
{
    const auto* d = static_cast<const TlsServer::Private*>(argument);
    const char* asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    std::string name = asked ? asked : "";
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    const auto certificate = d->choose(name);
    if (SSL_use_certificate(ssl, certificate->x509()) != 1 || SSL_use_PrivateKey(ssl, certificate->key()) != 1)
        return 0;
    return 1;
}

} // namespace

TlsServer::TlsServer(Choose choose)
    : d(std::make_unique<Private>())
{
    d->choose = std::move(choose);
    SSL_CTX* native = d->context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_cert_cb(native, chooseCertificate, d.get());
}

TlsServer::~TlsServer() = default;

asio::ssl::context& TlsServer::context()
{
    return d->context;
}

} // namespace tailboard::demo
