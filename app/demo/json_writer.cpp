// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/json_writer.h"

#include <array>
#include <charconv>

namespace tailboard::demo {

void JsonWriter::key(std::string_view name)
{
    separate();
    quoted(name);
    m_out += m_style == Style::Tabs ? ": " : ":";
    m_afterKey = true;
}

void JsonWriter::value(std::string_view text)
{
    separate();
    quoted(text);
}

void JsonWriter::value(double number)
{
    separate();
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string_view text(digits.data(), size_t(end - digits.data()));
    m_out += text;
    if (text.find_first_of(".e") == std::string_view::npos) m_out += ".0"; // Nomad's codec marks floats
}

void JsonWriter::texts(const std::vector<std::string>& list, bool nullIfEmpty)
{
    if (list.empty() && nullIfEmpty) {
        null();
        return;
    }
    beginArray();
    for (const std::string& text : list)
        value(text);
    endArray();
}

void JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    ++m_depth;
    m_first = true;
}

void JsonWriter::close(char bracket)
{
    --m_depth;
    if (!m_first) newLine();
    m_out += bracket;
    m_first = false;
}

void JsonWriter::separate()
{
    if (m_afterKey) {
        m_afterKey = false;
        m_first = false;
        return;
    }
    if (m_depth == 0) return;
    if (!m_first) m_out += ',';
    m_first = false;
    newLine();
}

void JsonWriter::newLine()
{
    if (m_style != Style::Tabs) return;
    m_out += '\n';
    m_out.append(size_t(m_depth), '\t');
}

void JsonWriter::quoted(std::string_view text)
{
    static constexpr std::string_view hex = "0123456789abcdef";
    m_out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool html = m_style != Style::Compact && (c == '<' || c == '>' || c == '&');
        if (c == '"' || c == '\\') {
            m_out += '\\';
            m_out += c;
        } else if (c == '\n') {
            m_out += "\\n";
        } else if (c == '\t') {
            m_out += "\\t";
        } else if (c == '\r') {
            m_out += "\\r";
        } else if (byte < 0x20 || html) {
            m_out += "\\u00";
            m_out += hex[byte >> 4];
            m_out += hex[byte & 15];
        } else {
            m_out += c;
        }
    }
    m_out += '"';
}

} // namespace tailboard::demo
