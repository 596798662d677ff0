// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>
#include <utility>

namespace tailboard::http {

/// Status line and headers of an answer.
struct ResponseHead
{
    int status = 0;
    QByteArray reason;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< in order, names as sent

    /// First value of a header, name compared without case; empty when absent.
    QByteArray header(const QByteArray& name) const;
    bool hasHeader(const QByteArray& name) const;
    /// Media type in lower case without parameters ("application/json"); empty when absent.
    QByteArray contentType() const;
    /// A header that is a non-negative number, such as X-Nomad-Index.
    std::optional<quint64> number(const QByteArray& name) const;
};

/// A whole answer; the body is decoded (chunks joined, gzip inflated).
struct Response
{
    ResponseHead head;
    QByteArray body;
};

} // namespace tailboard::http
