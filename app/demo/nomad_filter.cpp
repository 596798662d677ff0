// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/nomad_filter.h"

#include <algorithm>

namespace tailboard::demo {

namespace {

/// Words and quoted texts; quotes are kept so that `and` inside a text is not a joint.
std::optional<std::vector<std::string>> words(const std::string& expression)
{
    std::vector<std::string> list;
    size_t at = 0;
    while (at < expression.size()) {
        if (expression[at] == ' ') {
            ++at;
            continue;
        }
        size_t end = at;
        if (expression[at] == '"' || expression[at] == '`') {
            end = expression.find(expression[at], at + 1);
            if (end == std::string::npos) return std::nullopt;
            ++end;
        } else if (expression.compare(at, 2, "==") == 0 || expression.compare(at, 2, "!=") == 0) {
            end = at + 2;
        } else {
            end = std::min(expression.find_first_of(" =!\"", at), expression.size());
            if (end == at) return std::nullopt;
        }
        list.push_back(expression.substr(at, end - at));
        at = end;
    }
    return list;
}

std::string unquoted(const std::string& word)
{
    const bool quoted = word.size() >= 2 && (word.front() == '"' || word.front() == '`');
    return quoted ? word.substr(1, word.size() - 2) : word;
}

} // namespace

std::optional<NomadFilter> NomadFilter::parse(const std::string& expression)
{
    const auto list = words(expression);
    if (!list) return std::nullopt;
    NomadFilter filter;
    if (list->empty()) return filter;
    if (list->size() % 4 != 3) return std::nullopt;
    for (size_t i = 0; i < list->size(); i += 4) {
        const std::string& op = (*list)[i + 1];
        Term term{Term::Operator::Equals, (*list)[i], unquoted((*list)[i + 2])};
        if (op == "!=")
            term.op = Term::Operator::Differs;
        else if (op == "contains")
            term.op = Term::Operator::Contains;
        else if (op != "==")
            return std::nullopt;
        if (i > 0 && (*list)[i - 1] != "and") return std::nullopt;
        filter.m_terms.push_back(std::move(term));
    }
    return filter;
}

std::string NomadFilter::unknownField(const Field& field) const
{
    const auto it = std::find_if(m_terms.begin(), m_terms.end(), [&](const Term& term) { return !field(term.field); });
    return it == m_terms.end() ? std::string() : it->field;
}

bool NomadFilter::accepts(const Field& field) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) {
        const std::string value = field(term.field).value_or("");
        switch (term.op) {
        case Term::Operator::Equals:
            return value == term.value;
        case Term::Operator::Differs:
            return value != term.value;
        case Term::Operator::Contains:
            break;
        }
        return value.find(term.value) != std::string::npos;
    });
}

} // namespace tailboard::demo
