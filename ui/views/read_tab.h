// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace tailboard::widgets {
struct Look;
class EmptyState;
class MessageBar;
} // namespace tailboard::widgets

namespace tailboard::views {

/// How the reading of something stands, in words.
struct ReadStatus
{
    bool hasContent = false; ///< what was read last can be shown
    QString sentence;        ///< instead of it: "Reading…", or why there is nothing
    QString original;        ///< the server's own words
    QString note;            ///< over it: why it is old
    bool canTryAgain = false;
    friend bool operator==(const ReadStatus&, const ReadStatus&) = default;
};

/// A tab whose content is read when it is seen: while there is none it says why; what is old stays, and says so.
class ReadTab : public QWidget
{
    Q_OBJECT

public:
    /// `content` goes over to the tab.
    ReadTab(const widgets::Look& look, QWidget* content, QWidget* parent = nullptr);

    void setStatus(const ReadStatus& status);
    const ReadStatus& status() const { return m_status; }

signals:
    /// "Try again" was pressed.
    void againWanted();

private:
    ReadStatus m_status;
    widgets::MessageBar* m_note;
    widgets::EmptyState* m_notice;
    QPushButton* m_again;
    QStackedWidget* m_body;
};

} // namespace tailboard::views
