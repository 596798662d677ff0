// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/json_value.h"

#include <limits>

using namespace Qt::StringLiterals;
using simdjson::ondemand::json_type;

namespace tailboard::nomad {

namespace {

QString typeName(json_type type)
{
    switch (type) {
    case json_type::array:
        return u"array"_s;
    case json_type::object:
        return u"object"_s;
    case json_type::number:
        return u"number"_s;
    case json_type::string:
        return u"string"_s;
    case json_type::boolean:
        return u"boolean"_s;
    case json_type::null:
        return u"null"_s;
    }
    return u"nothing"_s;
}

QString qString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

void IssueList::add(QString path, QString reason)
{
    if (m_issues.size() < most) m_issues.append({std::move(path), std::move(reason)});
}

void JsonPlace::issue(const QString& reason, std::string_view key)
{
    ++m_count;
    if (m_issues.list().size() >= IssueList::most) return;
    QString path = m_root;
    const auto addKey = [&path](std::string_view name) {
        if (!path.isEmpty()) path += u'.';
        path += qString(name.substr(0, 200));
    };
    for (const auto& part : m_parts) {
        if (const auto* name = std::get_if<std::string_view>(&part)) {
            addKey(*name);
        } else {
            path += u'[' + QString::number(std::get<size_t>(part)) + u']';
        }
    }
    if (!key.empty()) addKey(key);
    m_issues.add(path, reason);
}

bool JsonValue::is(json_type wanted, const char* name)
{
    json_type type{};
    if (m_value.type().get(type)) {
        m_place.setBroken();
        return false;
    }
    if (type == wanted) return true;
    if (type != json_type::null) {
        m_place.issue(u"expected %1, found %2"_s.arg(QLatin1StringView(name), typeName(type)));
    }
    return false;
}

std::optional<std::string_view> JsonValue::text()
{
    if (!is(json_type::string, "string")) return std::nullopt;
    std::string_view text;
    if (m_value.get_string().get(text)) {
        m_place.setBroken();
        return std::nullopt;
    }
    return text;
}

std::optional<std::string_view> JsonValue::textIfString()
{
    json_type type{};
    if (m_value.type().get(type) || type != json_type::string) return std::nullopt;
    return text();
}

bool JsonValue::isNull()
{
    json_type type{};
    return !m_value.type().get(type) && type == json_type::null;
}

bool JsonValue::isObject()
{
    json_type type{};
    return !m_value.type().get(type) && type == json_type::object;
}

bool JsonValue::isArray()
{
    json_type type{};
    return !m_value.type().get(type) && type == json_type::array;
}

void JsonValue::read(QString& to)
{
    if (const auto value = text()) to = qString(*value);
}

void JsonValue::read(base::Symbol& to)
{
    if (const auto value = text()) to = base::Symbol::of(*value);
}

void JsonValue::read(base::Uuid& to)
{
    const auto value = text();
    if (!value || value->empty()) return;
    if (const auto id = base::Uuid::parse(*value)) {
        to = *id;
    } else {
        m_place.issue(u"is no UUID"_s);
    }
}

void JsonValue::read(bool& to)
{
    if (!is(json_type::boolean, "boolean")) return;
    if (m_value.get_bool().get(to)) m_place.setBroken();
}

template<typename Number>
void JsonValue::readInteger(Number& to)
{
    if (!is(json_type::number, "number")) return;
    if constexpr (std::is_unsigned_v<Number>) {
        uint64_t value = 0; // simdjson's type, which is not quint64 on Linux
        if (!m_value.get_uint64().get(value) && value <= std::numeric_limits<Number>::max()) {
            to = static_cast<Number>(value);
            return;
        }
    } else {
        int64_t value = 0;
        if (!m_value.get_int64().get(value) && value >= std::numeric_limits<Number>::min() &&
            value <= std::numeric_limits<Number>::max()) {
            to = static_cast<Number>(value);
            return;
        }
    }
    m_place.issue(u"number out of range"_s);
}

void JsonValue::read(int& to)
{
    readInteger(to);
}

void JsonValue::read(quint16& to)
{
    readInteger(to);
}

void JsonValue::read(qint64& to)
{
    readInteger(to);
}

void JsonValue::read(quint64& to)
{
    readInteger(to);
}

void JsonValue::read(double& to)
{
    if (!is(json_type::number, "number")) return;
    double value = 0;
    if (m_value.get_double().get(value)) {
        m_place.issue(u"number out of range"_s);
    } else {
        to = value;
    }
}

void JsonValue::read(QStringList& to)
{
    eachElement([&to](JsonValue& element) {
        if (const auto value = element.text()) to.append(qString(*value));
    });
}

JsonBuffer::JsonBuffer()
{
    m_bytes.resize(4096);
}

void JsonBuffer::append(const char* bytes, size_t count)
{
    const size_t needed = m_size + count + simdjson::SIMDJSON_PADDING;
    if (needed > m_bytes.size()) m_bytes.resize(std::max(needed, 2 * m_bytes.size()));
    std::memcpy(m_bytes.data() + m_size, bytes, count);
    m_size += count;
}

void JsonBuffer::pad()
{
    std::memset(m_bytes.data() + m_size, ' ', simdjson::SIMDJSON_PADDING);
}

} // namespace tailboard::nomad
