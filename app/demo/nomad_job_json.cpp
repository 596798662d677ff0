// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_json.h"
#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

constexpr std::string_view quickRestart =
    R"({"Attempts":2,"Interval":1800000000000,"Delay":15000000000,"Mode":"fail","RenderTemplates":false})";
constexpr std::string_view patientRestart =
    R"({"Attempts":10,"Interval":300000000000,"Delay":5000000000,"Mode":"delay","RenderTemplates":false})";
constexpr std::string_view reschedulePolicy =
    R"({"Attempts":0,"Interval":0,"Delay":30000000000,"DelayFunction":"exponential","MaxDelay":3600000000000,)"
    R"("Unlimited":true})";
constexpr std::string_view groupUpdate =
    R"({"Stagger":30000000000,"MaxParallel":1,"HealthCheck":"checks","MinHealthyTime":10000000000,)"
    R"("HealthyDeadline":300000000000,"ProgressDeadline":600000000000,"AutoRevert":false,"AutoPromote":false,)"
    R"("Canary":0})";
constexpr std::string_view jobUpdate =
    R"({"Stagger":30000000000,"MaxParallel":1,"HealthCheck":"","MinHealthyTime":0,"HealthyDeadline":0,)"
    R"("ProgressDeadline":0,"AutoRevert":false,"AutoPromote":false,"Canary":0})";
constexpr std::string_view migrate =
    R"({"MaxParallel":1,"HealthCheck":"checks","MinHealthyTime":10000000000,"HealthyDeadline":300000000000})";
constexpr std::string_view identity =
    R"({"Name":"default","Audience":["nomadproject.io"],"ChangeMode":"","ChangeSignal":"","Env":false,"File":false,)"
    R"("Filepath":"","ServiceName":"","TTL":0})";

void nulls(JsonWriter& json, std::initializer_list<const char*> names)
{
    for (const char* name : names)
        json.nullField(name);
}

void writeServices(JsonWriter& json, const std::vector<ServiceSpec>& services, const std::string& task)
{
    json.key("Services");
    if (services.empty()) {
        json.null();
        return;
    }
    json.beginArray();
    for (const ServiceSpec& service : services) {
        json.beginObject();
        json.field("Name", service.name);
        json.field("TaskName", task);
        json.field("PortLabel", service.portLabel);
        json.field("AddressMode", "auto");
        json.field("Address", "");
        json.field("EnableTagOverride", false);
        json.key("Tags");
        json.texts(service.tags, true);
        nulls(json, {"CanaryTags", "Checks", "Connect", "Meta", "CanaryMeta", "Weights", "TaggedAddresses"});
        json.field("Namespace", "default");
        json.field("OnUpdate", "require_healthy");
        json.field("Provider", service.provider);
        json.field("Cluster", "default");
        json.nullField("Identity");
        json.field("Kind", "");
        json.endObject();
    }
    json.endArray();
}

void writeTemplates(JsonWriter& json, const std::vector<TemplateSpec>& templates)
{
    json.key("Templates");
    if (templates.empty()) {
        json.null();
        return;
    }
    json.beginArray();
    for (const TemplateSpec& spec : templates) {
        json.beginObject();
        json.field("SourcePath", "");
        json.field("DestPath", spec.destination);
        json.field("EmbeddedTmpl", spec.text);
        json.field("ChangeMode", spec.signal.empty() ? "restart" : "signal");
        json.field("ChangeSignal", spec.signal);
        json.nullField("ChangeScript");
        json.field("Once", false);
        json.field("Splay", 5 * second);
        json.field("Perms", "0644");
        nulls(json, {"Uid", "Gid"});
        json.field("LeftDelim", "{{");
        json.field("RightDelim", "}}");
        json.field("Envvars", spec.environment);
        json.field("VaultGrace", 0);
        json.nullField("Wait");
        json.field("ErrMissingKey", false);
        json.endObject();
    }
    json.endArray();
}

void writeTask(JsonWriter& json, const GroupSpec& group)
{
    const TaskSpec& task = group.task;
    json.beginObject();
    json.field("Name", task.name);
    json.field("Driver", "docker");
    json.field("User", "");
    json.key("Config");
    json.beginObject();
    if (!task.args.empty()) {
        json.key("args");
        json.texts(task.args);
    }
    json.field("image", task.image);
    json.key("ports");
    json.beginArray();
    for (const PortSpec& port : group.ports)
        json.value(port.label);
    json.endArray();
    json.endObject();
    json.key("Env");
    if (task.environment.empty()) {
        json.null();
    } else {
        json.beginObject();
        for (const auto& [name, text] : task.environment)
            json.field(name, text);
        json.endObject();
    }
    writeServices(json, task.services, task.name);
    nulls(json, {"Vault", "Secrets", "Consul"});
    writeTemplates(json, task.templates);
    nulls(json, {"Constraints", "Affinities"});
    json.rawField("Resources", R"({"CPU":)" + std::to_string(task.cpu) + R"(,"Cores":0,"MemoryMB":)" +
                                   std::to_string(task.memory) +
                                   R"(,"MemoryMaxMB":0,"DiskMB":0,"IOPS":0,"Networks":null,"Devices":null,"NUMA":null,)"
                                   R"("SecretsMB":0})");
    json.rawField("RestartPolicy", group.patient ? patientRestart : quickRestart);
    nulls(json, {"DispatchPayload", "Lifecycle", "Meta"});
    json.field("KillTimeout", 5 * second);
    json.rawField("LogConfig", R"({"MaxFiles":10,"MaxFileSizeMB":10,"Disabled":false})");
    json.nullField("Artifacts");
    json.field("Leader", false);
    json.field("ShutdownDelay", 0);
    json.key("VolumeMounts");
    if (group.hostVolume.empty()) {
        json.null();
    } else {
        json.beginArray();
        json.beginObject();
        json.field("Volume", group.hostVolume);
        json.field("Destination", group.volumeTarget);
        json.field("ReadOnly", true);
        json.field("PropagationMode", "private");
        json.field("SELinuxLabel", "");
        json.endObject();
        json.endArray();
    }
    json.nullField("ScalingPolicies");
    json.field("KillSignal", "");
    json.field("Kind", "");
    json.nullField("CSIPluginConfig");
    json.rawField("Identity", identity);
    nulls(json, {"Identities", "Actions", "Schedule"});
    json.endObject();
}

void writeGroupNetworks(JsonWriter& json, const GroupSpec& group)
{
    json.key("Networks");
    json.beginArray();
    json.beginObject();
    for (const bool fixed : {true, false}) {
        bool opened = false;
        for (const PortSpec& port : group.ports) {
            if ((port.fixedPort != 0) != fixed) continue;
            if (!opened) {
                json.key(fixed ? "ReservedPorts" : "DynamicPorts");
                json.beginArray();
                opened = true;
            }
            json.beginObject();
            json.field("Label", port.label);
            if (fixed) json.field("Value", port.fixedPort);
            if (port.to != 0) json.field("To", port.to);
            json.field("HostNetwork", "default");
            json.endObject();
        }
        if (opened) json.endArray();
    }
    json.endObject();
    json.endArray();
}

void writeGroup(JsonWriter& json, const JobSpec& spec, const GroupSpec& group)
{
    const bool system = spec.type == "system";
    json.beginObject();
    json.field("Name", group.name);
    json.field("Count", group.count);
    json.rawField("Update", groupUpdate);
    if (system)
        json.nullField("Migrate");
    else
        json.rawField("Migrate", migrate);
    json.rawField("Constraints", R"([{"LTarget":"${attr.nomad.service_discovery}","RTarget":"true","Operand":"="}])");
    if (group.scalable) {
        json.rawField("Scaling",
                      R"({"ID":"","Type":"horizontal","Target":{"Namespace":"default","Job":")" + spec.id +
                          R"(","Group":")" + group.name +
                          R"("},"Policy":null,"Min":0,"Max":4,"Enabled":true,"CreateIndex":0,"ModifyIndex":0})");
    } else {
        json.nullField("Scaling");
    }
    json.rawField("RestartPolicy", group.patient ? patientRestart : quickRestart);
    json.nullField("Disconnect");
    json.key("Tasks");
    json.beginArray();
    writeTask(json, group);
    json.endArray();
    json.rawField("EphemeralDisk", R"({"Sticky":false,"SizeMB":300,"Migrate":false})");
    json.nullField("Meta");
    if (system)
        json.nullField("ReschedulePolicy");
    else
        json.rawField("ReschedulePolicy", reschedulePolicy);
    nulls(json, {"Affinities", "Spreads"});
    writeGroupNetworks(json, group);
    json.nullField("Consul");
    writeServices(json, group.services, {});
    json.key("Volumes");
    if (group.hostVolume.empty()) {
        json.null();
    } else {
        json.beginObject();
        json.rawField(group.hostVolume, R"({"Name":")" + group.hostVolume + R"(","Type":"host","Source":")" +
                                            group.hostVolume +
                                            R"(","ReadOnly":true,"Sticky":false,"AccessMode":"","AttachmentMode":"",)"
                                            R"("MountOptions":null,"PerAlloc":false})");
        json.endObject();
    }
    nulls(json, {"ShutdownDelay", "StopAfterClientDisconnect", "MaxClientDisconnect"});
    json.field("PreventRescheduleOnLost", false);
    json.endObject();
}

} // namespace

void writeJob(JsonWriter& json, const Job& job, const JobVersion& version)
{
    const JobSpec& spec = *version.spec;
    json.beginObject();
    json.field("Stop", job.stop);
    json.field("Region", "global");
    json.field("Namespace", "default");
    json.field("ID", job.id);
    json.field("ParentID", "");
    json.field("Name", job.id);
    json.field("Type", spec.type);
    json.field("Priority", 50);
    json.field("AllAtOnce", false);
    json.key("Datacenters");
    json.texts(spec.datacenters);
    json.field("NodePool", "default");
    nulls(json, {"Constraints", "Affinities", "Spreads"});
    json.key("TaskGroups");
    json.beginArray();
    for (const GroupSpec& group : spec.groups)
        writeGroup(json, spec, group);
    json.endArray();
    json.rawField("Update", jobUpdate);
    nulls(json, {"Multiregion", "Periodic", "ParameterizedJob"});
    json.field("Dispatched", false);
    json.field("DispatchIdempotencyToken", "");
    nulls(json, {"Payload", "Meta"});
    for (const auto* name : {"ConsulNamespace", "VaultNamespace", "NomadTokenID"})
        json.field(name, "");
    json.field("Status", job.status);
    json.field("StatusDescription", "");
    json.field("Stable", version.stable);
    json.field("Version", version.version);
    json.field("SubmitTime", version.submitTime);
    json.field("CreateIndex", job.createIndex);
    json.field("ModifyIndex", job.modifyIndex);
    json.field("JobModifyIndex", version.jobModifyIndex);
    nulls(json, {"UI", "VersionTag"});
    json.endObject();
}

} // namespace tailboard::demo
