// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_words.h"

#include <QCoreApplication>

namespace tailboard::widgets {

QString word(State state)
{
    switch (state) {
    case State::Critical:
        return QCoreApplication::translate("State", "critical");
    case State::Warning:
        return QCoreApplication::translate("State", "warning");
    case State::Unknown:
        return QCoreApplication::translate("State", "unknown");
    case State::Stale:
        return QCoreApplication::translate("State", "stale");
    case State::Pending:
        return QCoreApplication::translate("State", "pending");
    case State::Ok:
        return QCoreApplication::translate("State", "ok");
    }
    return {};
}

QString word(Mark mark)
{
    switch (mark) {
    case Mark::NotApplicable:
        return QCoreApplication::translate("State", "not applicable");
    case Mark::ToDo:
        return QCoreApplication::translate("State", "to do");
    }
    return {};
}

QString word(const Shape& shape)
{
    return std::visit([](auto each) { return word(each); }, shape);
}

} // namespace tailboard::widgets
