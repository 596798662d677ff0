// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"

#include <QMutex>
#include <QMutexLocker>

namespace tailboard::test_support {

namespace {

struct Kept
{
    QMutex mutex;
    QList<QRegularExpression> expected;
    QStringList unexpected;
    QtMessageHandler previous = nullptr;
};

Kept& kept()
{
    static Kept theKept;
    return theKept;
}

void handle(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    Kept& k = kept();
    {
        const QMutexLocker lock(&k.mutex);
        const bool isFault = type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg;
        const bool isAnnounced = std::any_of(k.expected.cbegin(), k.expected.cend(),
                                             [&](const QRegularExpression& e) { return e.match(message).hasMatch(); });
        if (isFault && !isAnnounced) k.unexpected << message;
    }
    if (k.previous) k.previous(type, context, message);
}

} // namespace

MessageGuard::MessageGuard()
{
    // The offscreen platform says this at every window; it is about the platform, not about us.
    expect(QRegularExpression(QStringLiteral("propagateSizeHints")));
    kept().previous = qInstallMessageHandler(handle);
}

MessageGuard::~MessageGuard()
{
    qInstallMessageHandler(kept().previous);
}

void MessageGuard::expect(const QRegularExpression& pattern)
{
    const QMutexLocker lock(&kept().mutex);
    kept().expected << pattern;
}

QStringList MessageGuard::unexpected()
{
    const QMutexLocker lock(&kept().mutex);
    return kept().unexpected;
}

} // namespace tailboard::test_support
