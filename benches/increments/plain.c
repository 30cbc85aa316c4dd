// SPDX-License-Identifier: MIT

// x = x + 1 in a loop, as anyone would write it first. The compiler may assume that no other task
// looks, so at -O2 it folds a whole batch of increments into one addition: unbelievably fast, and
// the race is still there, only now each collision loses a batch instead of one increment. Few
// collisions, many lost: the surprise is worth a lecture.
//
// Source: ISO C11, 5.1.2.4, 25 (a data race is undefined behaviour); H.-J. Boehm, How to Miscompile
// Programs with "Benign" Data Races, HotPar 2011.

#define SYNC_NAME plain
#include "benches/sync/sync.h"
#include "harness/trial/racy.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	racy_add_plain(cell, n);
}

static const struct about about = {
    .class = CLASS_UNSYNCHRONIZED,
    .summary = "x = x + 1 as first written: the compiler folds a batch into one addition",
    .source = "Boehm: How to Miscompile Programs with \"Benign\" Data Races, HotPar 2011",
    .may_lose = true,
    .data_race = true,
};

#include "benches/sync/instantiate.h"
