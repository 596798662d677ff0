// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/test_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using cluster::TestRow;
using cluster::TestStep;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("connection test", text);
}

} // namespace

QString stepTitle(TestStep step)
{
    switch (step) {
    case TestStep::Tailscale:
        return tr("Tailscale: status");
    case TestStep::Leader:
        return tr("Nomad: leader");
    case TestStep::Agent:
        return tr("Nomad: agent");
    case TestStep::Token:
        return tr("Nomad: token");
    case TestStep::Jobs:
        return tr("Nomad: jobs");
    case TestStep::Traefik:
        return tr("Traefik: APIs");
    }
    Q_UNREACHABLE();
}

QString stepFact(const TestRow& row)
{
    if (row.isLeftOut) return tr("not asked");
    if (row.state == base::State::Pending) return tr("waiting for the answer");
    if (!row.took) return {};
    switch (row.step) {
    case TestStep::Tailscale:
        if (row.error) return {};
        return tr("%1, %2 peers. This machine is “%3”.").arg(row.name).arg(row.count).arg(row.extra);
    case TestStep::Leader:
        return row.name;
    case TestStep::Agent:
        return row.name.isEmpty() ? QString() : tr("version %1, region %2").arg(row.name, row.extra);
    case TestStep::Token:
        if (row.error) return {};
        // With ACLs off Nomad 1.11 tells of a token of this name, older ones of none.
        if (row.name.isEmpty() || row.name == u"ACLs disabled token") return tr("access control is off");
        if (row.name.compare(u"anonymous"_s, Qt::CaseInsensitive) == 0 ||
            row.name.compare(u"Anonymous Token"_s, Qt::CaseInsensitive) == 0)
            return tr("none: what everybody may read");
        return row.extra.isEmpty() ? row.name : u"%1: %2"_s.arg(row.name, row.extra);
    case TestStep::Jobs:
        return row.error ? QString() : tr("%1 jobs may be read").arg(row.count);
    case TestStep::Traefik:
        return row.total == 0 ? QString() : tr("%1 of %2 answer").arg(row.count).arg(row.total);
    }
    Q_UNREACHABLE();
}

widgets::Shape stepShape(const TestRow& row)
{
    if (row.isLeftOut) return widgets::Mark::NotApplicable;
    if (row.state == base::State::Unknown) return widgets::Mark::ToDo;
    return row.state;
}

QString stepTime(const TestRow& row)
{
    return row.took ? tr("%1 ms").arg(row.took->count()) : QString();
}

QString stepStatus(const TestRow& row)
{
    return row.httpStatus > 0 ? QString::number(row.httpStatus) : QString();
}

} // namespace tailboard::dialogs
