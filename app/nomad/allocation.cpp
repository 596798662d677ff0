// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/allocation.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

QString Allocation::name() const
{
    QString name = jobId.text() + u'.' + taskGroup.text();
    if (index >= 0) name += u'[' + QString::number(index) + u']';
    return name;
}

QString clientStatusText(const Allocation& allocation)
{
    switch (allocation.clientStatus) {
    case ClientStatus::Pending:
        return u"pending"_s;
    case ClientStatus::Running:
        return u"running"_s;
    case ClientStatus::Complete:
        return u"complete"_s;
    case ClientStatus::Failed:
        return u"failed"_s;
    case ClientStatus::Lost:
        return u"lost"_s;
    case ClientStatus::Unknown:
        return u"unknown"_s;
    case ClientStatus::Other:
        break;
    }
    return allocation.statusText.text();
}

QString desiredStatusText(DesiredStatus status)
{
    switch (status) {
    case DesiredStatus::Run:
        return u"run"_s;
    case DesiredStatus::Stop:
        return u"stop"_s;
    case DesiredStatus::Evict:
        return u"evict"_s;
    case DesiredStatus::Other:
        break;
    }
    return u"other"_s;
}

} // namespace tailboard::nomad
