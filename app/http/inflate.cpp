// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/inflate.h"

#include <QtGlobal>
#include <array>
#include <zlib.h>

namespace tailboard::http {

namespace {

// Deflate cannot pass 1,032 to 1. Lists of JSON reach 10 to 100 to 1 (13 MB of allocations came in 270 kB), so only
// what is both large and beyond 400 to 1 is taken for an attack. The limit on the decoded body holds beside this.
constexpr quint64 freeOutput = 8u << 20;
constexpr quint64 largestRatio = 400;

} // namespace

struct Inflate::State
{
    z_stream stream{};
    std::array<unsigned char, 64 * 1024> out;
    qsizetype outSize = 0;
    quint64 totalIn = 0;
    quint64 totalOut = 0;
    bool isReady = false;
    bool isBroken = false;
    bool isBetweenMembers = true;
    bool isOutputFull = false; ///< zlib stopped for want of room; there may be more without new input
};

Inflate::Inflate()
    : d(std::make_unique<State>())
{
    // 15 bits of window, + 16: gzip and nothing else.
    d->isReady = inflateInit2(&d->stream, 15 + 16) == Z_OK;
}

Inflate::~Inflate()
{
    if (d->isReady) inflateEnd(&d->stream);
}

Inflate::Event Inflate::next(QByteArrayView& input)
{
    d->outSize = 0;
    if (!d->isReady || d->isBroken) return Event::Fault;
    while (!input.isEmpty() || d->isOutputFull) {
        if (d->isBetweenMembers) {
            if (d->totalIn > 0) inflateReset(&d->stream);
            d->isBetweenMembers = false;
        }
        const auto offered = static_cast<uInt>(std::min<qsizetype>(input.size(), 1 << 30));
        // zlib's interface lacks the const; it does not write to its input.
        d->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
        d->stream.avail_in = offered;
        d->stream.next_out = d->out.data();
        d->stream.avail_out = static_cast<uInt>(d->out.size());
        const int result = inflate(&d->stream, Z_NO_FLUSH);
        const uInt used = offered - d->stream.avail_in;
        input = input.sliced(static_cast<qsizetype>(used));
        d->outSize = static_cast<qsizetype>(d->out.size() - d->stream.avail_out);
        d->totalIn += used;
        d->totalOut += static_cast<quint64>(d->outSize);
        d->isOutputFull = d->stream.avail_out == 0 && result == Z_OK;
        if (result == Z_STREAM_END) {
            d->isBetweenMembers = true;
        } else if (result == Z_BUF_ERROR && used == 0 && d->outSize == 0) {
            // No progress without more input: not a fault.
            return input.isEmpty() ? Event::NeedMore : (d->isBroken = true, Event::Fault);
        } else if (result != Z_OK) {
            d->isBroken = true;
            return Event::Fault;
        }
        if (d->totalOut > freeOutput && d->totalOut / largestRatio > d->totalIn) {
            d->isBroken = true;
            return Event::TooLarge;
        }
        if (d->outSize > 0) return Event::Piece;
    }
    return Event::NeedMore;
}

QByteArrayView Inflate::piece() const
{
    return {d->out.data(), d->outSize};
}

bool Inflate::isComplete() const
{
    return d->isBetweenMembers && !d->isOutputFull && !d->isBroken;
}

} // namespace tailboard::http
