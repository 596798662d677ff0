// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <future>
#include <optional>
#include <thread>
#include <unordered_map>

namespace tailboard::demo {

namespace asio = boost::asio;

struct Loop::Private
{
    asio::io_context context{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    std::thread thread;
    std::unordered_map<TimerId, std::unique_ptr<asio::steady_timer>> timers;
    TimerId lastTimer = 0;
};

Loop::Loop()
    : d(std::make_unique<Private>())
{}

Loop::~Loop()
{
    stop();
}

void Loop::start()
{
    d->work.emplace(d->context.get_executor());
    d->thread = std::thread([this] { d->context.run(); });
}

void Loop::stop()
{
    if (!d->thread.joinable()) return;
    d->work.reset();
    d->context.stop();
    d->thread.join();
}

void Loop::post(std::function<void()> work)
{
    asio::post(d->context, std::move(work));
}

void Loop::run(const std::function<void()>& work)
{
    if (!d->thread.joinable() || d->thread.get_id() == std::this_thread::get_id()) {
        work();
        return;
    }
    std::promise<void> done;
    post([&] {
        work();
        done.set_value();
    });
    done.get_future().wait();
}

Loop::TimerId Loop::after(std::chrono::milliseconds delay, std::function<void()> work)
{
    const TimerId id = ++d->lastTimer;
    auto timer = std::make_unique<asio::steady_timer>(d->context, delay);
    timer->async_wait([this, id, work = std::move(work)](const boost::system::error_code& error) {
        if (error) return;
        d->timers.erase(id);
        work();
    });
    d->timers.emplace(id, std::move(timer));
    return id;
}

void Loop::cancel(TimerId timer)
{
    d->timers.erase(timer);
}

asio::io_context& Loop::context()
{
    return d->context;
}

} // namespace tailboard::demo
