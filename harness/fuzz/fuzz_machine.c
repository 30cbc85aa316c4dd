// SPDX-License-Identifier: MIT

// A machine's XML: what is read is one on which every placement is sound, or it is refused by one
// line. hwloc tries each in a child, so this makes hundreds of runs a second, not thousands.

#include <hwloc.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/fuzz/target.h"
#include "harness/machine/host.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"

static void check_order(const struct topology *t, enum place_kind kind)
{
	static struct place place;
	unsigned *pus = calloc(t->nr_pus, sizeof *pus);
	hwloc_bitmap_t seen = hwloc_bitmap_alloc();
	struct complaint c;
	int nr;

	MUST(pus && seen);
	place.kind = kind;
	nr = placement_order(t, &place, pus, t->nr_pus, &c);
	if (nr < 0)
		target_check_complaint(&c);
	MUST(nr > 0 || kind == PLACE_SMT);
	MUST(nr == (int)t->nr_pus || kind == PLACE_CORE || kind == PLACE_SMT);
	for (int i = 0; i < nr; i++) {
		MUST(hwloc_bitmap_isset(t->allowed, pus[i]) && !hwloc_bitmap_isset(seen, pus[i]));
		hwloc_bitmap_set(seen, pus[i]);
		topology_node_of(t, pus[i]);
	}
	hwloc_bitmap_free(seen);
	free(pus);
}

static void check_host(const struct topology *t)
{
	struct host host;

	host_load(&host, t);
	target_check_text(host.name, 0);
	target_check_text(host.cpu_model, 0);
	target_check_text(host.kernel, 0);
	target_check_text(host.topology, 0);
	MUST(!host.os[0] && !host.governor[0] && !host.virtualization[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = target_file(data, size);
	struct topology t;
	struct complaint c;

	if (topology_load_xml(&t, path, &c)) {
		target_check_complaint(&c);
		return 0;
	}
	for (int kind = PLACE_COMPACT; kind <= PLACE_SMT; kind++)
		check_order(&t, (enum place_kind)kind);
	check_host(&t);
	topology_fini(&t);
	return 0;
}
