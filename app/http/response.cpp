// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/response.h"

namespace tailboard::http {

QByteArray ResponseHead::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers)
        if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
    return {};
}

bool ResponseHead::hasHeader(const QByteArray& name) const
{
    for (const auto& [key, value] : headers)
        if (key.compare(name, Qt::CaseInsensitive) == 0) return true;
    return false;
}

QByteArray ResponseHead::contentType() const
{
    const QByteArray value = header("Content-Type");
    const qsizetype semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.left(semicolon)).trimmed().toLower();
}

std::optional<quint64> ResponseHead::number(const QByteArray& name) const
{
    bool isNumber = false;
    const quint64 value = header(name).toULongLong(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

} // namespace tailboard::http
