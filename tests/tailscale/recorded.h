// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

// The recordings of a real tailscaled (1.102.3) under tests/fixtures/tailscale.
namespace tailboard::tailscale_test {

/// Names of the recordings that match a pattern ("*-status*.http"), sorted.
QStringList recordedNames(const QString& pattern);
/// The whole file.
QByteArray recordedFile(const QString& name);
/// The JSON after the head of an .http recording.
QByteArray recordedBody(const QString& name);
/// The lines of an .ndjson recording, without the newlines and without empty ones.
QList<QByteArray> recordedLines(const QString& name);

} // namespace tailboard::tailscale_test
