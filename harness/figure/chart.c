// SPDX-License-Identifier: MIT

// Which cases of a run belong into which figure, and how they are numbered there.
//
// A figure that the table below does not know takes every case that was measured, and its title is
// its summary in the catalogue: so a new figure needs no C unless it leaves cases out or has a
// finding of its own.

#include "harness/figure/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/figure/finding.h"
#include "harness/figure/beside.h"
#include "harness/plan/case.h"

struct recipe {
	const char *name;
	bool (*takes)(const struct case_summary *of);
	const char *needs; /* what is missing when no case is taken, and what would give it */
	finding_fn *finding;
	bool collects_exact; /* strategies that cannot lose and did not share one grey line */
	bool pairs;	     /* only the cases with both kinds of tasks, at one count */
};

static bool measured(const struct case_summary *of)
{
	bool counted =
	    of->axes->count > 0 && of->axes->count <= MAX_TASKS; /* else the axis has no end */

	return of->outcomes[OUTCOME_OK] > 0 && of->throughput.nr > 0 && counted;
}

static bool has_share(const struct case_summary *of)
{
	return measured(of) && of->lost_share.nr > 0;
}

static bool has_cost(const struct case_summary *of)
{
	return measured(of) && of->ns_per_op.low > 0; /* its axis is logarithmic */
}

static bool has_goodput(const struct case_summary *of)
{
	return measured(of) && of->goodput.nr > 0;
}

#define NEEDS_TRIALS "no trial of this run was measured; run it again without --sync and --task"

static const struct recipe recipes[] = {
    {.name = "lost_share",
     .takes = has_share,
     .needs = "no unsynchronized strategy was measured; --sync none would give it",
     .finding = finding_lost_share,
     .collects_exact = true},
    {.name = "cost", .takes = has_cost, .needs = NEEDS_TRIALS, .finding = finding_cost},
    {.name = "goodput", .takes = has_goodput, .needs = NEEDS_TRIALS, .finding = finding_goodput},
    {.name = "threads_processes",
     .takes = measured,
     .needs = "no case was measured with both kinds of tasks; --task thread,process would give it",
     .finding = finding_threads_processes,
     .pairs = true},
};

static const struct recipe *recipe_for(const struct figure *figure)
{
	static const struct recipe any = {
	    .takes = measured, .needs = NEEDS_TRIALS, .finding = finding_summary};

	for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
		if (strcmp(recipes[i].name, figure->name) == 0)
			return &recipes[i];
	return &any;
}

// Enters a label and returns its number, from 1; 0 without memory.
static unsigned number(struct chart_keys *keys, const char *label, unsigned style)
{
	struct chart_key *more;

	for (unsigned i = 0; i < keys->nr; i++)
		if (strcmp(keys->key[i].label, label) == 0)
			return i + 1;
	more = realloc(keys->key, (keys->nr + 1) * sizeof *more);
	if (!more)
		return 0;
	keys->key = more;
	keys->key[keys->nr] = (struct chart_key){label, style};
	return ++keys->nr;
}

// Threads are always drawn alike, and processes always unlike them.
static unsigned kind_style(const char *task)
{
	if (strcmp(task, "thread") == 0)
		return 1;
	return strcmp(task, "process") == 0 ? 2 : 3;
}

static bool is_exact(const struct case_summary *of)
{
	int class = class_find(of->axes->class);

	return of->lost == 0 &&
	       (class == CLASS_ATOMIC || class == CLASS_LOCKED || class == CLASS_SCALABLE);
}

static int add(struct chart *chart, const struct recipe *recipe, const struct case_summary *of,
	       const char *label, size_t style)
{
	struct chart_point *point = &chart->points[chart->nr_points];

	*point = (struct chart_point){.of = of, .line = CHART_EXACT};
	point->panel = number(&chart->panels, of->axes->structure, 1);
	point->kind = number(&chart->kinds, of->axes->task, kind_style(of->axes->task));
	if (!point->panel || !point->kind)
		return -1;
	if (!recipe->collects_exact || !is_exact(of)) {
		point->line = number(&chart->lines, label, (unsigned)style + 1);
		if (!point->line)
			return -1;
	}
	chart->nr_points++;
	return 0;
}

// The count at which threads and processes are set side by side: the largest that fits on the PUs,
// or if none does, the largest; 0 if no case has both.
static int64_t paired_count(const struct summary *summary, const struct recipe *recipe)
{
	int64_t best = 0;
	bool best_fits = false;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct case_summary *of = &summary->cases[i];
		bool fits = !of->oversubscribed;

		if (!recipe->takes(of) || fits < best_fits ||
		    (fits == best_fits && of->axes->count <= best))
			continue;
		if (beside_find(summary, of) && recipe->takes(beside_find(summary, of))) {
			best = of->axes->count;
			best_fits = fits;
		}
	}
	return best;
}

static bool taken(const struct recipe *recipe, const struct summary *summary, size_t i,
		  int64_t count)
{
	const struct case_summary *of = &summary->cases[i], *other;

	if (!recipe->takes(of) || (recipe->pairs && of->axes->count != count))
		return false;
	if (!recipe->pairs)
		return true;
	other = beside_find(summary, of);
	return other && recipe->takes(other);
}

static int collect(struct chart *chart, const struct recipe *recipe, const struct summary *summary,
		   const struct legend *legend)
{
	int64_t count = recipe->pairs ? paired_count(summary, recipe) : 0;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		size_t label = legend->label_of[i];

		if (taken(recipe, summary, i, count) &&
		    add(chart, recipe, &summary->cases[i], legend->labels[label], label))
			return -1;
	}
	return 0;
}

static int compare(struct chart *chart, const struct rows *rows, const struct summary *summary)
{
	for (size_t i = 0; i < chart->nr_points; i++) {
		struct chart_point *point = &chart->points[i];

		if (kind_style(point->of->axes->task) == 2 &&
		    beside_ratio(&point->versus, rows, point->of, beside_find(summary, point->of)))
			return -1;
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int collect_counts(struct chart *chart)
{
	int64_t *counts = calloc(chart->nr_points + 1, sizeof *counts);

	chart->counts = counts;
	if (!counts)
		return -1;
	for (size_t i = 0; i < chart->nr_points; i++)
		counts[i] = chart->points[i].of->axes->count; /* NOLINT: collect() set it */
	qsort(counts, chart->nr_points, sizeof *counts, by_value);
	for (size_t i = 0; i < chart->nr_points; i++)
		if (chart->nr_counts == 0 || counts[chart->nr_counts - 1] != counts[i])
			counts[chart->nr_counts++] = counts[i];
	return 0;
}

// What holds for the whole chart: where oversubscription begins, how many trials a point is of.
static void survey(struct chart *chart)
{
	chart->trials_min = SIZE_MAX;
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct case_summary *of = chart->points[i].of;
		size_t trials = of->outcomes[OUTCOME_OK];

		if (!of->oversubscribed && of->axes->count > chart->fits)
			chart->fits = of->axes->count;
		chart->trials_min = trials < chart->trials_min ? trials : chart->trials_min;
		chart->trials_max = trials > chart->trials_max ? trials : chart->trials_max;
	}
	for (size_t i = 0; i < chart->nr_points; i++) {
		int64_t count = chart->points[i].of->axes->count;

		if (count > chart->fits && (chart->crowded == 0 || count < chart->crowded))
			chart->crowded = count;
	}
}

int chart_build(struct chart *chart, const struct figure *figure, const struct rows *rows,
		const struct summary *summary, const struct legend *legend, struct complaint *c)
{
	const struct recipe *recipe = recipe_for(figure);

	*chart = (struct chart){.figure = figure};
	chart->points = calloc(summary->nr_cases + 1, sizeof *chart->points);
	if (!chart->points || collect(chart, recipe, summary, legend) || collect_counts(chart) ||
	    (recipe->pairs && compare(chart, rows, summary))) {
		chart_fini(chart);
		return complain_machine(c, "%s: no memory", figure->name);
	}
	if (chart->lines.nr == 0 || chart->lines.nr > CHART_MAX_LINES) {
		unsigned nr = chart->lines.nr;

		chart_fini(chart);
		if (nr == 0)
			return complain(c, "%s: %s", figure->name, recipe->needs);
		return complain(c,
				"%s: %u lines, and only %d can be told apart; "
				"run fewer strategies or vary fewer axes at a time",
				figure->name, nr, CHART_MAX_LINES);
	}
	survey(chart);
	recipe->finding(chart, chart->title, sizeof chart->title);
	return 0;
}

void chart_fini(struct chart *chart)
{
	free(chart->points);
	free(chart->counts);
	free(chart->panels.key);
	free(chart->lines.key);
	free(chart->kinds.key);
	*chart = (struct chart){0};
}

const struct chart_point *chart_find(const struct chart *chart, unsigned panel, unsigned line,
				     unsigned kind, int64_t count)
{
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		if (point->panel == panel && point->line == line && point->kind == kind &&
		    point->of->axes->count == count)
			return point;
	}
	return NULL;
}
