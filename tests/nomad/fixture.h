// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace tailboard::nomad_test {

/// Body of a recorded reply "tests/fixtures/nomad/NAME.http" (bodies are stored joined, without chunk marks); fails the
/// test when the file is missing.
QByteArray recordedBody(const QString& name);
/// Lines of "tests/fixtures/nomad/NAME.ndjson".
QList<QByteArray> recordedLines(const QString& name);
/// Names of all recorded files with this ending, sorted, without it.
QStringList recordedNames(const QString& ending);

} // namespace tailboard::nomad_test
