// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/sections.h"

namespace tailboard::views {

/// Where one can be in the window: a page, and on it an object by its key; empty for none.
struct Place
{
    Section section = Section::Routes;
    QString object;
    friend bool operator==(const Place&, const Place&) = default;
};

} // namespace tailboard::views
