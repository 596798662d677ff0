// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/live_reader.h"

#include <functional>
#include <memory>
#include <vector>

namespace tailboard::cluster {

/// One document to read: its title, and what sends the request.
struct RawRequest
{
    using Done = std::function<void(const base::Result<QByteArray>&)>;

    QString title;
    std::function<void(QObject* context, Done done)> send;
};

/// What has to be asked for a subject, in the order in which it is shown; empty when nobody has words for it.
std::vector<RawRequest> rawRequests(const Subject& subject, const ReaderSources& sources);

/// Sends all of them and calls `done` once with a document for each, or with the first error when none could be read.
/// Never calls it before it returns; not at all when `context` dies first.
void readDocuments(const std::vector<RawRequest>& requests, QObject* context,
                   ObjectReader::Done<QList<RawDocument>> done);

} // namespace tailboard::cluster
