// SPDX-License-Identifier: MIT

// racelab show: the summary of a run, as a table or as JSON.

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/data/directory.h"
#include "harness/data/summary_json.h"
#include "harness/machine/host_json.h"
#include "harness/data/summary_table.h"

enum {
	OPTION_JSON = 0x100, /* long only */
};

struct show {
	const char *directory;
	bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct show *show = state->input;

	switch (key) {
	case OPTION_JSON:
		show->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (show->directory)
			return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
		show->directory = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text(
		    "no result directory given; give one that racelab run wrote");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"json", OPTION_JSON, NULL, 0, "print JSON; what was not measured is null", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "DIR",
    .doc = "Prints the summary of a run, one line a case: median throughput with its 95 % "
	   "interval, cost, lost updates, goodput and outcomes.\v"
	   "Example:\n  racelab show results/lecture --json",
};

static int print_json(const struct show *show, const struct rows *rows,
		      const struct summary *summary)
{
	json_t *root = json_pack(
	    "{s:o, s:I, s:b, s:o}", "directory", json_text_or_null(show->directory), "rows",
	    (json_int_t)rows->nr_rows, "torn", rows->torn, "cases", summary_json(summary));
	int error = root ? 0 : ENOMEM;

	errno = 0;
	if (root && (json_dumpf(root, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) ||
		     putchar('\n') == EOF || fflush(stdout)))
		error = errno ? errno : EIO;
	json_decref(root);
	return error;
}

static int print(const struct show *show, const struct rows *rows, struct complaint *c)
{
	struct summary summary;
	int error;

	if (summary_build(&summary, rows))
		return complain_machine(c, "no memory for a summary of %zu rows", rows->nr_rows);
	error = show->json ? print_json(show, rows, &summary) : summary_print(&summary, stdout);
	summary_fini(&summary);
	return error ? complain_machine(c, "standard output: %s", strerror(error)) : 0;
}

static int show_directory(const struct show *show, struct complaint *c)
{
	struct rows rows;
	int failed;

	if (directory_load(&rows, show->directory, c))
		return -1;
	if (rows.torn)
		fprintf(stderr,
			"racelab: %s/trials.csv: its last line was cut off and is left out\n",
			show->directory);
	failed = print(show, &rows, c);
	rows_fini(&rows);
	return failed;
}

int show_main(int argc, char **argv)
{
	struct show show = {0};
	struct complaint c;
	int status = cli_parse(&argp, argc, argv, &show);

	if (status)
		return status;
	return show_directory(&show, &c) ? cli_complain(&c) : EXIT_DONE;
}
