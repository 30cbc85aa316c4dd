// SPDX-License-Identifier: MIT

// racelab topo -o: the machine and its tasks as a picture.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/topo.h"
#include "harness/figure/portrait.h"

bool topo_picture_named(const char *path)
{
	size_t length = strlen(path);

	if (length > 4 && strcmp(path + length - 4, ".svg") == 0)
		return true;
	cli_refuse_text("--output: '%s' does not end in .svg, and only SVG can be drawn", path);
	return false;
}

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
