// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/line_stream.h"

#include "app/http/client.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <cstring>

namespace tailboard::http {

using base::Error;
using base::ErrorKind;

namespace {

constexpr qsizetype longestErrorText = 8192;
/// How long the text of a refusal is waited for: a stream's exchange has no limits of its own inside the body.
constexpr std::chrono::milliseconds longestRefusal{3'000};

QString say(const char* text)
{
    return QCoreApplication::translate("http", text);
}

} // namespace

class LineStream::Private
{
public:
    LineStream* q = nullptr;
    std::unique_ptr<Exchange> exchange;
    QTimer quietTimer;
    QElapsedTimer quietSince;
    std::chrono::milliseconds quietLimit{0};
    qint64 longestLine = 0;
    QString product;
    ResponseHead head;
    QByteArray pending; ///< the start of a line whose end has not come
    bool hasLines = false;
    bool isOver = false;

    bool isRefused() const { return head.status != 0 && head.status != 200; }
    void onHead(const ResponseHead& arrived);
    void onBody(QByteArrayView piece);
    bool onLine(QByteArrayView line, const QPointer<LineStream>& self);
    void onFinished();
    void onQuiet();
    void fail(const Error& error);
    void stop();
};

LineStream::LineStream(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds quietLimit, qint64 longestLine,
                       QObject* parent, const QString& product)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->q = this;
    d->exchange = std::move(exchange);
    d->quietLimit = quietLimit;
    d->longestLine = longestLine;
    d->product = product.isEmpty() ? say("The server") : product;
    d->quietTimer.setSingleShot(true);
    connect(&d->quietTimer, &QTimer::timeout, this, [this] { d->onQuiet(); });
    Exchange* source = d->exchange.get();
    connect(source, &Exchange::headArrived, this, [this](const ResponseHead& head) { d->onHead(head); });
    connect(source, &Exchange::bodyArrived, this, [this](QByteArrayView piece) { d->onBody(piece); });
    connect(source, &Exchange::turnEnded, this, [this] {
        if (d->hasLines && !d->isOver) {
            d->hasLines = false;
            emit batchEnded();
        }
    });
    connect(source, &Exchange::finished, this, [this] { d->onFinished(); });
    connect(source, &Exchange::failed, this, [this](const Error& error) {
        // A refusal stays one when the rest of its text does not come.
        if (d->isRefused())
            d->onFinished();
        else
            d->fail(error);
    });
}

LineStream::~LineStream() = default;

void LineStream::Private::onHead(const ResponseHead& arrived)
{
    head = arrived;
    if (head.status != 200) {
        // Its body is the error's text.
        quietTimer.start(longestRefusal);
        return;
    }
    if (quietLimit.count() > 0) {
        quietSince.start();
        quietTimer.start(quietLimit);
    }
    emit q->opened(head);
}

void LineStream::Private::onBody(QByteArrayView piece)
{
    if (isOver) return;
    if (head.status != 200) {
        pending.append(piece.first(std::min<qsizetype>(piece.size(), longestErrorText - pending.size())));
        if (pending.size() >= longestErrorText) onFinished();
        return;
    }
    const QPointer<LineStream> self(q);
    while (!piece.isEmpty()) {
        const void* found = std::memchr(piece.data(), '\n', static_cast<size_t>(piece.size()));
        const qsizetype size = found ? static_cast<const char*>(found) - piece.data() : piece.size();
        if (pending.size() + size > longestLine) {
            return fail(Error{.kind = ErrorKind::TooLarge,
                              .what = say("A line of the stream is too long."),
                              .why = say("It is over %1 bytes.").arg(longestLine),
                              .hint = say("Check that the address names the right program.")});
        }
        if (!found) {
            pending.append(piece);
            return;
        }
        bool isAlive = true;
        if (pending.isEmpty()) {
            isAlive = onLine(piece.first(size), self);
        } else {
            pending.append(piece.first(size));
            const QByteArray line = std::exchange(pending, {});
            isAlive = onLine(line, self);
        }
        if (!isAlive) return;
        piece = piece.sliced(size + 1);
    }
}

bool LineStream::Private::onLine(QByteArrayView line, const QPointer<LineStream>& self)
{
    if (line.endsWith('\r')) line.chop(1);
    if (quietLimit.count() > 0) quietSince.start();
    if (line.isEmpty()) return true;
    hasLines = true;
    emit q->lineArrived(line);
    return self && !isOver;
}

void LineStream::Private::onFinished()
{
    if (isOver) return;
    if (head.status != 200) {
        const QByteArray text = exchange->withoutSecrets(pending);
        fail(statusError(head, text, product));
        return;
    }
    // The body is whole, so that what is left is a line whose end the server left out.
    const QPointer<LineStream> self(q);
    if (!pending.isEmpty()) {
        const QByteArray line = std::exchange(pending, {});
        if (!onLine(line, self)) return;
    }
    if (std::exchange(hasLines, false)) emit q->batchEnded();
    if (!self || isOver) return;
    stop();
    emit q->ended();
}

void LineStream::Private::onQuiet()
{
    if (isRefused()) return onFinished();
    const qint64 left = quietLimit.count() - quietSince.elapsed();
    if (left > 0) return quietTimer.start(static_cast<int>(left));
    fail(Error{.kind = ErrorKind::TimedOut,
               .what = say("The stream was silent for %1 s.").arg(static_cast<double>(quietLimit.count()) / 1000.0),
               .why = say("Even its regular sign of life did not come."),
               .hint = say("It is opened again.")});
}

void LineStream::Private::fail(const Error& error)
{
    if (isOver) return;
    const QPointer<LineStream> self(q);
    if (std::exchange(hasLines, false)) emit q->batchEnded();
    if (!self || isOver) return;
    stop();
    emit q->failed(error);
}

void LineStream::Private::stop()
{
    isOver = true;
    quietTimer.stop();
    exchange->abort();
}

} // namespace tailboard::http
