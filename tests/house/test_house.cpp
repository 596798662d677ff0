// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

/// Which rooms a room may include from. A room may always include from itself. This table is the house map of
/// README.md; linking cannot guard it, since all rooms share one include root.
const QHash<QString, QSet<QString>>& allowed()
{
    static const QSet<QString> sources{u"app/base"_s, u"app/http"_s};
    static const QSet<QString> cluster = sources + QSet{u"app/tailscale"_s, u"app/nomad"_s, u"app/traefik"_s};
    static const QSet<QString> findings = cluster + QSet{u"app/cluster"_s};
    static const QSet<QString> above = findings + QSet{u"app/findings"_s};
    static const QHash<QString, QSet<QString>> table{
        {u"app/base"_s, {}},
        {u"app/profile"_s, {u"app/base"_s}},
        {u"app/http"_s, {u"app/base"_s}},
        {u"app/tailscale"_s, sources},
        {u"app/nomad"_s, sources},
        {u"app/traefik"_s, sources},
        {u"app/cluster"_s, cluster},
        {u"app/findings"_s, findings},
        {u"app/demo"_s, {u"app/base"_s}},
        {u"ui/cli"_s, above + QSet{u"app/profile"_s}},
        {u"ui/models"_s, above},
        {u"ui/widgets"_s, {u"app/base"_s}},
        {u"ui/views"_s, above + QSet{u"ui/models"_s, u"ui/widgets"_s}},
        {u"ui/dialogs"_s, above + QSet{u"app/profile"_s, u"ui/models"_s, u"ui/widgets"_s, u"ui/views"_s}},
        {u"ui/shell"_s, above + QSet{u"app/profile"_s, u"app/demo"_s, u"ui/cli"_s, u"ui/models"_s, u"ui/widgets"_s,
                                     u"ui/views"_s, u"ui/dialogs"_s}},
    };
    return table;
}

QString roomOf(const QString& path)
{
    return path.section(u'/', 0, 1);
}

QStringList sourceFiles(const QStringList& folders)
{
    QStringList files;
    const QDir root(QStringLiteral(TAILBOARD_SOURCE_DIR));
    for (const QString& folder : folders) {
        QDirIterator it(root.filePath(folder), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files << root.relativeFilePath(it.next());
    }
    files.sort();
    return files;
}

QString read(const QString& path)
{
    QFile file(QStringLiteral(TAILBOARD_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestHouse : public QObject
{
    Q_OBJECT

private slots:
    void everyRoomIsInTheTable();
    void includesPointOneWay();
    void widgetsStayOutOfTheLowerRooms();
    void viewsHoldNoClientAndNoJson();
    void everyFileNamesItsLicence();
    void everyHeaderHasItsGuard();
    void bannedThingsAreAbsent();
    void filesStayReadable();
};

void TestHouse::everyRoomIsInTheTable()
{
    const QStringList files = sourceFiles({u"app"_s, u"ui"_s});
    QVERIFY(files.size() > 50);
    for (const QString& file : files)
        if (file.count(u'/') > 1) QVERIFY2(allowed().contains(roomOf(file)), qPrintable(file));
}

void TestHouse::includesPointOneWay()
{
    static const QRegularExpression include(u"^#include \"((?:app|ui)/[^\"]+)\""_s,
                                            QRegularExpression::MultilineOption);
    int seen = 0;
    for (const QString& file : sourceFiles({u"app"_s, u"ui"_s})) {
        if (file.count(u'/') < 2) continue; // ui/main.cpp and ui/wiring.* see everything
        const QString room = roomOf(file);
        for (auto it = include.globalMatch(read(file)); it.hasNext();) {
            const QString other = roomOf(it.next().captured(1));
            ++seen;
            QVERIFY2(other == room || allowed()[room].contains(other), qPrintable(file + u" includes from "_s + other));
        }
    }
    QVERIFY(seen > 200);
}

void TestHouse::widgetsStayOutOfTheLowerRooms()
{
    // With its folder the include compiles even where the module does not link the library.
    static const QRegularExpression widget(
        u"#include <(?:Qt(?:Widgets|Gui)/|QWidget|QPainter|QColor|QIcon|QFont|QApplication|QGuiApplication|QPixmap)"_s);
    for (const QString& file : sourceFiles({u"app"_s, u"ui/models"_s, u"ui/cli"_s}))
        QVERIFY2(!read(file).contains(widget), qPrintable(file));
}

void TestHouse::viewsHoldNoClientAndNoJson()
{
    static const QRegularExpression client(
        u"#include (?:\"app/http/|\"app/[a-z]+/(?:source|client|decode[a-z_]*)\\.h|<QJson|<simdjson)"_s);
    for (const QString& file : sourceFiles({u"ui/views"_s, u"ui/widgets"_s, u"ui/models"_s, u"ui/dialogs"_s})) {
        // What is kept of looks and what is exported is JSON of our own; no server's words are read there.
        static const QRegularExpression own(u"ui/views/(?:layout_store|table_tools|window_layout|row_text)\\."_s);
        if (!file.contains(own)) QVERIFY2(!read(file).contains(client), qPrintable(file));
    }
}

void TestHouse::everyFileNamesItsLicence()
{
    for (const QString& file : sourceFiles({u"app"_s, u"ui"_s, u"tests"_s, u"cmake"_s}))
        QVERIFY2(read(file).startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later\n"), qPrintable(file));
}

void TestHouse::everyHeaderHasItsGuard()
{
    for (const QString& file : sourceFiles({u"app"_s, u"ui"_s, u"tests"_s}))
        if (file.endsWith(u".h")) QVERIFY2(read(file).contains(u"\n#pragma once\n"), qPrintable(file));
}

void TestHouse::bannedThingsAreAbsent()
{
    // Each for its own reason: resent writes and leaked tokens; seconds at 100,000 rows; re-entrance; blocked windows.
    static const QRegularExpression banned(
        u"QNetworkAccessManager|QSortFilterProxyModel|QStandardItemModel|QHttpServer|processEvents|QEventLoop\\b|"
        u"qSleep|QThread::(?:m|u)?sleep|sleep_for|waitFor(?:Connected|ReadyRead|Finished|BytesWritten)"_s);
    for (const QString& file : sourceFiles({u"app"_s, u"ui"_s})) {
        const auto match = banned.match(read(file));
        QVERIFY2(!match.hasMatch(), qPrintable(file + u": "_s + match.captured()));
    }
    for (const QString& file : sourceFiles({u"ui/models"_s}))
        QVERIFY2(!read(file).contains(u"ResetModel"_s), qPrintable(file));
}

void TestHouse::filesStayReadable()
{
    for (const QString& file : sourceFiles({u"app"_s, u"ui"_s})) {
        const auto lines = read(file).count(u'\n');
        QVERIFY2(lines <= 600, qPrintable(u"%1 has %2 lines"_s.arg(file).arg(lines)));
    }
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestHouse)
#include "test_house.moc"
