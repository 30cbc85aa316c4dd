// SPDX-License-Identifier: MIT

// racelab report DIR: all that a run tells, as one HTML file.

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/assets.h"
#include "harness/cli/choice.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/page_file.h"
#include "harness/cli/plot.h"
#include "harness/cli/side.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/data/source.h"
#include "harness/data/fleet.h"
#include "harness/report/report.h"
#include "harness/store/fleet_load.h"
#include "harness/store/store_source.h"
#include "harness/verdict/fleet_verdict.h"
#include "harness/store/runs.h"
#include "harness/verdict/verdict.h"

enum {
	KEY_TITLE = 0x100, /* long only */
};

struct reporting {
	const char *given; /* a directory, or a store */
	struct choice choice;
	struct side run;
	struct verdict verdict;
	const char *file; /* -o; NULL: DIR/report.html */
	const char *title;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct reporting *reporting = state->input;

	switch (key) {
	case 'o':
		return cli_take_name(&reporting->file, argument, "-o", "file");
	case KEY_TITLE:
		reporting->title = argument;
		return 0;
	case ARGP_KEY_ARG:
		if (reporting->given)
			return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
		reporting->given = argument;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text("report: which result directory? see racelab report --help");
	default:
		return choice_parse(&reporting->choice, key, argument);
	}
}

static struct argp_option options[2 + CHOICE_OPTIONS + 1] = {
    {"output", 'o', "FILE", 0, "Where to write it [DIR/report.html]", 0},
    {"title", KEY_TITLE, "TEXT", 0, "Its title [one that names the machine]", 0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "DIR|STORE",
    .doc = "Writes the report of a run: one HTML file with the verdict, all figures, the summary "
	   "table, every window, the machine, and how to repeat it. It needs no network and no "
	   "server. Figures that are missing or older than the trials are drawn first.\v"
	   "Examples:\n  racelab report mine\n  racelab report mine -o lecture.html --title 'Room "
	   "101'",
};

static int modified(const char *directory, const char *name, struct timespec *when)
{
	char *path = directory_file(directory, name);
	struct stat status;
	int result = stat(path, &status);

	if (!result)
		*when = status.st_mtim;
	free(path);
	return result;
}

// Whether that file is not newer than the figures are; so is one that is not there.
static bool is_older(const char *directory, const char *name, const struct timespec *figures)
{
	struct timespec its;

	if (modified(directory, name, &its))
		return true;
	return figures->tv_sec != its.tv_sec ? figures->tv_sec > its.tv_sec
					     : figures->tv_nsec >= its.tv_nsec;
}

// Whether the figures are of these trials, and of what was explored beside them. figures.json is
// what racelab plot writes last.
static bool are_drawn(const char *directory)
{
	struct timespec figures;

	if (source_of(directory)) /* a store does not say when a run came into it */
		return false;
	if (modified(directory, "figures/figures.json", &figures))
		return false;
	for (int file = 0; file < NR_EXPLORED; file++)
		if (!is_older(directory, explored_name((enum explored_file)file), &figures))
			return false;
	return is_older(directory, "trials.csv", &figures);
}

// A run from which nothing can be drawn (64) still has a verdict and a table.
static int draw(const char *directory)
{
	int code = EXIT_DONE;

	if (!are_drawn(directory))
		code = plot_directory(directory, 1u << DRAW_SVG, PLOT_ALL_FIGURES);
	return code == EXIT_USER ? EXIT_DONE : code;
}

static int judge(struct reporting *reporting, struct complaint *c)
{
	struct verdict *verdict = &reporting->verdict;

	if (side_load(&reporting->run, c))
		return -1;
	verdict_init(verdict);
	verdict_add_cases(verdict, &reporting->run.summary, NULL);
	verdict->command = "check";
	verdict->head_name = reporting->run.directory;
	verdict->about = json_incref(reporting->run.about);
	side_check(&reporting->run, verdict);
	verdict_sort(verdict);
	return 0;
}

// What a report is written from.
struct sources {
	const struct reporting *reporting;
	const char *assets;
};

static int write_report(const void *what, FILE *out, struct complaint *c)
{
	const struct sources *sources = what;
	const struct reporting *reporting = sources->reporting;
	const struct report report = {.directory = reporting->run.directory,
				      .title = reporting->title,
				      .assets = sources->assets,
				      .rows = &reporting->run.rows,
				      .summary = &reporting->run.summary,
				      .verdict = &reporting->verdict};

	return report_write(&report, out, c);
}

static int write_whole(const struct reporting *reporting, const char *file, struct complaint *c)
{
	char *assets = assets_folder("plots/report", c);
	const struct sources sources = {reporting, assets};
	int error = assets ? page_file_write(file, write_report, &sources, c) : -1;

	free(assets);
	return error;
}

static void announce(const char *file)
{
	puts(file);
	fflush(stdout);
	fprintf(stderr, "to read it: xdg-open %s\n", file);
}

static int report(struct reporting *reporting)
{
	const char *directory = reporting->run.directory;
	char *file =
	    reporting->file ? strdup(reporting->file) : directory_file(directory, "report.html");
	struct complaint c;
	int code = judge(reporting, &c) ? cli_complain(&c) : draw(directory);

	if (code == EXIT_DONE && write_whole(reporting, file, &c))
		code = cli_complain(&c);
	if (code == EXIT_DONE)
		announce(file);
	free(file);
	return code;
}

static int report_one(struct reporting *reporting, const char *path)
{
	int code;

	reporting->run.directory = path;
	code = report(reporting);
	verdict_fini(&reporting->verdict);
	side_fini(&reporting->run);
	return code;
}

// What a report of many machines is written from.
struct many {
	struct report report;
	struct verdict verdict;
	struct fleet fleet;
	char *folder;
};

static int write_many(const void *what, FILE *out, struct complaint *c)
{
	const struct many *many = what;

	return report_write(&many->report, out, c);
}

static int draw_and_write_many(struct many *many, const char *file)
{
	struct complaint c;
	int code = plot_fleet(many->folder, &many->fleet, 1u << DRAW_SVG);
	char *assets;

	if (code != EXIT_DONE && code != EXIT_USER) /* as of one, it still has a verdict */
		return code;
	assets = assets_folder("plots/report", &c);
	many->report.assets = assets;
	code = assets && page_file_write(file, write_many, many, &c) == 0 ? EXIT_DONE
									  : cli_complain(&c);
	free(assets);
	if (code == EXIT_DONE)
		announce(file);
	return code;
}

static void judge_many(struct many *many, const char *store)
{
	verdict_init(&many->verdict);
	many->verdict.command = "check";
	many->verdict.head_name = store;
	fleet_verdict(&many->verdict, &many->fleet);
	verdict_sort(&many->verdict);
}

static int report_many(const struct reporting *reporting, const struct chosen *chosen)
{
	struct many many = {.folder = store_source_folder(chosen->path)};
	char *file =
	    reporting->file ? strdup(reporting->file) : directory_file(many.folder, "report.html");
	struct complaint c;
	int code;

	if (fleet_load(&many.fleet, chosen->path, &chosen->runs, &c)) {
		code = cli_complain(&c);
	} else {
		judge_many(&many, chosen->path);
		many.report = (struct report){.directory = many.folder,
					      .title = reporting->title,
					      .rows = &many.fleet.rows,
					      .summary = &many.fleet.over,
					      .verdict = &many.verdict,
					      .fleet = &many.fleet,
					      .store = chosen->path};
		code = draw_and_write_many(&many, file);
	}
	verdict_fini(&many.verdict);
	fleet_fini(&many.fleet);
	free(many.folder);
	free(file);
	return code;
}

static int report_chosen(struct reporting *reporting, const struct chosen *chosen)
{
	chosen_tell(chosen);
	return chosen->nr_paths > 1 ? report_many(reporting, chosen)
				    : report_one(reporting, chosen->paths[0]);
}

int report_main(int argc, char **argv)
{
	struct reporting reporting = {0};
	struct chosen chosen;
	struct complaint c;
	int code;

	choice_add(options + 2, 1);
	code = cli_parse(&argp, argc, argv, &reporting);
	if (code)
		return code;
	code = chosen_load(&chosen, reporting.given, &reporting.choice, &c)
		   ? cli_complain(&c)
		   : report_chosen(&reporting, &chosen);
	chosen_fini(&chosen);
	return code;
}
