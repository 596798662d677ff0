// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <memory>

namespace tailboard::http {

/// Unpacks a gzip body as its pieces come, in bounded memory (64 KiB of output at a time). Several members one after
/// the other are one body (RFC 1952, 2.2); anything else behind a member is a fault.
class Inflate
{
public:
    enum class Event {
        NeedMore, ///< the input is used up
        Piece,    ///< piece() holds until the next call
        Fault,    ///< damaged, or not gzip
        TooLarge, ///< an answer that grows beyond every honest ratio
    };

    Inflate();
    ~Inflate();
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;

    /// Takes bytes from the front of `input`; call until NeedMore.
    Event next(QByteArrayView& input);
    QByteArrayView piece() const;
    /// Whether the body may end here: behind a whole member, or before any byte (an empty body has no gzip header).
    bool isComplete() const;

private:
    struct State;
    std::unique_ptr<State> d;
};

} // namespace tailboard::http
