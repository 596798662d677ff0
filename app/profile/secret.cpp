// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/secret.h"

#include <utility>

namespace tailboard::profile {

namespace {

QByteArray deepCopy(const QByteArray& bytes)
{
    return bytes.isEmpty() ? QByteArray() : QByteArray(bytes.constData(), bytes.size());
}

} // namespace

void blank(QByteArray& bytes)
{
    if (bytes.isEmpty() || !bytes.isDetached()) return;
    // Through volatile, or the compiler leaves out writes to memory that is given back next.
    volatile char* at = bytes.data();
    for (qsizetype i = 0; i < bytes.size(); ++i)
        at[i] = 0;
}

Secret::Secret(const QByteArray& bytes)
    : m_bytes(deepCopy(bytes))
{}

Secret::Secret(const Secret& other)
    : m_bytes(deepCopy(other.m_bytes))
{}

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, QByteArray()))
{}

Secret& Secret::operator=(const Secret& other)
{
    if (this == &other) return *this;
    blank(m_bytes);
    m_bytes = deepCopy(other.m_bytes);
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this == &other) return *this;
    blank(m_bytes);
    m_bytes = std::exchange(other.m_bytes, QByteArray());
    return *this;
}

Secret::~Secret()
{
    blank(m_bytes);
}

} // namespace tailboard::profile
