// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

// What a Debian 12 client of Nomad 1.11.3 fingerprints; @…@ is filled in.
constexpr std::string_view attributes =
    R"~({"plugins.secrets.vault.version":"1.0.0","cpu.totalcompute":"5192","driver.docker.volumes.enabled":"true)~"
    R"~(","cpu.modelname":"AMD EPYC","cpu.arch":"amd64","os.signals":"SIGSYS,SIGTERM,SIGTSTP,SIGTTIN,SIGUSR1,SIG)~"
    R"~(NULL,SIGFPE,SIGINT,SIGUSR2,SIGWINCH,SIGXCPU,SIGXFSZ,SIGBUS,SIGHUP,SIGIO,SIGTRAP,SIGTTOU,SIGABRT,SIGALRM,)~"
    R"~(SIGCONT,SIGILL,SIGIOT,SIGKILL,SIGPIPE,SIGQUIT,SIGPROF,SIGSEGV,SIGSTOP","nomad.bridge.hairpin_mode":"fals)~"
    R"~(e","os.cgroups.version":"1","kernel.landlock":"v7","driver.java":"1","unique.network.ip-address":"@IP@",)~"
    R"~("os.name":"debian","memory.totalbytes":"25276514304","cpu.frequency":"2596","unique.hostname":"@NAME@",")~"
    R"~(kernel.version":"6.1.0-39-amd64","unique.storage.volume":"/dev/vda","driver.docker":"1","plugins.host_vo)~"
    R"~(lume.mkdir.version":"0.0.1","driver.raw_exec":"1","cpu.reservablecores":"2","os.version":"12.11","driver)~"
    R"~(.java.runtime":"OpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)","plugins.secrets.nomad.ve)~"
    R"~(rsion":"1.0.0","cpu.numcores":"2","unique.storage.bytestotal":"270553174016","kernel.arch":"x86_64","cpu)~"
    R"~(.usablecompute":"5192","nomad.version":"1.11.3","nomad.service_discovery":"true","unique.advertise.addre)~"
    R"~(ss":"@IP@:4646","numa.node.count":"1","driver.java.vm":"OpenJDK 64-Bit Server VM (build 17.0.15+6-Debian)~"
    R"~(-1deb12u1, mixed mode, sharing)","numa.node0.cores":"0-1","driver.docker.os_type":"linux","kernel.name":)~"
    R"~("linux","driver.docker.runtimes":"io.containerd.runc.v2,io.containerd.runtime.v1.linux,runc","driver.doc)~"
    R"~(ker.version":"20.10.24+dfsg1","driver.java.version":"17.0.15","driver.mock_driver":"1"})~";
constexpr std::string_view drivers =
    R"~({"docker":{"Attributes":{"driver.docker.os_type":"linux","driver.docker":"true","driver.docker.version":)~"
    R"~("20.10.24+dfsg1","driver.docker.volumes.enabled":"true","driver.docker.runtimes":"io.containerd.runc.v2,)~"
    R"~(io.containerd.runtime.v1.linux,runc"},"Detected":true,"Healthy":true,"HealthDescription":"Healthy","Upda)~"
    R"~(teTime":"@TIME@"},"java":{"Attributes":{"driver.java":"true","driver.java.version":"17.0.15","driver.jav)~"
    R"~(a.runtime":"OpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)","driver.java.vm":"OpenJDK 64-)~"
    R"~(Bit Server VM (build 17.0.15+6-Debian-1deb12u1, mixed mode, sharing)"},"Detected":true,"Healthy":true,"H)~"
    R"~(ealthDescription":"Healthy","UpdateTime":"@TIME@"},"raw_exec":{"Attributes":{"driver.raw_exec":"true"},")~"
    R"~(Detected":true,"Healthy":true,"HealthDescription":"Healthy","UpdateTime":"@TIME@"},"mock_driver":{"Attri)~"
    R"~(butes":{"driver.mock_driver":"true"},"Detected":true,"Healthy":true,"HealthDescription":"Healthy","Updat)~"
    R"~(eTime":"@TIME@"},"qemu":{"Attributes":{},"Detected":false,"Healthy":false,"HealthDescription":"","Update)~"
    R"~(Time":"@TIME@"}})~";
constexpr std::string_view resources =
    R"~({"Cpu":{"CpuShares":5192,"TotalCpuCores":2,"ReservableCpuCores":[0,1]},"Processors":{"Topology":{"Cores")~"
    R"~(:[{"BaseSpeed":2596,"Disable":false,"Grade":true,"GuessSpeed":0,"ID":0,"MaxSpeed":0,"NodeID":0,"SocketID)~"
    R"~(":0},{"BaseSpeed":2596,"Disable":false,"Grade":true,"GuessSpeed":0,"ID":1,"MaxSpeed":0,"NodeID":0,"Socke)~"
    R"~(tID":0}],"Distances":null,"Nodes":[0],"OverrideTotalCompute":0,"OverrideWitholdCompute":0}},"Memory":{"M)~"
    R"~(emoryMB":24105},"Disk":{"DiskMB":258019},"Devices":null,"NodeNetworks":[{"Mode":"bridge","Device":"","Ma)~"
    R"~(cAddress":"","Speed":0,"Addresses":null},{"Mode":"host","Device":"tailscale0","MacAddress":"","Speed":10)~"
    R"~(00,"Addresses":[{"Family":"ipv4","Alias":"default","Address":"@IP@","ReservedPorts":"","Gateway":""},{"F)~"
    R"~(amily":"ipv6","Alias":"default","Address":"@IP6@","ReservedPorts":"","Gateway":""}]}],"Networks":[{"Mode)~"
    R"~(":"bridge"},{"Mode":"host","Device":"tailscale0","CIDR":"@IP@/32","IP":"@IP@","MBits":1000},{"Mode":"hos)~"
    R"~(t","Device":"tailscale0","CIDR":"@IP6@/128","IP":"@IP6@","MBits":1000}],"MinDynamicPort":20000,"MaxDynam)~"
    R"~(icPort":32000})~";
constexpr std::string_view reserved =
    R"~({"Cpu":{"CpuShares":0,"ReservedCpuCores":null},"Memory":{"MemoryMB":0},"Disk":{"DiskMB":0},"Networks":{")~"
    R"~(ReservedHostPorts":""}})~";
constexpr std::string_view meta =
    R"~({"connect.proxy_concurrency":"1","connect.transparent_proxy.default_uid":"101","connect.transparent_prox)~"
    R"~(y.default_outbound_port":"15001","connect.sidecar_image":"docker.io/envoyproxy/envoy:v${NOMAD_envoy_vers)~"
    R"~(ion}","connect.gateway_image":"docker.io/envoyproxy/envoy:v${NOMAD_envoy_version}","connect.log_level":")~"
    R"~(info"})~";

constexpr std::string_view hostVolumes =
    R"({"tailscale-socket":{"Name":"tailscale-socket","Path":"/run/tailscale/tailscaled.sock","ReadOnly":true,"ID":""}})";

std::string filled(std::string_view pattern, const Node& node)
{
    const std::pair<std::string_view, std::string> words[] = {
        {"@IP6@", node.address6}, {"@IP@", node.address}, {"@NAME@", node.name}, {"@TIME@", goTime(node.statusTime)}};
    std::string text(pattern);
    for (const auto& [word, value] : words) {
        for (size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size())
            text.replace(at, word.size(), value);
    }
    return text;
}

} // namespace

void writeNode(JsonWriter& json, const Node& node, const base::Uuid& signingKey)
{
    json.beginObject();
    json.rawField("Attributes", filled(attributes, node));
    json.rawField("CSIControllerPlugins", "{}");
    json.rawField("CSINodePlugins", "{}");
    json.field("CgroupParent", "nomad.slice");
    json.field("ComputedClass", "v1:4233397847832175053");
    json.field("CreateIndex", node.createIndex);
    json.field("Datacenter", node.datacenter);
    json.field("Drain", false);
    json.nullField("DrainStrategy");
    json.rawField("Drivers", filled(drivers, node));
    json.rawField("Events", R"([{"Message":"Node registered","Subsystem":"Cluster","Details":null,"Timestamp":")" +
                                goTimeSeconds(node.statusTime) + R"(","CreateIndex":0}])");
    json.field("GCVolumesOnNodeGC", false);
    json.field("HTTPAddr", node.address + ":4646");
    json.nullField("HostNetworks");
    json.rawField("HostVolumes", hostVolumes);
    json.field("ID", uuidText(node.id));
    json.field("IdentitySigningKeyID", uuidText(signingKey));
    json.field("LastAllocUpdateIndex", node.modifyIndex);
    json.nullField("LastDrain");
    json.field("LastMissedHeartbeatIndex", node.status == "down" ? node.modifyIndex : 0);
    json.rawField("Links", "{}");
    json.rawField("Meta", meta);
    json.field("ModifyIndex", node.modifyIndex);
    json.field("Name", node.name);
    json.field("NodeClass", "");
    json.field("NodeMaxAllocs", 0);
    json.field("NodePool", "default");
    json.rawField("NodeResources", filled(resources, node));
    json.rawField("ReservedResources", reserved);
    json.field("SchedulingEligibility", node.eligibility);
    json.field("SecretID", "");
    json.field("Status", node.status);
    json.field("StatusDescription", "");
    json.field("StatusUpdatedAt", node.statusTime / second);
    json.field("TLSEnabled", false);
    json.endObject();
}

void writeNodeStub(JsonWriter& json, const Node& node, bool withResources, bool os)
{
    json.beginObject();
    json.field("Address", node.address);
    json.field("ID", uuidText(node.id));
    if (os) json.rawField("Attributes", R"({"os.name":"debian"})");
    json.field("Datacenter", node.datacenter);
    json.field("Name", node.name);
    json.field("NodePool", "default");
    json.field("NodeClass", "");
    json.field("Version", "1.11.3");
    json.field("Drain", false);
    json.field("SchedulingEligibility", node.eligibility);
    json.field("Status", node.status);
    json.field("StatusDescription", "");
    json.rawField("Drivers", filled(drivers, node));
    json.rawField("HostVolumes", hostVolumes);
    if (withResources) {
        json.rawField("NodeResources", filled(resources, node));
        json.rawField("ReservedResources", reserved);
    }
    json.nullField("LastDrain");
    json.field("CreateIndex", node.createIndex);
    json.field("ModifyIndex", node.modifyIndex);
    json.endObject();
}

} // namespace tailboard::demo
