// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/source_words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

QString listName(List list)
{
    switch (list) {
    case List::Nodes:
        return QCoreApplication::translate("nomad", "nodes");
    case List::Jobs:
        return QCoreApplication::translate("nomad", "jobs");
    case List::Allocations:
        return QCoreApplication::translate("nomad", "allocations");
    case List::Deployments:
        return QCoreApplication::translate("nomad", "deployments");
    case List::Evaluations:
        return QCoreApplication::translate("nomad", "evaluations");
    case List::Services:
        return QCoreApplication::translate("nomad", "services");
    }
    return {};
}

} // namespace

QString neededCapability(List list)
{
    switch (list) {
    case List::Nodes:
        return u"node:read"_s;
    case List::Jobs:
        return u"list-jobs"_s;
    case List::Allocations:
    case List::Deployments:
    case List::Evaluations:
    case List::Services:
        break;
    }
    return u"read-job"_s;
}

QString limitationNotice(const std::array<ListAccess, listCount>& access, bool isPolling, bool areSpecsForbidden,
                         bool hasLeader)
{
    QStringList sentences;
    for (size_t i = 0; i < listCount; ++i) {
        if (!access[i].isForbidden) continue;
        sentences += QCoreApplication::translate("nomad", "The token may not read %1 (it lacks %2).")
                         .arg(listName(List(i)), access[i].capability);
    }
    if (areSpecsForbidden)
        sentences +=
            QCoreApplication::translate("nomad", "The token may not read job specifications (it lacks read-job).");
    if (isPolling)
        sentences += QCoreApplication::translate(
            "nomad", "Nomad refuses the event stream; changes are asked for and may show later.");
    if (!hasLeader) sentences += QCoreApplication::translate("nomad", "Nomad has no leader; what it says may be old.");
    return sentences.join(u' ');
}

base::Error nothingReadable(bool isAnonymous, const base::Error& refusal)
{
    base::Error error = refusal;
    error.kind = base::ErrorKind::Forbidden;
    if (isAnonymous) {
        error.what = QCoreApplication::translate("nomad", "Nomad asks for a token.");
        error.hint = QCoreApplication::translate("nomad", "Enter one whose policy may read jobs and nodes.");
    } else {
        error.what = QCoreApplication::translate("nomad", "Nomad's token may read nothing.");
        error.hint = QCoreApplication::translate("nomad", "Give its policy read on the namespaces and on nodes.");
    }
    return error;
}

base::Error noLeader()
{
    base::Error error;
    error.kind = base::ErrorKind::NoLeader;
    error.what = QCoreApplication::translate("nomad", "Nomad has no leader.");
    error.hint =
        QCoreApplication::translate("nomad", "Wait for the election, or see that most of Nomad's servers run.");
    return error;
}

base::Error unknownToken(const base::Error& refusal)
{
    base::Error error = refusal;
    error.kind = base::ErrorKind::Unauthorized;
    error.what = QCoreApplication::translate("nomad", "Nomad does not know this token.");
    error.hint =
        QCoreApplication::translate("nomad", "Enter a valid token; this one may be deleted, expired or mistyped.");
    return error;
}

base::Error notNomad(base::Error notFound)
{
    notFound.kind = base::ErrorKind::WrongProduct;
    notFound.what = QCoreApplication::translate("nomad", "Something else than Nomad answers at this address.");
    notFound.hint =
        QCoreApplication::translate("nomad", "Check the address and port; Nomad's API is usually on port 4646.");
    return notFound;
}

} // namespace tailboard::nomad
