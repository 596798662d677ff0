// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tailscale/json_fields.h"

#include "app/tailscale/go_time.h"

namespace tailboard::tailscale {

using namespace Qt::StringLiterals;
using simdjson::error_code;

namespace {

constexpr qsizetype mostIssues = 100;
constexpr qsizetype longestStep = 120;

/// The value is JSON, only not what was hoped for; anything else means that the text itself is broken.
bool isWrongValue(error_code error)
{
    switch (error) {
    case simdjson::INCORRECT_TYPE:
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
        return true;
    default:
        return false;
    }
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QLatin1String typeName(JsonValue& value)
{
    simdjson::ondemand::json_type type;
    if (value.type().get(type)) return "nothing readable"_L1;
    switch (type) {
    case simdjson::ondemand::json_type::array:
        return "array"_L1;
    case simdjson::ondemand::json_type::object:
        return "object"_L1;
    case simdjson::ondemand::json_type::number:
        return "number"_L1;
    case simdjson::ondemand::json_type::string:
        return "string"_L1;
    case simdjson::ondemand::json_type::boolean:
        return "boolean"_L1;
    case simdjson::ondemand::json_type::null:
        return "null"_L1;
    }
    return "nothing readable"_L1;
}

/// Reads a scalar by `get`; notes a wrong type.
template<typename Raw, typename Get, typename Set>
error_code readScalar(JsonValue& value, JsonTrace& trace, QLatin1String wanted, Get get, Set set)
{
    Raw raw{};
    const error_code error = get(value).get(raw);
    if (!error) {
        set(raw);
        return simdjson::SUCCESS;
    }
    if (!isWrongValue(error)) return error;
    bool isNull = false;
    if (const error_code broken = value.is_null().get(isNull); broken && !isWrongValue(broken)) return broken;
    if (!isNull) trace.noteType(value, wanted);
    return simdjson::SUCCESS;
}

} // namespace

QString JsonTrace::path() const
{
    QString result;
    for (const Step& step : m_steps) {
        if (step.index >= 0) {
            result += u'[' + QString::number(step.index) + u']';
            continue;
        }
        if (!result.isEmpty()) result += u'.';
        result += text(step.key).left(longestStep);
    }
    return result;
}

void JsonTrace::note(const QString& reason)
{
    if (m_issues.size() < mostIssues) m_issues << base::Issue{path(), reason};
}

void JsonTrace::noteMissing(std::string_view key)
{
    enter(key);
    note(u"missing"_s);
    leave();
}

void JsonTrace::noteType(JsonValue& value, QLatin1String wanted)
{
    note(u"expected %1, found %2"_s.arg(wanted, typeName(value)));
}

error_code readJson(JsonValue& value, QString& target, JsonTrace& trace)
{
    return readScalar<std::string_view>(
        value, trace, "string"_L1, [](JsonValue& v) { return v.get_string(); },
        [&](std::string_view raw) { target = text(raw); });
}

error_code readJson(JsonValue& value, bool& target, JsonTrace& trace)
{
    return readScalar<bool>(
        value, trace, "boolean"_L1, [](JsonValue& v) { return v.get_bool(); }, [&](bool raw) { target = raw; });
}

error_code readJson(JsonValue& value, quint64& target, JsonTrace& trace)
{
    return readScalar<uint64_t>(
        value, trace, "whole number"_L1, [](JsonValue& v) { return v.get_uint64(); },
        [&](uint64_t raw) { target = raw; });
}

error_code readJson(JsonValue& value, std::optional<int>& target, JsonTrace& trace)
{
    return readScalar<int64_t>(
        value, trace, "whole number"_L1, [](JsonValue& v) { return v.get_int64(); },
        [&](int64_t raw) { target = int(std::clamp<int64_t>(raw, -1, 1'000'000)); });
}

error_code readJson(JsonValue& value, QStringList& target, JsonTrace& trace)
{
    target.clear();
    simdjson::ondemand::array array;
    bool isArray = false;
    if (const error_code error = readScalar<simdjson::ondemand::array>(
            value, trace, "array"_L1, [](JsonValue& v) { return v.get_array(); },
            [&](const simdjson::ondemand::array& raw) {
                array = raw;
                isArray = true;
            }))
        return error;
    if (!isArray) return simdjson::SUCCESS;
    qsizetype index = 0;
    for (auto item : array) {
        JsonValue element;
        if (const error_code error = std::move(item).get(element)) return error;
        trace.enter(index++);
        QString one;
        const error_code error = readJson(element, one, trace);
        trace.leave();
        if (error) return error;
        if (!one.isEmpty()) target << one;
    }
    return simdjson::SUCCESS;
}

error_code readJson(JsonValue& value, std::optional<QDateTime>& target, JsonTrace& trace)
{
    return readScalar<std::string_view>(
        value, trace, "string"_L1, [](JsonValue& v) { return v.get_string(); },
        [&](std::string_view raw) {
            const GoTime time = GoTime::parse(raw);
            if (!time.isValid) trace.note(u"not a time"_s);
            target = time.value;
        });
}

error_code openJson(JsonValue& value, std::optional<simdjson::ondemand::object>& object, JsonTrace& trace)
{
    object.reset();
    return readScalar<simdjson::ondemand::object>(
        value, trace, "object"_L1, [](JsonValue& v) { return v.get_object(); },
        [&](const simdjson::ondemand::object& raw) { object = raw; });
}

} // namespace tailboard::tailscale
