// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/certificate_authority.h"

#include <functional>
#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace tailboard::demo {

/// Which certificate a TLS port shows for which name. Loop thread only.
class TlsServer
{
public:
    /// Gets the name the client asks for (lower case, empty without SNI); gives the certificate to show, which must not
    /// be null.
    using Choose = std::function<std::shared_ptr<const Certificate>(const std::string&)>;

    explicit TlsServer(Choose choose);
    ~TlsServer();

    boost::asio::ssl::context& context();

    struct Private;

private:
    std::unique_ptr<Private> d;
};

} // namespace tailboard::demo
