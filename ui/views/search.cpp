// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/search.h"

namespace tailboard::views {

std::optional<int> searchRank(const QString& name, const QString& text)
{
    qsizetype at = name.indexOf(text, 0, Qt::CaseInsensitive);
    if (at < 0) return {};
    if (at == 0) return 0;
    for (; at > 0; at = name.indexOf(text, at + 1, Qt::CaseInsensitive)) {
        if (!name[at - 1].isLetterOrNumber()) return 1;
    }
    return 2;
}

} // namespace tailboard::views
