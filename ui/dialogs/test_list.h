// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/connection_test.h"

#include <QFrame>
#include <memory>
#include <vector>

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

/// The calls of a connection test, each with its state, what came of it, its status and time; of one that failed also
/// the cause, the remedy and the server's own words. Hidden until a test began.
class TestList : public QFrame
{
    Q_OBJECT

public:
    explicit TestList(const widgets::Look& look, QWidget* parent = nullptr);
    ~TestList() override;

    /// Ends the test that runs and begins another. `clock` outlives this widget.
    void start(const cluster::Connections& connections, const base::Clock& clock);
    /// Forgets what came of the last one, as when what was tested has changed.
    void clear();
    /// The rows of the current test; empty when there was none.
    std::vector<cluster::TestRow> rows() const;
    bool isRunning() const { return m_test && !m_test->isFinished(); }

signals:
    /// A row changed, or the test began or was forgotten.
    void changed();
    void finished();

private:
    struct Line
    {
        QWidget* panel = nullptr;
        widgets::StateGlyph* glyph = nullptr;
        widgets::Label* fact = nullptr;
        widgets::Label* status = nullptr;
        widgets::Label* time = nullptr;
        widgets::Label* error = nullptr;
        widgets::Label* original = nullptr;
    };

    void show(const cluster::TestRow& row);

    std::vector<Line> m_lines;
    std::unique_ptr<cluster::ConnectionTest> m_test;
};

} // namespace tailboard::dialogs
