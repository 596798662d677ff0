// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/source_state.h"
#include "ui/widgets/source_strip.h"

namespace tailboard::views {

/// "live", "1 s", "59 s", then the local clock time of the last good answer: "14:31:07"; "connecting", "no answer",
/// "not configured" when there is none. `now` in UTC.
QString ageText(const base::SourceState& source, const QDateTime& now);

/// What the popup of the source strip says about one daemon; `title` is its node when there are several.
widgets::SourceRow sourceRow(const base::SourceState& source, const QDateTime& now, const QString& title = {});

/// A source that is one daemon.
widgets::Source singleSource(const QString& name, const base::SourceState& source, const QDateTime& now);

/// A source of several daemons, as the Traefiks: "3/3 · 2 s" when all answer (the oldest age counts), "2/3 ·
/// firefly-sub02 lost" when not. Each is named by its node.
struct NamedSource
{
    QString title;
    base::SourceState state;
};
widgets::Source manySources(const QString& name, const std::vector<NamedSource>& sources, const QDateTime& now);

} // namespace tailboard::views
