// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/memory.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace tailboard::base {

void keepNoLargePieces()
{
#ifdef __GLIBC__
    constexpr int largePiece = 512 * 1024;
    mallopt(M_MMAP_THRESHOLD, largePiece);
    mallopt(M_TRIM_THRESHOLD, largePiece);
#endif
}

void giveBackMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace tailboard::base
