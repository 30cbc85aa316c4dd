// SPDX-License-Identifier: MIT

// One function for each kind of value, and the table of which option has which.

#include "harness/shell/candidates.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/shell/asking.h"
#include "harness/assets.h"
#include "harness/cli/draw.h"
#include "harness/shell/result_folders.h"
#include "harness/cli/specs.h"
#include "harness/data/summary_columns.h"
#include "harness/explore/target.h"
#include "harness/grade/exercise.h"
#include "harness/grade/formats/formats.h"
#include "harness/trial/tasks.h"

static void offer_strategies(const struct asking *asking)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		asking_offer(asking, catalog_strategy(i)->name,
			     catalog_strategy(i)->about->summary);
}

static void offer_sync(const struct asking *asking)
{
	offer_strategies(asking);
	for (size_t i = 0; i < catalog_nr_remotes(); i++)
		asking_offer(asking, catalog_remote(i)->name, catalog_remote(i)->about->summary);
	for (int class = 0; class < NR_CLASSES; class ++)
		asking_offer(asking, class_name(class), "all strategies of this class");
	asking_offer(asking, "all", "all strategies");
}

static void offer_structures(const struct asking *asking)
{
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		asking_offer(asking, catalog_structure(i)->name, catalog_structure(i)->summary);
}

static void offer_tasks(const struct asking *asking)
{
	for (size_t i = 0; i < task_kinds(); i++)
		asking_offer(asking, task_kind(i)->name, NULL);
	asking_offer(asking, task_ranks.name, "under mpiexec");
}

static void offer_counts(const struct asking *asking)
{
	asking_offer(asking, "max", "as many as there are PUs");
	asking_offer(asking, "1-max", "from one to as many as there are PUs");
}

static void offer_places(const struct asking *asking)
{
	asking_offer(asking, "compact", "fill a core, a cache, a package before the next");
	asking_offer(asking, "scatter", "spread over packages, caches, cores");
	asking_offer(asking, "core", "one PU a core");
	asking_offer(asking, "smt", "siblings of one core");
	asking_offer(asking, "none", "not pinned");
	asking_offer(asking, "cpus:", "these PUs, by their OS numbers: cpus:0,2,4-7");
}

static void offer_patterns(const struct asking *asking)
{
	asking_offer(asking, "same", "all tasks on one cell");
	asking_offer(asking, "own", "each on a cell of its own, side by side");
	asking_offer(asking, "own:64", "each on a cell of its own, that many bytes apart");
	asking_offer(asking, "uniform", "any cell, all equally often");
	asking_offer(asking, "zipf:0.99", "any cell, some much more often");
}

static void offer_granularities(const struct asking *asking)
{
	asking_offer(asking, "global", "one lock for all cells");
	asking_offer(asking, "striped:8", "that many locks");
	asking_offer(asking, "each", "a lock for each cell");
}

static void offer_figures(const struct asking *asking)
{
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		asking_offer(asking, catalog_figure(i)->name, catalog_figure(i)->summary);
}

static void offer_pictures(const struct asking *asking)
{
	for (size_t i = 0; i < NR_DRAW_FORMATS; i++)
		asking_offer(asking, draw_format_names[i], NULL);
}

static void offer_verdicts(const struct asking *asking)
{
#define FORMAT(id, name, meaning) asking_offer(asking, name, meaning);
#include "harness/export/formats.def"
#undef FORMAT
}

static void offer_grades(const struct asking *asking)
{
	for (size_t i = 0; i < grade_nr_formats(); i++)
		asking_offer(asking, grade_format(i)->name, grade_format(i)->meaning);
}

static void offer_exercises(const struct asking *asking)
{
	char names[MOST_EXERCISES][EXERCISE_NAME];
	struct complaint c;
	char *root = assets_root(&c);
	size_t nr = root ? exercise_names(root, names) : 0;

	for (size_t i = 0; i < nr; i++)
		asking_offer(asking, names[i], NULL);
	free(root);
}

static void offer_labs(const struct asking *asking)
{
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		asking_offer(asking, catalog_lab(i)->name, catalog_lab(i)->summary);
}

static void offer_files(const struct asking *asking)
{
	fputs(":files\n", asking->out);
}

static void offer_objects(const struct asking *asking)
{
	fputs(":files so\n", asking->out);
}

static void offer_sources(const struct asking *asking)
{
	fputs(":files c\n", asking->out);
}

static void offer_explored(const struct asking *asking)
{
	const struct told_program *programs;
	size_t nr = told_programs(&programs);

	offer_strategies(asking);
	for (size_t i = 0; i < nr; i++)
		asking_offer(asking, programs[i].name, programs[i].teaches);
	offer_sources(asking);
}

// What hwloc wrote, or a run.
static void offer_machines(const struct asking *asking)
{
	result_folders_offer(asking, NULL);
	fputs(":files xml\n", asking->out);
}

static void offer_directories(const struct asking *asking)
{
	fputs(":directories\n", asking->out);
}

static void offer_specs(const struct asking *asking)
{
	struct specs specs;

	specs_load(&specs);
	for (size_t i = 0; i < specs.nr; i++)
		asking_offer(asking, specs.spec[i].name, specs.spec[i].summary);
	specs_fini(&specs);
	fputs(":files ini\n", asking->out);
}

static void offer_kept(const struct asking *asking, const char *ending)
{
	if (!result_folders_offer(asking, ending))
		offer_directories(asking); /* perhaps there are some further down */
}

static void offer_results(const struct asking *asking)
{
	offer_kept(asking, NULL);
}

// A run, or many in a store.
static void offer_stores(const struct asking *asking)
{
	offer_kept(asking, ".db");
}

static void offer_packs(const struct asking *asking)
{
	offer_kept(asking, ".racelab");
}

// sync:NAME, or an executable.
static void offer_sides(const struct asking *asking)
{
	static const char strategy[] = "sync:";

	if (strncmp(asking->word, strategy, strlen(strategy)) == 0) {
		offer_strategies(
		    &(struct asking){strategy, asking->word + strlen(strategy), asking->out});
		return;
	}
	asking_offer(asking, strategy, "a strategy");
	offer_files(asking);
}

static void offer_columns(const struct asking *asking)
{
	for (int column = 0; column < SUMMARY_COLUMNS_END; column++)
		asking_offer(asking, summary_column_name(column), NULL);
}

// "published", or another run.
static void offer_overlays(const struct asking *asking)
{
	asking_offer(asking, "published", "figures of other machines, with their source");
	offer_results(asking);
}

static const struct offer {
	const char *of;	     /* option, or command for its arguments; NULL: any */
	const char *metavar; /* NULL: any */
	void (*print)(const struct asking *asking);
} offers[] = {
    {"structure", NULL, offer_structures},
    {"sync", NULL, offer_sync},
    {"task", NULL, offer_tasks},
    {"count", "LIST", offer_counts},
    {"place", NULL, offer_places},
    {"pattern", NULL, offer_patterns},
    {"granularity", NULL, offer_granularities},
    {"only", NULL, offer_figures},
    {"format", "LIST", offer_pictures},
    {"format", "NAME[=FILE]", offer_verdicts},
    {"format", "FORMAT", offer_grades},
    {"exercise", NULL, offer_exercises}, /* grade's option, and the command */
    {"lab", "NAME", offer_labs},
    {"columns", NULL, offer_columns},
    {"sort", NULL, offer_columns},
    {"overlay", NULL, offer_overlays},
    {"output", "DIR", offer_directories},
    {NULL, "DIR", offer_results},
    {NULL, "DIR|STORE", offer_stores},
    {NULL, "DIR|FILE.racelab", offer_packs},
    {"output", "STORE", offer_files},
    {NULL, "FILE", offer_files},
    {NULL, "FILE.so", offer_objects},
    {NULL, "FILE.c", offer_sources},
    {NULL, "NAME|FILE.c", offer_explored},
    {NULL, "FILE.xml", offer_machines},
    {NULL, "SPEC.ini", offer_specs},
    {NULL, "BASE", offer_sides},
    {NULL, "HEAD", offer_sides},
};

static const struct offer *find(const char *of, const char *metavar)
{
	for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
		if ((!offers[i].of || strcmp(offers[i].of, of) == 0) &&
		    (!offers[i].metavar || strcmp(offers[i].metavar, metavar) == 0))
			return &offers[i];
	return NULL;
}

// The values in a metavar that lists them itself: "light|dark|print".
static void offer_choices(const struct asking *asking, const char *metavar)
{
	char *choices = strdup(metavar), *rest = choices, *choice;

	while ((choice = strsep(&rest, "|")))
		asking_offer(asking, choice, NULL);
	free(choices);
}

void candidates_print(FILE *out, const char *of, const char *metavar, const char *typed)
{
	const struct offer *offer = find(of, metavar);
	bool is_list = strcmp(metavar, "LIST") == 0 || strchr(metavar, ',');
	const char *comma = is_list ? strrchr(typed, ',') : NULL;
	size_t length = comma ? (size_t)(comma + 1 - typed) : 0;
	char *list = strndup(typed, length);
	struct asking asking = {list, typed + length, out};

	if (offer)
		offer->print(&asking);
	else if (strchr(metavar, '|'))
		offer_choices(&asking, metavar);
	free(list);
}
