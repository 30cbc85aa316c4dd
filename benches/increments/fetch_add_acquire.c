// SPDX-License-Identifier: MIT

// The indivisible addition in acquire order. It is in the catalogue only where it compiles to
// other code than the relaxed one: on arm64, where it is
// ldadda, which keeps later accesses from moving before it.
//
// Source: ISO C11, 7.17.3; Arm Architecture Reference Manual, LDADD.

#define SYNC_NAME fetch_add_acquire
#include "benches/sync/sync.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	__atomic_fetch_add(cell, n, __ATOMIC_ACQUIRE); /* acquire: what it costs is the question */
}

static const struct about about = {
    .class = CLASS_ATOMIC,
    .summary = "one indivisible addition, acquire order",
    .source = "ISO C11, 7.17.3; Arm Architecture Reference Manual, LDADD",
};

#include "benches/sync/instantiate.h"
