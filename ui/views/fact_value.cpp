// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/fact_value.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

FactValue::FactValue(QWidget* parent)
    : Label({}, Token::Text, Step::Body, Mode::Selectable, parent)
{}

void FactValue::setValue(const QString& name, const QString& value, bool isCode)
{
    if (m_isCode != isCode) {
        m_isCode = isCode;
        setStep(isCode ? Step::Code : Step::Body);
        updateUnderline();
    }
    m_value = value;
    setPlain(value);
    // A label's accessible name stands in the place of its text, so it must hold both.
    setAccessibleName(name.isEmpty() ? text() : u"%1: %2"_s.arg(name, text()));
}

void FactValue::setLink(bool isLink)
{
    if (m_isLink == isLink) return;
    m_isLink = isLink;
    setToken(isLink ? Token::Accent : Token::Text);
    setFocusPolicy(isLink ? Qt::StrongFocus : Qt::ClickFocus);
    setCursor(isLink ? Qt::PointingHandCursor : Qt::IBeamCursor);
    setAccessibleDescription(isLink ? tr("Link: Return opens it") : QString());
    updateUnderline();
}

void FactValue::copyValue() const
{
    QApplication::clipboard()->setText(m_value);
}

void FactValue::keyPressEvent(QKeyEvent* event)
{
    const bool isFollowing =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_isLink && isFollowing && event->modifiers() == Qt::NoModifier) return emit followed();
    if (event->matches(QKeySequence::Copy) && !hasSelectedText()) return copyValue();
    Label::keyPressEvent(event);
}

void FactValue::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->pos();
    Label::mousePressEvent(event);
}

void FactValue::mouseReleaseEvent(QMouseEvent* event)
{
    Label::mouseReleaseEvent(event);
    // A drag over the text of a link selects it.
    const bool isClick = event->button() == Qt::LeftButton && rect().contains(event->pos()) &&
                         (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (m_isLink && isClick && !hasSelectedText()) emit followed();
}

void FactValue::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"factMenu"_s);
    if (m_isLink) connect(menu->addAction(tr("Open")), &QAction::triggered, this, &FactValue::followed);
    if (hasSelectedText())
        connect(menu->addAction(tr("Copy selection")), &QAction::triggered, this,
                [this] { QApplication::clipboard()->setText(selectedText()); });
    connect(menu->addAction(tr("Copy value")), &QAction::triggered, this, &FactValue::copyValue);
    menu->popup(event->globalPos());
    event->accept();
}

void FactValue::enterEvent(QEnterEvent* event)
{
    Label::enterEvent(event);
    m_isHovered = true;
    updateUnderline();
}

void FactValue::leaveEvent(QEvent* event)
{
    Label::leaveEvent(event);
    m_isHovered = false;
    updateUnderline();
}

void FactValue::focusInEvent(QFocusEvent* event)
{
    Label::focusInEvent(event);
    m_hasKeyboard = true;
    updateUnderline();
}

void FactValue::focusOutEvent(QFocusEvent* event)
{
    Label::focusOutEvent(event);
    m_hasKeyboard = false;
    updateUnderline();
}

void FactValue::updateUnderline()
{
    QFont wanted = font();
    wanted.setUnderline(m_isLink && (m_isHovered || m_hasKeyboard));
    if (wanted.underline() != font().underline()) setFont(wanted);
}

} // namespace tailboard::views
