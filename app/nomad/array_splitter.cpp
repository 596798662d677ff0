// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/nomad/array_splitter.h"

namespace tailboard::nomad {

namespace {

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

ArraySplitter::Result ArraySplitter::next(QByteArrayView piece, qsizetype& offset)
{
    const char* const data = piece.data();
    const qsizetype size = piece.size();
    qsizetype start = offset; // of the element's bytes in this piece
    const auto bytes = [&](Step step) { return Result{step, piece.sliced(start, offset - start)}; };

    while (offset < size) {
        const char c = data[offset];
        switch (m_state) {
        case State::Start:
            ++offset;
            if (isSpace(c)) break;
            if (c == '[') {
                m_state = State::FirstElement;
            } else if (c == 'n') {
                m_state = State::Null;
                m_nullSeen = 1;
            } else {
                return {Step::Malformed, {}};
            }
            break;
        case State::Null:
            ++offset;
            if (c != "null"[m_nullSeen]) return {Step::Malformed, {}};
            if (++m_nullSeen == 4) m_state = State::Closed;
            break;
        case State::FirstElement:
        case State::NextElement:
            if (isSpace(c)) {
                ++offset;
                break;
            }
            start = offset;
            if (c == ']' && m_state == State::FirstElement) {
                ++offset;
                m_state = State::Closed;
            } else if (c == '{' || c == '[' || c == '"') {
                m_state = State::Inside;
                m_depth = c == '"' ? 0 : 1;
                m_isString = c == '"';
                m_isEscape = false;
                ++offset;
            } else if (c == '-' || (c >= '0' && c <= '9') || c == 't' || c == 'f' || c == 'n') {
                m_state = State::Scalar;
            } else {
                return {Step::Malformed, {}};
            }
            break;
        case State::Inside:
            ++offset;
            if (m_isString) {
                if (m_isEscape) {
                    m_isEscape = false;
                } else if (c == '\\') {
                    m_isEscape = true;
                } else if (c == '"') {
                    m_isString = false;
                    if (m_depth == 0) {
                        m_state = State::AfterElement;
                        return bytes(Step::Element);
                    }
                } else {
                    // Most bytes of a list are inside strings: run through them here.
                    while (offset < size && data[offset] != '"' && data[offset] != '\\') {
                        ++offset;
                    }
                }
            } else if (c == '"') {
                m_isString = true;
            } else if (c == '{' || c == '[') {
                if (++m_depth > deepest) return {Step::TooDeep, {}};
            } else if ((c == '}' || c == ']') && --m_depth == 0) {
                m_state = State::AfterElement;
                return bytes(Step::Element);
            }
            break;
        case State::Scalar:
            if (isSpace(c) || c == ',' || c == ']') {
                m_state = State::AfterElement;
                return bytes(Step::Element);
            }
            ++offset;
            break;
        case State::AfterElement:
            ++offset;
            if (isSpace(c)) break;
            if (c == ',') {
                m_state = State::NextElement;
            } else if (c == ']') {
                m_state = State::Closed;
            } else {
                return {Step::Malformed, {}};
            }
            break;
        case State::Closed:
            ++offset;
            if (!isSpace(c)) return {Step::Malformed, {}};
            break;
        }
    }
    if ((m_state == State::Inside || m_state == State::Scalar) && offset > start) return bytes(Step::Bytes);
    return {Step::NeedsMore, {}};
}

} // namespace tailboard::nomad
