// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/inflate.h"

#include <algorithm>
#include <array>
#include <zlib.h>

namespace tailboard::http {

class Inflate::Private
{
public:
    z_stream stream{};
    std::array<char, 64 * 1024> buffer;
    qsizetype produced = 0;
    bool isReady = false;
    bool isDone = false;
};

Inflate::Inflate()
    : d(std::make_unique<Private>())
{
    // 15 + 16: the largest window, gzip framing only (zlib.h, inflateInit2).
    d->isReady = ::inflateInit2(&d->stream, 15 + 16) == Z_OK;
}

Inflate::~Inflate()
{
    if (d->isReady) ::inflateEnd(&d->stream);
}

Inflate::Event Inflate::next(QByteArrayView& input)
{
    if (!d->isReady) return Event::Error;
    if (d->isDone) return input.isEmpty() ? Event::Done : Event::Error;
    const auto offered = uInt(std::min<qsizetype>(input.size(), 1 << 30));
    // zlib's interface has no const; it does not write to its input.
    d->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    d->stream.avail_in = offered;
    d->stream.next_out = reinterpret_cast<Bytef*>(d->buffer.data());
    d->stream.avail_out = uInt(d->buffer.size());
    const int code = ::inflate(&d->stream, Z_NO_FLUSH);
    input = input.sliced(qsizetype(offered - d->stream.avail_in));
    d->produced = qsizetype(d->buffer.size() - d->stream.avail_out);
    if (code == Z_STREAM_END)
        d->isDone = true;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        return Event::Error;
    if (d->produced > 0) return Event::Output;
    return d->isDone ? Event::Done : Event::NeedMore;
}

QByteArrayView Inflate::output() const
{
    return {d->buffer.data(), d->produced};
}

bool Inflate::isDone() const
{
    return d->isDone;
}

} // namespace tailboard::http
