// SPDX-License-Identifier: MIT

// Made rows.

#include "harness/tests/made_run.h"

#include <string.h>

#include <criterion/criterion.h>

struct row made_row(const char *structure, const char *sync, int64_t count, int64_t block)
{
	struct row row;

	row_init(&row);
	row.block = block;
	row.structure = structure;
	row.sync = sync;
	row.class = strcmp(sync, "none") ? "locked" : "unsynchronized";
	row.task = "thread";
	row.count = count;
	row.place = "compact";
	row.cpus = count == 1 ? "0" : "0 1";
	if (strcmp(structure, "variable") != 0) {
		row.pattern = "uniform";
		row.slots = 64;
	}
	row.outcome = "ok";
	row.ops = row.observed = 1000;
	row.lost = 0;
	row.overlap = 0.99;
	row.throughput_per_s = 1e6;
	return row;
}

void made_run_init(struct made_run *run, struct row *row, size_t nr)
{
	*run = (struct made_run){.rows = {.row = row, .nr_rows = nr}};
	cr_assert_eq(summary_build(&run->summary, &run->rows), 0);
}

void made_run_fini(struct made_run *run)
{
	summary_fini(&run->summary);
}
