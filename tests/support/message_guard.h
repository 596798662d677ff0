// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QStringList>
#include <QtTest>
#include <cstdio>

namespace tailboard::test_support {

/// While it lives, every qWarning, qCritical or qFatal that the test did not announce is kept, and `unexpected()` must
/// be empty at the end (the TAILBOARD_TEST_MAIN macro checks it and fails the program).
class MessageGuard
{
public:
    MessageGuard();
    ~MessageGuard();
    MessageGuard(const MessageGuard&) = delete;
    MessageGuard& operator=(const MessageGuard&) = delete;

    /// Messages that match are fine from now on.
    static void expect(const QRegularExpression& pattern);
    static QStringList unexpected();
};

} // namespace tailboard::test_support

/// main() of a Qt Test program with the given application class (QCoreApplication, QApplication) and guard.
#define TAILBOARD_TEST_MAIN(Application, Test)                                                                         \
    int main(int argc, char** argv)                                                                                    \
    {                                                                                                                  \
        Application application(argc, argv);                                                                           \
        tailboard::test_support::MessageGuard guard;                                                                   \
        Test test;                                                                                                     \
        const int failures = QTest::qExec(&test, argc, argv);                                                          \
        const QStringList unexpected = tailboard::test_support::MessageGuard::unexpected();                            \
        for (const QString& message : unexpected)                                                                      \
            std::fprintf(stderr, "unexpected message: %s\n", qPrintable(message));                                     \
        return failures != 0 ? failures : (unexpected.isEmpty() ? 0 : 1);                                              \
    }
