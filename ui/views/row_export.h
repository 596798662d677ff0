// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/keyed_model.h"
#include "ui/widgets/cell_model.h"

#include <QSaveFile>
#include <QTimer>
#include <memory>

namespace tailboard::views {

/// Writes the rows that a table shows when it is started, in slices of a few milliseconds, so that nothing waits for
/// it: each row as it is when its turn comes. A row that goes meanwhile is left out.
class RowExport : public QObject
{
    Q_OBJECT

public:
    enum class Format : unsigned char { Csv, Json };

    /// `columns` in the order they shall have; `keys` and `titles` for them: JSON takes the keys, CSV the titles. The
    /// models outlive it.
    RowExport(const models::KeyedModel& rows, const widgets::CellModel& cells, QList<int> columns, QStringList keys,
              QStringList titles, Format format, QObject* parent = nullptr);
    ~RowExport() override;

    /// Into a file, which is there whole or not at all. Errors come by failed(), also at once.
    void startFile(const QString& path);
    /// Into a text, handed over by finishedText().
    void startText();
    /// Ends it without a file; nothing is emitted any more.
    void cancel();
    int total() const { return int(m_slots.size()); }
    /// CPU time of the longest slice so far.
    std::chrono::microseconds longestSlice() const { return m_longest; }

signals:
    /// After each slice.
    void progressed(int done, int total);
    void finishedFile(const QString& path, int rows);
    void finishedText(const QString& text, int rows);
    /// The system's words for why it could not be written.
    void failed(const QString& path, const QString& why);

private:
    void start();
    void step();
    bool put(const QByteArray& bytes);
    void fail();

    const models::KeyedModel& m_rows;
    const widgets::CellModel& m_cells;
    QList<int> m_columns;
    QStringList m_keys, m_titles;
    Format m_format;
    std::vector<cluster::Slot> m_slots;
    size_t m_at = 0;
    int m_written = 0;
    std::unique_ptr<QSaveFile> m_file;
    QByteArray m_text;
    QTimer m_timer;
    std::chrono::microseconds m_longest{0};
};

} // namespace tailboard::views
