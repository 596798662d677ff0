// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/table_tools.h"

#include "ui/views/layout_store.h"
#include "ui/views/page.h"
#include "ui/views/page_header.h"
#include "ui/views/row_text.h"
#include "ui/views/table_pane.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonArray>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStandardPaths>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;

namespace {

constexpr qsizetype mostViews = 50;
constexpr qsizetype longestName = 80;
constexpr qsizetype longestFilter = 1024;

QString viewName(const QJsonValue& view)
{
    return view.toObject()[u"name"_s].toString().left(longestName);
}

/// A menu's text with what comes from outside: an "&" in it is no mnemonic.
QString menuText(const QString& text)
{
    return oneLine(text, longestName).replace(u'&', "&&"_L1);
}

} // namespace

TableTools::TableTools(Page& page, TablePane& pane, models::KeyedModel& rows, CellModel& cells, QSplitter& splitter,
                       QStringList titles)
    : QObject(&page)
    , m_page(page)
    , m_pane(pane)
    , m_rows(rows)
    , m_cells(cells)
    , m_splitter(splitter)
    , m_titles(std::move(titles))
    , m_viewsButton(pane.header().addButton(Icon::Views, tr("Views")))
    , m_columnsButton(pane.header().addButton(Icon::Columns, tr("Columns")))
    , m_exportButton(pane.header().addButton(Icon::Export, tr("Export")))
{
    const auto menuOf = [this](QPushButton* button, const QString& name, void (TableTools::*fill)(QMenu&)) {
        auto* menu = new QMenu(button);
        menu->setObjectName(name + "Menu"_L1);
        button->setObjectName(name + "Button"_L1);
        button->setMenu(menu);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
            menu->clear();
            (this->*fill)(*menu);
        });
    };
    menuOf(m_viewsButton, u"views"_s, &TableTools::fillViews);
    menuOf(m_columnsButton, u"columns"_s, &TableTools::fillColumns);
    menuOf(m_exportButton, u"export"_s, &TableTools::fillExport);

    TableView& table = pane.table();
    SortHeader& header = table.header();
    connect(&header, &SortHeader::sortWanted, this, [this, &header](int column, bool isFurther) {
        setSort(SortHeader::clicked(header.marks(), column, isFurther, int(models::KeyedModel::mostSortKeys)));
    });
    header.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&header, &QWidget::customContextMenuRequested, this, [this, &header](const QPoint& at) {
        auto* menu = new QMenu(&m_pane);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumns(*menu);
        menu->popup(header.mapToGlobal(at));
    });
    connect(&table, &TableView::columnsChanged, this, &TableTools::keep);
    connect(&splitter, &QSplitter::splitterMoved, this, &TableTools::keep);
    connect(&table, &TableView::rowMenuWanted, this, [this](const QPoint& at) { openRowMenu(at, false); });
    auto* copyAs = new QAction(tr("Copy the row as…"), &table);
    copyAs->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    copyAs->setShortcutContext(Qt::WidgetShortcut);
    table.addAction(copyAs);
    connect(copyAs, &QAction::triggered, this, [this, &table] {
        const QModelIndex current = table.currentIndex();
        if (!current.isValid()) return;
        openRowMenu(table.viewport()->mapToGlobal(table.visualRect(current).bottomLeft()), true);
    });
    connect(&pane.notice(), &MessageBar::buttonPressed, this, [this] {
        if (m_export) {
            m_export->cancel();
            delete m_export;
        }
        m_pane.notice().clearMessage();
    });
    setSort({{0, Qt::AscendingOrder}});
}

TableTools::~TableTools()
{
    delete m_export; // it reads the models
}

// ---- sorting

void TableTools::setSort(const QList<SortMark>& marks)
{
    std::vector<models::SortKey> keys;
    for (const SortMark& mark : marks)
        keys.push_back({mark.column, mark.order});
    m_rows.setSort(keys);
    QList<SortMark> taken;
    for (const models::SortKey& key : m_rows.sortKeys())
        taken << SortMark{key.column, key.order};
    m_pane.table().header().setMarks(taken);
    m_pane.setDisplaced(m_rows.displaced());
    keep();
}

// ---- columns

QString TableTools::idOf(int column) const
{
    const QStringList ids = m_rows.columnIds();
    return column < ids.size() ? ids[column] : QString::number(column);
}

int TableTools::columnOf(const QString& id) const
{
    for (int column = 0; column < int(m_titles.size()); ++column)
        if (idOf(column) == id) return column;
    return -1;
}

QString TableTools::titleOf(int column) const
{
    const QString title = m_titles.value(column);
    return title.isEmpty() ? tr("State") : title;
}

QList<int> TableTools::shownColumns() const
{
    const TableView& table = m_pane.table();
    QList<int> columns;
    for (int at = 0; at < table.header().count(); ++at) {
        const int column = table.header().logicalIndex(at);
        if (!table.isColumnHidden(column)) columns << column;
    }
    return columns;
}

void TableTools::setHiddenAtFirst(const QList<int>& columns)
{
    m_hiddenAtFirst = columns;
    const QScopedValueRollback taking(m_isTaking, true);
    resetColumns();
}

void TableTools::resetColumns()
{
    TableView& table = m_pane.table();
    for (int column = 0; column < int(m_titles.size()); ++column)
        table.setColumnHidden(column, m_hiddenAtFirst.contains(column));
    table.resetColumns();
}

void TableTools::fillColumns(QMenu& menu)
{
    TableView& table = m_pane.table();
    table.fillColumnsMenu(menu);
    menu.addSeparator();
    // What Shift and a click do, by keyboard.
    QMenu* sort = menu.addMenu(tr("Sort by"));
    QMenu* further = menu.addMenu(tr("Then by"));
    const QList<SortMark> marks = table.header().marks();
    for (const int column : shownColumns()) {
        const auto found =
            std::find_if(marks.begin(), marks.end(), [&](const SortMark& mark) { return mark.column == column; });
        QString text = menuText(titleOf(column));
        if (found != marks.end())
            text = (found->order == Qt::AscendingOrder ? tr("%1 (%2, ascending)") : tr("%1 (%2, descending)"))
                       .arg(text)
                       .arg(found - marks.begin() + 1);
        connect(sort->addAction(text), &QAction::triggered, this,
                [this, column] { emit m_pane.table().header().sortWanted(column, false); });
        connect(further->addAction(text), &QAction::triggered, this,
                [this, column] { emit m_pane.table().header().sortWanted(column, true); });
    }
    QAction* compact = menu.addAction(tr("Compact rows"));
    compact->setCheckable(true);
    compact->setChecked(table.isCompact());
    connect(compact, &QAction::toggled, this, [this](bool isOn) {
        m_pane.table().setCompact(isOn);
        keep();
    });
    menu.addSeparator();
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, &TableTools::resetColumns);
}

// ---- what is remembered

QJsonArray TableTools::columnsNow() const
{
    const TableView& table = m_pane.table();
    QJsonArray columns;
    for (int at = 0; at < table.header().count(); ++at) {
        const int column = table.header().logicalIndex(at);
        QJsonObject each{{u"id"_s, idOf(column)}};
        if (table.isColumnHidden(column)) each[u"hidden"_s] = true;
        if (const int width = table.userWidth(column)) each[u"width"_s] = width;
        columns.append(each);
    }
    return columns;
}

QJsonArray TableTools::sortNow() const
{
    QJsonArray sort;
    for (const models::SortKey& key : m_rows.sortKeys()) {
        QJsonObject each{{u"column"_s, idOf(key.column)}};
        if (key.order == Qt::DescendingOrder) each[u"descending"_s] = true;
        sort.append(each);
    }
    return sort;
}

void TableTools::takeColumns(const QJsonArray& columns)
{
    if (columns.isEmpty()) return;
    TableView& table = m_pane.table();
    resetColumns();
    int place = 1; // the state stays first
    QList<int> taken{0};
    for (const QJsonValue& value : columns) {
        const QJsonObject each = value.toObject();
        const int column = columnOf(each[u"id"_s].toString());
        if (column < 1 || taken.contains(column)) continue; // of another version, or twice
        taken << column;
        table.header().moveSection(table.header().visualIndex(column), place++);
        table.setColumnHidden(column, each[u"hidden"_s].toBool());
        table.setUserWidth(column, int(qBound(0.0, each[u"width"_s].toDouble(), 4000.0)));
    }
}

void TableTools::takeSort(const QJsonArray& sort)
{
    QList<SortMark> marks;
    for (const QJsonValue& value : sort) {
        const QJsonObject each = value.toObject();
        const int column = columnOf(each[u"column"_s].toString());
        if (column < 0 || marks.size() >= qsizetype(models::KeyedModel::mostSortKeys)) continue;
        marks << SortMark{column, each[u"descending"_s].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder};
    }
    if (!marks.isEmpty()) setSort(marks);
}

QJsonObject TableTools::layout() const
{
    const QList<int> sizes = m_splitter.sizes();
    QJsonObject all{{u"columns"_s, columnsNow()}, {u"sort"_s, sortNow()}, {u"views"_s, m_views}};
    if (m_pane.table().isCompact()) all[u"compact"_s] = true;
    if (sizes.size() == 2 && sizes[0] + sizes[1] > 0) all[u"details"_s] = sizes[1];
    return all;
}

void TableTools::useLayout(LayoutStore& store)
{
    m_store = &store;
    const QJsonObject kept = store.read("page/"_L1 + sectionId(m_page.section()));
    if (kept.isEmpty()) return;
    const QScopedValueRollback taking(m_isTaking, true);
    takeColumns(kept[u"columns"_s].toArray());
    takeSort(kept[u"sort"_s].toArray());
    m_pane.table().setCompact(kept[u"compact"_s].toBool());
    const double details = kept[u"details"_s].toDouble(-1);
    if (details >= 0 && details < 4000) m_splitter.setSizes({10000, int(details)});
    for (const QJsonValue& view : kept[u"views"_s].toArray())
        if (m_views.size() < mostViews && !viewName(view).trimmed().isEmpty()) m_views.append(view.toObject());
}

void TableTools::keep()
{
    if (m_store && !m_isTaking) m_store->write("page/"_L1 + sectionId(m_page.section()), layout());
}

// ---- saved views

QStringList TableTools::viewNames() const
{
    QStringList names;
    for (const QJsonValue& view : m_views)
        names << viewName(view);
    return names;
}

void TableTools::saveView(const QString& name)
{
    const QString clean = name.simplified().left(longestName);
    if (clean.isEmpty()) return;
    QJsonArray states;
    for (const State state : m_pane.header().chips().checked())
        states.append(base::stateName(state));
    const QJsonObject view{{u"name"_s, clean},
                           {u"filter"_s, m_pane.filter().text()},
                           {u"states"_s, states},
                           {u"columns"_s, columnsNow()},
                           {u"sort"_s, sortNow()}};
    const qsizetype at = viewNames().indexOf(clean);
    if (at >= 0)
        m_views[at] = view;
    else if (m_views.size() < mostViews)
        m_views.append(view);
    keep();
}

void TableTools::chooseView(const QString& name)
{
    const qsizetype at = viewNames().indexOf(name);
    if (at < 0) return;
    const QJsonObject view = m_views[at].toObject();
    takeColumns(view[u"columns"_s].toArray());
    takeSort(view[u"sort"_s].toArray());
    QList<State> states;
    for (const QJsonValue& value : view[u"states"_s].toArray())
        for (const State state : kStates)
            if (base::stateName(state) == value.toString()) states << state;
    m_pane.header().chips().setChecked(states);
    m_pane.filter().setText(oneLine(view[u"filter"_s].toString(), longestFilter));
}

void TableTools::fillViews(QMenu& menu)
{
    const QStringList names = viewNames();
    for (const QString& name : names)
        connect(menu.addAction(menuText(name)), &QAction::triggered, this, [this, name] { chooseView(name); });
    if (!names.isEmpty()) menu.addSeparator();
    QAction* save = menu.addAction(tr("Save this view…"));
    save->setEnabled(m_views.size() < mostViews);
    connect(save, &QAction::triggered, this, [this] { askForName({}); });
    if (names.isEmpty()) return;
    QMenu* rename = menu.addMenu(tr("Rename"));
    QMenu* remove = menu.addMenu(tr("Delete"));
    for (const QString& name : names) {
        connect(rename->addAction(menuText(name)), &QAction::triggered, this, [this, name] { askForName(name); });
        connect(remove->addAction(menuText(name)), &QAction::triggered, this, [this, name] {
            const qsizetype at = viewNames().indexOf(name);
            if (at >= 0) m_views.removeAt(at);
            keep();
        });
    }
}

/// For a new view, or a new name of the `old` one.
void TableTools::askForName(const QString& old)
{
    auto* dialog = new QInputDialog(&m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"viewName"_s);
    dialog->setWindowTitle(old.isEmpty() ? tr("Save view") : tr("Rename view"));
    dialog->setLabelText(tr("Name of the view:"));
    dialog->setTextValue(old);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, old](const QString& text) {
        if (old.isEmpty()) return saveView(text);
        const QString clean = text.simplified().left(longestName);
        const qsizetype at = viewNames().indexOf(old);
        if (at < 0 || clean.isEmpty() || viewNames().contains(clean)) return;
        QJsonObject view = m_views[at].toObject();
        view[u"name"_s] = clean;
        m_views[at] = view;
        keep();
    });
    dialog->open();
}

// ---- copy

QString TableTools::rowAs(CopyAs form) const
{
    const QModelIndex current = m_pane.table().currentIndex();
    if (!current.isValid()) return {};
    if (form == CopyAs::Cell) return current.data().toString();
    if (form == CopyAs::Key) return current.data(models::KeyRole).toString();
    QStringList keys, texts;
    for (const int column : shownColumns()) {
        keys << idOf(column);
        texts << current.siblingAtColumn(column).data().toString();
    }
    return form == CopyAs::Tsv ? tsvLine(texts) : QString::fromUtf8(jsonObject(keys, texts));
}

void TableTools::fillCopy(QMenu& menu)
{
    const QList<std::pair<CopyAs, QString>> forms{{CopyAs::Cell, tr("Copy the cell")},
                                                  {CopyAs::Tsv, tr("Copy the row for a spreadsheet")},
                                                  {CopyAs::Json, tr("Copy the row as JSON")},
                                                  {CopyAs::Key, tr("Copy the key")}};
    for (const auto& [form, text] : forms)
        connect(menu.addAction(text), &QAction::triggered, this,
                [this, each = form] { QGuiApplication::clipboard()->setText(rowAs(each)); });
}

void TableTools::openRowMenu(const QPoint& at, bool isCopyOnly)
{
    auto* menu = new QMenu(&m_pane);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"rowMenu"_s);
    if (!isCopyOnly) {
        connect(menu->addAction(tr("Show the details")), &QAction::triggered, this,
                [this] { emit m_pane.table().detailsWanted(m_pane.table().currentIndex()); });
        menu->addActions(m_page.pageActions());
        menu->addSeparator();
    }
    fillCopy(*menu);
    menu->popup(at);
}

// ---- export

void TableTools::fillExport(QMenu& menu)
{
    using Format = RowExport::Format;
    const bool canStart = !m_export && m_rows.rowCount() > 0;
    const auto add = [&](const QString& text, auto call) {
        QAction* action = menu.addAction(text);
        action->setEnabled(canStart);
        connect(action, &QAction::triggered, this, call);
    };
    add(tr("Save the rows as CSV…"), [this] { askForFile(Format::Csv); });
    add(tr("Save the rows as JSON…"), [this] { askForFile(Format::Json); });
    menu.addSeparator();
    add(tr("Copy the rows as CSV"), [this] { exportToClipboard(Format::Csv); });
    add(tr("Copy the rows as JSON"), [this] { exportToClipboard(Format::Json); });
}

void TableTools::askForFile(RowExport::Format format)
{
    const bool isCsv = format == RowExport::Format::Csv;
    const QString suffix = isCsv ? u"csv"_s : u"json"_s;
    auto* dialog = new QFileDialog(&m_page, tr("Save the rows of %1").arg(sectionTitle(m_page.section())));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"exportFile"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(isCsv ? tr("CSV (*.csv)") : tr("JSON (*.json)"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(sectionId(m_page.section()) + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format](const QString& path) { exportToFile(format, path); });
    dialog->open();
}

void TableTools::exportToFile(RowExport::Format format, const QString& path)
{
    run(format, path);
}

void TableTools::exportToClipboard(RowExport::Format format)
{
    run(format, {});
}

void TableTools::run(RowExport::Format format, const QString& path)
{
    if (m_export) return;
    const QList<int> columns = shownColumns();
    QStringList keys, titles;
    for (const int column : columns) {
        keys << idOf(column);
        titles << titleOf(column);
    }
    m_export = new RowExport(m_rows, m_cells, columns, keys, titles, format, this);
    RowExport* made = m_export;
    const auto rowsText = [](int rows) {
        return rows == 1 ? tr("1 row") : tr("%1 rows").arg(QLocale().toString(rows));
    };
    const auto end = [this, made](State state, const QString& text, const QString& original) {
        m_pane.notice().showMessage(state, text, original, tr("Close"));
        m_export = nullptr;
        made->deleteLater();
    };
    connect(made, &RowExport::progressed, this, [this](int done, int total) {
        m_pane.notice().showMessage(State::Pending, tr("Exporting row %1 of %2").arg(done).arg(total), {},
                                    tr("Cancel"));
    });
    connect(made, &RowExport::finishedFile, this, [end, rowsText](const QString& file, int rows) {
        end(State::Ok, tr("%1 saved to %2").arg(rowsText(rows), QDir::toNativeSeparators(file)), {});
    });
    connect(made, &RowExport::finishedText, this, [end, rowsText](const QString& text, int rows) {
        QGuiApplication::clipboard()->setText(text);
        end(State::Ok, tr("%1 copied").arg(rowsText(rows)), {});
    });
    connect(made, &RowExport::failed, this, [end](const QString& file, const QString& why) {
        end(State::Critical,
            tr("%1 could not be written and is as it was before. Choose a folder that is yours and has room.")
                .arg(QDir::toNativeSeparators(file)),
            why);
    });
    if (path.isEmpty())
        made->startText();
    else
        made->startFile(path);
}

} // namespace tailboard::views
