// SPDX-License-Identifier: MIT

// SMT siblings, by hwloc. A core is known by its first PU: where some of a machine's cores are
// above their caches and some below, each depth has a core 0.

#include "harness/machine/siblings.h"

#include <hwloc.h>

bool siblings_among(const struct topology *t, const unsigned *pus, size_t nr)
{
	hwloc_bitmap_t seen = hwloc_bitmap_alloc(), cores = hwloc_bitmap_alloc();
	bool found = false;

	for (size_t i = 0; i < nr && seen && cores && !found; i++) {
		hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(t->hwloc, pus[i]), core;

		if (!pu || hwloc_bitmap_isset(seen, pus[i]))
			continue;
		hwloc_bitmap_set(seen, pus[i]);
		core = hwloc_get_ancestor_obj_by_type(t->hwloc, HWLOC_OBJ_CORE, pu);
		if (!core)
			continue;
		unsigned first = (unsigned)hwloc_bitmap_first(core->cpuset);

		found = hwloc_bitmap_isset(cores, first);
		hwloc_bitmap_set(cores, first);
	}
	hwloc_bitmap_free(seen);
	hwloc_bitmap_free(cores);
	return found;
}
