// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/monitor.h"
#include "app/demo/cluster.h"
#include "app/findings/findings.h"
#include "tests/support/message_guard.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace tailboard;

class TestFindingsDemo : public QObject
{
    Q_OBJECT

private slots:
    void demoHasItsKnownIllsAndALostTraefikIsTold();
};

void TestFindingsDemo::demoHasItsKnownIllsAndALostTraefikIsTold()
{
    demo::Cluster demo({.moving = false});
    QVERIFY(demo.start());
    cluster::Connections connections;
    connections.tailscale = http::Endpoint::unixSocket(demo.addresses().tailscaleSocket, "local-tailscaled.sock");
    connections.nomad = *http::Endpoint::fromUrl(demo.addresses().nomad, 4646);
    connections.dialMap = demo.addresses().dialMap;
    base::SystemClock clock;
    cluster::Monitor monitor(connections, clock);
    findings::Findings findings(monitor.join(), clock);
    connect(&monitor, &cluster::Monitor::changed, &findings, &findings::Findings::update);
    connect(&monitor, &cluster::Monitor::sourcesChanged, &findings, &findings::Findings::updateSources);
    const auto ids = [&] {
        QStringList all;
        findings.table().forEach([&](cluster::Slot, const cluster::Finding& finding) { all.append(finding.id); });
        all.sort();
        return all;
    };

    monitor.start();
    QTRY_VERIFY_WITH_TIMEOUT(monitor.isSettled(), 15'000);
    const QStringList before = ids();
    for (const QString& id : before)
        QVERIFY2(!id.startsWith(u"source-lost"_s), qPrintable(before.join(u' ')));
    if (qEnvironmentVariableIsSet("TAILBOARD_SHOW"))
        findings.table().forEach([&](cluster::Slot, const cluster::Finding& finding) {
            std::fprintf(stderr, "%s | %s | %s | %s\n", qPrintable(finding.id), qPrintable(finding.text),
                         qPrintable(finding.remedy), qPrintable(finding.original));
        });
    QVERIFY(std::any_of(before.begin(), before.end(),
                        [](const QString& id) { return id.startsWith(u"router-without-server/"_s); }));
    QVERIFY(std::any_of(before.begin(), before.end(),
                        [](const QString& id) { return id.startsWith(u"peer-key-ending/"_s); }));
    for (const QString& id : {u"api-insecure/default/traefik"_s, u"socket-file-mount/default/traefik"_s,
                              u"service-not-enabled/default/frontend"_s})
        QVERIFY2(before.contains(id), qPrintable(before.join(u' ')));
    QVERIFY(std::any_of(before.begin(), before.end(),
                        [](const QString& id) { return id.startsWith(u"placement-blocked/"_s); }));
    // What is well in it is not called ill.
    for (const QString& id : before)
        for (const auto& check : {u"node-off-tailnet"_s, u"host-volume-missing"_s, u"https-off"_s, u"magicdns-off"_s,
                                  u"jobs-not-checked"_s, u"default-rule-only"_s, u"restart-loop"_s})
            QVERIFY2(!id.startsWith(check), qPrintable(id));

    demo.faults().set(demo::Server::Traefik3, demo::FaultKind::Refuse);
    monitor.refresh();

    const QString lost = u"source-lost/http://100.64.0.3:8080"_s;
    QTRY_VERIFY(findings.table().get(lost));
    QStringList after = ids();
    after.removeAll(lost);
    QCOMPARE(after, before);

    demo.faults().clear();
    QTRY_VERIFY_WITH_TIMEOUT(!findings.table().get(lost), 15'000);
    QCOMPARE(ids(), before);
}

TAILBOARD_TEST_MAIN(QCoreApplication, TestFindingsDemo)
#include "test_findings_demo.moc"
