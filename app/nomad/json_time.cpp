// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/json_time.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

void readTime(JsonValue& value, QDateTime& to)
{
    const auto text = value.text();
    if (!text) return;
    QString written = QString::fromUtf8(text->data(), qsizetype(std::min<size_t>(text->size(), 64)));
    // More than three digits of a second are cut, not rounded, so that no time comes out later than it was.
    if (const qsizetype point = written.indexOf(u'.'); point >= 0) {
        qsizetype end = point + 1;
        while (end < written.size() && written[end].isDigit()) {
            ++end;
        }
        if (end - point > 4) written.remove(point + 4, end - point - 4);
    }
    const QDateTime time = QDateTime::fromString(written, Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime) {
        value.place().issue(u"is no time"_s);
        return;
    }
    if (time.date().year() > 1) to = time.toUTC();
}

void readNanoseconds(JsonValue& value, QDateTime& to)
{
    qint64 nanoseconds = 0;
    value.read(nanoseconds);
    if (nanoseconds > 0) to = QDateTime::fromMSecsSinceEpoch(nanoseconds / 1'000'000, Qt::UTC);
}

} // namespace tailboard::nomad
