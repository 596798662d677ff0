// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace tailboard::profile {

/// Overwrites the bytes with zeros where this is their only owner, and leaves the size as it is. Bytes that are shared
/// with another QByteArray are left alone: they are still in use there.
void blank(QByteArray& bytes);

/// A token or password in memory. Copies are deep, and the bytes are overwritten when the object is replaced or ends.
/// What a QString of a text field or a sent request held is beyond it.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QByteArray& bytes);
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    const QByteArray& bytes() const { return m_bytes; }
    bool isEmpty() const { return m_bytes.isEmpty(); }

    friend bool operator==(const Secret&, const Secret&) = default;

private:
    QByteArray m_bytes;
};

/// What a profile may need to be let in.
struct Secrets
{
    Secret nomadToken;
    Secret nomadPassword; ///< of basic auth in front of Nomad
    Secret traefikPassword;

    friend bool operator==(const Secrets&, const Secrets&) = default;
};

} // namespace tailboard::profile
