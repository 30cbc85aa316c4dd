// SPDX-License-Identifier: MIT

// The portrait of the machine that a run was measured on, which may be another one than this.

#include "harness/topo/portrait.h"

#include <hwloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/run_topology.h"
#include "harness/data/rows.h"
#include "harness/figure/theme.h"

// The row with the most tasks of which is known where they were, or NULL.
static const struct row *largest(const struct rows *rows)
{
	const struct row *best = NULL;

	for (size_t i = 0; i < rows->nr_rows; i++) {
		const struct row *row = &rows->row[i];

		if (strcmp(row->outcome, "ok") == 0 && row->cpus && *row->cpus && row->count > 0 &&
		    (!best || row->count > best->count))
			best = row;
	}
	return best;
}

// The numbers in "0 2 4". Returns how many, or -1 without memory.
static long read_pus(unsigned **pus, const char *text)
{
	long nr = 0;
	char *end;

	*pus = calloc(strlen(text) / 2 + 1, sizeof **pus);
	if (!*pus)
		return -1;
	for (unsigned long pu = strtoul(text, &end, 10); end != text;
	     pu = strtoul(text, &end, 10)) {
		(*pus)[nr++] = (unsigned)pu;
		text = end;
	}
	return nr;
}

static int draw(hwloc_topology_t topology, const struct row *row, enum theme theme,
		const char *path, struct complaint *c)
{
	struct portrait portrait = {.hwloc = topology, .theme = theme};
	char caption[128];
	unsigned *pus;
	long nr = read_pus(&pus, row->cpus);
	int result;

	if (nr < 0)
		return complain_machine(c, "no memory for %s", path);
	snprintf(caption, sizeof caption, "PUs of %lld tasks, place %.60s", (long long)row->count,
		 row->place);
	portrait.pus = pus;
	portrait.nr_tasks = (size_t)nr;
	portrait.caption = caption;
	result = portrait_draw(&portrait, path, c);
	free(pus);
	return result;
}

int portrait_draw_run(const char *dir, const struct rows *rows, enum theme theme, const char *path,
		      struct complaint *c)
{
	const struct row *row = largest(rows);
	struct topology topology;
	int result;

	if (!row)
		return complain(c, "no trial says which PUs its tasks were on");
	if (run_topology_load(&topology, dir, c))
		return -1;
	result = draw(topology.hwloc, row, theme, path, c);
	topology_fini(&topology);
	return result;
}
