// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/models/symbol_order.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;
using base::Symbol;

class TestSymbolOrder : public QObject
{
    Q_OBJECT

private slots:
    void orderIsThatOfTheTexts();
};

void TestSymbolOrder::orderIsThatOfTheTexts()
{
    QRandomGenerator random(7);
    const QString letters = u"aAbBzé0-."_s;
    std::vector<Symbol> symbols{Symbol()};
    // Symbols come while the order is asked for, as rows do.
    for (int round = 0; round < 3000; ++round) {
        QString text;
        for (int i = random.bounded(5); i >= 0; --i)
            text += letters[random.bounded(int(letters.size()))];
        symbols.push_back(Symbol::of(text));
        for (int pair = 0; pair < 10; ++pair) {
            const Symbol a = symbols[random.bounded(quint32(symbols.size()))];
            const Symbol b = symbols[random.bounded(quint32(symbols.size()))];
            const int expected = a.text().compare(b.text(), Qt::CaseInsensitive);
            const std::weak_ordering order = models::compareSymbols(a, b);
            QVERIFY2((expected < 0) == (order < 0) && (expected > 0) == (order > 0),
                     qPrintable(a.text() + u' ' + b.text()));
        }
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestSymbolOrder)
#include "test_symbol_order.moc"
