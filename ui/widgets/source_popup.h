// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/source_strip.h"

#include <QFrame>

class QVBoxLayout;

namespace tailboard::widgets {

/// The details of one source under its segment: for each daemon its state, address, version, what is wrong, the last
/// error in the original, and the next try. Closes on Escape, on a press outside, and deletes itself then.
class SourcePopup : public QFrame
{
    Q_OBJECT

public:
    SourcePopup(const Look& look, const Source& source, QWidget* parent);

    /// Shows other values; rebuilt only when they differ in more than the age, so that a selection in the text stays.
    void setSource(const Source& source);
    /// Opens under `segment` of `strip`, inside the screen.
    void showUnder(const QWidget& strip, const QRect& segment);

private:
    void fill();
    void addRow(QVBoxLayout& column, const SourceRow& row);

    const Look& m_look;
    Source m_source;
    QWidget* m_content = nullptr;
};

} // namespace tailboard::widgets
