// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/page_header.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

PageHeader::PageHeader(const Look& look, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_total(label({}, Token::Text3))
    , m_chips(new StateChips(look))
    , m_note(label({}, Token::Text3, Step::Small))
    , m_row(new QHBoxLayout(this))
{
    m_total->setObjectName(u"total"_s);
    m_note->setObjectName(u"headerNote"_s);
    m_note->hide();
    m_row->setContentsMargins(16, 8, 16, 8);
    m_row->setSpacing(8);
    m_row->addWidget(label(title, Token::Text, Step::PageTitle));
    m_row->addWidget(m_total);
    m_row->addSpacing(12);
    m_row->addWidget(m_chips);
    m_row->addWidget(m_note);
    m_row->addStretch();
    setMinimumHeight(44);
}

void PageHeader::setCounts(int shown, int total)
{
    const QLocale locale;
    const QString all = locale.toString(total);
    m_total->setPlain(shown == total ? all : tr("%1 of %2").arg(locale.toString(shown), all));
}

void PageHeader::setNote(const QString& note)
{
    m_note->setPlain(note);
    m_note->setVisible(!note.isEmpty());
}

QPushButton* PageHeader::addButton(Icon icon, const QString& text)
{
    auto* button = new QPushButton(m_look.icons.icon(icon, Token::Text2), text);
    button->setFlat(true);
    button->setAutoDefault(false);
    m_row->addWidget(button);
    return button;
}

} // namespace tailboard::views
