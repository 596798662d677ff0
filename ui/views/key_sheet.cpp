// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/key_sheet.h"

#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

struct KeyLine
{
    QString keys;
    QString action;
};

QString plainAction(const QString& text)
{
    QString plain = text;
    return plain.remove(u'&');
}

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
    // Those without a menu say themselves what they do. Of the pages' own, each is listed once.
    const auto add = [&](const QKeySequence& sequence, const QString& text) {
        const KeyLine line{sequence.toString(QKeySequence::NativeText), plainAction(text)};
        const bool isKnown = std::any_of(keys.cbegin(), keys.cend(), [&](const KeyLine& each) {
            return each.keys == line.keys && each.action == line.action;
        });
        if (!line.keys.isEmpty() && !line.action.isEmpty() && !isKnown) keys << line;
    };
    for (const QShortcut* shortcut : parent->findChildren<QShortcut*>())
        add(shortcut->key(), shortcut->whatsThis());
    for (const widgets::TableView* table : parent->findChildren<widgets::TableView*>())
        for (const QAction* action : table->actions())
            add(action->shortcut(), action->text());
    keys << KeyLine{tr("Enter"), tr("Details of the chosen row")}
         << KeyLine{tr("Esc"), tr("Leave the field or the details")} << KeyLine{tr("Ctrl+C"), tr("Copy the cell")}
         << KeyLine{tr("Home, End"), tr("First, last row")}
         << KeyLine{tr("Shift+click"), tr("Sort by a further column")};

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
