// SPDX-License-Identifier: MIT

// make power: whether the verdicts of `duet` and `check --baseline` can be trusted on this machine:
// how often an interval is right, how often they find a difference that is not there, and one that
// is. The machine should have nothing else to do. What was stopped goes on where it was.
//
//     power [--quick | --tables] DIR
//
// DIR keeps the records; --quick tries each a few times (10 minutes), --tables only prints.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/power/duets.h"
#include "harness/power/levels.h"
#include "harness/power/records.h"
#include "harness/power/runs.h"
#include "harness/power/tables.h"

// How often each is tried; of the layouts there are so many (see the Makefile).
struct amounts {
	unsigned levels; /* instances */
	unsigned copies, layouts, handicapped, same_runs, slower_runs;
};

static const struct amounts whole = {30, 16, 8, 20, 12, 3};
static const struct amounts quick = {10, 3, 1, 3, 3, 1};
static const struct amounts none;

enum {
	NR_LAYOUTS = 8,
};

static void try_all(struct records *records, const char *directory, const struct amounts *nr)
{
	power_levels(records, directory, nr->levels, NR_LAYOUTS);
	power_copies(records, directory, nr->copies);
	power_layouts(records, nr->layouts, NR_LAYOUTS);
	power_handicapped(records, directory, nr->handicapped);
	power_runs(records, directory, nr->same_runs, nr->slower_runs);
}

static void print_all(const struct records *records)
{
	table_of_levels(records);
	table_of_equals(records, POWER_COPIES, "duets of byte-identical copies");
	table_of_equals(records, POWER_LAYOUTS, "duets of builds that differ in layout only");
	table_of_differences(records);
	table_of_equals(records, POWER_RUNS,
			"separate runs of one and the same (check --baseline)");
	table_of_slower_runs(records);
}

static int complain_usage(void)
{
	fputs("usage: power [--quick | --tables] DIR; make power does it\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	const struct amounts *amounts = &whole;
	struct records records;
	char path[512];

	for (; argc > 2; argc--, argv++) {
		if (strcmp(argv[1], "--quick") && strcmp(argv[1], "--tables"))
			return complain_usage();
		amounts = strcmp(argv[1], "--quick") == 0 ? &quick : &none;
	}
	if (argc != 2)
		return complain_usage();
	snprintf(path, sizeof path, "%s/records.jsonl", argv[1]);
	records_init(&records, path);
	try_all(&records, argv[1], amounts);
	print_all(&records);
	records_fini(&records);
	return EXIT_SUCCESS;
}
