// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <cstddef>

namespace tailboard::nomad {

/// Cuts a JSON array that arrives in pieces into its elements, looking only at strings, escapes and nesting. What is
/// inside an element is judged by whoever parses it. A reply of `null` (Go's nil list) is an empty array.
class ArraySplitter
{
public:
    enum class Step : unsigned char {
        NeedsMore, ///< the piece is used up
        Bytes,     ///< `bytes` belong to the present element
        Element,   ///< `bytes` are the end of the present element
        Malformed, ///< not one JSON array
        TooDeep,   ///< nested deeper than `deepest`
    };
    struct Result
    {
        Step step;
        QByteArrayView bytes;
    };

    static constexpr int deepest = 512;

    /// Looks at `piece` from `offset` on and moves it. Call until NeedsMore, Malformed or TooDeep.
    Result next(QByteArrayView piece, qsizetype& offset);
    /// The array is closed (or was null) and only white space followed.
    bool isComplete() const { return m_state == State::Closed; }

private:
    enum class State : unsigned char {
        Start,        ///< before '['
        Null,         ///< inside "null"
        FirstElement, ///< after '[': an element or ']'
        NextElement,  ///< after ',': an element
        Inside,       ///< inside an object, array or string
        Scalar,       ///< inside a number, true, false or null
        AfterElement, ///< ',' or ']'
        Closed,       ///< after ']'
    };

    State m_state = State::Start;
    int m_depth = 0;
    int m_nullSeen = 0;
    bool m_isString = false;
    bool m_isEscape = false;
};

} // namespace tailboard::nomad
