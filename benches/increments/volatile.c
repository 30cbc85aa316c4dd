// SPDX-License-Identifier: MIT

// The counter is volatile, which many take for protection. It makes the compiler perform each load
// and each store, and no more: the three steps stay three steps, so increments are lost exactly as
// with none. In C11 it is a data race as well, and so undefined.
//
// Source: ISO C11, 6.7.3 and 5.1.2.4; H.-J. Boehm, Threads Cannot Be Implemented as a Library, PLDI
// 2005.

#define SYNC_NAME volatile
#include "benches/sync/sync.h"
#include "harness/trial/racy.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	racy_add_volatile(cell, n);
}

static const struct about about = {
    .class = CLASS_UNSYNCHRONIZED,
    .summary = "a volatile counter: every access is made, none is protected",
    .source = "ISO C11, 6.7.3; Boehm: Threads Cannot Be Implemented as a Library, PLDI 2005",
    .may_lose = true,
    .data_race = true,
};

#include "benches/sync/instantiate.h"
