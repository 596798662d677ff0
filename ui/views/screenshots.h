// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/live_window.h"
#include "ui/widgets/theme_switch.h"

#include <QStringList>

namespace tailboard::views {

/// Draws pages of the real window into PNG files, one after the other, each in a turn of the event loop of its own so
/// that layouts settle: DIR/<page>[-<form>]-<theme>.png at 1280x772.
class Screenshots : public QObject
{
    Q_OBJECT

public:
    /// `sections` empty: all pages. Both references outlive it.
    Screenshots(LiveWindow& window, widgets::ThemeSwitch& theme, const QString& directory, QList<Section> sections,
                QList<widgets::Appearance> themes, QObject* parent = nullptr);

    /// A word for the files' names, and a filter that every page shall have; both may be empty. Before start().
    void setForm(const QString& form, const QString& filter);

    void start();

signals:
    /// The files that were written; `problem` says why one could not be, else it is empty.
    void finished(const QStringList& files, const QString& problem);

private:
    struct Picture
    {
        Section section;
        widgets::Appearance theme;
    };

    void prepare();
    void take();

    LiveWindow& m_window;
    widgets::ThemeSwitch& m_theme;
    QString m_directory;
    QString m_form;
    QString m_filter;
    QList<Picture> m_waiting;
    QStringList m_files;
};

} // namespace tailboard::views
