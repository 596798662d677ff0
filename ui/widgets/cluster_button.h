// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace tailboard::widgets {

struct Look;

/// Shows which cluster everything belongs to, in the colour the user chose for it. With a menu (setMenu()) it opens the
/// profiles by press or Ctrl+P and shows an arrow; without one it only tells, and takes no focus.
class ClusterButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ClusterButton(const Look& look, QWidget* parent = nullptr);

    /// `badge` stands in a small frame behind the names: "Demo".
    void setCluster(const QString& profile, const QString& tailnet, const QString& badge = {});
    void setProfiles(QMenu* menu);

    QString profile() const { return m_profile; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int widthWith(int tailnetWidth) const;

    const Look& m_look;
    QString m_profile;
    QString m_tailnet;
    QString m_badge;
};

} // namespace tailboard::widgets
