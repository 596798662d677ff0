// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/agent.h"
#include "app/nomad/client.h"
#include "app/nomad/source.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <optional>

namespace tailboard::nomad {

/// Reads Nomad's service registrations. No request gives them all: /v1/services names the services, and each
/// /v1/service/NAME gives its instances. Services that carry tags for Traefik come first, four at once.
class RegistrationReader : public QObject
{
    Q_OBJECT

public:
    struct Outcome
    {
        QueryMeta meta; ///< of /v1/services
        std::optional<base::Error> error;
    };

    RegistrationReader(Client& client, Receiver& receiver, QObject* parent);

    /// Reads everything, as one list; a reading under way is dropped. Events must wait meanwhile.
    void readAll();
    /// Reads one service again and removes the registrations it no longer has. Something newer that comes by an event
    /// before the answer makes it be read once more.
    void readName(const QString& nameSpace, const QString& name);
    /// What events said, so that readName() knows what there was.
    void noteArrived(const ServiceRegistration& registration);
    void noteRemoved(const ServiceRegistration& registration);
    /// Ends all exchanges.
    void stop();
    bool isReadingAll() const { return m_isReadingAll; }

signals:
    /// An answer came.
    void advanced();
    /// The end of readAll().
    void done(const tailboard::nomad::RegistrationReader::Outcome& outcome);

private:
    using ServiceKey = std::pair<QString, QString>; ///< namespace, name

    void takeNames(const http::Response& response);
    void readNext();
    void takeService(const http::Response& response);
    void finish(std::optional<base::Error> error);
    void takeAgain(const ServiceKey& key, const http::Response& response);
    void note(const ServiceRegistration& registration);

    Client& m_client;
    Receiver& m_receiver;
    bool m_isReadingAll = false;
    QueryMeta m_meta;
    QList<ServiceName> m_waiting; ///< last first
    int m_underWay = 0;
    /// Parent of every exchange of readAll(), so that one delete ends them.
    std::unique_ptr<QObject> m_batch;
    QHash<ServiceKey, std::vector<QString>> m_known; ///< ids, ascending; most have one, for which a set is a kilobyte
    QHash<ServiceKey, QPointer<Reading>> m_again;
    QSet<ServiceKey> m_overtaken;
};

} // namespace tailboard::nomad
