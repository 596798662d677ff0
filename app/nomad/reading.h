// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/exchange.h"
#include "app/nomad/client.h"

namespace tailboard::nomad {

/// One exchange whose body is collected. Deletes itself after its end; deleting it earlier ends the exchange without a
/// word.
class Reading : public QObject
{
    Q_OBJECT

public:
    Reading(std::unique_ptr<http::Exchange> exchange, QObject* parent, ReadDone done);
    ~Reading() override;

    /// Ends it now and deletes it soon; safe inside its own end.
    void cancel();

private:
    void finish(const base::Result<http::Response>& result);

    std::unique_ptr<http::Exchange> m_exchange;
    http::Response m_response;
    ReadDone m_done;
};

} // namespace tailboard::nomad
