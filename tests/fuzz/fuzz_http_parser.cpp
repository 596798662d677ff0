// SPDX-License-Identifier: GPL-3.0-or-later
//
// The oracle: an answer fed whole and the same answer cut anywhere must be understood alike. The first bytes of the
// input choose the cuts and whether the request was a HEAD; the rest is the answer.
#include "tests/http/parse_all.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using tailboard::http_test::parseAll;
using tailboard::http_test::parseByteByByte;
using tailboard::http_test::Parsed;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    constexpr size_t choices = 5;
    if (size < choices) return 0;
    const bool answersHead = (data[0] & 1) != 0;
    const QByteArrayView wire(reinterpret_cast<const char*>(data) + choices, qsizetype(size - choices));
    std::vector<qsizetype> cuts;
    for (size_t i = 1; i < choices; ++i)
        cuts.push_back(wire.isEmpty() ? 0 : qsizetype(data[i]) * 7 % wire.size());
    std::sort(cuts.begin(), cuts.end());

    const Parsed whole = parseAll(wire, {}, answersHead);
    const bool isSame = parseAll(wire, cuts, answersHead) == whole &&
                        (wire.size() > 2'000 || parseByteByByte(wire, answersHead) == whole);
    if (!isSame) std::abort();
    // What was accepted never holds more than it was made of.
    if (whole.isAccepted && whole.body.size() > wire.size()) std::abort();
    return 0;
}
