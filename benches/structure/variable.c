// SPDX-License-Identifier: MIT

// One counter on a cache line of its own.

#include "benches/structure/variable.h"

#include <stddef.h>

#include "benches/structure/structure.h"

static size_t bytes(const struct extent *extent)
{
	return extent->cell_bytes > APART ? extent->cell_bytes : APART;
}

static void build(void *memory, const struct extent *extent, struct work *works)
{
	for (unsigned i = 0; i < extent->nr_tasks; i++)
		works[i].cells = memory;
}

static void observe(const void *memory, const struct extent *extent, struct observed *found)
{
	*found = (struct observed){.sum = cell_total(extent, memory)};
}

static uint64_t guard(const struct extent *extent, uint64_t cell, uint64_t nr_guards)
{
	(void)extent;
	(void)cell;
	(void)nr_guards;
	return 0;
}

static uint64_t nr_guards(const struct extent *extent)
{
	(void)extent;
	return 1;
}

const struct structure structure_variable = {
    .id = STRUCTURE_VARIABLE,
    .name = "variable",
    .summary = "one counter that every task increments",
    .bytes = bytes,
    .build = build,
    .observe = observe,
    .guard = guard,
    .nr_guards = nr_guards,
};
