// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/state.h"

namespace tailboard::base {

using namespace Qt::StringLiterals;

QString stateName(State state)
{
    switch (state) {
    case State::Critical:
        return u"critical"_s;
    case State::Warning:
        return u"warning"_s;
    case State::Unknown:
        return u"unknown"_s;
    case State::Stale:
        return u"stale"_s;
    case State::Pending:
        return u"pending"_s;
    case State::Ok:
        return u"ok"_s;
    }
    return u"unknown"_s;
}

} // namespace tailboard::base
