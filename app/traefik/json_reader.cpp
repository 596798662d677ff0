// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/traefik/json_reader.h"

#include <QCoreApplication>

namespace tailboard::traefik {

using namespace Qt::StringLiterals;
using simdjson::ondemand::json_type;

namespace {

constexpr qsizetype mostIssues = 100;
constexpr qsizetype longestOriginal = 2'000;

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString typeName(json_type type)
{
    switch (type) {
    case json_type::array:
        return u"list"_s;
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

} // namespace

bool JsonReader::isType(Value& value, json_type wanted)
{
    json_type found{};
    if (isError(value.type().get(found))) return false;
    if (found == wanted) return true;
    addIssue(u"expected %1, found %2"_s.arg(typeName(wanted), typeName(found)));
    return false;
}

void JsonReader::text(Value value, QString& field)
{
    if (!isType(value, json_type::string)) return;
    std::string_view utf8;
    const simdjson::error_code code = value.get_string().get(utf8);
    // A wrong escape spoils its own text only; the parser has stepped over it.
    if (code == simdjson::STRING_ERROR) {
        addIssue(u"invalid escape in string"_s);
        return;
    }
    if (!isError(code)) field = toText(utf8);
}

void JsonReader::texts(Value value, QStringList& field)
{
    QStringList read;
    array(value, [&](Value element) {
        QString item;
        const qsizetype before = m_issues.size();
        text(element, item);
        if (m_issues.size() == before || !item.isEmpty()) read << item;
    });
    field = read;
}

void JsonReader::integerText(Value value, QString& field)
{
    if (!isType(value, json_type::number)) return;
    std::string_view token = value.raw_json_token();
    while (!token.empty() &&
           (token.back() == ' ' || token.back() == '\t' || token.back() == '\n' || token.back() == '\r'))
        token.remove_suffix(1);
    const size_t digits = token.find_first_not_of("-0123456789");
    if (digits != std::string_view::npos || token.size() > 40) {
        addIssue(u"expected integer"_s);
        return;
    }
    field = toText(token);
}

void JsonReader::time(Value value, std::optional<QDateTime>& field)
{
    QString written;
    text(value, written);
    if (written.isEmpty() || written.startsWith("0001-01-01T"_L1)) return;
    const QDateTime read = QDateTime::fromString(written, Qt::ISODateWithMs);
    if (!read.isValid()) {
        addIssue(u"expected RFC 3339 time"_s);
        return;
    }
    field = read.toUTC();
}

void JsonReader::missing(std::string_view key)
{
    addIssue(u"missing"_s, key);
}

void JsonReader::addIssue(const QString& reason, std::string_view missingKey)
{
    if (m_issues.size() >= mostIssues) return;
    QString path;
    const auto addKey = [&](std::string_view key) {
        if (!path.isEmpty()) path += u'.';
        path += toText(key.substr(0, 200));
    };
    for (const Step& step : m_path) {
        if (step.key.data())
            addKey(step.key);
        else
            path += u"[%1]"_s.arg(step.index);
    }
    if (!missingKey.empty()) addKey(missingKey);
    m_issues << base::Issue{.path = path, .reason = reason};
}

base::Error notJson(const QString& detail, const QByteArray& body)
{
    return {.kind = base::ErrorKind::Malformed,
            .what = QCoreApplication::translate("traefik", "Traefik's answer is not the JSON it should be."),
            .why = detail,
            .hint = QCoreApplication::translate("traefik", "Check that the address is that of Traefik's API."),
            .original = QString::fromUtf8(body.left(longestOriginal))};
}

} // namespace tailboard::traefik
