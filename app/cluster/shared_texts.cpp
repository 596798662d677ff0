// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/shared_texts.h"

namespace tailboard::cluster {

void SharedTexts::share(QString& text)
{
    if (text.isEmpty()) return;
    if (const auto known = m_texts.constFind(text); known != m_texts.constEnd()) {
        text = *known;
        return;
    }
    text.squeeze();
    m_texts.insert(text);
    sweepWhenDoubled();
}

void SharedTexts::share(QStringList& list)
{
    if (list.isEmpty()) return;
    if (const auto known = m_lists.constFind(list); known != m_lists.constEnd()) {
        list = *known;
        return;
    }
    for (QString& text : list)
        share(text);
    list.squeeze();
    m_lists.insert(list);
    sweepWhenDoubled();
}

void SharedTexts::sweepWhenDoubled()
{
    if (m_texts.size() + m_lists.size() < 2 * m_kept + 4'096) return;
    // What only the set itself holds has a count of one.
    m_lists.removeIf([](const QStringList& list) { return list.isDetached(); });
    m_texts.removeIf([](const QString& text) { return text.isDetached(); });
    m_kept = m_texts.size() + m_lists.size();
}

} // namespace tailboard::cluster
