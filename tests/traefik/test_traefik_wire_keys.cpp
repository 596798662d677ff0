// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/message_guard.h"
#include "tests/traefik/recorded.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace Qt::StringLiterals;
using tailboard::test_traefik::allRecorded;
using tailboard::test_traefik::recorded;

namespace {

struct WireKey
{
    QString object;
    QString path;
    QString type;
};

QList<WireKey> listedKeys()
{
    QFile file(QStringLiteral(TAILBOARD_FIXTURES "/traefik/wire_keys.txt"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QList<WireKey> keys;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith(u'#')) continue;
        const QStringList words = line.split(u' ');
        if (words.size() != 4) return {};
        keys << WireKey{words[0], words[1], words[2]};
    }
    return keys;
}

QString typeOf(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Array:
        return u"list"_s;
    case QJsonValue::Object:
        return u"object"_s;
    case QJsonValue::String:
        return u"string"_s;
    case QJsonValue::Double:
        return u"number"_s;
    case QJsonValue::Bool:
        return u"boolean"_s;
    default:
        return u"nothing"_s;
    }
}

// Types found at `path` below `value`.
QSet<QString> typesAt(const QJsonValue& value, const QStringList& path)
{
    if (path.isEmpty()) return {typeOf(value)};
    QString key = path.first();
    const bool isEach = key.endsWith("[]"_L1);
    if (isEach) key.chop(2);
    if (!value.toObject().contains(key)) return {};
    const QJsonValue member = value.toObject().value(key);
    if (!isEach) return typesAt(member, path.mid(1));
    QSet<QString> types;
    for (const QJsonValue& element : member.toArray())
        types |= typesAt(element, path.mid(1));
    return types;
}

// What stands in the recorded answers for the object.
QSet<QString> recordedTypes(const WireKey& key)
{
    QSet<QString> types;
    for (const QString& name : allRecorded()) {
        if (!name.contains(key.object) || name.contains("-401"_L1)) continue;
        const QJsonDocument document = QJsonDocument::fromJson(recorded(name).body);
        const QStringList path = key.path.split(u'.');
        if (document.isObject()) types |= typesAt(document.object(), path);
        for (const QJsonValue& item : document.array())
            types |= typesAt(item, path);
    }
    return types;
}

// Every key that a decode_*.cpp compares with.
QSet<QString> keysInSource()
{
    QSet<QString> keys;
    QDirIterator files(QStringLiteral(TAILBOARD_SOURCE_DIR "/app/traefik"), {u"decode_*.cpp"_s});
    const QRegularExpression comparison(u"(?:[kK]ey|section) [=!]= \"([^\"]+)\""_s);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) return {};
        auto matches = comparison.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext())
            keys << matches.next().captured(1);
    }
    return keys;
}

} // namespace

class TestTraefikWireKeys : public QObject
{
    Q_OBJECT

private slots:
    void everyListedKeyIsRecordedWithItsType_data();
    void everyListedKeyIsRecordedWithItsType();
    void listAndSourceNameTheSameKeys();
};

void TestTraefikWireKeys::everyListedKeyIsRecordedWithItsType_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("type");
    const auto keys = listedKeys();
    QVERIFY(keys.size() > 40);
    for (const WireKey& key : keys)
        QTest::newRow(qPrintable(key.object + u' ' + key.path)) << key.object << key.path << key.type;
}

void TestTraefikWireKeys::everyListedKeyIsRecordedWithItsType()
{
    QFETCH(QString, object);
    QFETCH(QString, path);
    QFETCH(QString, type);

    QCOMPARE(recordedTypes({object, path, type}), QSet<QString>{type});
}

void TestTraefikWireKeys::listAndSourceNameTheSameKeys()
{
    QSet<QString> listed;
    for (const WireKey& key : listedKeys())
        listed << key.path.split(u'.').last().remove("[]"_L1);
    const QSet<QString> inSource = keysInSource();

    QVERIFY(inSource.size() > 30);
    QCOMPARE(inSource - listed, QSet<QString>());
    QCOMPARE(listed - inSource, QSet<QString>());
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestTraefikWireKeys)
#include "test_traefik_wire_keys.moc"
