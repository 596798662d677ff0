// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_agent_json.h"

#include "app/demo/times.h"

namespace tailboard::demo {

namespace {

// /v1/agent/self of a server that is a client too; @…@ is filled in.
constexpr std::string_view agent =
    R"~({"config":{"ACL":{"Enabled":@ACL@,"PolicyTTL":30000000000,"ReplicationToken":"","RoleTTL":30000000000,"T)~"
    R"~(okenMaxExpirationTTL":0,"TokenMinExpirationTTL":0,"TokenTTL":30000000000},"Addresses":{"HTTP":"0.0.0.0",)~"
    R"~("RPC":"0.0.0.0","Serf":"0.0.0.0"},"AdvertiseAddrs":{"HTTP":"@IP@:4646","RPC":"@IP@:4647","Serf":"@IP@:46)~"
    R"~(48"},"Audit":{"Enabled":null,"Filters":null,"Sinks":null},"Autopilot":{"CleanupDeadServers":null,"Disabl)~"
    R"~(eUpgradeMigration":null,"EnableCustomUpgrades":null,"EnableRedundancyZones":null,"LastContactThreshold":)~"
    R"~(200000000,"MaxTrailingLogs":250,"MinQuorum":0,"ServerStabilizationTime":10000000000},"BindAddr":"0.0.0.0)~"
    R"~(","Client":{"AllocDir":"","AllocMountsDir":"","Artifact":{"DecompressionFileCountLimit":4096,"Decompress)~"
    R"~(ionSizeLimit":"100GB","DisableArtifactInspection":false,"DisableFilesystemIsolation":false,"FilesystemIs)~"
    R"~(olationExtraPaths":null,"GCSTimeout":"30m","GitTimeout":"30m","HTTPMaxSize":"100GB","HTTPReadTimeout":"3)~"
    R"~(0m","HgTimeout":"30m","S3Timeout":"30m","SetEnvironmentVariables":""},"BindWildcardDefaultHostNetwork":t)~"
    R"~(rue,"BridgeNetworkHairpinMode":false,"BridgeNetworkName":"","BridgeNetworkSubnet":"","BridgeNetworkSubne)~"
    R"~(tIPv6":"","CNIConfigDir":"/opt/cni/config","CNIPath":"/opt/cni/bin:/usr/libexec/cni","CgroupParent":"",")~"
    R"~(ChrootEnv":{},"ClientMaxPort":14512,"ClientMinPort":14000,"CommonPluginDir":"","CpuCompute":0,"CpuDisabl)~"
    R"~(eDmidecode":false,"DisableRemoteExec":false,"DiskFreeMB":0,"DiskTotalMB":0,"Drain":null,"Enabled":true,")~"
    R"~(Fingerprinters":[],"GCDiskUsageThreshold":80.0,"GCInodeUsageThreshold":70.0,"GCInterval":60000000000,"GC)~"
    R"~(MaxAllocs":50,"GCParallelDestroys":2,"GCVolumesOnNodeGC":false,"HostNetworks":null,"HostVolumePluginDir")~"
    R"~(:"","HostVolumes":[{"Name":"tailscale-socket","Path":"/run/tailscale/tailscaled.sock","ReadOnly":true,"I)~"
    R"~(D":""}],"HostVolumesDir":"","IntroToken":"","LogFile":"","MaxDynamicPort":32000,"MaxKillTimeout":"30s",")~"
    R"~(MemoryMB":0,"Meta":{},"MinDynamicPort":20000,"NetworkInterface":"tailscale0","NetworkSpeed":0,"NoHostUUI)~"
    R"~(D":true,"NodeClass":"","NodeMaxAllocs":0,"NodePool":"default","NomadServiceDiscovery":true,"Options":{"f)~"
    R"~(ingerprint.denylist":"env_aws,env_gce,env_azure,env_digitalocean"},"PreferredAddressFamily":"","Reservab)~"
    R"~(leCores":"","Reserved":{"CPU":0,"Cores":"","DiskMB":0,"MemoryMB":0,"ReservedPorts":""},"ServerJoin":{"Re)~"
    R"~(tryInterval":30000000000,"RetryJoin":[],"RetryMaxAttempts":0,"StartJoin":null},"Servers":["@IP@"],"State)~"
    R"~(Dir":"","TemplateConfig":{"BlockQueryWaitTime":300000000000,"BlockQueryWaitTimeHCL":"","ConsulRetry":{"A)~"
    R"~(ttempts":12,"Backoff":250000000,"BackoffHCL":"","MaxBackoff":60000000000,"MaxBackoffHCL":""},"DisableSan)~"
    R"~(dbox":false,"FunctionBlacklist":null,"FunctionDenylist":["executeTemplate","plugin","writeToFile"],"MaxS)~"
    R"~(tale":315360000000000000,"MaxStaleHCL":"","NomadRetry":{"Attempts":12,"Backoff":250000000,"BackoffHCL":")~"
    R"~(","MaxBackoff":60000000000,"MaxBackoffHCL":""},"VaultRetry":{"Attempts":12,"Backoff":250000000,"BackoffH)~"
    R"~(CL":"","MaxBackoff":60000000000,"MaxBackoffHCL":""},"Wait":{"Max":240000000000,"MaxHCL":"","Min":5000000)~"
    R"~(000,"MinHCL":""},"WaitBounds":null},"Users":{"MaxDynamicUser":89999,"MinDynamicUser":80000}},"Consuls":[)~"
    R"~({"Addr":"localhost:8500","Auth":"","AutoAdvertise":true,"CAFile":"","CertFile":"","ChecksUseAdvertise":f)~"
    R"~(alse,"ClientAutoJoin":true,"ClientFailuresBeforeCritical":0,"ClientFailuresBeforeWarning":0,"ClientHTTPC)~"
    R"~(heckName":"Nomad Client HTTP Check","ClientServiceName":"nomad-client","EnableSSL":false,"GRPCAddr":"",")~"
    R"~(GRPCCAFile":"","KeyFile":"","Name":"default","Namespace":"","ServerAutoJoin":true,"ServerFailuresBeforeC)~"
    R"~(ritical":0,"ServerFailuresBeforeWarning":0,"ServerHTTPCheckName":"Nomad Server HTTP Check","ServerRPCChe)~"
    R"~(ckName":"Nomad Server RPC Check","ServerSerfCheckName":"Nomad Server Serf Check","ServerServiceName":"no)~"
    R"~(mad","ServiceIdentity":null,"ServiceIdentityAuthMethod":"nomad-workloads","ShareSSL":null,"Tags":null,"T)~"
    R"~(askIdentity":null,"TaskIdentityAuthMethod":"nomad-workloads","Timeout":5000000000,"Token":"","VerifySSL")~"
    R"~(:true}],"DataDir":"/opt/nomad/data","Datacenter":"dc1","DevMode":false,"DisableAnonymousSignature":false)~"
    R"~(,"DisableUpdateCheck":true,"EnableDebug":false,"EnableSyslog":false,"Eventlog":{"Enabled":false,"Level":)~"
    R"~("error"},"Files":["/etc/nomad.d/nomad.hcl"],"HTTPAPIResponseHeaders":{},"KEKProviders":null,"LeaveOnInt")~"
    R"~(:false,"LeaveOnTerm":false,"Limits":{"HTTPMaxConnsPerClient":100,"HTTPSHandshakeTimeout":"5s","RPCHandsh)~"
    R"~(akeTimeout":"5s","RPCMaxConnsPerClient":100},"LogFile":"","LogIncludeLocation":false,"LogJson":false,"Lo)~"
    R"~(gLevel":"INFO","LogRotateBytes":0,"LogRotateDuration":"","LogRotateMaxFiles":0,"NodeName":"@NAME@","Plug)~"
    R"~(inDir":"/opt/nomad/data/plugins","Plugins":[{"Args":null,"Config":{"endpoint":"unix:///var/run/docker.so)~"
    R"~(ck","volumes":[{"enabled":true}]},"Name":"docker"},{"Args":null,"Config":{"enabled":true},"Name":"raw_ex)~"
    R"~(ec"}],"Ports":{"HTTP":4646,"RPC":4647,"Serf":4648},"RPC":{"AcceptBacklog":256,"ConnectionWriteTimeout":1)~"
    R"~(0000000000,"ConnectionWriteTimeoutHCL":"10s","KeepAliveInterval":30000000000,"KeepAliveIntervalHCL":"30s)~"
    R"~(","StreamCloseTimeout":300000000000,"StreamCloseTimeoutHCL":"5m","StreamOpenTimeout":75000000000,"Stream)~"
    R"~(OpenTimeoutHCL":"75s"},"Region":"global","Reporting":{"ExportInterval":0,"License":{"Enabled":null},"Sna)~"
    R"~(pshotRetentionTime":0,"SnapshotRetentionTimeHCL":""},"Sentinel":{"AdditionalEnabledModules":null,"Import)~"
    R"~(s":null},"Server":{"ACLTokenGCThreshold":"","AuthoritativeRegion":"","BatchEvalGCThreshold":"","Bootstra)~"
    R"~(pExpect":1,"CSIPluginGCThreshold":"","CSIVolumeClaimGCInterval":"","CSIVolumeClaimGCThreshold":"","Clien)~"
    R"~(tIntroduction":{"DefaultIdentityTTL":0,"Enforcement":"","MaxIdentityTTL":0},"DataDir":"","DefaultSchedul)~"
    R"~(erConfig":null,"DeploymentGCThreshold":"","DeploymentQueryRateLimit":0.0,"EnableEventBroker":true,"Enabl)~"
    R"~(ed":true,"EnabledSchedulers":null,"EvalGCThreshold":"","EventBufferSize":100,"FailoverHeartbeatTTL":0,"H)~"
    R"~(eartbeatGrace":0,"JobDefaultPriority":null,"JobGCInterval":"","JobGCThreshold":"","JobMaxCount":null,"Jo)~"
    R"~(bMaxPriority":null,"JobMaxSourceSize":"1M","JobTrackedVersions":6,"LicenseEnv":"","LicensePath":"","LogF)~"
    R"~(ile":"","MaxHeartbeatsPerSecond":0.0,"MinHeartbeatTTL":0,"NodeGCThreshold":"","NonVotingServer":false,"N)~"
    R"~(umSchedulers":null,"OIDCIssuer":"","PlanRejectionTracker":{"Enabled":false,"NodeThreshold":100,"NodeWind)~"
    R"~(ow":300000000000},"RaftBoltConfig":null,"RaftMultiplier":null,"RaftProtocol":3,"RaftSnapshotInterval":nu)~"
    R"~(ll,"RaftSnapshotThreshold":null,"RaftTrailingLogs":null,"RedundancyZone":"","RejoinAfterLeave":false,"Re)~"
    R"~(tryInterval":0,"RetryJoin":[],"RetryMaxAttempts":0,"RootKeyGCInterval":"","RootKeyGCThreshold":"","RootK)~"
    R"~(eyRotationThreshold":"","Search":{"FuzzyEnabled":true,"LimitQuery":20,"LimitResults":100,"MinTermLength")~"
    R"~(:2},"ServerJoin":{"RetryInterval":30000000000,"RetryJoin":[],"RetryMaxAttempts":0,"StartJoin":null},"Sta)~"
    R"~(rtJoin":[],"StartTimeout":"","UpgradeVersion":""},"SyslogFacility":"LOCAL0","TLSConfig":{"CAFile":"","Ce)~"
    R"~(rtFile":"","Checksum":"","EnableHTTP":false,"EnableRPC":false,"KeyFile":"","KeyLoader":{},"RPCUpgradeMod)~"
    R"~(e":false,"TLSCipherSuites":"","TLSMinVersion":"","VerifyHTTPSClient":false,"VerifyServerHostname":false})~"
    R"~(,"Telemetry":{"AllowedMetadataKeysInMetrics":null,"CirconusAPIApp":"","CirconusAPIToken":"","CirconusAPI)~"
    R"~(URL":"","CirconusBrokerID":"","CirconusBrokerSelectTag":"","CirconusCheckDisplayName":"","CirconusCheckF)~"
    R"~(orceMetricActivation":"","CirconusCheckID":"","CirconusCheckInstanceID":"","CirconusCheckSearchTag":"",")~"
    R"~(CirconusCheckSubmissionURL":"","CirconusCheckTags":"","CirconusSubmissionInterval":"","CollectionInterva)~"
    R"~(l":"1s","DataDogAddr":"","DataDogTags":null,"DisableAllocationHookMetrics":false,"DisableDispatchedJobSu)~"
    R"~(mmaryMetrics":false,"DisableHostname":false,"DisableQuotaUtilizationMetrics":false,"DisableRPCRateMetric)~"
    R"~(sLabels":false,"FilterDefault":null,"InMemoryCollectionInterval":"10s","InMemoryRetentionPeriod":"1m","I)~"
    R"~(ncludeAllocMetadataInMetrics":false,"PrefixFilter":null,"PrometheusMetrics":false,"PublishAllocationMetr)~"
    R"~(ics":true,"PublishNodeMetrics":false,"StatsdAddr":"","StatsiteAddr":"","UseNodeName":false},"UI":{"Consu)~"
    R"~(l":{"BaseUIURL":""},"ContentSecurityPolicy":{"ConnectSrc":["*"],"DefaultSrc":["'none'"],"FormAction":["')~"
    R"~(none'"],"FrameAncestors":["'none'"],"ImgSrc":["'self'","data:"],"ScriptSrc":["'self'"],"StyleSrc":["'sel)~"
    R"~(f'","'unsafe-inline'"]},"Enabled":true,"Label":{"BackgroundColor":"","Text":"","TextColor":""},"ShowCLIH)~"
    R"~(ints":true,"Vault":{"BaseUIURL":""}},"Vaults":[{"Addr":"https://vault.service.consul:8200","ConnectionRe)~"
    R"~(tryIntv":30000000000,"DefaultIdentity":null,"Enabled":null,"JWTAuthBackendPath":"jwt-nomad","Name":"defa)~"
    R"~(ult","Namespace":"","Role":"","TLSCaFile":"","TLSCaPath":"","TLSCertFile":"","TLSKeyFile":"","TLSServerN)~"
    R"~(ame":"","TLSSkipVerify":null,"Token":""}],"Version":{"BuildDate":null,"Revision":"","Version":"1.11.3",")~"
    R"~(VersionMetadata":"","VersionPrerelease":""}},"member":{"Addr":"@IP@","DelegateCur":4,"DelegateMax":5,"De)~"
    R"~(legateMin":2,"Name":"@NAME@.global","Port":4648,"ProtocolCur":2,"ProtocolMax":5,"ProtocolMin":1,"Status")~"
    R"~(:"alive","Tags":{"bootstrap":"1","dc":"dc1","revision":"","raft_vsn":"3","id":"@SERVER@","role":"nomad",)~"
    R"~("vsn":"1","port":"4647","expect":"1","region":"global","build":"1.11.3","rpc_addr":"@IP@"}},"stats":{"no)~"
    R"~(mad":{"leader_addr":"@IP@:4647","bootstrap":"true","known_regions":"1","server":"true","leader":"true"},)~"
    R"~("raft":{"protocol_version":"3","snapshot_version_min":"0","latest_configuration_index":"0","latest_confi)~"
    R"~(guration":"[{Suffrage:Voter ID:@SERVER@ Address:@IP@:4647}]","state":"Leader","term":"2","fsm_pending":")~"
    R"~(0","protocol_version_min":"0","last_contact":"0","commit_index":"@INDEX@","last_snapshot_index":"0","las)~"
    R"~(t_snapshot_term":"0","num_peers":"0","last_log_index":"@INDEX@","last_log_term":"2","protocol_version_ma)~"
    R"~(x":"3","snapshot_version_max":"1","applied_index":"@INDEX@"},"serf":{"member_time":"1","query_queue":"0")~"
    R"~(,"coordinate_resets":"0","left":"0","health_score":"0","event_time":"1","query_time":"1","intent_queue":)~"
    R"~("0","event_queue":"0","encrypted":"false","members":"1","failed":"0"},"runtime":{"version":"go1.26.8","m)~"
    R"~(ax_procs":"2","goroutines":"268","cpu_count":"2","kernel.name":"linux","arch":"amd64"},"client":{"node_i)~"
    R"~(d":"@NODE@","known_servers":"@IP@:4647","num_allocations":"6","last_heartbeat":"13.206493471s","heartbea)~"
    R"~(t_ttl":"18.267813398s"}}})~";

void fill(std::string& text, std::string_view word, const std::string& value)
{
    for (size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size())
        text.replace(at, word.size(), value);
}

} // namespace

std::string agentSelfJson(World& world, bool acl)
{
    // The agent is there before its own client has registered.
    Node server;
    server.name = "firefly-sub01";
    server.address = "100.64.0.1";
    if (const Node* registered = world.nodeNamed(server.name)) server = *registered;
    const Node& node = server;
    std::string text(agent);
    fill(text, "@NAME@", node.name);
    fill(text, "@IP@", node.address);
    fill(text, "@NODE@", uuidText(node.id));
    fill(text, "@SERVER@", uuidText(Random(world.seed(), "server").uuid()));
    fill(text, "@ACL@", acl ? "true" : "false");
    fill(text, "@INDEX@", std::to_string(world.index()));
    return text;
}

} // namespace tailboard::demo
