// SPDX-License-Identifier: MIT

// The catalogue: all that can be raced and drawn, from the one table in catalog.def. The harness
// knows strategies and structures only through it.

#ifndef RACELAB_CATALOG_H
#define RACELAB_CATALOG_H

#include <stddef.h>
#include <stdint.h>

#include "benches/structure/structure.h"
#include "benches/sync/sync.h"

struct figure {
	const char *name; /* plots/NAME.gp draws it */
	const char *summary;
	const char *lesson; /* what to learn from it, one sentence that is true of any machine */
};

enum {
	CATALOG_MAX_ADDED = 16,
};

// What a strategy for ranks is: without a lock, a lock of which there can be any number, or one for
// all that the owner has.
enum remote_form {
	REMOTE_CELL,
	REMOTE_LOCK,
	REMOTE_ONE_LOCK,
};

// Puts a strategy behind all others; it must stay where it is. Returns 0, or an errno value: EEXIST
// if there is one of that name, ENOSPC if CATALOG_MAX_ADDED were added.
int catalog_add(const struct strategy *strategy);

// Counts, and the i-th of each, in the catalogue's order; i is below the count.
size_t catalog_nr_strategies(void);
const struct strategy *catalog_strategy(size_t i);
size_t catalog_nr_remotes(void); /* strategies for ranks, which have no kernels: harness/rank */
const struct strategy *catalog_remote(size_t i);
size_t catalog_nr_structures(void);
const struct structure *catalog_structure(size_t i);
size_t catalog_nr_labs(void);
const struct lab *catalog_lab(size_t i);
size_t catalog_nr_figures(void);
const struct figure *catalog_figure(size_t i);

// The one of that name, or NULL. A strategy's parameter ("sloppy:64") is passed over, and it may be
// one for ranks.
const struct strategy *catalog_find_strategy(const char *name);
const struct structure *catalog_find_structure(const char *name);
const struct lab *catalog_find_lab(const char *name);

// The hot loop of a strategy on a structure: the structure's own if it brings them, else the
// strategy's. NULL if the one cannot be raced on the other.
kernel_fn *catalog_kernel(const struct structure *structure, const struct strategy *strategy);

// Increments between two looks at the stop flag: as many as make the look cost nothing beside them,
// as few as are soon over when many tasks fight for the counter.
uint64_t strategy_batch(const struct strategy *strategy);

// "unsynchronized", "broken", "atomic", "locked", "scalable", "remote"; class is below NR_CLASSES.
const char *class_name(enum sync_class class);

// The class of that name, or -1.
int class_find(const char *name);

#endif
