// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tailboard::demo {

/// A parsed request.
struct Request
{
    std::string method;
    std::string target;                                     ///< as sent: "/v1/jobs?meta=true"
    std::string path;                                       ///< without the query, percent-decoded
    std::vector<std::pair<std::string, std::string>> query; ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// The first value of that name (without case), else nothing.
    std::string_view header(std::string_view name) const;
    bool hasHeader(std::string_view name) const;
    /// The first value of that query key, else `fallback`.
    std::string parameter(std::string_view key, std::string_view fallback = {}) const;
    bool hasParameter(std::string_view key) const;
};

/// A body that several answers may share, with its compressed form made when first asked for.
class Body
{
public:
    explicit Body(std::string text)
        : m_text(std::move(text))
    {}
    const std::string& text() const { return m_text; }
    const std::string& gzip() const;

private:
    std::string m_text;
    mutable std::string m_gzip;
};

struct Response
{
    int status = 200;
    std::map<std::string, std::string> headers; ///< sorted by name, as Go writes them
    std::shared_ptr<const Body> body;           ///< null = empty
    bool compressible = false;                  ///< gzip when asked for and at least 1,400 bytes, as Nomad does
    bool close = false;

    static Response text(int status, std::string body, std::map<std::string, std::string> headers = {});
    static Response json(std::string body, std::map<std::string, std::string> headers = {});
};

std::string_view reasonPhrase(int status);
std::string percentDecoded(std::string_view text, bool plusIsBlank);
bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// The status line and headers of `response` as Go's server writes them: names sorted, then Date, then the length. A
/// body over 2,048 bytes is chunked, because Go's buffer is that long.
std::string headText(const Response& response, std::string_view date, bool keepAlive, bool gzip, size_t bodySize);
bool isChunked(size_t bodySize);
std::string chunkHead(size_t size);

} // namespace tailboard::demo
