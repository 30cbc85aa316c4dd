// SPDX-License-Identifier: MIT

// racelab show: the summary of a run, as a table or as JSON.

#include <argp.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/cli/choice.h"
#include "harness/cli/cli.h"
#include "harness/cli/warn.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/selection.h"
#include "harness/data/summary.h"
#include "harness/data/summary_columns.h"
#include "harness/data/summary_json.h"
#include "harness/machine/host_json.h"
#include "harness/store/export.h"
#include "harness/store/runs.h"
#include "harness/terminal/run_table.h"
#include "harness/terminal/summary_table.h"
#include "harness/verdict/warnings.h"

enum { /* long only */
	OPTION_JSON = 0x100,
	OPTION_SORT,
	OPTION_FILTER,
	OPTION_COLUMNS,
	OPTION_QUIET,
	OPTION_FORMAT,
};

struct show {
	const char *given;     /* a directory, or a store */
	const char *directory; /* what is read of it */
	struct choice choice;
	const struct export_format *format; /* of the rows; NULL: a summary */
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

static error_t parse_format(struct show *show, const char *arg)
{
	struct complaint c;

	show->format = export_format_find(arg, &c);
	return show->format ? 0 : cli_refuse_at("--format", &c);
}

static error_t check_together(const struct show *show)
{
	if (show->json && show->nr_columns)
		return cli_refuse_text(
		    "--columns and --json exclude each other: JSON has all of them");
	if (show->format &&
	    (show->json || show->nr_columns || show->order.nr_columns || show->filter.nr_terms))
		return cli_refuse_text("--format is of the rows, and goes with none of --json, "
				       "--columns, --sort and --filter");
	return 0;
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
	case OPTION_FORMAT:
		return parse_format(show, arg);
	case OPTION_SORT:
		return order_parse(&show->order, arg, &c) ? cli_refuse_at("--sort", &c) : 0;
	case OPTION_FILTER:
		return filter_parse(&show->filter, arg, &c) ? cli_refuse_at("--filter", &c) : 0;
	case OPTION_COLUMNS:
		return parse_columns(show, arg);
	case ARGP_KEY_ARG:
		if (show->given)
			return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
		show->given = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text(
		    "no result directory given; give one that racelab run wrote");
	case ARGP_KEY_SUCCESS:
		return check_together(show);
	default:
		return choice_parse(&show->choice, key, arg);
	}
}

static struct argp_option options[6 + CHOICE_OPTIONS + 1] = {
    {"sort", OPTION_SORT, "COLUMN,...", 0, "Cases by these columns; -COLUMN: largest first", 0},
    {"filter", OPTION_FILTER, "EXPR,...", 0,
     "Only cases for which all of these hold: a column, one of = != < <= > >= or ~ (has in it), "
     "and a value",
     0},
    {"columns", OPTION_COLUMNS, "COLUMN,...", 0, "These columns instead of the usual ones", 0},
    {"json", OPTION_JSON, NULL, 0, "Print JSON; what was not measured is null", 0},
    {"quiet", OPTION_QUIET, NULL, 0, "No warnings", 0},
    {"format", OPTION_FORMAT, "csv|ndjson", 0,
     "Print every trial instead, with its machine and run, for pandas, R, DuckDB, ...", 0},
};

static const struct argp *show_argp(void)
{
	static char doc[2048];
	static const struct argp argp = {
	    .options = options, .parser = parse, .args_doc = "DIR|STORE", .doc = doc};
	char names[1024];

	choice_add(options + 6, 1);

	snprintf(doc, sizeof doc,
		 "Prints the summary of a run, one line a case: median throughput with its 95 %% "
		 "interval within that run, cost, lost updates, goodput and outcomes. Of a store "
		 "(racelab "
		 "merge) with several runs: those runs, unless one is chosen."
		 "\vColumns: %s; and, by its name in trials.csv, the median of any other number "
		 "there (overlap, jain, latency_p99_ns, ...). Numbers may be written 10%%, 100M or "
		 "20us.\n\n"
		 "Examples:\n"
		 "  racelab show results/lecture --sort -throughput\n"
		 "  racelab show results/lecture --filter 'sync=mutex,count>=2'\n"
		 "  racelab show results/lecture --columns sync,count,throughput,lost,handoff\n"
		 "  racelab show results/lecture --json --filter 'lost>10%%' | jq .cases\n"
		 "  racelab show fleet.db --machine east --last\n"
		 "  racelab show fleet.db --format csv > fleet.csv\n",
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

static int print_runs_json(const struct show *show, const struct runs *runs)
{
	json_t *root = json_pack("{s:o, s:o}", "store", json_text_or_null(show->given), "runs",
				 run_table_json(runs));
	int error = root ? 0 : ENOMEM;

	errno = 0;
	if (root &&
	    (json_dumpf(root, stdout, JSON_INDENT(2)) || putchar('\n') == EOF || fflush(stdout)))
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

static int show_one(struct show *show, struct complaint *c)
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

// The runs of a store among which none was chosen.
static int show_runs(const struct show *show, const struct runs *runs, struct complaint *c)
{
	int error;

	if (show->nr_columns || show->order.nr_columns || show->filter.nr_terms)
		return complain(c,
				"%s has %zu runs; choose one with --machine, --run or --last: "
				"--columns, --sort and --filter are of one",
				show->given, runs->nr);
	error = show->json ? print_runs_json(show, runs) : run_table_print(runs, stdout);
	if (error)
		return complain_machine(c, "standard output: %s", strerror(error));
	if (!show->quiet && !show->json)
		fprintf(stderr,
			"racelab: a run is shown by --run NUMBER, or --machine NAME --last; "
			"racelab report %s shows all\n",
			show->given);
	return 0;
}

static int show_rows(const struct show *show, const struct chosen *chosen, struct complaint *c)
{
	return chosen->is_store ? export_store(show->format, chosen->path, &chosen->all, stdout, c)
				: export_directory(show->format, show->directory, stdout, c);
}

static int show_chosen(struct show *show, const struct chosen *chosen, struct complaint *c)
{
	show->directory = chosen->paths[0];
	if (show->format)
		return show_rows(show, chosen, c);
	if (chosen->nr_paths > 1 || chosen->all.nr != chosen->runs.nr)
		return show_runs(show, &chosen->all, c);
	if (!show->json)
		chosen_tell(chosen);
	return show_one(show, c);
}

static int show_given(struct show *show, struct complaint *c)
{
	struct chosen chosen;
	int result = chosen_load(&chosen, show->given, &show->choice, c);

	if (!result)
		result = show_chosen(show, &chosen, c);
	chosen_fini(&chosen);
	return result;
}

int show_main(int argc, char **argv)
{
	static struct show show; /* large: warnings */
	struct complaint c;
	int status = cli_parse(show_argp(), argc, argv, &show);

	if (status)
		return status;
	return show_given(&show, &c) ? cli_complain(&c) : EXIT_DONE;
}
