// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/event.h"

#include "app/nomad/field_table.h"
#include "app/nomad/read_row.h"

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

Topic topicOf(std::string_view text)
{
    if (text == "Allocation") return Topic::Allocation;
    if (text == "Evaluation") return Topic::Evaluation;
    if (text == "Job") return Topic::Job;
    if (text == "Node") return Topic::Node;
    if (text == "Deployment") return Topic::Deployment;
    if (text == "Service") return Topic::Service;
    return Topic::Other;
}

template<typename Row>
void readPayload(JsonValue& value, Event& event)
{
    if (value.isNull()) return;
    Row row;
    if (readRow(value, row)) event.payload = std::move(row);
}

// The payload's key says what it is, whatever came before it.
const FieldTable<Event> payloadFields{"structs.Event.Payload",
                                      {
                                          {"Allocation", Presence::Optional, &readPayload<Allocation>},
                                          {"Evaluation", Presence::Optional, &readPayload<Evaluation>},
                                          {"Job", Presence::Optional, &readPayload<JobDetail>},
                                          {"Deleted", Presence::Optional,
                                           [](JsonValue& v, Event& r) {
                                               r.saysDeleted = true;
                                               v.read(r.isDeleted);
                                           }},
                                          {"Node", Presence::Optional, &readPayload<Node>},
                                          {"Deployment", Presence::Optional, &readPayload<Deployment>},
                                          {"Service", Presence::Optional, &readPayload<ServiceRegistration>},
                                      }};

const FieldTable<Event> eventFields{
    "structs.Event",
    {
        {"Topic", Presence::Required,
         [](JsonValue& v, Event& r) {
             if (const auto text = v.text()) r.topic = topicOf(*text);
         }},
        {"Type", Presence::Required, [](JsonValue& v, Event& r) { v.read(r.type); }},
        {"Key", Presence::Required, [](JsonValue& v, Event& r) { v.read(r.key); }},
        {"Namespace", Presence::Optional, [](JsonValue& v, Event& r) { v.read(r.nameSpace); }},
        {"FilterKeys", Presence::Optional,
         [](JsonValue& v, Event& r) {
             if (!v.isNull()) v.read(r.filterKeys);
         }},
        {"Index", Presence::Required, [](JsonValue& v, Event& r) { v.read(r.index); }},
        {"Payload", Presence::Required, [](JsonValue& v, Event& r) { payloadFields.read(v, r); }},
    }};

const FieldTable<EventBatch> batchFields{
    "structs.EventJson",
    {
        {"Index", Presence::Optional, [](JsonValue& v, EventBatch& r) { v.read(r.index); }},
        {"Events", Presence::Optional,
         [](JsonValue& v, EventBatch& r) {
             if (v.isNull()) return;
             v.eachElement([&r](JsonValue& element) {
                 Event event;
                 eventFields.read(element, event);
                 if (event.index == 0) event.index = r.index;
                 r.events.append(std::move(event));
             });
         }},
    }};

} // namespace

class EventDecoder::Private
{
public:
    JsonBuffer buffer;
};

EventDecoder::EventDecoder()
    : d(std::make_unique<Private>())
{}

EventDecoder::~EventDecoder() = default;

base::Result<EventBatch> EventDecoder::decode(QByteArrayView line)
{
    d->buffer.clear();
    d->buffer.append(line.data(), size_t(line.size()));
    IssueList issues;
    JsonPlace place(issues, {});
    EventBatch batch;
    bool isObject = false;
    const bool isJson = d->buffer.readRoot(place, [&](JsonValue& root) {
        isObject = root.isObject();
        if (isObject) batchFields.read(root, batch);
    });
    if (!isJson || !isObject) return base::failure(malformedReply(u"a line of the event stream is no JSON object"_s));
    batch.issues = issues.take();
    return batch;
}

void listEventKeys(QList<WireKey>& to)
{
    batchFields.listKeys(to);
    eventFields.listKeys(to);
    payloadFields.listKeys(to);
}

} // namespace tailboard::nomad
