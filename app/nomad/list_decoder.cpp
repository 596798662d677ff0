// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/list_decoder.h"

#include "app/nomad/array_splitter.h"
#include "app/nomad/read_row.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

base::Error tooLarge(const QString& detail)
{
    base::Error error;
    error.kind = base::ErrorKind::TooLarge;
    error.what = QCoreApplication::translate("nomad", "Nomad's answer is too large to be read.");
    error.original = detail;
    return error;
}

} // namespace

base::Error malformedReply(const QString& detail)
{
    base::Error error;
    error.kind = base::ErrorKind::Malformed;
    error.what = QCoreApplication::translate("nomad", "Nomad's answer is not the JSON it should be.");
    error.hint =
        QCoreApplication::translate("nomad", "Check that the address is Nomad's and nothing changes its answers.");
    error.original = detail;
    return error;
}

template<typename Row>
class ListDecoder<Row>::Private
{
public:
    base::Result<void> decodeElement();

    ListLimits limits;
    ArraySplitter splitter;
    JsonBuffer element;
    IssueList issues;
    std::vector<Row> rows;
    qsizetype count = 0;
};

template<typename Row>
base::Result<void> ListDecoder<Row>::Private::decodeElement()
{
    if (count >= limits.rows) return base::failure(tooLarge(u"more than %1 rows"_s.arg(limits.rows)));
    const QString path = u'[' + QString::number(count++) + u']';
    JsonPlace place(issues, path);
    const std::string_view text = element.view();
    if (text.front() != '{') {
        if (text != "null") issues.add(path, u"expected object"_s);
        return {};
    }
    Row row;
    bool isUsable = false;
    if (!element.readRoot(place, [&](JsonValue& value) { isUsable = readRow(value, row); })) {
        return base::failure(malformedReply(path + u": no JSON"_s));
    }
    if (isUsable) rows.push_back(std::move(row));
    return {};
}

template<typename Row>
ListDecoder<Row>::ListDecoder(ListLimits limits)
    : d(std::make_unique<Private>())
{
    d->limits = limits;
}

template<typename Row>
ListDecoder<Row>::~ListDecoder() = default;

template<typename Row>
base::Result<void> ListDecoder<Row>::feed(QByteArrayView piece)
{
    for (qsizetype offset = 0;;) {
        const auto [step, bytes] = d->splitter.next(piece, offset);
        switch (step) {
        case ArraySplitter::Step::NeedsMore:
            return {};
        case ArraySplitter::Step::Malformed:
            return base::failure(malformedReply(u"no JSON array after %1 elements"_s.arg(d->count)));
        case ArraySplitter::Step::TooDeep:
            return base::failure(malformedReply(u"element %1 is nested too deeply"_s.arg(d->count)));
        case ArraySplitter::Step::Bytes:
        case ArraySplitter::Step::Element:
            if (qsizetype(d->element.size()) + bytes.size() > d->limits.elementBytes) {
                return base::failure(
                    tooLarge(u"element %1 is larger than %2 bytes"_s.arg(d->count).arg(d->limits.elementBytes)));
            }
            d->element.append(bytes.data(), size_t(bytes.size()));
            if (step == ArraySplitter::Step::Element) {
                if (auto decoded = d->decodeElement(); !decoded) return decoded;
                d->element.clear();
            }
            break;
        }
    }
}

template<typename Row>
base::Result<void> ListDecoder<Row>::finish()
{
    if (d->splitter.isComplete()) return {};
    return base::failure(malformedReply(u"the JSON array ends early, after %1 elements"_s.arg(d->count)));
}

template<typename Row>
std::vector<Row> ListDecoder<Row>::takeRows()
{
    return std::exchange(d->rows, {});
}

template<typename Row>
qsizetype ListDecoder<Row>::elementCount() const
{
    return d->count;
}

template<typename Row>
const QList<base::Issue>& ListDecoder<Row>::issues() const
{
    return d->issues.list();
}

template<typename Row>
base::Result<base::Decoded<QList<Row>>> decodeList(QByteArrayView body, ListLimits limits)
{
    ListDecoder<Row> decoder(limits);
    if (auto fed = decoder.feed(body); !fed) return base::failure(fed.error());
    if (auto finished = decoder.finish(); !finished) return base::failure(finished.error());
    std::vector<Row> rows = decoder.takeRows();
    return base::Decoded<QList<Row>>{{std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end())},
                                     decoder.issues()};
}

#define TAILBOARD_LIST_OF(Row)                                                                                         \
    template class ListDecoder<Row>;                                                                                   \
    template base::Result<base::Decoded<QList<Row>>> decodeList<Row>(QByteArrayView, ListLimits);
TAILBOARD_LIST_OF(Allocation)
TAILBOARD_LIST_OF(AllocationPorts)
TAILBOARD_LIST_OF(Node)
TAILBOARD_LIST_OF(Job)
TAILBOARD_LIST_OF(Deployment)
TAILBOARD_LIST_OF(Evaluation)
TAILBOARD_LIST_OF(ServiceRegistration)
#undef TAILBOARD_LIST_OF

} // namespace tailboard::nomad
