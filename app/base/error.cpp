// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/error.h"

#include <QStringList>

namespace tailboard::base {

using namespace Qt::StringLiterals;

QString Error::sentence() const
{
    QStringList parts;
    for (const QString& part : {what, why, hint})
        if (!part.isEmpty()) parts << part;
    return parts.join(u' ');
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
        return u"unreachable"_s;
    case ErrorKind::TimedOut:
        return u"timed_out"_s;
    case ErrorKind::Cut:
        return u"cut"_s;
    case ErrorKind::TlsUntrusted:
        return u"tls_untrusted"_s;
    case ErrorKind::TlsWrongName:
        return u"tls_wrong_name"_s;
    case ErrorKind::TlsFailed:
        return u"tls_failed"_s;
    case ErrorKind::Malformed:
        return u"malformed"_s;
    case ErrorKind::TooLarge:
        return u"too_large"_s;
    case ErrorKind::Redirected:
        return u"redirected"_s;
    case ErrorKind::WrongProduct:
        return u"wrong_product"_s;
    case ErrorKind::Unauthorized:
        return u"unauthorized"_s;
    case ErrorKind::Forbidden:
        return u"forbidden"_s;
    case ErrorKind::NotFound:
        return u"not_found"_s;
    case ErrorKind::Conflict:
        return u"conflict"_s;
    case ErrorKind::RateLimited:
        return u"rate_limited"_s;
    case ErrorKind::ServerError:
        return u"server_error"_s;
    case ErrorKind::NoLeader:
        return u"no_leader"_s;
    case ErrorKind::StreamRefused:
        return u"stream_refused"_s;
    case ErrorKind::NotRunning:
        return u"not_running"_s;
    case ErrorKind::Unknown:
        return u"unknown"_s;
    case ErrorKind::Cancelled:
        return u"cancelled"_s;
    }
    return u"unknown"_s;
}

} // namespace tailboard::base
