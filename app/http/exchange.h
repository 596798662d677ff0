// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/http/response.h"

#include <QByteArrayView>
#include <QObject>

namespace tailboard::http {

/// One request under way, as a stream of body pieces. Made by Client::open(). Signals come on the GUI thread, never
/// from inside open(). Exactly one of finished() and failed() is emitted, last, unless the object is deleted before:
/// deleting it (or abort()) ends the exchange and closes its connection.
class Exchange : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Ends it now; nothing more is emitted.
    virtual void abort() = 0;
    /// Stops (true) or resumes (false) reading from the socket, for a reader that needs a turn of the event loop.
    virtual void setPaused(bool paused) = 0;
    /// The text with this exchange's credentials blacked out, should the server have echoed them. For error texts.
    virtual QByteArray withoutSecrets(const QByteArray& text) const { return text; }

signals:
    /// The head came (never a 1xx one). Any status, also 4xx and 5xx.
    void headArrived(const tailboard::http::ResponseHead& head);
    /// A piece of the decoded body; the view holds during the signal only.
    void bodyArrived(QByteArrayView piece);
    /// Everything that had arrived, or as much as fits into one turn of the event loop, was handed out.
    void turnEnded();
    /// The body is complete.
    void finished();
    /// It ended early.
    void failed(const tailboard::base::Error& error);
};

} // namespace tailboard::http
