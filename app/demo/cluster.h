// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/dial_map.h"
#include "app/base/result.h"
#include "app/demo/faults.h"
#include "app/demo/request_log.h"

#include <QList>
#include <QString>
#include <QUrl>
#include <chrono>
#include <memory>

namespace tailboard::demo {

/// What is there at the start.
enum class Content {
    Article, ///< the article's three nodes and jobs, well and ill
    Nothing, ///< one machine in the tailnet, and a Nomad to which no node has come
};

struct Options
{
    Content content = Content::Article;
    quint64 seed = 1;      ///< same seed, same world (ids, ports, keys; times count back from now)
    double speed = 1.0;    ///< of everything that takes time in the simulation; > 0
    bool moving = true;    ///< something happens by itself every few seconds
    QString directory;     ///< for socket, CA and dial file; empty = an own temporary one, removed at the end
    bool nomadTls = false; ///< the Nomad API speaks HTTPS, with a certificate of the demo's CA for 100.64.0.1
    QString traefikUser;   ///< of basic auth at the Traefik APIs; empty = none
    QString traefikPassword;
    int extraAllocations = 0; ///< generated load, up to 100,000
    int extraRouters = 0;     ///< up to 10,000
    int extraPeers = 0;       ///< up to 10,000
};

struct Addresses
{
    QUrl nomad;              ///< http://100.64.0.1:4646 (https with Options::nomadTls)
    QString tailscaleSocket; ///< path of the LocalAPI's unix socket
    QList<QUrl> traefik;     ///< http://100.64.0.1:8080 … .3:8080
    QString traefikUser;
    QString traefikPassword;
    QString caFile;        ///< PEM of the throw-away CA
    base::DialMap dialMap; ///< from the cluster's addresses and names to the sockets on 127.0.0.1
    QString dialFile;      ///< the same as a file
};

/// The article's cluster, simulated, on real sockets: Nomad, tailscaled and three Traefiks, with TLS on every node's
/// :443. It speaks the servers' wire format and nothing of the product's, so it is a fair opponent. All of it runs on
/// one thread of its own; this object lives on the GUI thread, and its functions hand their work over and return when
/// it is done.
class Cluster
{
public:
    explicit Cluster(Options options = {});
    ~Cluster();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    /// Makes the world, binds the sockets and writes the files. Fails when a socket or file cannot be made. Once only.
    base::Result<void> start();
    /// After a successful start().
    const Addresses& addresses() const;

    Faults& faults();
    /// Requests of all servers since the start or the last clearRequests(), oldest first, at most 20,000.
    QList<SeenRequest> requests() const;
    void clearRequests();
    const Counters& counters(Server server) const;

    // Things that happen when told to; with `moving` they also happen by themselves.

    /// The task of that job's newest running allocation ends with exit code 1 and starts again 16 s later.
    void restartTask(const QString& jobId);
    /// Its newest running allocation is stopped and replaced by a new one (new id) within 2 s.
    void replaceAllocation(const QString& jobId);
    /// web-preview gets a new version: job, evaluation, deployment, allocation, service, router, in the lab's time.
    void redeployPreview();
    void setPeerOnline(const QString& hostName, bool online);
    /// A peer's key ends so long from now (negative: it has ended).
    void setPeerKeyExpiry(const QString& hostName, std::chrono::seconds left);
    /// Sends `count` allocation updates at once, as many Raft indexes: what a busy cluster does.
    void sendAllocationEvents(int count);
    /// So many of the extra allocations fail, start again or are replaced, one after the other.
    void churnAllocations(int count);
    quint64 nomadIndex() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tailboard::demo
