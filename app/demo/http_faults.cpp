// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/http_session.h"

// The faults an HTTP server can have, at the level of one request.

namespace tailboard::demo {

namespace {

/// What each product really says with a status that is not its success.
std::string statusText(Server server, int status)
{
    switch (server) {
    case Server::Nomad:
        switch (status) {
        case 403:
            return "Permission denied";
        case 404:
            return "job not found";
        case 429:
            return "Your IP is issuing too many concurrent connections, please rate limit your calls\n";
        case 500:
            return "rpc error: Permission denied";
        default:
            break;
        }
        break;
    case Server::Tailscale:
        switch (status) {
        case 401:
            return "auth required\n";
        case 403:
            return "status access denied\n";
        case 404:
            return "404 page not found\n";
        case 500:
            return "internal error\n";
        default:
            break;
        }
        break;
    default:
        switch (status) {
        case 401:
            return "401 Unauthorized\n";
        case 403:
            return "Forbidden";
        case 404:
            return "404 page not found\n";
        case 429:
            return "Too Many Requests";
        default:
            break;
        }
        break;
    }
    return std::string(reasonPhrase(status));
}

constexpr const char* nginxPage =
    "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n"
    "<p>If you see this page, the nginx web server is successfully installed and\nworking.</p>\n</body>\n</html>\n";
constexpr const char* nginxNotFound =
    "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
    "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";
constexpr const char* badGateway =
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";

} // namespace

Response HttpSession::faultResponse(const Fault& fault, const Request& request) const
{
    const std::map<std::string, std::string> html{{"Content-Type", "text/html"}, {"Server", "nginx/1.22.1"}};
    Response response;
    switch (fault.kind) {
    case FaultKind::NonJson:
        response = Response::json("this is not JSON, {but it says so\n", m_server->m_role.headers);
        break;
    case FaultKind::HtmlError:
        response = {.status = 502, .headers = html, .body = std::make_shared<Body>(badGateway)};
        break;
    case FaultKind::WrongProduct: {
        const bool front = request.path == "/";
        response = {.status = front ? 200 : 404,
                    .headers = html,
                    .body = std::make_shared<Body>(front ? nginxPage : nginxNotFound)};
        break;
    }
    case FaultKind::Redirect:
        response = {.status = 301, .headers = m_server->m_role.headers};
        response.headers["Location"] = fault.location.toStdString();
        break;
    default:
        response =
            Response::text(fault.status, statusText(*m_server->m_role.server, fault.status), m_server->m_role.headers);
        if (fault.status == 401 && *m_server->m_role.server >= Server::Traefik1)
            response.headers["Www-Authenticate"] = "Basic realm=\"traefik\"";
        break;
    }
    return response;
}

bool HttpSession::applyFault(const Fault& fault, const Request& request)
{
    if (!request.path.starts_with(fault.pathPrefix.toStdString())) return false;
    switch (fault.kind) {
    case FaultKind::None:
    case FaultKind::Slow:
    case FaultKind::Cut:
    case FaultKind::WrongContentType:
        return false; // these change the true answer on its way out
    case FaultKind::Refuse:
        close(true);
        return true;
    case FaultKind::Hang:
        return true;
    case FaultKind::Oversized:
        m_endless = true;
        stream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        return true;
    default:
        respond(request, faultResponse(fault, request));
        return true;
    }
}

void HttpSession::writeEndlessly()
{
    // A list whose first text never ends; the reader stops us by closing.
    const std::string block(64 * 1024, 'x');
    enqueue({.bytes = chunkHead(block.size()) + block + "\r\n"});
}

} // namespace tailboard::demo
