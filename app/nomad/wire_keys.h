// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tailboard::nomad {

/// A JSON key that a decoder reads.
struct WireKey
{
    QString type; ///< Nomad's Go struct ("api.JobListStub")
    QString key;
    bool isRequired = false;
};

/// All keys all decoders of this folder read, so that a test can hold them against recorded replies.
QList<WireKey> wireKeys();

} // namespace tailboard::nomad
