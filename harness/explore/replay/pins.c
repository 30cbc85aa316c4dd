// SPDX-License-Identifier: MIT

#include "harness/explore/replay/pins.h"

#include <errno.h>

#include "harness/machine/placement.h"

int pins_choose(struct pins *pins, const struct topology *topology, struct complaint *c)
{
	const struct place place = {.kind = PLACE_COMPACT};
	int nr = placement_order(topology, &place, pins->pus, MOST_EXPLORED_TASKS, c);

	if (nr < 0)
		return -1;
	pins->topology = topology;
	pins->nr_pus = (unsigned)nr;
	return 0;
}

int pins_pin(const struct pins *pins, unsigned task)
{
	unsigned pu = pins->pus[task % pins->nr_pus];
	int error = topology_pin(pins->topology, pu);

	if (error)
		return error;
	return topology_pinned_to(pins->topology) == (int)pu ? 0 : EXDEV;
}

bool pins_shared(const struct pins *pins, unsigned nr_tasks)
{
	return nr_tasks > pins->nr_pus;
}
