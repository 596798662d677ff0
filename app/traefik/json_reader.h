// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringList>
#include <optional>
#include <simdjson.h>
#include <string_view>
#include <vector>

namespace tailboard::traefik {

/// Reads JSON values into fields and keeps what was wrong with its path. Null counts as absent, since Go writes it for
/// an empty list or pointer. A value of another type is an issue and leaves the field as it was; broken JSON ends the
/// reading (isBroken()). Only for the decode_*.cpp files.
class JsonReader
{
public:
    using Value = simdjson::ondemand::value;

    /// Calls `each(key, value)` for every member that is not null.
    template<typename Each>
    void object(Value value, Each&& each)
    {
        simdjson::ondemand::object object;
        if (!isType(value, simdjson::ondemand::json_type::object) || isError(value.get_object().get(object))) return;
        members(object, each);
    }
    /// Calls `each(value)` for every element, null ones too.
    template<typename Each>
    void array(Value value, Each&& each)
    {
        simdjson::ondemand::array array;
        if (!isType(value, simdjson::ondemand::json_type::array) || isError(value.get_array().get(array))) return;
        elements(array, each);
    }

    void text(Value value, QString& field);
    void texts(Value value, QStringList& field);
    /// The characters of an integer, since Traefik's priorities reach past 2^53.
    void integerText(Value value, QString& field);
    /// RFC 3339; Go's zero time is nullopt.
    void time(Value value, std::optional<QDateTime>& field);
    /// A required key of the object being read was not there.
    void missing(std::string_view key);

    bool isBroken() const { return m_fault != simdjson::SUCCESS; }
    simdjson::error_code fault() const { return m_fault; }
    QList<base::Issue> takeIssues() { return std::move(m_issues); }

    template<typename Each>
    void members(simdjson::ondemand::object& object, Each&& each)
    {
        for (auto field : object) {
            std::string_view key;
            Value value;
            if (isError(field.unescaped_key().get(key)) || isError(field.value().get(value))) return;
            m_path.push_back({key, 0});
            simdjson::ondemand::json_type type{};
            if (!isError(value.type().get(type)) && type != simdjson::ondemand::json_type::null) each(key, value);
            m_path.pop_back();
            if (isBroken()) return;
        }
    }
    template<typename Each>
    void elements(simdjson::ondemand::array& array, Each&& each)
    {
        size_t index = 0;
        for (auto element : array) {
            Value value;
            if (isError(element.get(value))) return;
            m_path.push_back({{}, index++});
            each(value);
            m_path.pop_back();
            if (isBroken()) return;
        }
    }

private:
    struct Step
    {
        std::string_view key; ///< without data: an index
        size_t index;
    };

    /// Notes an issue when the value is of another type.
    bool isType(Value& value, simdjson::ondemand::json_type wanted);
    /// Notes broken JSON.
    bool isError(simdjson::error_code code)
    {
        if (code != simdjson::SUCCESS && m_fault == simdjson::SUCCESS) m_fault = code;
        return code != simdjson::SUCCESS;
    }
    void addIssue(const QString& reason, std::string_view missingKey = {});

    std::vector<Step> m_path;
    QList<base::Issue> m_issues;
    simdjson::error_code m_fault = simdjson::SUCCESS;
};

/// Whether nothing follows the root value that was read.
inline bool isAtEnd(simdjson::ondemand::document& document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

/// Failure of a whole body.
base::Error notJson(const QString& detail, const QByteArray& body);

/// Decodes a body that is one list; `readItem(reader, value, item)` fills one item and says whether to keep it.
template<typename Item, typename ReadItem>
base::Result<base::Decoded<QList<Item>>> decodeList(const QByteArray& body, ReadItem&& readItem)
{
    const simdjson::padded_string padded(body.constData(), size_t(body.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array array;
    simdjson::error_code fault = parser.iterate(padded).get(document);
    if (fault == simdjson::SUCCESS) fault = document.get_array().get(array);
    JsonReader reader;
    base::Decoded<QList<Item>> decoded;
    if (fault == simdjson::SUCCESS) {
        reader.elements(array, [&](JsonReader::Value value) {
            Item item;
            if (readItem(reader, value, item)) decoded.value << std::move(item);
        });
        fault = reader.fault();
    }
    if (fault == simdjson::SUCCESS && !isAtEnd(document)) fault = simdjson::TRAILING_CONTENT;
    if (fault != simdjson::SUCCESS)
        return base::failure(notJson(QString::fromLatin1(simdjson::error_message(fault)), body));
    decoded.issues = reader.takeIssues();
    return decoded;
}

/// Decodes a body that is one object; `readMember(reader, key, value, result)`.
template<typename Object, typename ReadMember>
base::Result<base::Decoded<Object>> decodeObject(const QByteArray& body, ReadMember&& readMember)
{
    const simdjson::padded_string padded(body.constData(), size_t(body.size()));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    simdjson::error_code fault = parser.iterate(padded).get(document);
    if (fault == simdjson::SUCCESS) fault = document.get_object().get(object);
    JsonReader reader;
    base::Decoded<Object> decoded;
    if (fault == simdjson::SUCCESS) {
        reader.members(object, [&](std::string_view key, JsonReader::Value value) {
            readMember(reader, key, value, decoded.value);
        });
        fault = reader.fault();
    }
    if (fault == simdjson::SUCCESS && !isAtEnd(document)) fault = simdjson::TRAILING_CONTENT;
    if (fault != simdjson::SUCCESS)
        return base::failure(notJson(QString::fromLatin1(simdjson::error_message(fault)), body));
    decoded.issues = reader.takeIssues();
    return decoded;
}

} // namespace tailboard::traefik
