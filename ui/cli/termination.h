// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace tailboard::cli {

/// Turns SIGINT and SIGTERM into a signal of the event loop, so that a call that runs until it is ended cleans up. One
/// at a time. On systems without these signals it does nothing.
class Termination : public QObject
{
    Q_OBJECT

public:
    explicit Termination(QObject* parent = nullptr);
    ~Termination() override;

signals:
    void asked();
};

} // namespace tailboard::cli
