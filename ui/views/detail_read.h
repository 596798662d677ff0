// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/result.h"
#include "ui/views/read_tab.h"

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

namespace tailboard::views {

/// What is said while `isReading`, after a failure, or of what was read at `readAt`. `isSourceOld`: whoever told it is
/// not heard now. `now` in UTC.
ReadStatus readStatus(bool isReading, const std::optional<base::Error>& error, const std::optional<QDateTime>& readAt,
                      bool isSourceOld, const QDateTime& now);

/// Something of the chosen object that is read when it is looked at: once, and again when the object changed. The last
/// good answer stays until there is a better one; an answer for another object reaches nobody.
template<typename Value>
class DetailRead
{
public:
    using Done = std::function<void(const base::Result<Value>&)>;
    /// Asks once; see cluster::ObjectReader.
    using Ask = std::function<void(QObject* context, Done done)>;

    /// `changed`: something else is to be shown now. `again`: how long a change of the same object waits, so that many
    /// changes ask once.
    DetailRead(const base::Clock& clock, std::function<void()> changed,
               std::chrono::milliseconds again = std::chrono::seconds(1))
        : m_clock(clock)
        , m_changed(std::move(changed))
        , m_again(again)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { read(); });
    }

    /// The object that is shown and how often it has changed. It is asked for while `isSeen`; cheap when there is
    /// nothing new. An empty `ask` reads nothing.
    void want(const QString& key, quint64 revision, bool isSeen, Ask ask)
    {
        if (key != m_key) {
            forget();
            m_key = key;
            m_isWanted = true;
        } else if (revision != m_revision) {
            m_isWanted = true;
        }
        m_revision = revision;
        m_ask = std::move(ask);
        if (!isSeen || !m_ask) return m_timer.stop();
        // Passing over rows with the arrow keys asks for none of them.
        if (m_isWanted && !m_request && !m_timer.isActive())
            m_timer.start(m_value || m_error ? m_again : std::chrono::milliseconds(150));
    }

    /// Asks now if there is an object.
    void readAgain()
    {
        if (m_ask && !m_request) read();
    }

    void forget()
    {
        m_timer.stop();
        m_request.reset();
        m_value.reset();
        m_error.reset();
        m_readAt.reset();
        m_key.clear();
        m_isWanted = false;
    }

    const std::optional<Value>& value() const { return m_value; }
    const std::optional<QDateTime>& readAt() const { return m_readAt; }
    bool hasFailed() const { return m_error.has_value(); }

    ReadStatus status(bool isSourceOld) const
    {
        if (!m_ask) return {.sentence = readStatus(false, {}, {}, false, {}).sentence};
        return readStatus(!m_value && (m_request || m_isWanted), m_error, m_readAt, isSourceOld, m_clock.now());
    }

private:
    void read()
    {
        if (!m_ask) return;
        m_timer.stop();
        m_isWanted = false;
        m_request = std::make_unique<QObject>();
        m_ask(m_request.get(), [this](const base::Result<Value>& answer) {
            m_request.release()->deleteLater(); // the caller may still look at it
            if (answer) {
                m_value = *answer;
                m_readAt = m_clock.now();
                m_error.reset();
            } else {
                m_error = answer.error();
            }
            m_changed();
        });
        m_changed();
    }

    const base::Clock& m_clock;
    std::function<void()> m_changed;
    std::chrono::milliseconds m_again;
    QTimer m_timer;
    Ask m_ask;
    QString m_key;
    quint64 m_revision = 0;
    bool m_isWanted = false;
    std::optional<Value> m_value;
    std::optional<base::Error> m_error; ///< of the last try
    std::optional<QDateTime> m_readAt;
    std::unique_ptr<QObject> m_request; ///< while one is under way
};

} // namespace tailboard::views
