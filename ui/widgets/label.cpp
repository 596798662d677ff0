// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/label.h"

#include "ui/widgets/plain_text.h"

#include <QApplication>
#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QtMath>

namespace tailboard::widgets {

Label::Label(const QString& text, Token token, Step step, Mode mode, QWidget* parent)
    : QLabel(parent)
    , m_step(step)
    , m_mode(mode)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(Theme::role(token));
    setWordWrap(mode != Mode::Elided);
    if (mode == Mode::Selectable) {
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        setCursor(Qt::IBeamCursor);
    }
    applyFont();
    setPlain(text);
}

void Label::setPlain(const QString& text)
{
    const QString made = m_mode == Mode::Elided ? oneLine(text) : manyLines(text);
    if (made != QLabel::text()) setText(made);
}

void Label::setToken(Token token)
{
    setForegroundRole(Theme::role(token));
}

void Label::setStep(Step step)
{
    m_step = step;
    applyFont();
}

QSize Label::sizeHint() const
{
    if (m_mode != Mode::Elided) return QLabel::sizeHint();
    const QFontMetricsF metrics(font());
    // One more than the text: eliding measures with fractions, and would cut a text that fits.
    return {text().isEmpty() ? 0 : qCeil(metrics.horizontalAdvance(text())) + 1, qCeil(metrics.height())};
}

QSize Label::minimumSizeHint() const
{
    if (m_mode != Mode::Elided) return QLabel::minimumSizeHint();
    const QFontMetrics metrics(font());
    return {qMin(sizeHint().width(), metrics.averageCharWidth() * 6), metrics.height()};
}

void Label::paintEvent(QPaintEvent* event)
{
    if (m_mode != Mode::Elided) return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), int(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

bool Label::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange) applyFont();
    if (event->type() == QEvent::ToolTip && m_mode == Mode::Elided && toolTip().isEmpty()) {
        const bool isCut = sizeHint().width() > width();
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), isCut ? plainToolTip(text()) : QString());
        return true;
    }
    return QLabel::event(event);
}

void Label::applyFont()
{
    setFont(type::font(m_step, QApplication::font()));
}

} // namespace tailboard::widgets
