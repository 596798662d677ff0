// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <compare>
#include <optional>
#include <string_view>

namespace tailboard::base {

/// A UUID in 16 bytes: Nomad's ids of allocations, nodes, deployments and evaluations. A hundred thousand of them as
/// text would be 10 MB. Default is all zero, which Nomad never gives and means "none".
struct Uuid
{
    std::array<unsigned char, 16> bytes{};

    /// Reads the 36-character lower- or upper-case form; nothing else is accepted.
    static std::optional<Uuid> parse(std::string_view text);

    bool isNull() const { return *this == Uuid{}; }
    /// 36 characters, lower case.
    QString toString() const;
    /// The first eight characters, as Nomad's own command line shows ids.
    QString shortText() const;

    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// The bytes are random already: the first eight are a good hash.
size_t qHash(const Uuid& id, size_t seed = 0);

} // namespace tailboard::base

template<>
struct std::hash<tailboard::base::Uuid>
{
    size_t operator()(const tailboard::base::Uuid& id) const { return tailboard::base::qHash(id); }
};
