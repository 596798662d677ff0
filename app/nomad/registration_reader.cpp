// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/registration_reader.h"

#include "app/base/log.h"
#include "app/nomad/decode.h"
#include "app/nomad/list_decoder.h"
#include "app/nomad/reading.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::nomad {

namespace {

constexpr int mostAtOnce = 4;

bool isForTraefik(const ServiceName& service)
{
    return std::any_of(service.tags.begin(), service.tags.end(),
                       [](const QString& tag) { return tag.startsWith("traefik."_L1, Qt::CaseInsensitive); });
}

} // namespace

RegistrationReader::RegistrationReader(Client& client, Receiver& receiver, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_receiver(receiver)
{}

void RegistrationReader::stop()
{
    m_isReadingAll = false;
    m_waiting.clear();
    m_underWay = 0;
    // Possibly called from inside one of its exchanges' signals.
    if (m_batch) m_batch.release()->deleteLater();
    const auto again = std::exchange(m_again, {});
    for (const auto& reading : again) {
        if (reading) reading->cancel();
    }
    m_overtaken.clear();
}

void RegistrationReader::readAll()
{
    stop();
    m_isReadingAll = true;
    m_batch = std::make_unique<QObject>();
    QObject* const batch = m_batch.get();
    m_client.read(m_client.targets().list(List::Services), batch,
                  [this, batch](const base::Result<http::Response>& response) {
                      if (batch != m_batch.get()) return;
                      if (!response) return finish(response.error());
                      takeNames(*response);
                  });
}

void RegistrationReader::takeNames(const http::Response& response)
{
    auto names = decodeServiceNames(response.body);
    if (!names) return finish(names.error());
    emit advanced();
    m_meta = queryMeta(response.head);
    m_waiting = std::move(names->value);
    std::stable_partition(m_waiting.begin(), m_waiting.end(), [](const ServiceName& s) { return !isForTraefik(s); });
    m_known.clear();
    m_receiver.beginList(List::Services);
    readNext();
}

void RegistrationReader::readNext()
{
    QObject* const batch = m_batch.get();
    while (m_underWay < mostAtOnce && !m_waiting.isEmpty()) {
        const ServiceName service = m_waiting.takeLast();
        ++m_underWay;
        m_client.read(m_client.targets().service(service.nameSpace, service.name), batch,
                      [this, batch](const base::Result<http::Response>& response) {
                          if (batch != m_batch.get()) return;
                          --m_underWay;
                          // Gone between the two requests is no failure.
                          if (!response && response.error().kind != base::ErrorKind::NotFound) {
                              return finish(response.error());
                          }
                          if (response) takeService(*response);
                          if (batch == m_batch.get()) readNext();
                      });
    }
    if (m_underWay == 0 && m_waiting.isEmpty()) {
        m_receiver.endList(List::Services);
        m_receiver.batchEnded();
        finish(std::nullopt);
    }
}

void RegistrationReader::takeService(const http::Response& response)
{
    const auto rows = decodeList<ServiceRegistration>(response.body);
    if (!rows) return finish(rows.error());
    for (const auto& row : rows->value) {
        note(row);
    }
    if (!rows->value.isEmpty()) m_receiver.registrationsArrived({rows->value.constData(), size_t(rows->value.size())});
    m_receiver.batchEnded();
    emit advanced();
}

void RegistrationReader::finish(std::optional<base::Error> error)
{
    m_isReadingAll = false;
    m_waiting = {}; // clear() would keep its room
    m_underWay = 0;
    if (m_batch) m_batch.release()->deleteLater();
    emit done({m_meta, std::move(error)});
}

void RegistrationReader::note(const ServiceRegistration& registration)
{
    std::vector<QString>& ids = m_known[{registration.nameSpace, registration.serviceName}];
    const auto place = std::lower_bound(ids.begin(), ids.end(), registration.id);
    if (place == ids.end() || *place != registration.id) ids.insert(place, registration.id);
}

void RegistrationReader::noteArrived(const ServiceRegistration& registration)
{
    note(registration);
    const ServiceKey key{registration.nameSpace, registration.serviceName};
    if (m_again.contains(key)) m_overtaken.insert(key);
}

void RegistrationReader::noteRemoved(const ServiceRegistration& registration)
{
    const ServiceKey key{registration.nameSpace, registration.serviceName};
    if (auto known = m_known.find(key); known != m_known.end()) {
        std::erase(*known, registration.id);
        if (known->empty()) m_known.erase(known);
    }
    if (m_again.contains(key)) m_overtaken.insert(key);
}

void RegistrationReader::readName(const QString& nameSpace, const QString& name)
{
    const ServiceKey key{nameSpace, name};
    if (m_again.contains(key)) {
        m_overtaken.insert(key);
        return;
    }
    m_again.insert(key, m_client.read(m_client.targets().service(nameSpace, name), this,
                                      [this, key](const base::Result<http::Response>& response) {
                                          m_again.remove(key);
                                          if (m_overtaken.remove(key)) return readName(key.first, key.second);
                                          if (response) return takeAgain(key, *response);
                                          qCDebug(base::logNomad)
                                              << "service" << key.second << "not read again:" << response.error().what;
                                      }));
}

void RegistrationReader::takeAgain(const ServiceKey& key, const http::Response& response)
{
    const auto rows = decodeList<ServiceRegistration>(response.body);
    if (!rows) return;
    std::vector<QString> gone = m_known.take(key);
    for (const auto& row : rows->value) {
        std::erase(gone, row.id);
        note(row);
    }
    if (!rows->value.isEmpty()) m_receiver.registrationsArrived({rows->value.constData(), size_t(rows->value.size())});
    for (const QString& id : std::as_const(gone)) {
        m_receiver.registrationRemoved(id);
    }
    m_receiver.batchEnded();
    emit advanced();
}

} // namespace tailboard::nomad
