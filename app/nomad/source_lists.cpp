// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/decode.h"
#include "app/nomad/reading.h"
#include "app/nomad/source_private.h"
#include "app/nomad/source_words.h"

#include <algorithm>

using tailboard::base::Error;
using tailboard::base::ErrorKind;

namespace tailboard::nomad {

namespace {

/// Failures of one list that say nothing of the others, which go on.
bool concernsOneList(ErrorKind kind)
{
    return kind == ErrorKind::Cut || kind == ErrorKind::TimedOut || kind == ErrorKind::Malformed ||
           kind == ErrorKind::TooLarge || kind == ErrorKind::ServerError;
}

/// Failures of any request that mean all others will fail, too.
bool concernsAgent(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::TimedOut:
    case ErrorKind::TlsUntrusted:
    case ErrorKind::TlsWrongName:
    case ErrorKind::TlsFailed:
    case ErrorKind::Redirected:
    case ErrorKind::WrongProduct:
    case ErrorKind::RateLimited:
    case ErrorKind::NoLeader:
        return true;
    default:
        return false;
    }
}

} // namespace

void Source::Private::beginLists()
{
    stage = Stage::Listing;
    readAgent();
    for (const List list : allLists) {
        readList(list);
    }
}

void Source::Private::readLeader()
{
    QObject* const context = attemptContext.get();
    ++smallReadings;
    client.read(client.targets().leader(), context, [this, context](const base::Result<http::Response>& response) {
        if (context != attemptContext.get()) return;
        --smallReadings;
        if (response) {
            noteAnswer();
            const auto address = decodeLeader(response->body);
            leader = address.value_or(QString());
            if (address && leader.isEmpty()) return fail(noLeader());
        } else if (concernsAgent(response.error().kind)) {
            return fail(response.error());
        }
        publish();
        checkComplete();
    });
}

void Source::Private::readAgent()
{
    readLeader();
    readSmall(client.targets().agent(), [this](const http::Response& response) {
        const auto agent = decodeAgent(response.body);
        if (agent && !agent->value.version.isEmpty()) state.version = agent->value.version;
    });
    readSmall(client.targets().regions(), [this](const http::Response& response) {
        if (const auto names = decodeRegions(response.body)) regions = names->value;
    });
    readSmall(client.targets().nameSpaces(), [this](const http::Response& response) {
        if (const auto names = decodeNameSpaces(response.body)) nameSpaces = names->value;
    });
}

void Source::Private::readList(List list)
{
    intake.hold(list);
    isPending[size_t(list)] = true;
    if (list == List::Services) return registrations.readAll();
    auto& run = runs[size_t(list)];
    if (run) {
        run->cancel();
        run.release()->deleteLater();
    }
    run = ListRun::make(list, client.openList(list), receiver);
    QObject::connect(run.get(), &ListRun::advanced, q, [this] { noteAnswer(); });
    QObject::connect(run.get(), &ListRun::done, q, [this, list](const ListRun::Outcome& outcome) {
        runs[size_t(list)].release()->deleteLater();
        takeList(list, outcome.meta, outcome.error);
    });
}

void Source::Private::takeList(List list, const QueryMeta& meta, const std::optional<Error>& error)
{
    const auto position = size_t(list);
    isPending[position] = false;
    if (!error) {
        noteAnswer();
        isDelivered[position] = true;
        access[position] = {};
        hasLeader = hasLeader && meta.knownLeader;
        intake.listed(list, meta.index);
        receiver.batchEnded();
        if (isPolling) poll.watch(list, meta.index);
    } else if (error->kind == ErrorKind::Forbidden) {
        noteAnswer();
        access[position] = {true, neededCapability(list)};
        refusal = error;
        intake.unlisted(list);
    } else if (error->kind == ErrorKind::NotFound) {
        return fail(notNomad(*error));
    } else if (concernsOneList(error->kind)) {
        listError = error;
    } else {
        return fail(*error);
    }
    if (std::none_of(isPending.begin(), isPending.end(), [](bool pending) { return pending; })) listsCame();
}

void Source::Private::listsCame()
{
    if (listError) return fail(*std::exchange(listError, std::nullopt));
    const bool isAllForbidden =
        std::all_of(access.begin(), access.end(), [](const ListAccess& list) { return list.isForbidden; });
    // With every list refused it is the token that is no longer taken; what was known stays, as old.
    if (isAllForbidden) return checkToken();
    emptyForbidden();
    if (stage == Stage::Listing) {
        goLive();
    } else {
        updateNotice();
        publish();
    }
    finder.find();
}

/// What a list said before the right to it was taken away is true no longer.
void Source::Private::emptyForbidden()
{
    for (const List list : allLists) {
        if (!access[size_t(list)].isForbidden || !std::exchange(isDelivered[size_t(list)], false)) continue;
        receiver.beginList(list);
        receiver.endList(list);
        receiver.batchEnded();
    }
}

void Source::Private::checkToken()
{
    // "Permission denied" is all that lists say, of an unknown token too; its own description tells more.
    QObject* const context = attemptContext.get();
    client.read(client.targets().token(), context, [this, context](const base::Result<http::Response>& response) {
        if (context != attemptContext.get()) return;
        const Error lists = refusal.value_or(Error{});
        if (!response) {
            const ErrorKind kind = response.error().kind;
            if (kind == ErrorKind::Unauthorized) return fail(response.error());
            // A proxy in front may refuse everything to who shows no token.
            if (kind == ErrorKind::Forbidden && options.hasToken) return fail(unknownToken(lists));
            return fail(nothingReadable(!options.hasToken, lists));
        }
        const auto token = decodeToken(response->body);
        fail(nothingReadable(token && token->value.isAnonymous(), lists));
    });
}

} // namespace tailboard::nomad
