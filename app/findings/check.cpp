// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/findings/check.h"

#include <QCoreApplication>

namespace tailboard::findings {

cluster::Finding& Found::add(const QString& check, const QString& subject, cluster::TableId table, base::State severity)
{
    cluster::Finding finding;
    finding.id = check + u'/' + subject;
    finding.check = check;
    finding.subject = subject;
    finding.table = table;
    finding.severity = severity;
    return findings.emplace_back(std::move(finding));
}

void Found::lookAgain(const QDateTime& time)
{
    if (!again || time < *again) again = time;
}

QString groupName(const QString& job, const QString& group)
{
    return job == group ? job : job + u'.' + group;
}

QString words(const char* text)
{
    return QCoreApplication::translate("findings", text);
}

} // namespace tailboard::findings
