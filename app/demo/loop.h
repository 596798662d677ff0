// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace tailboard::demo {

/// The one thread on which the simulated cluster lives, and its timers. Nothing Boost shows in this header, because
/// Asio costs seconds of compile time in every file that sees it.
class Loop
{
public:
    Loop();
    /// Stops the thread; what was posted and not run is dropped.
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void start();
    void stop();
    /// Runs `work` on the thread, soon. Any thread.
    void post(std::function<void()> work);
    /// Runs `work` on the thread and waits for it; at once when already there, or when the thread does not run.
    void run(const std::function<void()>& work);

    using TimerId = uint64_t;
    /// Calls `work` once after `delay`. Loop thread only.
    TimerId after(std::chrono::milliseconds delay, std::function<void()> work);
    /// Unknown and past ids are ignored.
    void cancel(TimerId timer);

    boost::asio::io_context& context();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::demo
