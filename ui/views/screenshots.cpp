// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/screenshots.h"

#include "ui/widgets/hint_field.h"

#include <QDir>
#include <QPixmap>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace tailboard::views {

namespace {

/// Two frames: one for the layout that a new page or theme asks for, one for what that changes.
constexpr int settle = 60;

} // namespace

Screenshots::Screenshots(LiveWindow& window, widgets::ThemeSwitch& theme, const QString& directory,
                         QList<Section> sections, QList<widgets::Appearance> themes, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_directory(directory)
{
    if (sections.isEmpty())
        for (const KeyedPage* page : window.pages())
            sections << page->section();
    for (const widgets::Appearance appearance : themes)
        for (const Section section : sections)
            m_waiting << Picture{section, appearance};
}

void Screenshots::setForm(const QString& form, const QString& filter)
{
    m_form = form;
    m_filter = filter;
}

void Screenshots::start()
{
    m_window.window().resize(1280, 772);
    prepare();
}

void Screenshots::prepare()
{
    const Picture picture = m_waiting.first();
    m_theme.choose(picture.theme);
    m_window.window().go({picture.section, {}});
    if (auto* page = qobject_cast<KeyedPage*>(m_window.window().page(picture.section))) {
        if (!m_filter.isEmpty()) page->list().filter().setText(m_filter);
        page->chooseFirst();
    }
    QTimer::singleShot(settle, this, &Screenshots::take);
}

void Screenshots::take()
{
    const Picture picture = m_waiting.takeFirst();
    const QString theme = picture.theme == widgets::Appearance::Dark ? u"dark"_s : u"light"_s;
    QStringList words{sectionId(picture.section), m_form, theme};
    words.removeAll(QString());
    const QString file = QDir(m_directory).filePath(words.join(u'-') + u".png"_s);
    if (!QDir().mkpath(m_directory) || !m_window.window().grab().save(file)) {
        emit finished(m_files, tr("%1 cannot be written.").arg(file));
        return;
    }
    m_files << file;
    if (m_waiting.isEmpty())
        emit finished(m_files, {});
    else
        prepare();
}

} // namespace tailboard::views
