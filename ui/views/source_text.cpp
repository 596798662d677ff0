// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/source_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using base::SourcePhase;
using base::SourceState;
using widgets::Source;
using widgets::SourceRow;
using widgets::State;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SourceText", text);
}

bool answers(State state)
{
    return state == State::Ok || state == State::Warning;
}

/// A source that is live and may not read something is no fault of the connection, but not well either.
State shownState(const SourceState& source, const QDateTime& now)
{
    const State state = base::sourceHealth(source, now);
    return state == State::Ok && !source.notice.isEmpty() ? State::Warning : state;
}

QString joined(const QString& first, const QString& second)
{
    return first.isEmpty() || second.isEmpty() ? first + second : first + u' ' + second;
}

} // namespace

QString ageText(const SourceState& source, const QDateTime& now)
{
    if (source.phase == SourcePhase::Unused) return tr("not configured");
    const auto age = base::sourceAge(source, now);
    if (!age) return source.phase == SourcePhase::Connecting ? tr("connecting") : tr("no answer");
    const bool isStale = base::sourceHealth(source, now) == State::Stale;
    if (!isStale && source.streaming) return tr("live");
    if (!isStale && age->count() < 60) return tr("%1 s").arg(age->count());
    return QLocale().toString(source.fetchedAt->toLocalTime().time(), u"HH:mm:ss"_s);
}

SourceRow sourceRow(const SourceState& source, const QDateTime& now, const QString& title)
{
    SourceRow row{.title = title,
                  .state = shownState(source, now),
                  .age = ageText(source, now),
                  .address = source.address,
                  .version = source.version,
                  .sentence = source.notice};
    if (source.error) {
        row.sentence = joined(source.error->sentence(), source.notice);
        row.original = source.error->original;
    }
    if (source.nextTry && source.phase == SourcePhase::Waiting)
        row.nextTry = tr("in %1 s").arg(std::max<qint64>(0, now.secsTo(*source.nextTry)));
    return row;
}

Source singleSource(const QString& name, const SourceState& source, const QDateTime& now)
{
    Source made{.name = name, .age = ageText(source, now), .state = shownState(source, now)};
    if (source.phase != SourcePhase::Unused) made.rows.push_back(sourceRow(source, now));
    return made;
}

Source manySources(const QString& name, const std::vector<NamedSource>& sources, const QDateTime& now)
{
    Source made{.name = name, .age = tr("none found"), .state = State::Unknown};
    if (sources.empty()) return made;

    made.state = State::Ok;
    int answering = 0;
    const NamedSource* lost = nullptr;
    const NamedSource* oldest = nullptr;
    for (const NamedSource& each : sources) {
        made.rows.push_back(sourceRow(each.state, now, each.title));
        const State state = made.rows.back().state;
        made.state = base::worse(made.state, state);
        answering += answers(state);
        if (!answers(state) && state != State::Pending && !lost) lost = &each;
        if (answers(state) && (!oldest || each.state.fetchedAt < oldest->state.fetchedAt)) oldest = &each;
    }
    const QString share = u"%1/%2"_s.arg(answering).arg(sources.size());
    if (lost)
        made.age = tr("%1 · %2 lost").arg(share, lost->title);
    else if (oldest)
        made.age = tr("%1 · %2").arg(share, ageText(oldest->state, now));
    else
        made.age = share;
    return made;
}

} // namespace tailboard::views
