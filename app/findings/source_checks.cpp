// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

#include <QLocale>

namespace tailboard::findings {

using namespace Qt::StringLiterals;
using base::SourcePhase;
using base::State;

namespace {

/// A source that connects again is no news unless that lasts longer than a restart.
constexpr qint64 reconnectSeconds = 45;

QString clockTime(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime().time(), QLocale::ShortFormat);
}

/// Lost, or old without a word. A first answer that is awaited is no finding.
bool isIll(const base::SourceState& source, const QDateTime& now)
{
    const State health = base::sourceHealth(source, now);
    if (health == State::Critical) return true;
    if (health != State::Stale) return false;
    if (source.phase != SourcePhase::Connecting) return true;
    return source.error || !source.fetchedAt || source.fetchedAt->secsTo(now) > reconnectSeconds;
}

/// `subject` names the source for the id, `name` for people.
void checkSource(const World& world, const base::SourceState& source, const QString& subject, const QString& name,
                 Found& found)
{
    if (isIll(source, world.now)) {
        const bool isKnown = source.fetchedAt.has_value();
        cluster::Finding& finding = found.add(u"source-lost"_s, subject, cluster::TableId::Instances,
                                              isKnown ? State::Warning : State::Critical);
        finding.subject = name;
        if (source.error) {
            finding.text = source.error->what;
            if (!source.error->why.isEmpty()) finding.text += u' ' + source.error->why;
            finding.remedy = source.error->hint;
            finding.original = source.error->original;
        }
        if (finding.text.isEmpty())
            finding.text = isKnown ? words("%1 has not answered since %2.").arg(name, clockTime(*source.fetchedAt))
                                   : words("%1 has not answered.").arg(name);
        if (finding.remedy.isEmpty()) finding.remedy = words("Check that it runs and can be reached from here.");
        return;
    }
    if (source.phase == SourcePhase::Live && !source.streaming && source.period.count() > 0 && source.fetchedAt)
        found.lookAgain(source.fetchedAt->addSecs(2 * source.period.count() + 1));
    if (source.notice.isEmpty()) return;
    cluster::Finding& finding = found.add(u"source-limited"_s, subject, cluster::TableId::Instances, State::Unknown);
    finding.subject = name;
    finding.text = source.notice;
    finding.remedy = words("What cannot be read is shown as unknown.");
}

} // namespace

void checkNomad(const World& world, Found& found)
{
    checkSource(world, world.tables.nomadSource, u"nomad"_s, u"Nomad"_s, found);
    const int unread = world.tables.unreadJobs;
    if (unread == 0) return;
    cluster::Finding& finding = found.add(u"jobs-not-checked"_s, u"nomad"_s, cluster::TableId::Jobs, State::Unknown);
    finding.subject = u"Nomad"_s;
    finding.text = unread == 1 ? words("The specification of 1 job was not read: its ports, host volumes and arguments "
                                       "are not checked.")
                               : words("The specifications of %1 jobs were not read: their ports, host volumes and "
                                       "arguments are not checked.")
                                     .arg(unread);
    finding.remedy = words("Use a token with read-job; of more than 200 ordinary jobs only the first are read.");
}

void checkTailscale(const World& world, Found& found)
{
    checkSource(world, world.tables.tailscaleSource, u"tailscale"_s, u"Tailscale"_s, found);
    checkTailnet(world, found);
}

void checkInstance(const World& world, const cluster::TraefikInstance& instance, Found& found)
{
    const QString name =
        instance.node.isEmpty() ? words("Traefik at %1").arg(instance.key) : words("Traefik on %1").arg(instance.node);
    checkSource(world, instance.source, instance.key, name, found);
}

} // namespace tailboard::findings
