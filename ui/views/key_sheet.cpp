// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/key_sheet.h"

#include "ui/widgets/label.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

struct KeyLine
{
    QString keys;
    QString action;
};

void collect(const QMenu& menu, QList<KeyLine>& lines)
{
    for (const QAction* action : menu.actions()) {
        if (action->menu())
            collect(*action->menu(), lines);
        else if (!action->shortcut().isEmpty() && action->isVisible())
            lines << KeyLine{action->shortcut().toString(QKeySequence::NativeText), action->text().remove(u'&')};
    }
}

} // namespace

KeySheet::KeySheet(const QMenuBar& menus, const QList<Section>& sections, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"keySheet"_s);
    setWindowTitle(tr("Keyboard"));
    QList<KeyLine> keys;
    for (const QAction* top : menus.actions()) {
        if (top->menu() && top->isVisible()) collect(*top->menu(), keys);
    }
    for (const Section section : sections) {
        if (const auto letter = sectionLetter(section)) keys << KeyLine{u"g %1"_s.arg(*letter), sectionTitle(section)};
    }
    keys << KeyLine{u"/"_s, tr("Filter this page")} << KeyLine{tr("Enter"), tr("Details of the chosen row")}
         << KeyLine{tr("Esc"), tr("Leave the field or the details")} << KeyLine{tr("Ctrl+C"), tr("Copy the cell")}
         << KeyLine{u"?"_s, tr("This sheet")};

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    const qsizetype rows = (keys.size() + 1) / 2; // two columns of pairs
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const int column = i < rows ? 0 : 3;
        grid->addWidget(label(keys[i].keys, Token::Text3, Step::Small), int(i % rows), column);
        grid->addWidget(label(keys[i].action, Token::Text), int(i % rows), column + 1);
        m_lines << keys[i].keys + ": "_L1 + keys[i].action;
    }
    grid->setColumnMinimumWidth(2, 24);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(16);
    column->addLayout(grid);
    column->addStretch();
    column->addWidget(buttons);
}

} // namespace tailboard::views
