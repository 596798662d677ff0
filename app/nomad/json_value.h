// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/base/symbol.h"
#include "app/base/uuid.h"

#include <QStringList>
#include <optional>
#include <simdjson.h>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// How the decoders of this folder read JSON: once, forward, straight into a row, noting what is not as it should be
// and going on. Only *.cpp files of this folder include this.
namespace tailboard::nomad {

/// Issues of one reply, at most 100; what is beyond is not kept.
class IssueList
{
public:
    static constexpr qsizetype most = 100;

    void add(QString path, QString reason);
    const QList<base::Issue>& list() const { return m_issues; }
    QList<base::Issue> take() { return std::exchange(m_issues, {}); }

private:
    QList<base::Issue> m_issues;
};

/// Where reading stands: the path down to the present value, the issues, and whether the bytes turned out to be no
/// JSON, after which nothing more can be read.
class JsonPlace
{
public:
    /// `issues` outlives it; `root` is put before every path ("[3]").
    JsonPlace(IssueList& issues, QString root)
        : m_issues(issues)
        , m_root(std::move(root))
    {}

    void enter(std::string_view key) { m_parts.emplace_back(key); }
    void enter(size_t index) { m_parts.emplace_back(index); }
    void leave() { m_parts.pop_back(); }
    /// An issue at the present value, or at its field `key`.
    void issue(const QString& reason, std::string_view key = {});
    void setBroken() { m_isBroken = true; }
    bool isBroken() const { return m_isBroken; }
    qsizetype issueCount() const { return m_count; }

private:
    IssueList& m_issues;
    QString m_root;
    std::vector<std::variant<std::string_view, size_t>> m_parts;
    qsizetype m_count = 0;
    bool m_isBroken = false;
};

/// One value under the reader. Every read() leaves its target as it was when the value is null (Go's nil lists, maps
/// and pointers) and notes an issue when it is of another type.
class JsonValue
{
public:
    JsonValue(simdjson::ondemand::value value, JsonPlace& place)
        : m_value(value)
        , m_place(place)
    {}

    void read(QString& to);
    void read(base::Symbol& to);
    void read(base::Uuid& to); ///< "" is none
    void read(bool& to);
    void read(int& to);
    void read(quint16& to);
    void read(qint64& to);
    void read(quint64& to);
    void read(double& to);
    void read(QStringList& to);

    /// The text, or nullopt when it is null or no string. Holds until the reply's next string is read.
    std::optional<std::string_view> text();
    /// As text(), without an issue: for maps that people fill freely, such as a task's Config.
    std::optional<std::string_view> textIfString();
    bool isNull();
    /// True when there is an object behind it (list stubs give a bool where details give an object or null).
    bool isObject();
    bool isArray();

    /// Calls `read(key, value)` for each field. Keys are as sent, with their escapes, which no key of a Go struct has.
    template<typename Read>
    void eachField(Read&& read);
    /// As eachField() for maps whose keys are names people gave: escapes are resolved.
    template<typename Read>
    void eachEntry(Read&& read);
    /// Calls `read(value)` for each element.
    template<typename Read>
    void eachElement(Read&& read);

    JsonPlace& place() { return m_place; }

private:
    bool is(simdjson::ondemand::json_type wanted, const char* name);
    template<typename Number>
    void readInteger(Number& to);

    simdjson::ondemand::value m_value;
    JsonPlace& m_place;
};

/// A parser that is used again and again, with the spare bytes simdjson wants behind its input.
class JsonBuffer
{
public:
    JsonBuffer();
    void clear() { m_size = 0; }
    void append(const char* bytes, size_t count);
    size_t size() const { return m_size; }
    std::string_view view() const { return {m_bytes.data(), m_size}; }

    /// Calls `read(value)` with the root, which must be an object or an array; false when it is not JSON.
    template<typename Read>
    bool readRoot(JsonPlace& place, Read&& read);

private:
    void pad();

    std::vector<char> m_bytes;
    size_t m_size = 0;
    simdjson::ondemand::parser m_parser;
};

template<typename Read>
void JsonValue::eachField(Read&& read)
{
    if (!is(simdjson::ondemand::json_type::object, "object")) return;
    simdjson::ondemand::object object;
    if (m_value.get_object().get(object)) return m_place.setBroken();
    for (auto result : object) {
        simdjson::ondemand::field field;
        if (std::move(result).get(field)) return m_place.setBroken();
        const char* start = field.key().raw();
        const char* end = start;
        while (*end != '"') {
            end += *end == '\\' ? 2 : 1;
        }
        const std::string_view key(start, size_t(end - start));
        m_place.enter(key);
        JsonValue value(field.value(), m_place);
        read(key, value);
        m_place.leave();
        if (m_place.isBroken()) return;
    }
}

template<typename Read>
void JsonValue::eachEntry(Read&& read)
{
    if (!is(simdjson::ondemand::json_type::object, "object")) return;
    simdjson::ondemand::object object;
    if (m_value.get_object().get(object)) return m_place.setBroken();
    for (auto result : object) {
        simdjson::ondemand::field field;
        std::string_view key;
        if (std::move(result).get(field) || field.unescaped_key().get(key)) return m_place.setBroken();
        m_place.enter(key);
        JsonValue value(field.value(), m_place);
        read(key, value);
        m_place.leave();
        if (m_place.isBroken()) return;
    }
}

template<typename Read>
void JsonValue::eachElement(Read&& read)
{
    if (!is(simdjson::ondemand::json_type::array, "array")) return;
    simdjson::ondemand::array array;
    if (m_value.get_array().get(array)) return m_place.setBroken();
    size_t index = 0;
    for (auto result : array) {
        simdjson::ondemand::value element;
        if (std::move(result).get(element)) return m_place.setBroken();
        m_place.enter(index++);
        JsonValue value(element, m_place);
        read(value);
        m_place.leave();
        if (m_place.isBroken()) return;
    }
}

template<typename Read>
bool JsonBuffer::readRoot(JsonPlace& place, Read&& read)
{
    pad();
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    if (m_parser.iterate(m_bytes.data(), m_size, m_bytes.size()).get(document) || document.get_value().get(root)) {
        place.setBroken();
        return false;
    }
    JsonValue value(root, place);
    read(value);
    return !place.isBroken();
}

} // namespace tailboard::nomad
