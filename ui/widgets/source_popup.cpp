// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/source_popup.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/state_glyph.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QScreen>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

constexpr int kWidth = 360;

/// The source without what passes by itself.
Source still(Source source)
{
    source.age.clear();
    for (SourceRow& row : source.rows) {
        row.age.clear();
        row.nextTry.clear();
    }
    return source;
}

QString rowName(const Source& source, const SourceRow& row)
{
    return row.title.isEmpty() ? source.name : row.title;
}

} // namespace

SourcePopup::SourcePopup(const Look& look, const Source& source, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_look(look)
    , m_source(source)
{
    setObjectName(u"sourcePopup"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAutoFillBackground(true);
    setBackgroundRole(Theme::role(Token::Ctl));
    setFrameShape(QFrame::StyledPanel);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(1, 1, 1, 1);
    fill();
}

void SourcePopup::setSource(const Source& source)
{
    if (source == m_source) return;
    const bool isSame = still(source) == still(m_source);
    m_source = source;
    if (!isSame) return fill();
    for (std::size_t i = 0; i < m_source.rows.size(); ++i) {
        const SourceRow& row = m_source.rows[i];
        if (auto* age = m_content->findChild<Label*>(u"age%1"_s.arg(i))) age->setPlain(row.age);
        if (auto* next = m_content->findChild<Label*>(u"nextTry%1"_s.arg(i))) next->setPlain(row.nextTry);
    }
}

void SourcePopup::showUnder(const QWidget& strip, const QRect& segment)
{
    adjustSize();
    QPoint place = strip.mapToGlobal(QPoint(segment.left(), segment.bottom() + 4));
    const QRect screen = strip.screen()->availableGeometry();
    place.setX(qMax(screen.left(), qMin(place.x(), screen.right() - width())));
    move(place);
    show();
    setFocus();
}

void SourcePopup::fill()
{
    delete m_content;
    m_content = new QWidget;
    m_content->setFixedWidth(type::width(kWidth, font()));
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    setAccessibleName(tr("Details of %1").arg(m_source.name));
    if (m_source.rows.empty())
        column->addWidget(new Label(tr("%1 is not configured.").arg(m_source.name), Token::Text2));
    for (std::size_t i = 0; i < m_source.rows.size(); ++i) {
        if (i > 0) column->addWidget(new Rule(Qt::Horizontal));
        addRow(*column, m_source.rows[i]);
    }
    layout()->addWidget(m_content);
    if (isVisible()) adjustSize();
}

void SourcePopup::addRow(QVBoxLayout& column, const SourceRow& row)
{
    const auto index = std::size_t(&row - m_source.rows.data());
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(new StateGlyph(m_look, row.state, 14));
    head->addWidget(label(rowName(m_source, row), Token::Text, Step::Strong));
    head->addWidget(label(word(row.state), Token::Text2, Step::Small));
    head->addStretch();
    Label* age = label(row.age, Token::Text3, Step::Small);
    age->setObjectName(u"age%1"_s.arg(index));
    head->addWidget(age);
    column.addLayout(head);

    if (!row.sentence.isEmpty())
        column.addWidget(new Label(row.sentence, Token::Text, Step::Body, Label::Mode::Wrapped));

    auto* facts = new QFormLayout;
    facts->setHorizontalSpacing(12);
    facts->setVerticalSpacing(2);
    const auto fact = [facts](const QString& name, const QString& value) -> Label* {
        if (value.isEmpty()) return nullptr;
        auto* shown = new Label(value, Token::Text2, Step::Small, Label::Mode::Selectable);
        shown->setAccessibleName(name);
        facts->addRow(label(name, Token::Text3, Step::Small), shown);
        return shown;
    };
    fact(tr("Address"), row.address);
    fact(tr("Version"), row.version);
    if (Label* next = fact(tr("Next try"), row.nextTry)) next->setObjectName(u"nextTry%1"_s.arg(index));
    column.addLayout(facts);

    if (row.original.isEmpty()) return;
    auto* original = new Label(row.original, Token::Text2, Step::Code, Label::Mode::Selectable);
    original->setObjectName(u"original%1"_s.arg(index));
    original->setAccessibleName(tr("Last error"));
    column.addWidget(label(tr("Last error"), Token::Text3, Step::Small));
    column.addWidget(original);
}

} // namespace tailboard::widgets
