// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/read_tab.h"

#include "ui/widgets/empty_state.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

ReadTab::ReadTab(const Look& look, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_note(new MessageBar(look))
    , m_notice(new EmptyState(look, Icon::Refresh, {}))
    , m_again(m_notice->addButton(tr("Try again")))
    , m_body(new QStackedWidget)
{
    setObjectName(u"readTab"_s);
    m_body->addWidget(m_notice);
    m_body->addWidget(content);
    m_note->hide();
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(16, 0, 16, 0);
    inset->addWidget(m_note);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(inset);
    column->addWidget(m_body, 1);
    connect(m_again, &QPushButton::clicked, this, &ReadTab::againWanted);
    connect(m_note, &MessageBar::buttonPressed, this, &ReadTab::againWanted);
    m_again->hide();
}

void ReadTab::setStatus(const ReadStatus& status)
{
    if (status == m_status) return;
    m_status = status;
    m_body->setCurrentIndex(status.hasContent ? 1 : 0);
    if (status.hasContent && !status.note.isEmpty())
        m_note->showMessage(State::Stale, status.note, status.original,
                            status.canTryAgain ? tr("Try again") : QString());
    else
        m_note->clearMessage();
    if (status.hasContent) return;
    m_notice->setSentence(status.original.isEmpty() ? status.sentence : status.sentence + u'\n' + status.original);
    m_again->setVisible(status.canTryAgain);
}

} // namespace tailboard::views
