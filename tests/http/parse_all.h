// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/http1_parser.h"

#include <QByteArray>
#include <QByteArrayView>
#include <vector>

namespace tailboard::http_test {

/// What a parser made of a whole connection: its bytes, then its end.
struct Parsed
{
    bool isAccepted = false;
    const char* error = "";
    http::Http1Parser::Fault fault = http::Http1Parser::Fault::None;
    http::ResponseHead head;
    QByteArray body;
    bool isReusable = false;

    friend bool operator==(const Parsed& a, const Parsed& b)
    {
        if (a.isAccepted != b.isAccepted) return false;
        // Refused is refused: how much of the body had come by then depends on the cut.
        if (!a.isAccepted) return true;
        return a.head.status == b.head.status && a.head.reason == b.head.reason && a.head.headers == b.head.headers &&
               a.body == b.body && a.isReusable == b.isReusable;
    }
};

/// Feeds pieces that end at the given offsets (ascending; the end of `bytes` is always the last), then ends the
/// connection.
inline Parsed parseAll(QByteArrayView bytes, const std::vector<qsizetype>& cuts = {}, bool answersHead = false,
                       qint64 headBytes = 64 * 1024)
{
    using Event = http::Http1Parser::Event;
    http::Http1Parser::Bounds bounds;
    bounds.headBytes = headBytes;
    http::Http1Parser parser(answersHead, bounds);
    Parsed parsed;
    const auto refuse = [&] {
        parsed.error = parser.faultText();
        parsed.fault = parser.fault();
        return parsed;
    };
    qsizetype from = 0;
    for (size_t i = 0; i <= cuts.size(); ++i) {
        const qsizetype to = i < cuts.size() ? cuts[i] : bytes.size();
        QByteArrayView piece = bytes.sliced(from, to - from);
        from = to;
        for (bool isHungry = false; !isHungry;) {
            switch (parser.next(piece)) {
            case Event::NeedMore:
                isHungry = true;
                break;
            case Event::Head:
                parsed.head = parser.head();
                break;
            case Event::Body:
                parsed.body.append(parser.bodyPiece());
                break;
            case Event::End: // bytes behind the end must be refused
                parsed.isReusable = parser.mayKeepAlive();
                break;
            case Event::Fault:
                return refuse();
            }
        }
    }
    if (!parser.isDone() && parser.endOfInput() == Event::Fault) return refuse();
    parsed.isAccepted = true;
    return parsed;
}

inline Parsed parseByteByByte(QByteArrayView bytes, bool answersHead = false)
{
    std::vector<qsizetype> cuts;
    for (qsizetype i = 1; i < bytes.size(); ++i)
        cuts.push_back(i);
    return parseAll(bytes, cuts, answersHead);
}

} // namespace tailboard::http_test
