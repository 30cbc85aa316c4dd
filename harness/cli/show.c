// SPDX-License-Identifier: MIT

// racelab show: the summary of a run, as a table or as JSON.

#include <argp.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/warn.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/selection.h"
#include "harness/data/summary.h"
#include "harness/data/summary_columns.h"
#include "harness/data/summary_json.h"
#include "harness/machine/host_json.h"
#include "harness/terminal/summary_table.h"
#include "harness/verdict/warnings.h"

enum { /* long only */
	OPTION_JSON = 0x100,
	OPTION_SORT,
	OPTION_FILTER,
	OPTION_COLUMNS,
	OPTION_QUIET,
};

struct show {
	const char *directory;
	bool json, quiet;
	struct order order;
	struct filter filter;
	int columns[SUMMARY_COLUMNS_END];
	int nr_columns; /* 0: not chosen */
	struct warnings warnings;
};

static error_t parse_columns(struct show *show, const char *arg)
{
	struct complaint c;

	show->nr_columns = columns_parse(show->columns, SUMMARY_COLUMNS_END, arg, &c);
	return show->nr_columns < 0 ? cli_refuse_at("--columns", &c) : 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct show *show = state->input;
	struct complaint c;

	switch (key) {
	case OPTION_JSON:
		show->json = true;
		return 0;
	case OPTION_QUIET:
		show->quiet = true;
		return 0;
	case OPTION_SORT:
		return order_parse(&show->order, arg, &c) ? cli_refuse_at("--sort", &c) : 0;
	case OPTION_FILTER:
		return filter_parse(&show->filter, arg, &c) ? cli_refuse_at("--filter", &c) : 0;
	case OPTION_COLUMNS:
		return parse_columns(show, arg);
	case ARGP_KEY_ARG:
		if (show->directory)
			return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
		show->directory = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text(
		    "no result directory given; give one that racelab run wrote");
	case ARGP_KEY_SUCCESS:
		if (show->json && show->nr_columns)
			return cli_refuse_text(
			    "--columns and --json exclude each other: JSON has all of them");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"sort", OPTION_SORT, "COLUMN,...", 0, "Cases by these columns; -COLUMN: the largest first", 0},
    {"filter", OPTION_FILTER, "EXPR,...", 0,
     "Only cases for which all of these hold: a column, one of = != < <= > >= or ~ (has in it), "
     "and a value",
     0},
    {"columns", OPTION_COLUMNS, "COLUMN,...", 0, "These columns instead of the usual ones", 0},
    {"json", OPTION_JSON, NULL, 0, "Print JSON; what was not measured is null", 0},
    {"quiet", OPTION_QUIET, NULL, 0, "No warnings", 0},
    {0},
};

static const struct argp *show_argp(void)
{
	static char doc[2048];
	static const struct argp argp = {
	    .options = options, .parser = parse, .args_doc = "DIR", .doc = doc};
	char names[1024];

	snprintf(doc, sizeof doc,
		 "Prints the summary of a run, one line a case: median throughput with its 95 %% "
		 "interval within that run, cost, lost updates, goodput and outcomes."
		 "\vColumns: %s; and, by its name in trials.csv, the median of any other number "
		 "there (overlap, jain, latency_p99_ns, ...). Numbers may be written 10%%, 100M or "
		 "20us.\n\n"
		 "Examples:\n"
		 "  racelab show results/lecture --sort -throughput\n"
		 "  racelab show results/lecture --filter 'sync=mutex,count>=2'\n"
		 "  racelab show results/lecture --columns sync,count,throughput,lost,handoff\n"
		 "  racelab show results/lecture --json --filter 'lost>10%%' | jq .cases\n",
		 summary_column_names(names, sizeof names));
	return &argp;
}

static int print_json(const struct show *show, const struct rows *rows,
		      const struct summary *summary)
{
	json_t *root =
	    json_pack("{s:o, s:I, s:b, s:o, s:o}", "directory", json_text_or_null(show->directory),
		      "rows", (json_int_t)rows->nr_rows, "torn", rows->torn, "warnings",
		      warn_json(&show->warnings), "cases", summary_json(summary));
	int error = root ? 0 : ENOMEM;

	errno = 0;
	if (root && (json_dumpf(root, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) ||
		     putchar('\n') == EOF || fflush(stdout)))
		error = errno ? errno : EIO;
	json_decref(root);
	return error;
}

static int print_table(const struct show *show, size_t nr_cases, const struct summary *summary)
{
	if (nr_cases && !summary->nr_cases) {
		printf("None of %zu cases passes the filter.\n", nr_cases);
		return fflush(stdout) ? errno : 0;
	}
	return show->nr_columns
		   ? summary_print_columns(summary, show->columns, (size_t)show->nr_columns, stdout)
		   : summary_print(summary, stdout);
}

static int print(struct show *show, const struct rows *rows, struct complaint *c)
{
	struct summary summary;
	size_t nr_cases;
	int error;

	if (summary_build(&summary, rows))
		return complain_machine(c, "no memory for a summary of %zu rows", rows->nr_rows);
	warn_of_directory(&show->warnings, show->directory, rows, &summary);
	nr_cases = summary.nr_cases;
	summary_filter(&summary, &show->filter);
	summary_order(&summary, &show->order);
	error =
	    show->json ? print_json(show, rows, &summary) : print_table(show, nr_cases, &summary);
	summary_fini(&summary);
	if (error)
		return complain_machine(c, "standard output: %s", strerror(error));
	if (!show->quiet && !show->json)
		warn(&show->warnings);
	return 0;
}

static int show_directory(struct show *show, struct complaint *c)
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
	static struct show show; /* large: warnings */
	struct complaint c;
	int status = cli_parse(show_argp(), argc, argv, &show);

	if (status)
		return status;
	return show_directory(&show, &c) ? cli_complain(&c) : EXIT_DONE;
}
