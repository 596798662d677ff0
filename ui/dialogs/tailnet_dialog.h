// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/tailnet_search.h"

#include <QDialog>

class QListWidget;
class QProgressBar;
class QPushButton;

namespace tailboard::widgets {
struct Look;
class Label;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

/// Looks for Nomad on the machines of the tailnet. Says first what it will do, and does it on a press.
class TailnetDialog : public QDialog
{
    Q_OBJECT

public:
    TailnetDialog(const widgets::Look& look, const tailscale::Status& tailnet, const base::DialMap& dialMap,
                  QWidget* parent = nullptr);
    ~TailnetDialog() override;

signals:
    /// The user took one.
    void chosen(const QUrl& address);

private:
    void search();
    void advanced();
    void finished();
    void take();

    cluster::TailnetSearch m_search;
    QPushButton* m_button;
    QListWidget* m_list;
    QProgressBar* m_progress;
    widgets::Label* m_result;
};

} // namespace tailboard::dialogs
