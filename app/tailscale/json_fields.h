// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <array>
#include <optional>
#include <simdjson.h>
#include <string_view>
#include <vector>

// Reading JSON objects by tables of fields: one table says both what is read and how, so that the keys on the wire can
// be listed and compared with recordings. Used inside this module only.
namespace tailboard::tailscale {

using JsonValue = simdjson::ondemand::value;

/// Where in a reply the reader stands, and what it found wrong there. The texts of the steps belong to the parser.
class JsonTrace
{
public:
    explicit JsonTrace(QList<base::Issue>& issues)
        : m_issues(issues)
    {}

    void enter(std::string_view key) { m_steps.push_back({.key = key, .index = -1}); }
    void enter(qsizetype index) { m_steps.push_back({.key = {}, .index = index}); }
    void leave() { m_steps.pop_back(); }
    /// Notes that something is wrong at the current place.
    void note(const QString& reason);
    /// Notes that `key` is missing in the current object.
    void noteMissing(std::string_view key);
    /// Notes "expected <wanted>, found <type of value>".
    void noteType(JsonValue& value, QLatin1String wanted);

private:
    struct Step
    {
        std::string_view key;
        qsizetype index;
    };
    QString path() const;

    QList<base::Issue>& m_issues;
    std::vector<Step> m_steps;
};

// Each reads one value; null leaves the default, as Go writes null for an empty list or map. A value of another type is
// noted and passed over. An error is returned only when the text is no JSON from here on.
simdjson::error_code readJson(JsonValue& value, QString& target, JsonTrace& trace);
simdjson::error_code readJson(JsonValue& value, bool& target, JsonTrace& trace);
simdjson::error_code readJson(JsonValue& value, quint64& target, JsonTrace& trace);
simdjson::error_code readJson(JsonValue& value, std::optional<int>& target, JsonTrace& trace);
simdjson::error_code readJson(JsonValue& value, QStringList& target, JsonTrace& trace);
simdjson::error_code readJson(JsonValue& value, std::optional<QDateTime>& target, JsonTrace& trace);

/// Opens an object; nullopt for null and for another type, which is noted.
simdjson::error_code openJson(JsonValue& value, std::optional<simdjson::ondemand::object>& object, JsonTrace& trace);

/// A key and how its value is read into a T.
template<typename T>
struct JsonField
{
    std::string_view key;
    simdjson::error_code (*read)(JsonValue&, T&, JsonTrace&);
};

template<auto Member, typename T>
simdjson::error_code readMember(JsonValue& value, T& target, JsonTrace& trace)
{
    return readJson(value, target.*Member, trace);
}

/// Reads one member of an object into `target` when its key is known. Bit i of `seen` is set when fields[i] was there.
template<typename T, size_t N>
simdjson::error_code readField(simdjson::ondemand::field& field, const std::array<JsonField<T>, N>& fields, T& target,
                               JsonTrace& trace, quint64* seen = nullptr)
{
    static_assert(N <= 64);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return error;
    for (size_t i = 0; i < N; ++i) {
        if (fields[i].key != key) continue;
        if (seen) *seen |= quint64(1) << i;
        trace.enter(key);
        const auto error = fields[i].read(field.value(), target, trace);
        trace.leave();
        return error;
    }
    return simdjson::SUCCESS;
}

/// Reads an object's known keys into `target` and skips the others; `seen` as above.
template<typename T, size_t N>
simdjson::error_code readFields(simdjson::ondemand::object& object, const std::array<JsonField<T>, N>& fields,
                                T& target, JsonTrace& trace, quint64* seen = nullptr)
{
    for (auto item : object) {
        simdjson::ondemand::field field;
        if (const auto error = std::move(item).get(field)) return error;
        if (const auto error = readField(field, fields, target, trace, seen)) return error;
    }
    return simdjson::SUCCESS;
}

/// The document ends here: nothing but white space follows the root.
inline bool isAtEnd(simdjson::ondemand::document& document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

} // namespace tailboard::tailscale
