// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/test_list.h"

#include "ui/dialogs/test_text.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/state_glyph.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

TestList::TestList(const Look& look, QWidget* parent)
    : QFrame(parent)
{
    setObjectName(u"testList"_s);
    setAccessibleName(tr("Test of the connection"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (int step = 0; step < cluster::testStepCount; ++step) {
        Line line;
        line.panel = new QWidget;
        line.panel->setObjectName(u"test%1"_s.arg(step));
        line.glyph = new StateGlyph(look, Mark::ToDo, 14);
        line.fact = label({}, Token::Text2, Step::Small);
        line.status = label({}, Token::Text3, Step::Small);
        line.time = label({}, Token::Text3, Step::Small);
        line.error = new Label({}, Token::Text, Step::Small, Label::Mode::Wrapped);
        line.original = new Label({}, Token::Text3, Step::Code, Label::Mode::Selectable);
        line.status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        line.time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        line.status->setFixedWidth(type::width(36, font()));
        line.time->setFixedWidth(type::width(72, font()));
        auto* title = label(stepTitle(cluster::TestStep(step)), Token::Text, Step::SmallStrong);
        title->setFixedWidth(type::width(124, font()));

        auto* grid = new QGridLayout(line.panel);
        grid->setContentsMargins(0, 2, 0, 2);
        grid->setHorizontalSpacing(8);
        grid->setVerticalSpacing(2);
        grid->addWidget(line.glyph, 0, 0, Qt::AlignVCenter);
        grid->addWidget(title, 0, 1);
        grid->addWidget(line.fact, 0, 2);
        grid->addWidget(line.status, 0, 3);
        grid->addWidget(line.time, 0, 4);
        grid->addWidget(line.error, 1, 2, 1, 3);
        grid->addWidget(line.original, 2, 2, 1, 3);
        grid->setColumnStretch(2, 1);
        column->addWidget(line.panel);
        m_lines.push_back(line);
    }
    hide();
}

TestList::~TestList() = default;

void TestList::start(const cluster::Connections& connections, const base::Clock& clock)
{
    m_test = std::make_unique<cluster::ConnectionTest>(connections, clock);
    for (const cluster::TestRow& row : m_test->rows())
        show(row);
    connect(m_test.get(), &cluster::ConnectionTest::changed, this, [this](cluster::TestStep step) {
        show(m_test->rows()[size_t(step)]);
        emit changed();
    });
    connect(m_test.get(), &cluster::ConnectionTest::finished, this, &TestList::finished);
    QFrame::show();
    m_test->start();
    emit changed();
}

void TestList::clear()
{
    if (!m_test) return;
    m_test.reset();
    hide();
    emit changed();
}

std::vector<cluster::TestRow> TestList::rows() const
{
    return m_test ? m_test->rows() : std::vector<cluster::TestRow>();
}

void TestList::show(const cluster::TestRow& row)
{
    Line& line = m_lines[size_t(row.step)];
    const QString error = row.error ? row.error->sentence() : QString();
    line.glyph->setShape(stepShape(row));
    line.fact->setPlain(stepFact(row));
    line.status->setPlain(stepStatus(row));
    line.time->setPlain(stepTime(row));
    // Of several Traefiks, the one that failed.
    const bool isOne = row.step == cluster::TestStep::Traefik && !row.extra.isEmpty();
    line.error->setPlain(isOne && !error.isEmpty() ? u"%1: %2"_s.arg(row.extra, error) : error);
    line.error->setVisible(!error.isEmpty());
    line.original->setPlain(row.error ? row.error->original.left(300).trimmed() : QString());
    line.original->setVisible(!line.original->text().isEmpty());
    QStringList parts{stepTitle(row.step), word(stepShape(row)), stepFact(row), stepStatus(row), stepTime(row), error};
    parts.removeAll(QString());
    line.panel->setAccessibleName(parts.join(u", "_s));
}

} // namespace tailboard::dialogs
