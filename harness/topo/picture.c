// SPDX-License-Identifier: MIT

// racelab topo -o: the machine and its tasks as a picture.

#include <stdio.h>
#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/figure/theme.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/topo/topo.h"
#include "harness/topo/portrait.h"

int topo_draw(const struct topo *topo, struct complaint *c)
{
	size_t nr = topo->nr_order ? (size_t)topo->count : 0;
	unsigned *pus = calloc(nr + 1, sizeof *pus);
	char place[256], caption[320];
	struct portrait portrait = {.hwloc = topo->topology.hwloc,
				    .pus = pus,
				    .nr_tasks = nr,
				    .theme = THEME_LIGHT,
				    .caption = caption};
	int result;

	if (!pus)
		return complain_machine(c, "no memory for %s", topo->picture);
	for (size_t i = 0; i < nr; i++)
		pus[i] = topo->order[i % topo->nr_order];
	snprintf(caption, sizeof caption, "PUs of %llu tasks, place %s",
		 (unsigned long long)topo->count, place_format(&topo->place, place, sizeof place));
	result = portrait_draw(&portrait, topo->picture, c);
	free(pus);
	return result ? -1 : 0;
}
