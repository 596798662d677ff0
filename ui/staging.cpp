// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/staging.h"

#include <array>

namespace tailboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array servers{demo::Server::Nomad, demo::Server::Tailscale, demo::Server::Traefik1,
                             demo::Server::Traefik2, demo::Server::Traefik3};
/// The pages say whom they wait for after a second; some more, so that a number can be read.
constexpr auto loadingTime = 4'500ms;
/// Two ticks of the window: ages are repainted once a second.
constexpr auto repaintTime = 2'100ms;

void setAll(demo::Faults& faults, const demo::Fault& fault)
{
    for (const demo::Server server : servers)
        faults.set(server, fault);
}

} // namespace

std::optional<PageForm> pageFormOf(const QString& word)
{
    static const std::array<std::pair<QLatin1StringView, PageForm>, 7> words{{{"normal"_L1, PageForm::Normal},
                                                                              {"empty"_L1, PageForm::Empty},
                                                                              {"filtered"_L1, PageForm::Filtered},
                                                                              {"loading"_L1, PageForm::Loading},
                                                                              {"stale"_L1, PageForm::Stale},
                                                                              {"lost"_L1, PageForm::Lost},
                                                                              {"forbidden"_L1, PageForm::Forbidden}}};
    for (const auto& [name, form] : words)
        if (word == name) return form;
    return std::nullopt;
}

demo::Content Staging::contentOf(PageForm form)
{
    return form == PageForm::Empty ? demo::Content::Nothing : demo::Content::Article;
}

Staging::Staging(PageForm form, demo::Cluster* demo, cluster::Monitor& monitor, QObject* parent)
    : QObject(parent)
    , m_form(form)
    , m_demo(demo)
    , m_monitor(monitor)
{
    connect(&monitor, &cluster::Monitor::settled, this, &Staging::settled);
    if (!demo) return;
    switch (form) {
    case PageForm::Loading:
        setAll(demo->faults(), {.kind = demo::FaultKind::Hang});
        QTimer::singleShot(loadingTime, this, &Staging::finish);
        break;
    case PageForm::Lost:
        setAll(demo->faults(), {.kind = demo::FaultKind::Refuse});
        break;
    case PageForm::Forbidden:
        demo->faults().setNomadDenied(
            {"/v1/nodes", "/v1/jobs", "/v1/allocations", "/v1/deployments", "/v1/evaluations", "/v1/services"});
        for (const demo::Server server : servers)
            if (server != demo::Server::Nomad) demo->faults().setStatus(server, 403);
        break;
    default:
        break;
    }
}

void Staging::settled()
{
    if (m_form == PageForm::Loading) return;
    if (m_form == PageForm::Stale) return loseSources();
    if (m_form == PageForm::Lost || m_form == PageForm::Forbidden)
        return QTimer::singleShot(repaintTime, this, &Staging::finish);
    QTimer::singleShot(m_happening, this, &Staging::finish);
}

void Staging::loseSources()
{
    setAll(m_demo->faults(), {.kind = demo::FaultKind::Refuse});
    connect(&m_monitor, &cluster::Monitor::sourcesChanged, this, &Staging::readyOnceOld);
    m_monitor.refresh();
}

void Staging::readyOnceOld()
{
    const cluster::Tables& tables = m_monitor.tables();
    const QDateTime now = m_monitor.clock().now();
    bool areOld = base::sourceHealth(tables.nomadSource, now) == base::State::Stale &&
                  base::sourceHealth(tables.tailscaleSource, now) == base::State::Stale;
    tables.instances.forEach([&](cluster::Slot, const cluster::TraefikInstance& instance) {
        areOld = areOld && base::sourceHealth(instance.source, now) == base::State::Stale;
    });
    if (!areOld) return;
    disconnect(&m_monitor, &cluster::Monitor::sourcesChanged, this, nullptr);
    QTimer::singleShot(repaintTime, this, &Staging::finish);
}

void Staging::finish()
{
    if (m_isReady) return;
    m_isReady = true;
    emit ready();
}

} // namespace tailboard
