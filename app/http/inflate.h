// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <memory>

namespace tailboard::http {

/// Streaming gzip decoder (RFC 1952) for one body. Bytes after the gzip member are refused. The caller bounds the sum
/// of what comes out; one call gives at most 64 KiB, so a bomb costs no memory.
class Inflate
{
public:
    enum class Event { NeedMore, Output, Done, Error };

    Inflate();
    ~Inflate();

    /// Takes from the front of `input`; on Output, output() is a piece that holds until the next call.
    Event next(QByteArrayView& input);
    QByteArrayView output() const;
    /// The member's end and checksum have been seen.
    bool isDone() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::http
