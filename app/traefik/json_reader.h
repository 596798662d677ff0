// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/traefik/list_reading.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringList>
#include <memory>
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
        for (auto read : array) {
            element(read, index++, each);
            if (isBroken()) return;
        }
    }
    template<typename Each>
    void element(simdjson::simdjson_result<Value> read, size_t index, Each&& each)
    {
        Value value;
        if (isError(read.get(value))) return;
        m_path.push_back({{}, index});
        each(value);
        m_path.pop_back();
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

/// Reads a body that is one list in turns, so that 10,000 items hold no window up. Stands still where its parser and
/// document are, which point into each other. `readItem(reader, value, item)` fills one item and says whether to keep
/// it.
template<typename Item, typename ReadItem>
class ListReadingBy final : public ListReading<Item>
{
public:
    ListReadingBy(QByteArray body, ReadItem readItem)
        : m_bytes(std::move(body))
        , m_size(m_bytes.size())
        , m_readItem(std::move(readItem))
    {}

    base::Result<bool> readOn(qsizetype items) override
    {
        simdjson::error_code fault = m_isStarted ? simdjson::SUCCESS : start();
        if (fault == simdjson::SUCCESS) {
            while (m_at != simdjson::ondemand::array_iterator() && items-- > 0) {
                m_reader.element(*m_at, m_index++, [this](JsonReader::Value value) {
                    Item item;
                    if (m_readItem(m_reader, value, item)) m_read.value << std::move(item);
                });
                if (m_reader.isBroken()) break;
                ++m_at;
            }
            fault = m_reader.fault();
        }
        if (fault == simdjson::SUCCESS) {
            if (m_at != simdjson::ondemand::array_iterator()) return false;
            if (!isAtEnd(m_document)) fault = simdjson::TRAILING_CONTENT;
        }
        if (fault == simdjson::SUCCESS) return true;
        m_bytes.truncate(m_size);
        return base::failure(notJson(QString::fromLatin1(simdjson::error_message(fault)), m_bytes));
    }

    base::Decoded<QList<Item>> take() override
    {
        m_read.issues = m_reader.takeIssues();
        return std::move(m_read);
    }

private:
    simdjson::error_code start()
    {
        m_isStarted = true;
        m_bytes.resize(m_size + qsizetype(simdjson::SIMDJSON_PADDING));
        if (const auto fault = m_parser.iterate(m_bytes.data(), size_t(m_size), size_t(m_bytes.size())).get(m_document))
            return fault;
        if (const auto fault = m_document.get_array().get(m_array)) return fault;
        return m_array.begin().get(m_at);
    }

    QByteArray m_bytes;
    const qsizetype m_size;
    ReadItem m_readItem;
    simdjson::ondemand::parser m_parser;
    simdjson::ondemand::document m_document;
    simdjson::ondemand::array m_array;
    simdjson::ondemand::array_iterator m_at;
    JsonReader m_reader;
    base::Decoded<QList<Item>> m_read;
    size_t m_index = 0;
    bool m_isStarted = false;
};

template<typename Item, typename ReadItem>
std::unique_ptr<ListReading<Item>> listReading(const QByteArray& body, ReadItem readItem)
{
    return std::make_unique<ListReadingBy<Item, ReadItem>>(body, std::move(readItem));
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
