// SPDX-License-Identifier: MIT

// An array of counters, packed; with a stride, task i's own cell lies i strides from the
// start.

#include "benches/structure/array.h"

#include <stddef.h>

#include "benches/structure/structure.h"

static size_t bytes(const struct extent *extent)
{
	uint64_t packed = extent->slots * extent->cell_bytes;
	uint64_t strided = extent->nr_tasks * extent->stride_bytes;

	return packed > strided ? packed : strided;
}

static void build(void *memory, const struct extent *extent, struct work *works)
{
	for (unsigned i = 0; i < extent->nr_tasks; i++)
		works[i].cells = memory;
}

static void observe(const void *memory, const struct extent *extent, struct observed *found)
{
	*found = (struct observed){0};
	for (size_t at = 0; at < bytes(extent); at += extent->cell_bytes)
		found->sum += cell_total(extent, (const unsigned char *)memory + at);
}

static uint64_t guard(const struct extent *extent, uint64_t cell, uint64_t nr_guards)
{
	(void)extent;
	return cell % nr_guards;
}

static uint64_t nr_guards(const struct extent *extent)
{
	return extent->slots;
}

const struct structure structure_array = {
    .id = STRUCTURE_ARRAY,
    .name = "array",
    .summary = "counters packed side by side, 8 bytes each",
    .has_slots = true,
    .bytes = bytes,
    .build = build,
    .observe = observe,
    .guard = guard,
    .nr_guards = nr_guards,
};
