// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/http_message.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <zlib.h>

namespace tailboard::demo {

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view Request::header(std::string_view name) const
{
    for (const auto& [key, value] : headers) {
        if (equalsIgnoringCase(key, name)) return value;
    }
    return {};
}

bool Request::hasHeader(std::string_view name) const
{
    return std::any_of(headers.begin(), headers.end(),
                       [&](auto& header) { return equalsIgnoringCase(header.first, name); });
}

std::string Request::parameter(std::string_view key, std::string_view fallback) const
{
    for (const auto& [name, value] : query) {
        if (name == key) return value;
    }
    return std::string(fallback);
}

bool Request::hasParameter(std::string_view key) const
{
    return std::any_of(query.begin(), query.end(), [&](auto& entry) { return entry.first == key; });
}

const std::string& Body::gzip() const
{
    if (!m_gzip.empty()) return m_gzip;
    z_stream stream{};
    deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY); // 16 = gzip wrapper
    m_gzip.resize(deflateBound(&stream, uLong(m_text.size())));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(m_text.data()));
    stream.avail_in = uInt(m_text.size());
    stream.next_out = reinterpret_cast<Bytef*>(m_gzip.data());
    stream.avail_out = uInt(m_gzip.size());
    deflate(&stream, Z_FINISH);
    m_gzip.resize(stream.total_out);
    deflateEnd(&stream);
    return m_gzip;
}

Response Response::text(int status, std::string body, std::map<std::string, std::string> headers)
{
    headers.emplace("Content-Type", "text/plain; charset=utf-8");
    return {.status = status, .headers = std::move(headers), .body = std::make_shared<Body>(std::move(body))};
}

Response Response::json(std::string body, std::map<std::string, std::string> headers)
{
    headers.emplace("Content-Type", "application/json");
    return {.status = 200, .headers = std::move(headers), .body = std::make_shared<Body>(std::move(body))};
}

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

std::string percentDecoded(std::string_view text, bool plusIsBlank)
{
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        const int lower = std::tolower(static_cast<unsigned char>(c));
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    };
    std::string decoded;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            decoded += char(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            decoded += plusIsBlank && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

bool isChunked(size_t bodySize)
{
    return bodySize > 2048;
}

std::string chunkHead(size_t size)
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%zx\r\n", size);
    return text.data();
}

std::string headText(const Response& response, std::string_view date, bool keepAlive, bool gzip, size_t bodySize)
{
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += reasonPhrase(response.status);
    head += "\r\n";
    auto headers = response.headers;
    if (gzip) headers.emplace("Content-Encoding", "gzip");
    for (const auto& [name, value] : headers)
        head += name + ": " + value + "\r\n";
    head += "Date: ";
    head += date;
    head += "\r\n";
    if (isChunked(bodySize))
        head += "Transfer-Encoding: chunked\r\n";
    else
        head += "Content-Length: " + std::to_string(bodySize) + "\r\n";
    if (!keepAlive) head += "Connection: close\r\n";
    return head + "\r\n";
}

} // namespace tailboard::demo
