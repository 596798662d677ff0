// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tailboard::demo {

/// The part of Nomad's filter expressions that lists really get: `Field == "x"`, `!=`, `contains`, joined by `and`.
class NomadFilter
{
public:
    /// Gives a field's text, nullopt for a field that does not exist.
    using Field = std::function<std::optional<std::string>(const std::string&)>;

    /// Reads an expression; nullopt when it is none of ours. An empty one accepts everything.
    static std::optional<NomadFilter> parse(const std::string& expression);
    /// The first field that `field` does not know, else empty.
    std::string unknownField(const Field& field) const;
    bool accepts(const Field& field) const;
    bool isEmpty() const { return m_terms.empty(); }

private:
    struct Term
    {
        enum class Operator { Equals, Differs, Contains } op;
        std::string field;
        std::string value;
    };
    std::vector<Term> m_terms;
};

} // namespace tailboard::demo
