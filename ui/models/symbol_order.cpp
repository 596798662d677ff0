// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/symbol_order.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace tailboard::models {

using base::Symbol;

namespace {

/// Place of each symbol by number; texts that differ in case alone share one.
std::vector<quint32>& places()
{
    static std::vector<quint32> all;
    return all;
}

void placeAll()
{
    const quint32 count = Symbol::count();
    std::vector<quint32> numbers(count);
    std::iota(numbers.begin(), numbers.end(), quint32(0));
    const auto text = [](quint32 number) -> const QString& { return Symbol::fromNumber(number).text(); };
    std::sort(numbers.begin(), numbers.end(),
              [&](quint32 a, quint32 b) { return text(a).compare(text(b), Qt::CaseInsensitive) < 0; });
    std::vector<quint32>& all = places();
    all.assign(count, 0);
    for (quint32 i = 1; i < count; ++i) {
        const bool isSame = text(numbers[i]).compare(text(numbers[i - 1]), Qt::CaseInsensitive) == 0;
        all[numbers[i]] = isSame ? all[numbers[i - 1]] : i;
    }
}

} // namespace

std::weak_ordering compareSymbols(Symbol a, Symbol b)
{
    if (a == b) return std::weak_ordering::equivalent;
    const std::vector<quint32>& all = places();
    if (std::max(a.number(), b.number()) >= all.size() && Symbol::count() >= 2 * all.size()) placeAll();
    if (std::max(a.number(), b.number()) < all.size()) return all[a.number()] <=> all[b.number()];
    const int order = a.text().compare(b.text(), Qt::CaseInsensitive);
    if (order == 0) return std::weak_ordering::equivalent;
    return order < 0 ? std::weak_ordering::less : std::weak_ordering::greater;
}

} // namespace tailboard::models
