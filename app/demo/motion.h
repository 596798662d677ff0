// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/lifecycle.h"
#include "app/demo/loop.h"

namespace tailboard::demo {

/// Lets things take the time they took in the lab (1.2 s to a registration, 10 s to healthy, …), and, when the world
/// moves by itself, lets something happen every few seconds. Loop thread only.
class Motion
{
public:
    /// `speed` 2 = twice as fast; > 0.
    Motion(World& world, Loop& loop, double speed);

    /// Starts the endless round: restarts, reschedules, the phone coming and going, web-preview's builds.
    void begin();

    /// Registers a job and lets it start, become healthy and succeed; what it replaces stops.
    void deploy(const JobSpec& spec);
    /// The task of the newest running allocation of that job ends and starts again 16 s later.
    void restartTask(const std::string& jobId);
    /// Its newest running allocation is stopped and replaced.
    void replaceAllocation(const std::string& jobId);
    void setPeerOnline(const std::string& hostName, bool online);

private:
    void after(double seconds, std::function<void()> work);
    void bringUp(const std::vector<base::Uuid>& placed, const std::string& jobId);
    void stopReplaced(const std::string& jobId);
    base::Uuid newestRunning(const std::string& jobId) const;
    void step();

    World& m_world;
    Loop& m_loop;
    Lifecycle m_life;
    Random m_random;
    double m_speed;
    int m_build = 41;
    int m_steps = 0;
};

} // namespace tailboard::demo
