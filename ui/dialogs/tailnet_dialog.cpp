// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tailnet_dialog.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

TailnetDialog::TailnetDialog(const Look&, const tailscale::Status& tailnet, const base::DialMap& dialMap,
                             QWidget* parent)
    : QDialog(parent)
    , m_search(tailnet, dialMap)
    , m_button(new QPushButton(tr("Ask %1 machines").arg(m_search.total())))
    , m_list(new QListWidget)
    , m_progress(new QProgressBar)
    , m_result(new Label({}, Token::Text2, Step::Body, Label::Mode::Wrapped))
{
    setObjectName(u"tailnetDialog"_s);
    setWindowTitle(tr("Look for Nomad on the tailnet"));
    setMinimumWidth(type::width(520, font()));
    auto* what = new Label(tr("Each of the %1 machines of %2 that are online, this one included, is asked once on port "
                              "%3, 16 at a time and for at most 4 seconds. No token is sent.")
                               .arg(m_search.total())
                               .arg(tailnet.magicDnsSuffix)
                               .arg(cluster::TailnetSearch::port),
                           Token::Text, Step::Body, Label::Mode::Wrapped);
    what->setObjectName(u"tailnetSentence"_s);
    m_button->setObjectName(u"tailnetAsk"_s);
    m_button->setDefault(true);
    m_list->setObjectName(u"tailnetFound"_s);
    m_list->setAccessibleName(tr("Found agents"));
    m_list->hide();
    m_progress->setRange(0, qMax(1, m_search.total()));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->hide();
    m_result->setObjectName(u"tailnetResult"_s);
    m_result->hide();

    auto* close = new QPushButton(tr("Cancel"));
    auto* footer = new QHBoxLayout;
    footer->addStretch();
    footer->addWidget(close);
    footer->addWidget(m_button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(what);
    column->addWidget(m_progress);
    column->addWidget(m_list, 1);
    column->addWidget(m_result);
    column->addLayout(footer);

    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, [this] { m_progress->isHidden() ? search() : take(); });
    connect(m_list, &QListWidget::itemActivated, this, &TailnetDialog::take);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) { m_button->setEnabled(row >= 0); });
    connect(&m_search, &cluster::TailnetSearch::advanced, this, &TailnetDialog::advanced);
    connect(&m_search, &cluster::TailnetSearch::finished, this, &TailnetDialog::finished);
}

TailnetDialog::~TailnetDialog() = default;

void TailnetDialog::search()
{
    m_button->setText(tr("Use this address"));
    m_button->setEnabled(false);
    m_progress->show();
    m_list->show();
    m_search.start();
}

void TailnetDialog::advanced()
{
    m_progress->setValue(m_search.asked());
    for (qsizetype row = m_list->count(); row < m_search.found().size(); ++row) {
        const cluster::FoundNomad& found = m_search.found()[row];
        m_list->addItem(u"%1   %2"_s.arg(found.peer, found.url.toString()));
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0) {
        m_list->setCurrentRow(0);
        m_list->setFocus();
    }
}

void TailnetDialog::finished()
{
    m_result->show();
    m_result->setPlain(
        m_search.found().isEmpty()
            ? tr("No Nomad answered on port %1. It may listen on another port, or the tailnet's rules may "
                 "not let this machine reach it. Enter its address by hand.")
                  .arg(cluster::TailnetSearch::port)
            : tr("%1 of %2 machines answered as Nomad.").arg(m_search.found().size()).arg(m_search.total()));
}

void TailnetDialog::take()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_search.found().size()) return;
    emit chosen(m_search.found()[row].url);
    accept();
}

} // namespace tailboard::dialogs
