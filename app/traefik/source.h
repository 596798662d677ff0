// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/issue.h"
#include "app/base/result.h"
#include "app/base/source_state.h"
#include "app/http/client.h"
#include "app/traefik/configuration.h"
#include "app/traefik/timing.h"

#include <QObject>
#include <functional>
#include <memory>

namespace tailboard::traefik {

/// The live source of one running Traefik. Asks /api/overview at a calm period (10 s, up to 120 s while nothing
/// changes) and reads the rest when that, or a hint that something changed (poke()), or a slow safety period (60 s, up
/// to 30 min) says so; a body equal to the last one is not decoded again, and a configuration is believed only as a
/// whole round. An API that is closed (404 text on /api/overview, twice, 2 s apart) is a known state with a notice, not
/// an error; one that asks for a password waits with Unauthorized. After a restart of Traefik what was there before is
/// not taken away for the first 5 s. Lives on the GUI thread.
class Source : public QObject
{
    Q_OBJECT

public:
    /// `name` is for sentences: "Traefik on firefly-sub01". `clock` outlives the source.
    Source(std::unique_ptr<http::Client> client, const QString& name, const base::Clock& clock,
           QObject* parent = nullptr);
    ~Source() override;

    /// Before start().
    void setTiming(const Timing& timing);

    /// `once`: one attempt, which ends Live or Waiting within Timing::onceLimit; nothing is asked after it.
    void start(bool once = false);
    /// Ends all requests; state and configuration stay as they are.
    void stop();
    /// Reads everything now, whatever is under way.
    void refresh();
    /// Something that feeds this Traefik changed (a Nomad service event): read several times over the next seconds,
    /// since the provider polls (15 s by default) or waits for its throttle.
    void poke();

    const base::SourceState& state() const;
    /// The last good configuration; it stays when the source is lost, and when the API gets closed (state().fetchedAt
    /// then keeps the time it was read, so that it shows as stale).
    const Configuration& configuration() const;
    /// Lets the routers and services of configuration() go, when somebody else has taken them; a change announces them
    /// whole again.
    void release();
    /// Its API answers 404 text: Traefik runs, but with the API off.
    bool isApiClosed() const;
    /// Values of the last answers that were passed over.
    QList<base::Issue> issues() const;
    /// Bodies decoded since the start of the program; an unchanged body is not.
    qint64 decodes() const;

    /// Reads one call of the API now ("/api/http/routers/web@nomad"), over the source's connection and whatever its
    /// state. `done` is called once with the body, our credentials blacked out, never before this returns; not at all
    /// when `context` (not null) dies first, which ends the request.
    void read(const QByteArray& target, QObject* context, std::function<void(const base::Result<QByteArray>&)> done);

signals:
    void stateChanged();
    /// A configuration differs from the last one.
    void configurationChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::traefik
