// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/targets.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

/// Everything but letters, digits and "-._~" is encoded: job ids may hold '/', '@', '%' and spaces.
QByteArray encoded(const QString& text)
{
    return QUrl::toPercentEncoding(text);
}

QByteArray path(List list)
{
    switch (list) {
    case List::Nodes:
        return "/v1/nodes"_ba;
    case List::Jobs:
        return "/v1/jobs"_ba;
    case List::Allocations:
        return "/v1/allocations"_ba;
    case List::Deployments:
        return "/v1/deployments"_ba;
    case List::Evaluations:
        return "/v1/evaluations"_ba;
    case List::Services:
        return "/v1/services"_ba;
    }
    return {};
}

QByteArray name(JobPart part)
{
    switch (part) {
    case JobPart::Versions:
        return "/versions"_ba;
    case JobPart::Deployments:
        return "/deployments"_ba;
    case JobPart::Evaluations:
        return "/evaluations"_ba;
    case JobPart::Summary:
        break;
    }
    return "/summary"_ba;
}

} // namespace

Targets::Targets(QString nameSpace, QString region)
    : m_nameSpace(nameSpace == "*"_L1 ? "*"_ba : encoded(nameSpace))
    , m_region(encoded(region))
{}

QByteArray Targets::withRegion(QByteArray target) const
{
    if (m_region.isEmpty()) return target;
    return target + (target.contains('?') ? '&' : '?') + "region=" + m_region;
}

QByteArray Targets::list(List list, const ListQuery& query) const
{
    QByteArrayList parameters;
    if (list != List::Nodes) parameters += "namespace=" + m_nameSpace;
    if (list == List::Nodes && !query.onlyFirst) parameters += "resources=true"_ba;
    if (list == List::Allocations) parameters += "task_states=false&resources=false"_ba;
    if (query.onlyFirst && list != List::Services) parameters += "per_page=1"_ba;
    if (query.index > 0) {
        parameters +=
            "index=" + QByteArray::number(query.index) + "&wait=" + QByteArray::number(query.wait.count()) + "ms";
    }
    const QByteArray joined = parameters.join('&');
    return withRegion(joined.isEmpty() ? path(list) : path(list) + '?' + joined);
}

QByteArray Targets::events() const
{
    return withRegion("/v1/event/stream?index=1000000000000000000&namespace=" + m_nameSpace +
                      "&topic=Node&topic=Job&topic=Allocation&topic=Deployment&topic=Evaluation&topic=Service");
}

QByteArray Targets::service(const QString& nameSpace, const QString& name) const
{
    return withRegion("/v1/service/" + encoded(name) + "?namespace=" + encoded(nameSpace));
}

QByteArray Targets::job(const JobKey& job) const
{
    return withRegion("/v1/job/" + encoded(job.id) + "?namespace=" + encoded(job.nameSpace));
}

QByteArray Targets::job(const JobKey& job, JobPart part) const
{
    return withRegion("/v1/job/" + encoded(job.id) + name(part) + "?namespace=" + encoded(job.nameSpace));
}

QByteArray Targets::allocation(const base::Uuid& id) const
{
    return withRegion("/v1/allocation/" + id.toString().toLatin1());
}

QByteArray Targets::allocationStats(const base::Uuid& id) const
{
    return withRegion("/v1/client/allocation/" + id.toString().toLatin1() + "/stats");
}

QByteArray Targets::node(const base::Uuid& id) const
{
    return withRegion("/v1/node/" + id.toString().toLatin1());
}

QByteArray Targets::allocationsOfJob(const JobKey& job) const
{
    // A text of the filter language: quotes and backslashes are escaped as in Go.
    QString id = job.id;
    id.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return withRegion("/v1/allocations?namespace=" + encoded(job.nameSpace) +
                      "&task_states=false&resources=true&filter=" + encoded(u"JobID == \""_s + id + u'"'));
}

QByteArray Targets::leader() const
{
    return withRegion("/v1/status/leader"_ba);
}

QByteArray Targets::regions() const
{
    return "/v1/regions"_ba;
}

QByteArray Targets::nameSpaces() const
{
    return withRegion("/v1/namespaces"_ba);
}

QByteArray Targets::agent() const
{
    return "/v1/agent/self"_ba;
}

QByteArray Targets::token() const
{
    return withRegion("/v1/acl/token/self"_ba);
}

} // namespace tailboard::nomad
