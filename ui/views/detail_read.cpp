// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/detail_read.h"

#include "ui/views/cluster_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::views {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DetailRead", text);
}

} // namespace

ReadStatus readStatus(bool isReading, const std::optional<base::Error>& error, const std::optional<QDateTime>& readAt,
                      bool isSourceOld, const QDateTime& now)
{
    ReadStatus status;
    status.hasContent = readAt.has_value();
    if (error) {
        status.original = error->original;
        status.canTryAgain = true;
        if (readAt)
            status.note = tr("%1 What is shown was read %2.").arg(error->sentence(), agoText(readAt, now));
        else
            status.sentence = error->sentence();
    } else if (readAt) {
        if (isSourceOld)
            status.note = tr("Nomad is not heard now. What is shown was read %1.").arg(agoText(readAt, now));
    } else {
        status.sentence = isReading ? tr("Reading…") : tr("Nothing is read here.");
    }
    if (isReading && !readAt) {
        status.sentence = tr("Reading…");
        status.original.clear();
        status.canTryAgain = false;
    }
    return status;
}

} // namespace tailboard::views
