// SPDX-License-Identifier: MIT

#include "harness/store/fleet_load.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/rows.h"
#include "harness/machine/cpu_family.h"
#include "harness/store/reading.h"
#include "harness/store/store.h"

static void describe(struct fleet_machine *machine, const struct run_info *run)
{
	snprintf(machine->label, sizeof machine->label, "%s", run->label);
	snprintf(machine->cpu_model, sizeof machine->cpu_model, "%s", run->cpu_model);
	snprintf(machine->started, sizeof machine->started, "%s", run->started);
	cpu_family(run->cpu_model, machine->family, sizeof machine->family);
	if (!machine->family[0])
		snprintf(machine->family, sizeof machine->family, "other");
	machine->nr_pus = run->nr_pus;
}

// The machines, and how many rows each has, in rows.nr_rows.
static int list(struct fleet *fleet, const struct runs *runs)
{
	fleet->machine = calloc(runs->nr + 1, sizeof *fleet->machine);
	if (!fleet->machine)
		return -1;
	for (size_t i = 0; i < runs->nr; i++) {
		const struct run_info *run = &runs->run[i];

		if (i == 0 || run->machine != runs->run[i - 1].machine)
			describe(&fleet->machine[fleet->nr++], run);
		fleet->machine[fleet->nr - 1].rows.nr_rows += (size_t)run->nr_trials;
		fleet->machine[fleet->nr - 1].ended = *run->ended;
		fleet->machine[fleet->nr - 1].synthetic |= run->synthetic;
	}
	return 0;
}

// Gives each machine its part of the rows. False if the store has other numbers than it says.
static bool share_out(struct fleet *fleet)
{
	size_t at = 0;

	for (size_t i = 0; i < fleet->nr; i++) {
		struct rows *rows = &fleet->machine[i].rows;

		if (rows->nr_rows > fleet->rows.nr_rows - at)
			return false;
		rows->row = fleet->rows.row + at;
		at += rows->nr_rows;
	}
	return at == fleet->rows.nr_rows;
}

static int read(struct fleet *fleet, const struct store *store, const struct runs *runs,
		struct complaint *c)
{
	int64_t *ids = calloc(runs->nr + 1, sizeof *ids);
	int result;

	for (size_t i = 0; ids && i < runs->nr; i++)
		ids[i] = runs->run[i].id;
	result = ids && list(fleet, runs) == 0 ? reading_rows(&fleet->rows, store, ids, runs->nr, c)
					       : complain_machine(c, "no memory");
	free(ids);
	if (!result && !share_out(fleet))
		result = complain(c,
				  "%s: a run in it has another number of trials than it says; it "
				  "was changed by hand, or is damaged",
				  store->path);
	return result;
}

int fleet_load(struct fleet *fleet, const char *file, const struct runs *runs, struct complaint *c)
{
	struct store store;
	int result = store_open(&store, file, c);

	*fleet = (struct fleet){0};
	if (!result)
		result = read(fleet, &store, runs, c);
	store_close(&store);
	if (!result && fleet_summarise(fleet))
		result =
		    complain_machine(c, "no memory for a summary of %zu rows", fleet->rows.nr_rows);
	return result;
}
