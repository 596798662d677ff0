// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

namespace tailboard::cluster {

/// Makes equal texts of many rows share one piece of memory: three Traefiks say the same 10,000 routers, and every
/// registration of a service the same tags. A text nobody else holds any more is forgotten in time, so unlike
/// base::Symbol it also takes texts that come and go.
class SharedTexts
{
public:
    void share(QString& text);
    void share(QStringList& list);

private:
    void sweepWhenDoubled();

    QSet<QString> m_texts;
    QSet<QStringList> m_lists;
    qsizetype m_kept = 0; ///< size after the last sweep
};

} // namespace tailboard::cluster
