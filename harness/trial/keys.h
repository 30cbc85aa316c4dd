// SPDX-License-Identifier: MIT

// Key tables: which cell each increment of a task goes to, drawn before the window by GSL, so that
// in the loop choosing one is a load from a small table that the task reads round and round.

#ifndef RACELAB_KEYS_H
#define RACELAB_KEYS_H

#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "harness/plan/case.h"

// Entries in each task's table, a power of two: 1 where the pattern is a single cell; else four for
// every slot, between 1024 (8 KiB, which leaves the L1 cache to the structure) and 65536.
uint64_t keys_size(const struct case_spec *spec);

// Locks the case's strategy is given: 0 without locks.
uint64_t keys_nr_guards(const struct case_spec *spec, const struct extent *extent);

struct key_source; /* what all tasks of a trial draw from */

// Prepares drawing for a case; NULL without memory. guard_lines: cache lines from one lock to the
// next.
struct key_source *key_source_create(const struct case_spec *spec, const struct extent *extent,
				     uint64_t guard_lines);
void key_source_destroy(struct key_source *source);

// Draws the table of one task: extent->keys entries. The same seed draws the same table. Aborts
// the process without memory. Tasks may call it at the same time.
void keys_draw(const struct key_source *source, unsigned task, uint64_t seed, struct key *keys);

#endif
