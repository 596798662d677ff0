// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/result.h"
#include "app/cluster/monitor.h"
#include "app/demo/cluster.h"
#include "ui/cli/call.h"

#include <memory>
#include <optional>

class QApplication;
class QCoreApplication;

namespace tailboard {

/// Builds every long-lived object and connects them. With main.cpp the only place that sees all rooms. The functions
/// run the event loop and give the program's exit code.
int runStatus(QCoreApplication& application, const cli::Call& call);
int runDemoServer(QCoreApplication& application, const cli::Call& call);
int runWindow(QApplication& application, const cli::Call& call);

} // namespace tailboard
