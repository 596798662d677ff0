// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/line_stream.h"

#include "app/http/client.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

namespace tailboard::http {

class LineStream::Private
{
public:
    std::unique_ptr<Exchange> exchange;
    qint64 longestLine = 0;
    QByteArray pending; ///< an unfinished line
    QByteArray refusal; ///< body of an answer that is not 200
    ResponseHead head;
    QTimer quiet;
    bool isRefused = false;
    bool isBatchOpen = false;
};

LineStream::LineStream(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds quietLimit, qint64 longestLine,
                       QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->exchange = std::move(exchange);
    d->longestLine = longestLine;
    d->quiet.setSingleShot(true);
    d->quiet.setInterval(quietLimit);
    Exchange* const e = d->exchange.get();
    const bool hasQuietLimit = quietLimit.count() > 0;

    connect(&d->quiet, &QTimer::timeout, this, [this] {
        d->exchange->abort();
        emit failed({.kind = base::ErrorKind::TimedOut,
                     .what = QCoreApplication::translate("http", "The stream was silent for %1 s.")
                                 .arg(double(d->quiet.interval()) / 1000),
                     .why = {},
                     .hint = QCoreApplication::translate("http", "It is opened again.")});
    });
    connect(e, &Exchange::headArrived, this, [this, hasQuietLimit](const ResponseHead& head) {
        d->head = head;
        d->isRefused = head.status != 200;
        if (d->isRefused) return;
        if (hasQuietLimit) d->quiet.start();
        emit opened(head);
    });
    connect(e, &Exchange::bodyArrived, this, [this, hasQuietLimit](QByteArrayView piece) {
        if (d->isRefused) {
            if (d->refusal.size() < 64 * 1024) d->refusal.append(piece);
            return;
        }
        if (hasQuietLimit) d->quiet.start();
        if (!d->isBatchOpen) {
            d->isBatchOpen = true;
            QTimer::singleShot(0, this, [this] {
                d->isBatchOpen = false;
                emit batchEnded();
            });
        }
        const QPointer<LineStream> self(this);
        while (!piece.isEmpty()) {
            const qsizetype end = piece.indexOf('\n');
            const QByteArrayView part = end < 0 ? piece : piece.first(end);
            if (d->pending.size() + part.size() > d->longestLine) {
                d->exchange->abort();
                d->quiet.stop();
                emit failed({.kind = base::ErrorKind::TooLarge,
                             .what = QCoreApplication::translate("http", "A line of the stream is too long."),
                             .why = {},
                             .hint = QCoreApplication::translate("http", "It is opened again.")});
                return;
            }
            if (end < 0) {
                d->pending.append(part);
                return;
            }
            piece = piece.sliced(end + 1);
            if (d->pending.isEmpty()) {
                if (!part.trimmed().isEmpty()) emit lineArrived(part);
            } else {
                d->pending.append(part);
                const QByteArray line = std::exchange(d->pending, {});
                emit lineArrived(line);
            }
            if (!self) return;
        }
    });
    connect(e, &Exchange::finished, this, [this] {
        d->quiet.stop();
        if (d->isRefused) {
            emit failed(statusError(d->head, d->refusal, QCoreApplication::translate("http", "The server")));
            return;
        }
        const QPointer<LineStream> self(this);
        if (!d->pending.trimmed().isEmpty()) {
            const QByteArray line = std::exchange(d->pending, {});
            emit lineArrived(line);
        }
        if (self) emit batchEnded();
        if (self) emit ended();
    });
    connect(e, &Exchange::failed, this, [this](const base::Error& error) {
        d->quiet.stop();
        emit failed(error);
    });
}

LineStream::~LineStream() = default;

} // namespace tailboard::http
