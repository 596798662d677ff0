// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/main_window.h"
#include "ui/views/table_page.h"
#include "ui/widgets/cell_model.h"

#include <memory>

namespace tailboard::test_views {

/// Keys of rows, in an order of its own: the least model that a table page needs.
class KeyModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setKeys(const QStringList& keys);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    QStringList m_keys;
};

/// A page with a made-up table. The routes page has the ten rows, the path and the cause of the design's picture;
/// others have three rows of one name column.
class SamplePage : public views::TablePage
{
    Q_OBJECT

public:
    SamplePage(const widgets::Look& look, views::Section section);

    KeyModel& keys() { return m_keys; }
    views::PageSummary summary() const override { return m_summary; }
    void setSummary(const views::PageSummary& summary);
    QString currentObject() const override;
    bool showObject(const QString& key) override;

private:
    void fillRoutes(const widgets::Look& look);
    void fillOther();

    KeyModel m_keys;
    std::unique_ptr<widgets::CellModel> m_cells;
    views::PageSummary m_summary;
};

/// The window of the design's picture with the given pages, nothing opened yet.
std::unique_ptr<views::MainWindow> sampleWindow(const widgets::Look& look, widgets::ThemeSwitch& theme,
                                                const QList<views::Section>& sections);

/// The pages that a first Tailboard has.
QList<views::Section> firstSections();

} // namespace tailboard::test_views
