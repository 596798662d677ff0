// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tailboard::demo {

/// Writes JSON in the order it is told, straight into a string. QJsonDocument sorts keys and keeps whole trees; the
/// servers write struct order, and a list of 100,000 allocations must not become a tree first.
class JsonWriter
{
public:
    enum class Style {
        Compact,     ///< Nomad: no blanks, '<', '>' and '&' as they are
        CompactHtml, ///< Go's encoding/json as Traefik uses it: '<', '>' and '&' as \u003c, \u003e, \u0026
        Tabs,        ///< the same with one tab an indent, as tailscaled answers
    };

    /// Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out, Style style = Style::Compact)
        : m_out(out)
        , m_style(style)
    {}

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    void key(std::string_view name);

    void value(std::string_view text);
    void value(const char* text) { value(std::string_view(text)); }
    void value(const std::string& text) { value(std::string_view(text)); }
    void value(std::same_as<bool> auto flag)
    {
        separate();
        m_out += flag ? "true" : "false";
    }
    void value(std::integral auto number) requires(!std::same_as<decltype(number), bool>)
    {
        separate();
        m_out += std::to_string(number);
    }
    void value(double number);
    void null()
    {
        separate();
        m_out += "null";
    }
    /// `json` is one complete value already in compact form.
    void raw(std::string_view json)
    {
        separate();
        m_out += json;
    }
    /// An array of texts; `null` for an empty list when `nullIfEmpty`, as Go writes a nil slice.
    void texts(const std::vector<std::string>& list, bool nullIfEmpty = false);

    template<typename T>
    void field(std::string_view name, const T& content)
    {
        key(name);
        value(content);
    }
    void nullField(std::string_view name)
    {
        key(name);
        null();
    }
    void rawField(std::string_view name, std::string_view json)
    {
        key(name);
        raw(json);
    }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void newLine();
    void quoted(std::string_view text);

    std::string& m_out;
    Style m_style;
    int m_depth = 0;
    bool m_first = true; ///< nothing stands yet in the innermost bracket
    bool m_afterKey = false;
};

} // namespace tailboard::demo
