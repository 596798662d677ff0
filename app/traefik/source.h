// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/source_state.h"
#include "app/http/client.h"
#include "app/traefik/configuration.h"

#include <QObject>
#include <memory>

namespace tailboard::traefik {

/// The live source of one running Traefik. Asks /api/overview at a calm period (10 s) and reads the rest when that, or
/// a hint that something changed (poke()), or a slow safety period (60 s) says so; a body equal to the last one is not
/// decoded again. An API that is closed (404 text on /api/overview) is a known state with a notice, not an error, and
/// so is one that asks for a password. Lives on the GUI thread.
class Source : public QObject
{
    Q_OBJECT

public:
    /// `name` is for sentences: "Traefik on firefly-sub01". `clock` outlives the source.
    Source(std::unique_ptr<http::Client> client, const QString& name, const base::Clock& clock,
           QObject* parent = nullptr);
    ~Source() override;

    void start(bool once = false);
    void stop();
    void refresh();
    /// Something that feeds this Traefik changed (a Nomad service event): read several times over the next seconds,
    /// since the provider polls (15 s by default) or waits for its throttle.
    void poke();

    const base::SourceState& state() const;
    /// The last good configuration.
    const Configuration& configuration() const;
    /// Its API answers 404 text: Traefik runs, but with the API off.
    bool isApiClosed() const;

signals:
    void stateChanged();
    /// A configuration differs from the last one.
    void configurationChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::traefik
