// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <chrono>

namespace tailboard::widgets {

struct Look;

/// What stands in the place of a table before the first answer: grey bars in ten rows, and after a second a sentence
/// that says for whom and how long it waits. It has no clock of its own: the page tells it the time.
class LoadingBars : public QWidget
{
    Q_OBJECT

public:
    explicit LoadingBars(const Look& look, QWidget* parent = nullptr);

    /// `source` is whom the page waits for: "Nomad". Bars below one second, then "Waiting for Nomad, 4 s".
    void setWaiting(const QString& source, std::chrono::seconds elapsed);
    /// The sentence that is shown; empty while bars are.
    QString sentence() const { return m_sentence; }

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    QString m_sentence;
};

} // namespace tailboard::widgets
