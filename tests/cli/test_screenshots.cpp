// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

class TestScreenshots : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyPageIsDrawnInEveryForm_data();
    void everyPageIsDrawnInEveryForm();
    void formsNeedTheDemoAndAKnownName_data();
    void formsNeedTheDemoAndAKnownName();

private:
    QByteArray draw(const QString& form, const QString& directory);

    QTemporaryDir m_normal;
};

namespace {

QImage pageOf(const QString& file)
{
    const QImage whole(file);
    // Without toolbar, rail and status bar: their clocks differ in any case.
    return whole.copy(188, 76, whole.width() - 188, whole.height() - 76 - 32);
}

} // namespace

/// Draws all pages; what went to stderr, or empty when all went well.
QByteArray TestScreenshots::draw(const QString& form, const QString& directory)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(TAILBOARD_PROGRAM), {u"--demo"_s, u"--still"_s, u"--screenshot"_s, directory,
                                                      u"--theme"_s, u"light"_s, u"--state"_s, form});
    if (!process.waitForFinished(60'000)) return "it did not end";
    return process.exitCode() == 0 ? QByteArray() : process.readAllStandardError() + "(failed)";
}

void TestScreenshots::initTestCase()
{
    QCOMPARE(draw(u"normal"_s, m_normal.path()), QByteArray());
    QVERIFY(QDir(m_normal.path()).entryList({u"*-normal-light.png"_s}).size() >= 5);
}

void TestScreenshots::everyPageIsDrawnInEveryForm_data()
{
    QTest::addColumn<QString>("form");
    for (const char* form : {"empty", "filtered", "loading", "stale", "lost", "forbidden"})
        QTest::newRow(form) << QString::fromLatin1(form);
}

void TestScreenshots::everyPageIsDrawnInEveryForm()
{
    QFETCH(QString, form);
    QTemporaryDir directory;

    QCOMPARE(draw(form, directory.path()), QByteArray());

    const QStringList normal = QDir(m_normal.path()).entryList({u"*.png"_s});
    for (const QString& name : normal) {
        const QString file = directory.filePath(QString(name).replace(u"-normal-"_s, u'-' + form + u'-'));
        const QImage page = pageOf(file);
        QVERIFY2(!page.isNull(), qPrintable(file));
        QVERIFY2(page != pageOf(m_normal.filePath(name)), qPrintable(name));
    }
}

void TestScreenshots::formsNeedTheDemoAndAKnownName_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no demo") << QStringList{u"--screenshot"_s, u"d"_s, u"--state"_s, u"lost"_s};
    QTest::newRow("no screenshot") << QStringList{u"--demo"_s, u"--state"_s, u"lost"_s};
    QTest::newRow("unknown") << QStringList{u"--demo"_s, u"--screenshot"_s, u"d"_s, u"--state"_s, u"sad"_s};
}

void TestScreenshots::formsNeedTheDemoAndAKnownName()
{
    QFETCH(QStringList, arguments);
    QProcess process;
    process.start(QStringLiteral(TAILBOARD_PROGRAM), arguments);

    QVERIFY(process.waitForFinished(30'000));

    QCOMPARE(process.exitCode(), 64);
    QVERIFY(process.readAllStandardError().contains("tailboard: "));
}

TAILBOARD_TEST_MAIN(QGuiApplication, TestScreenshots)
#include "test_screenshots.moc"
