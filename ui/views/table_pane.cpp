// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/table_pane.h"

#include "ui/views/page_header.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/loading_bars.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/state_glyph.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

TablePane::TablePane(const Look& look, const QString& title, const QString& filterHint, QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader(look, title))
    , m_filter(new HintField(look, Icon::Filter, filterHint, u"/"_s))
    , m_filterNote(new QWidget)
    , m_filterGlyph(new StateGlyph(look, State::Critical, 14))
    , m_filterText(new Label({}, Token::Text2, Step::Small, Label::Mode::Wrapped))
    , m_message(new MessageBar(look))
    , m_notice(new MessageBar(look))
    , m_table(new TableView(look))
    , m_empty(new EmptyState(look, Icon::Search, {}))
    , m_noMatch(new EmptyState(look, Icon::Filter, {}))
    , m_loading(new LoadingBars(look))
    , m_body(new QStackedWidget)
    , m_pill(new QPushButton(m_body))
{
    m_pill->setObjectName(u"displacedRows"_s);
    m_pill->setIcon(look.icons.icon(Icon::Refresh, Token::Text));
    m_pill->setAutoDefault(false);
    m_pill->setFocusPolicy(Qt::TabFocus);
    m_pill->hide();
    m_filter->setObjectName(u"filterField"_s);
    m_filter->setMaxLength(1024);
    m_table->setAccessibleName(title);
    m_noMatch->setObjectName(u"noMatch"_s);
    QPushButton* clear = m_noMatch->addButton(tr("Clear filter"));

    for (QWidget* each : std::initializer_list<QWidget*>{m_table, m_empty, m_noMatch, m_loading})
        m_body->addWidget(each);

    m_notice->setObjectName(u"notice"_s);
    m_filterNote->setObjectName(u"filterNote"_s);
    m_filterNote->hide();
    auto* note = new QHBoxLayout(m_filterNote);
    note->setContentsMargins(8, 0, 8, 0);
    note->setSpacing(6);
    note->addWidget(m_filterGlyph);
    note->addWidget(m_filterText, 1);

    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(16, 0, 16, 8);
    inset->setSpacing(8);
    inset->addWidget(m_filter);
    inset->addWidget(m_filterNote);
    inset->addWidget(m_message);
    inset->addWidget(m_notice);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(inset);
    column->addWidget(m_body, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &TablePane::filterChanged);
    connect(&m_header->chips(), &StateChips::checkedChanged, this, &TablePane::filterChanged);
    connect(m_pill, &QPushButton::clicked, this, &TablePane::orderWanted);
    connect(clear, &QPushButton::clicked, this, &TablePane::clearFilter);
    const auto toTable = [this] {
        if (m_body->currentWidget() == m_table) m_table->setFocus(Qt::OtherFocusReason);
    };
    connect(m_filter, &HintField::left, this, toTable);
    connect(m_filter, &HintField::listWanted, this, toTable);
}

void TablePane::showTable()
{
    m_body->setCurrentWidget(m_table);
}

void TablePane::showEmpty()
{
    m_body->setCurrentWidget(m_empty);
}

void TablePane::showNoMatch()
{
    const QString text = m_filter->text().trimmed();
    m_noMatch->setSentence(text.isEmpty() ? tr("No row is in a chosen state.") : tr("No row matches “%1”.").arg(text));
    m_body->setCurrentWidget(m_noMatch);
}

void TablePane::showLoading(const QString& source, std::chrono::seconds elapsed)
{
    m_loading->setWaiting(source, elapsed);
    m_body->setCurrentWidget(m_loading);
}

void TablePane::setDisplaced(int rows)
{
    m_displaced = rows;
    updatePill();
}

void TablePane::setNewRows(int rows)
{
    m_newRows = rows;
    updatePill();
}

void TablePane::updatePill()
{
    m_pill->setVisible(m_newRows > 0 || m_displaced > 0);
    if (m_newRows > 0) {
        m_pill->setText(tr("%1 new").arg(m_newRows));
        m_pill->setAccessibleDescription(tr("Shows the new rows"));
    } else if (m_displaced > 0) {
        m_pill->setText(m_displaced == 1 ? tr("1 change") : tr("%1 changes").arg(m_displaced)); // no plural file
        m_pill->setAccessibleDescription(tr("Puts the rows in order"));
    } else {
        return;
    }
    placePill();
}

void TablePane::placePill()
{
    m_pill->adjustSize();
    const int below = m_table->horizontalHeader()->height() + 6;
    m_pill->move((m_body->width() - m_pill->width()) / 2, below);
    m_pill->raise();
}

void TablePane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_pill->isVisible()) placePill();
}

void TablePane::setFilterNote(const QString& text, bool isError)
{
    m_filterText->setPlain(text);
    m_filterGlyph->setVisible(isError);
    m_filterNote->setVisible(!text.isEmpty());
    m_filter->setAccessibleDescription(text.isEmpty() ? tr("Key: /") : text);
}

QString TablePane::filterNote() const
{
    return m_filterNote->isHidden() ? QString() : m_filterText->text();
}

void TablePane::setFilterKeys(const QStringList& keys)
{
    QStringList lines;
    if (!keys.isEmpty()) lines << tr("Keys: %1").arg(keys.join(u":, "_s) + u':');
    lines << tr("web — in any column") << tr("node:sub01 — in one column") << tr("job:=web — the whole word")
          << tr("!status:ok — the opposite") << tr("\"two words\" — as one text")
          << tr("/^web-\\d+$/, node:/sub0[12]/ — a regular expression");
    m_filter->setToolTip(plainToolTip(lines.join(u'\n')));
}

void TablePane::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TablePane::clearFilter()
{
    m_filter->clear();
    m_header->chips().clear();
    focusFilter();
}

} // namespace tailboard::views
