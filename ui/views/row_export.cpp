// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/row_export.h"

#include "ui/views/row_text.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using std::chrono::steady_clock;

namespace {

/// Of a frame of 16 ms the smaller half.
constexpr std::chrono::milliseconds slice{7};

} // namespace

RowExport::RowExport(const models::KeyedModel& rows, const widgets::CellModel& cells, QList<int> columns,
                     QStringList keys, QStringList titles, Format format, QObject* parent)
    : QObject(parent)
    , m_rows(rows)
    , m_cells(cells)
    , m_columns(std::move(columns))
    , m_keys(std::move(keys))
    , m_titles(std::move(titles))
    , m_format(format)
{
    m_slots.reserve(size_t(rows.rowCount()));
    for (int row = 0; row < rows.rowCount(); ++row)
        m_slots.push_back(rows.slotAt(row));
    connect(&m_timer, &QTimer::timeout, this, &RowExport::step);
}

RowExport::~RowExport() = default;

void RowExport::startFile(const QString& path)
{
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) return fail();
    start();
}

void RowExport::startText()
{
    start();
}

void RowExport::start()
{
    if (put(m_format == Format::Csv ? csvLine(m_titles) : QByteArray("["))) m_timer.start(0);
}

void RowExport::cancel()
{
    m_timer.stop();
    if (m_file) m_file->cancelWriting();
    m_file.reset();
}

void RowExport::step()
{
    const auto begin = steady_clock::now();
    QByteArray bytes;
    while (m_at < m_slots.size() && steady_clock::now() - begin < slice) {
        // The clock is asked for every few rows: cells are cheaper than that.
        for (int i = 0; i < 16 && m_at < m_slots.size(); ++i, ++m_at) {
            const auto row = m_rows.rowOf(m_slots[m_at]);
            if (!row) continue;
            QStringList texts;
            for (const int column : m_columns)
                texts << m_cells.index(*row, column).data().toString();
            if (m_format == Format::Csv)
                bytes += csvLine(texts);
            else
                bytes += (m_written > 0 ? ",\n" : "\n") + jsonObject(m_keys, texts);
            ++m_written;
        }
    }
    const bool isLast = m_at >= m_slots.size();
    if (isLast && m_format == Format::Json) bytes += "\n]\n";
    if (!put(bytes)) return;
    m_longest = std::max(m_longest, std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin));
    if (!isLast) {
        emit progressed(int(m_at), total());
        return;
    }
    m_timer.stop();
    if (!m_file) return emit finishedText(QString::fromUtf8(m_text), m_written);
    const QString path = m_file->fileName();
    if (!m_file->commit()) return fail();
    m_file.reset();
    emit finishedFile(path, m_written);
}

bool RowExport::put(const QByteArray& bytes)
{
    if (!m_file) {
        m_text += bytes;
        return true;
    }
    if (m_file->write(bytes) == bytes.size()) return true;
    fail();
    return false;
}

void RowExport::fail()
{
    m_timer.stop();
    const QString path = m_file->fileName();
    const QString why = m_file->errorString();
    m_file->cancelWriting();
    m_file.reset();
    emit failed(path, why);
}

} // namespace tailboard::views
