// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/type_scale.h"

#include <QApplication>
#include <QFontMetrics>
#include <QtTest>
#include <cmath>

using namespace tailboard::widgets;
using Scheme = Theme::Scheme;

namespace {

/// WCAG 2, written here once more so that the product's own formula is not its own judge.
double luminance(const QColor& color)
{
    const auto linear = [](int byte) {
        const double share = byte / 255.0;
        return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red()) + 0.7152 * linear(color.green()) + 0.0722 * linear(color.blue());
}

double ratio(const QColor& a, const QColor& b)
{
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

struct Row
{
    const char* name;
    std::vector<double> light;
    std::vector<double> dark;
};

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsTheDesignedOne_data();
    void contrastIsTheDesignedOne();
    void everyTextPairIsReadable_data();
    void everyTextPairIsReadable();
    void fieldBordersAreVisible();
    void everyClusterColourReads();
    void contrastAgreesWithTheStandard();
    void paletteCarriesEveryTokenWithARole();
    void disabledTextIsFainter();
    void systemPaletteChoosesTheScheme();
    void highContrastPaletteWinsOverTheTokens();
    void everydayBlackOnGreyIsNoHighContrast();
    void heightsAndWidthsGrowWithTheFontAndNeverShrink();
    void stepsKeepTheirDistance();
};

void TestTheme::contrastIsTheDesignedOne_data()
{
    QTest::addColumn<QColor>("over");
    QTest::addColumn<QColor>("under");
    QTest::addColumn<double>("designed");

    const std::vector<Row> tokens{
        {"text", {16.91, 15.63, 14.55, 13.96}, {14.63, 13.70, 14.17, 10.93}},
        {"text2", {8.55, 7.90, 7.36, 7.06}, {9.63, 9.03, 9.33, 7.20}},
        {"text3", {5.99, 5.54, 5.16, 4.95}, {6.60, 6.18, 6.39, 4.93}},
        {"accent", {6.75, 6.24, 5.81, 5.58}, {7.79, 7.30, 7.55, 5.82}},
        {"cluster", {6.78, 6.26, 5.83, 5.59, 5.71}, {7.82, 7.33, 7.57, 5.84, 6.13}},
        {"critical", {7.44, 6.88, 6.40, 6.14, 6.38}, {7.03, 6.58, 6.81, 5.25, 5.84}},
        {"warning", {5.88, 5.43, 5.06, 4.85, 5.26}, {9.33, 8.74, 9.04, 6.97, 7.36}},
        {"unknown", {5.97, 5.52, 5.14, 4.93, 5.19}, {7.80, 7.31, 7.56, 5.83, 6.29}},
        {"stale", {5.97, 5.52, 5.14, 4.93, 5.19}, {7.80, 7.31, 7.56, 5.83, 6.29}},
        {"pending", {6.67, 6.16, 5.74, 5.51, 5.78}, {7.79, 7.30, 7.55, 5.82, 6.29}},
        {"ok", {5.71, 5.28, 4.91, 4.71, 5.01}, {8.25, 7.73, 7.99, 6.16, 6.55}},
    };
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const Theme theme(scheme);
        const bool isDark = scheme == Scheme::Dark;
        const QColor over[]{theme.color(Token::Text),    theme.color(Token::Text2),   theme.color(Token::Text3),
                            theme.color(Token::Accent),  theme.color(Token::Cluster), theme.color(State::Critical),
                            theme.color(State::Warning), theme.color(State::Unknown), theme.color(State::Stale),
                            theme.color(State::Pending), theme.color(State::Ok)};
        const QColor tint[]{{},
                            {},
                            {},
                            {},
                            theme.color(Token::ClusterBg),
                            theme.tint(State::Critical),
                            theme.tint(State::Warning),
                            theme.tint(State::Unknown),
                            theme.tint(State::Stale),
                            theme.tint(State::Pending),
                            theme.tint(State::Ok)};
        const char* const grounds[]{"base", "win", "rail", "sel", "own tint"};
        const QColor under[]{theme.color(Token::Base), theme.color(Token::Win), theme.color(Token::Rail),
                             theme.color(Token::Sel)};
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::vector<double>& wanted = isDark ? tokens[i].dark : tokens[i].light;
            for (std::size_t j = 0; j < wanted.size(); ++j)
                QTest::addRow("%s, %s on %s", isDark ? "dark" : "light", tokens[i].name, grounds[j])
                    << over[i] << (j < 4 ? under[j] : tint[i]) << wanted[j];
        }
        const auto pair = [&](const char* name, const QColor& a, const QColor& b, double light, double dark) {
            QTest::addRow("%s, %s", isDark ? "dark" : "light", name) << a << b << (isDark ? dark : light);
        };
        pair("on accent", theme.color(Token::OnAccent), theme.color(Token::Accent), 6.75, 7.90);
        pair("mark in ok", theme.color(Token::Glyph), theme.color(State::Ok), 5.71, 8.25);
        pair("mark in warning", theme.color(Token::Glyph), theme.color(State::Warning), 5.88, 9.33);
        pair("mark in critical", theme.color(Token::Glyph), theme.color(State::Critical), 7.44, 7.03);
        pair("text on add", theme.color(Token::Text), theme.color(Token::Add), 14.64, 11.94);
        pair("text on del", theme.color(Token::Text), theme.color(Token::Del), 14.49, 12.14);
        pair("text on hl", theme.color(Token::Text), theme.color(Token::Hl), 11.98, 7.08);
        pair("text3 on clusterbg", theme.color(Token::Text3), theme.color(Token::ClusterBg), 5.05, 5.17);
        pair("mark on base", theme.color(Token::Mark), theme.color(Token::Base), 3.36, 4.11);
        pair("mark on win", theme.color(Token::Mark), theme.color(Token::Win), 3.10, 3.85);
    }
}

void TestTheme::contrastIsTheDesignedOne()
{
    QFETCH(QColor, over);
    QFETCH(QColor, under);
    QFETCH(double, designed);
    const double seen = ratio(over, under);
    QVERIFY2(std::abs(seen - designed) <= 0.01, qPrintable(QString::number(seen, 'f', 3)));
}

void TestTheme::everyTextPairIsReadable_data()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("light") << Scheme::Light;
    QTest::newRow("dark") << Scheme::Dark;
}

void TestTheme::everyTextPairIsReadable()
{
    QFETCH(Scheme, scheme);
    const Theme theme(scheme);
    const std::vector grounds{Token::Base, Token::Alt, Token::Win, Token::Rail, Token::Ctl, Token::Sel};
    for (const Token ground : grounds) {
        for (const Token ink : {Token::Text, Token::Text2, Token::Text3, Token::Accent, Token::Cluster})
            QVERIFY2(ratio(theme.color(ink), theme.color(ground)) >= 4.5,
                     qPrintable(QStringLiteral("token %1 on %2").arg(int(ink)).arg(int(ground))));
        for (const State state : kStates)
            QVERIFY2(ratio(theme.color(state), theme.color(ground)) >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2").arg(word(state)).arg(int(ground))));
    }
    for (const State state : kStates) {
        for (const Token ink : {Token::Text, Token::Text2, Token::Text3})
            QVERIFY(ratio(theme.color(ink), theme.tint(state)) >= 4.5);
    }
}

void TestTheme::fieldBordersAreVisible()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const Theme theme(scheme);
        for (const Token ground : {Token::Base, Token::Win, Token::Ctl})
            QVERIFY(ratio(theme.color(Token::Mark), theme.color(ground)) >= 3.0);
    }
}

void TestTheme::everyClusterColourReads()
{
    QSet<QRgb> colours;
    for (const Theme::Scheme scheme : {Theme::Scheme::Light, Theme::Scheme::Dark}) {
        for (int preset = 0; preset < clusterPresets; ++preset) {
            Theme theme(scheme);
            theme.setCluster(preset);
            const QColor own = theme.color(Token::Cluster);
            QCOMPARE(own, theme.clusterColor(preset));
            colours << own.rgb();
            for (const Token ground : {Token::Base, Token::Win, Token::Rail, Token::Sel, Token::ClusterBg})
                QVERIFY2(ratio(own, theme.color(ground)) >= 4.5, qPrintable(own.name()));
            for (const Token text : {Token::Text, Token::Text3})
                QVERIFY2(ratio(theme.color(text), theme.color(Token::ClusterBg)) >= 4.5, qPrintable(own.name()));
        }
    }
    QCOMPARE(colours.size(), 2 * clusterPresets);
}

void TestTheme::contrastAgreesWithTheStandard()
{
    QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 0.001);
    QVERIFY(std::abs(contrast(Qt::white, Qt::white) - 1.0) < 0.001);
    const QColor grey(0x77, 0x77, 0x77);
    QVERIFY(std::abs(contrast(grey, Qt::white) - ratio(grey, Qt::white)) < 0.01);
}

void TestTheme::paletteCarriesEveryTokenWithARole()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const Theme theme(scheme);
        const QPalette palette = theme.palette();
        for (int i = 0; i <= int(Token::Track); ++i) {
            const Token token{static_cast<unsigned char>(i)};
            if (token == Token::Sel || token == Token::ClusterBg) continue;
            QCOMPARE(palette.color(QPalette::Active, Theme::role(token)), theme.color(token));
            QCOMPARE(palette.color(QPalette::Inactive, Theme::role(token)), theme.color(token));
        }
    }
}

void TestTheme::disabledTextIsFainter()
{
    const Theme theme(Scheme::Light);
    const QPalette palette = theme.palette();
    const QColor window = theme.color(Token::Win);
    QVERIFY(ratio(palette.color(QPalette::Disabled, QPalette::ButtonText), window) <
            ratio(palette.color(QPalette::Active, QPalette::ButtonText), window));
}

void TestTheme::systemPaletteChoosesTheScheme()
{
    QCOMPARE(Theme::of(Theme(Scheme::Light).palette()).scheme(), Scheme::Light);
    QCOMPARE(Theme::of(Theme(Scheme::Dark).palette()).scheme(), Scheme::Dark);
    QVERIFY(!Theme::of(Theme(Scheme::Dark).palette()).isHighContrast());
}

void TestTheme::highContrastPaletteWinsOverTheTokens()
{
    QPalette system(Qt::white, Qt::black, Qt::white, Qt::black, Qt::white, Qt::white, Qt::white, Qt::black, Qt::black);
    system.setColor(QPalette::Highlight, QColor(0x1A, 0xEB, 0xFF));
    system.setColor(QPalette::HighlightedText, Qt::black);

    const Theme theme = Theme::of(system);

    QVERIFY(theme.isHighContrast());
    QCOMPARE(theme.scheme(), Scheme::Dark);
    QCOMPARE(theme.color(Token::Win), QColor(Qt::black));
    QCOMPARE(theme.color(Token::Text3), QColor(Qt::white));
    QCOMPARE(theme.color(Token::Line), QColor(Qt::white));
    QCOMPARE(theme.color(Token::Accent), QColor(0x1A, 0xEB, 0xFF));
    for (const State state : kStates)
        QVERIFY(ratio(theme.color(state), theme.color(Token::Base)) >= 4.5);
    QVERIFY(ratio(theme.color(Token::Text), theme.color(Token::Sel)) >= 7);
}

void TestTheme::everydayBlackOnGreyIsNoHighContrast()
{
    QPalette fusion;
    fusion.setColor(QPalette::Window, QColor(0xEF, 0xEF, 0xEF));
    fusion.setColor(QPalette::WindowText, Qt::black);
    fusion.setColor(QPalette::Base, Qt::white);
    fusion.setColor(QPalette::Text, Qt::black);
    QVERIFY(!Theme::of(fusion).isHighContrast());
    QCOMPARE(Theme::of(fusion).scheme(), Scheme::Light);
}

void TestTheme::heightsAndWidthsGrowWithTheFontAndNeverShrink()
{
    QFont font = QApplication::font();
    for (const int points : {8, 10, 12, 14}) {
        font.setPointSize(points);
        QVERIFY(type::height(30, font) >= 30);
        QVERIFY(type::height(30, font) >= QFontMetrics(font).height() + 10);
        QVERIFY(type::width(36, font) >= 36);
    }
    font.setPointSize(14);
    QVERIFY(type::width(16, font) > 20);
    QVERIFY(type::height(20, font) > 20);
}

void TestTheme::stepsKeepTheirDistance()
{
    QFont body = QApplication::font();
    for (const qreal points : {8.0, 10.0, 14.0}) {
        body.setPointSizeF(points);
        QCOMPARE(type::font(Step::Caption, body).pointSizeF(), points - 1.5);
        QCOMPARE(type::font(Step::Small, body).pointSizeF(), points - 0.75);
        QCOMPARE(type::font(Step::PaneTitle, body).pointSizeF(), points + 0.75);
        QCOMPARE(type::font(Step::PageTitle, body).pointSizeF(), points + 2.25);
        QCOMPARE(type::font(Step::Result, body).pointSizeF(), points + 5);
        QCOMPARE(type::font(Step::Code, body).pointSizeF(), points - 1);
        QCOMPARE(int(type::font(Step::Strong, body).weight()), 600);
    }
    QFont pixels = body;
    pixels.setPixelSize(16);
    QCOMPARE(type::font(Step::Caption, pixels).pixelSize(), 14);
}

TAILBOARD_TEST_MAIN(QApplication, TestTheme)
#include "test_theme.moc"
