// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QHash>
#include <QString>

namespace tailboard::base {

/// A place to connect to over TCP.
struct DialTarget
{
    QString host; ///< name or address, without brackets
    quint16 port = 0;

    friend bool operator==(const DialTarget&, const DialTarget&) = default;
};

/// The only indirection between an address as the cluster says it and the socket really dialled. Every TCP connection
/// of the program asks it; it is empty in normal life. The demo cluster speaks of 100.x addresses and listens on
/// 127.0.0.1, a person may tunnel one address through ssh. TLS names and Host headers are never changed by it.
class DialMap
{
public:
    /// Reads lines "host:port address:port" ("[v6]:port" with brackets); '#' starts a comment, empty lines are skipped.
    /// Fails with Malformed and the line's number on anything else.
    static Result<DialMap> parse(const QByteArray& text);
    /// Reads a file of at most 1 MiB.
    static Result<DialMap> load(const QString& path);

    void insert(const DialTarget& said, const DialTarget& dialled);
    /// Where to connect for `said`: itself when nothing is known of it. Host names compare without case.
    DialTarget resolve(const DialTarget& said) const;
    bool isEmpty() const { return m_targets.isEmpty(); }
    /// The text that parse() reads, sorted.
    QByteArray toText() const;

private:
    QHash<QString, DialTarget> m_targets;
};

/// "host:port", with brackets around an IPv6 address.
QString dialText(const DialTarget& target);
/// Reads "host:port" or "[v6]:port"; nullopt when the port is missing or not 1 … 65535.
std::optional<DialTarget> parseDialTarget(const QString& text);

} // namespace tailboard::base
