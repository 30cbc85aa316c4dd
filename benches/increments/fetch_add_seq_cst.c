// SPDX-License-Identifier: MIT

// The indivisible addition in sequentially consistent order, C11's default. On x86 it is the same
// instruction as the relaxed one, for every locked instruction is a full barrier there; on arm64
// it is ldaddal instead of ldadd, and keeps what surrounds it from moving past it.
//
// Source: ISO C11, 7.17.3; Lamport, How to Make a Multiprocessor Computer, IEEE ToC 1979.

#define SYNC_NAME fetch_add_seq_cst
#include "benches/sync/sync.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	__atomic_fetch_add(cell, n, __ATOMIC_SEQ_CST); /* seq_cst: what it costs is the question */
}

static const struct about about = {
    .class = CLASS_ATOMIC,
    .summary = "one indivisible addition, sequentially consistent order",
    .source = "ISO C11, 7.17.3; Lamport: How to Make a Multiprocessor Computer, IEEE ToC 1979",
};

#include "benches/sync/instantiate.h"
