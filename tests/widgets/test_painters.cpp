// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/widgets/look.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QtTest>
#include <functional>

using namespace Qt::StringLiterals;
using namespace tailboard::widgets;

namespace {

QImage drawn(int side, const std::function<void(QPainter&, const QRectF&)>& draw)
{
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    draw(painter, QRectF(0, 0, side, side));
    painter.end();
    return image;
}

/// How much the two differ when colour is taken away: 0..1 of the pixels, each weighed by its difference in ink.
qreal difference(const QImage& a, const QImage& b)
{
    qreal sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            sum += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) / 255.0;
    }
    return sum / (a.width() * a.height());
}

/// The shapes in one colour: a palette of black on white gives every state the same ink through the filter below.
QImage oneInk(const QImage& image)
{
    QImage mask(image.size(), QImage::Format_Grayscale8);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            mask.setPixelColor(x, y, qGray(image.pixel(x, y)) < 200 ? Qt::black : Qt::white);
    }
    return mask;
}

int inkOf(const QImage& mask)
{
    int count = 0;
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x)
            count += qGray(mask.pixel(x, y)) < 128;
    }
    return count;
}

} // namespace

class TestPainters : public QObject
{
    Q_OBJECT

private slots:
    void shapesDifferWithoutColour_data();
    void shapesDifferWithoutColour();
    void shapeStaysInItsBox();
    void painterIsLeftAsItWas();
    void hatchIsFaintAndSlantedAndJoins();
    void everyIconDrawsSomethingOfItsOwn();
    void iconTakesTheColourOfItsTokenAfterASwitch();
    void iconIsSharpAtTwiceTheRatio();
};

void TestPainters::shapesDifferWithoutColour_data()
{
    QTest::addColumn<int>("side");
    for (const int side : {12, 14, 16, 18, 36})
        QTest::addRow("%d px", side) << side;
}

void TestPainters::shapesDifferWithoutColour()
{
    QFETCH(int, side);
    const Look look{Theme(Theme::Scheme::Light)};
    QStringList names;
    QList<QImage> masks;
    for (const State state : kStates) {
        names << word(state);
        masks << oneInk(drawn(side, [&](QPainter& p, const QRectF& r) { look.states.paint(p, r, state); }));
    }
    for (const Mark mark : {Mark::NotApplicable, Mark::ToDo}) {
        names << word(mark);
        masks << oneInk(drawn(side, [&](QPainter& p, const QRectF& r) { look.states.paint(p, r, mark); }));
    }
    for (qsizetype i = 0; i < masks.size(); ++i) {
        QVERIFY2(inkOf(masks[i]) > side, qPrintable(names[i] + " is hardly drawn"_L1));
        for (qsizetype j = i + 1; j < masks.size(); ++j) {
            const qreal apart = difference(masks[i], masks[j]);
            QVERIFY2(apart > 0.02, qPrintable(u"%1 and %2: %3"_s.arg(names[i], names[j]).arg(apart)));
        }
    }
}

void TestPainters::shapeStaysInItsBox()
{
    const Look look{Theme(Theme::Scheme::Dark)};
    for (const State state : kStates) {
        const QImage image = drawn(40, [&](QPainter& p, const QRectF&) {
            p.setClipping(false);
            look.states.paint(p, QRectF(12, 12, 16, 16), state);
        });
        for (int i = 0; i < 40; ++i) {
            for (const int edge : {0, 5, 10, 29, 34, 39}) {
                QCOMPARE(image.pixel(i, edge), qRgb(255, 255, 255));
                QCOMPARE(image.pixel(edge, i), qRgb(255, 255, 255));
            }
        }
    }
}

void TestPainters::painterIsLeftAsItWas()
{
    const Look look{Theme(Theme::Scheme::Light)};
    drawn(20, [&](QPainter& painter, const QRectF& rect) {
        const QTransform before = painter.transform();
        const QPen pen = painter.pen();
        look.states.paint(painter, rect, State::Unknown);
        look.states.paint(painter, rect, Mark::ToDo);
        look.states.paintHatch(painter, rect);
        QCOMPARE(painter.transform(), before);
        QCOMPARE(painter.pen(), pen);
        QVERIFY(!painter.hasClipping());
        QVERIFY(!painter.testRenderHint(QPainter::Antialiasing));
    });
}

void TestPainters::hatchIsFaintAndSlantedAndJoins()
{
    const Look look{Theme(Theme::Scheme::Light)};
    const QImage whole = drawn(48, [&](QPainter& p, const QRectF& r) { look.states.paintHatch(p, r); });
    const QImage halves = drawn(48, [&](QPainter& p, const QRectF&) {
        look.states.paintHatch(p, QRectF(0, 0, 24, 48));
        look.states.paintHatch(p, QRectF(24, 0, 24, 48));
    });
    QCOMPARE(halves, whole); // neighbouring cells make one pattern

    int darkest = 255;
    int lines = 0;
    for (int x = 0; x < 48; ++x) {
        darkest = qMin(darkest, qGray(whole.pixel(x, 20)));
        lines += qGray(whole.pixel(x, 20)) < 250;
        if (x > 0) QCOMPARE(whole.pixel(x, 20), whole.pixel(x - 1, 21)); // 45 degrees
    }
    QVERIFY(lines > 6);
    QVERIFY2(darkest >= 226 && darkest < 250, qPrintable(QString::number(darkest))); // at most 10 % of the text colour
}

void TestPainters::everyIconDrawsSomethingOfItsOwn()
{
    const Look look{Theme(Theme::Scheme::Light)};
    QList<QImage> images;
    for (int i = 0; i < kIconCount; ++i) {
        const auto icon = Icon(static_cast<unsigned char>(i));
        const QImage image = drawn(24, [&](QPainter& p, const QRectF& r) { look.icons.paint(p, r, icon, Qt::black); });
        QVERIFY2(inkOf(oneInk(image)) >= 8, qPrintable(u"icon %1 is empty"_s.arg(i)));
        for (qsizetype j = 0; j < images.size(); ++j)
            QVERIFY2(difference(image, images[j]) > 0.005, qPrintable(u"icons %1 and %2 look alike"_s.arg(i).arg(j)));
        images << image;
    }
}

void TestPainters::iconTakesTheColourOfItsTokenAfterASwitch()
{
    Look look{Theme(Theme::Scheme::Light)};
    const QIcon icon = look.icons.icon(Icon::Stop, Token::Text);
    const auto darkestGray = [&icon] {
        const QImage image = icon.pixmap(QSize(24, 24), 1.0).toImage();
        return qGray(image.pixel(12, 6));
    };
    const int before = darkestGray();
    look.theme = Theme(Theme::Scheme::Dark);
    QVERIFY(before < 120);
    QVERIFY(darkestGray() > 150);
}

void TestPainters::iconIsSharpAtTwiceTheRatio()
{
    const Look look{Theme(Theme::Scheme::Light)};
    const QPixmap pixmap = look.icons.pixmap(Icon::Search, QSize(16, 16), 2, Qt::black);
    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    QCOMPARE(look.icons.icon(Icon::Search, Token::Text).pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
}

TAILBOARD_TEST_MAIN(QApplication, TestPainters)
#include "test_painters.moc"
