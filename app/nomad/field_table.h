// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/nomad/json_value.h"
#include "app/nomad/wire_keys.h"

#include <vector>

namespace tailboard::nomad {

enum class Presence : unsigned char {
    Optional, ///< may be left out: older servers, zero values of "omitempty" fields
    Required, ///< every version and every place sends it; missing is an issue
};

/// One key of a JSON object and where its value goes.
template<typename Row>
struct Field
{
    std::string_view key;
    Presence presence;
    void (*read)(JsonValue& value, Row& row);
};

/// The keys of one Go struct that we read. Keys are looked for from behind the last one found, because a server sends
/// them in one order: nearly every look is a hit. At most 64 keys.
template<typename Row>
class FieldTable
{
public:
    /// `type` names the Go struct ("api.AllocationListStub") in the list of wire keys.
    FieldTable(std::string_view type, std::initializer_list<Field<Row>> fields)
        : m_type(type)
        , m_fields(fields)
    {
        Q_ASSERT(m_fields.size() <= 64);
        for (size_t i = 0; i < m_fields.size(); ++i) {
            if (m_fields[i].presence == Presence::Required) m_required |= quint64(1) << i;
        }
    }

    void read(JsonValue& object, Row& row) const
    {
        if (object.isNull()) return;
        size_t next = 0;
        quint64 seen = 0;
        const size_t count = m_fields.size();
        object.eachField([&](std::string_view key, JsonValue& value) {
            for (size_t tried = 0, i = next; tried < count; ++tried, ++i) {
                if (i >= count) i = 0;
                if (m_fields[i].key != key) continue;
                m_fields[i].read(value, row);
                seen |= quint64(1) << i;
                next = i + 1;
                return;
            }
        });
        const quint64 missing = m_required & ~seen;
        if (!missing || object.place().isBroken()) return;
        for (size_t i = 0; i < count; ++i) {
            if (missing >> i & 1) object.place().issue(QStringLiteral("missing"), m_fields[i].key);
        }
    }

    void listKeys(QList<WireKey>& to) const
    {
        for (const auto& field : m_fields) {
            to.append({QString::fromUtf8(m_type.data(), qsizetype(m_type.size())),
                       QString::fromUtf8(field.key.data(), qsizetype(field.key.size())),
                       field.presence == Presence::Required});
        }
    }

private:
    std::string_view m_type;
    std::vector<Field<Row>> m_fields;
    quint64 m_required = 0;
};

} // namespace tailboard::nomad
