// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/exchange.h"

#include <QByteArrayView>
#include <QObject>
#include <chrono>
#include <memory>

namespace tailboard::http {

/// Cuts an exchange's body into lines (newline-delimited JSON of Nomad's event stream and tailscaled's bus). Lines are
/// handed out as they come; a line over `longestLine` bytes ends the stream with TooLarge. Reads at most a few
/// milliseconds in one turn of the event loop, so that a burst never blocks the window.
class LineStream : public QObject
{
    Q_OBJECT

public:
    /// Takes the exchange. `quietLimit` is the longest silence between two lines, 0 = none. `product` names the server
    /// in the error of a status that is not 200; empty: "The server".
    LineStream(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds quietLimit, qint64 longestLine,
               QObject* parent = nullptr, const QString& product = {});
    ~LineStream() override;

signals:
    /// Head with status 200; any other status ends in failed() with the status in the error.
    void opened(const tailboard::http::ResponseHead& head);
    /// One line without its newline; the view holds during the signal only. Empty lines are left out.
    void lineArrived(QByteArrayView line);
    /// The turn is over: everything that had arrived was handed out. Lets a reader apply a batch at once.
    void batchEnded();
    /// The other side ended the stream in an orderly way.
    void ended();
    void failed(const tailboard::base::Error& error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::http
