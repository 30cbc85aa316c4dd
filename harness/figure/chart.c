// SPDX-License-Identifier: MIT

// From the cases that a figure takes to points in panels and on lines, and what is to be known of
// them all.

#include "harness/figure/chart.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "benches/sync/sync.h"
#include "harness/figure/axis.h"
#include "harness/figure/beside.h"
#include "harness/figure/explorations.h"
#include "harness/figure/front.h"
#include "harness/figure/legend.h"
#include "harness/figure/pick.h"
#include "harness/figure/recipe.h"
#include "harness/figure/shares.h"

unsigned chart_number(struct chart_keys *keys, const char *label, unsigned style)
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

// The strategy's own style for its first line; those that differ in further axes come behind all.
static unsigned line_style(const struct chart *chart, const char *sync)
{
	unsigned style = legend_style(chart->material->legend, sync);
	unsigned next = (unsigned)chart->material->legend->nr_syncs + 1;
	bool taken = false;

	for (unsigned i = 0; i < chart->lines.nr; i++) {
		taken = taken || chart->lines.key[i].style == style;
		if (chart->lines.key[i].style >= next)
			next = chart->lines.key[i].style + 1;
	}
	return taken ? next : style;
}

unsigned chart_number_sync(struct chart *chart, const char *label, const char *sync)
{
	return chart_number(&chart->lines, label, line_style(chart, sync));
}

static int add(struct chart *chart, const struct case_summary *of, const char *label)
{
	const struct recipe *recipe = chart->recipe;
	struct chart_point *point = &chart->points[chart->nr_points];

	*point = (struct chart_point){
	    .of = of, .ideal_per_s = NAN, .x = axis_value(recipe->x, of->axes)};
	point->panel =
	    chart_number(&chart->panels, recipe->panel_a_line ? label : of->axes->structure, 1);
	point->kind = chart_number(&chart->kinds, of->axes->task, kind_style(of->axes->task));
	if (!point->panel || !point->kind)
		return -1;
	if (!recipe->collects_exact || !is_exact(of)) {
		point->line = chart_number_sync(chart, label, of->axes->sync);
		if (!point->line)
			return -1;
	}
	chart->nr_points++;
	return 0;
}

static int by_line(const void *a, const void *b)
{
	const struct chart_point *p = a, *q = b;

	if (p->panel != q->panel)
		return p->panel < q->panel ? -1 : 1;
	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	if (p->kind != q->kind)
		return p->kind < q->kind ? -1 : 1;
	return (p->x > q->x) - (p->x < q->x);
}

static int collect_picked(struct chart *chart)
{
	const struct summary *summary = chart->material->summary;
	const struct case_summary **picked = calloc(summary->nr_cases + 1, sizeof *picked);
	long nr = picked ? pick(picked, chart->recipe, summary) : -1;
	int result = -1;

	if (nr >= 0) {
		chart->points = calloc((size_t)nr + 1, sizeof *chart->points);
		chart->labels = legend_labels(picked, (size_t)nr, chart->recipe->x);
	}
	if (chart->points && chart->labels) {
		result = 0;
		for (long i = 0; i < nr && result == 0; i++)
			result = add(chart, picked[i], chart->labels[i]);
	}
	free(picked);
	return result;
}

static int collect(struct chart *chart)
{
	if (chart->recipe->ranks ? ranks_collect(chart) : collect_picked(chart))
		return -1;
	/* lines are drawn from row to row */
	qsort(chart->points, chart->nr_points, sizeof *chart->points, by_line);
	return 0;
}

static int compare(struct chart *chart)
{
	const struct summary *summary = chart->material->summary;

	for (size_t i = 0; i < chart->nr_points && chart->recipe->pairs; i++) {
		struct chart_point *point = &chart->points[i];

		if (kind_style(point->of->axes->task) == 2 &&
		    beside_ratio(&point->versus, point->of, beside_find(summary, point->of)))
			return -1;
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int collect_xs(struct chart *chart)
{
	int64_t *xs = calloc(chart->nr_points + 1, sizeof *xs);

	chart->xs = xs;
	if (!xs)
		return -1;
	for (size_t i = 0; i < chart->nr_points; i++)
		xs[i] = chart->points[i].x; /* NOLINT: collect() set it */
	qsort(xs, chart->nr_points, sizeof *xs, by_value);
	for (size_t i = 0; i < chart->nr_points; i++)
		if (chart->nr_xs == 0 || xs[chart->nr_xs - 1] != xs[i])
			xs[chart->nr_xs++] = xs[i];
	return 0;
}

// Where oversubscription begins.
static void find_crowd(struct chart *chart)
{
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct case_summary *of = chart->points[i].of;

		if (!of->oversubscribed && of->axes->count > chart->fits)
			chart->fits = of->axes->count;
	}
	for (size_t i = 0; i < chart->nr_points; i++) {
		int64_t count = chart->points[i].of->axes->count;

		if (count > chart->fits && (chart->crowded == 0 || count < chart->crowded))
			chart->crowded = count;
	}
}

static void count_trials(struct chart *chart)
{
	chart->trials_min = SIZE_MAX;
	for (size_t i = 0; i < chart->nr_points; i++) {
		size_t trials = chart->points[i].of->outcomes[OUTCOME_OK];

		chart->trials_min = trials < chart->trials_min ? trials : chart->trials_min;
		chart->trials_max = trials > chart->trials_max ? trials : chart->trials_max;
	}
}

// What each line would reach if its tasks did not get in each other's way.
static int idealize(struct chart *chart)
{
	size_t nr = (size_t)chart->panels.nr * (chart->lines.nr + 1) * chart->kinds.nr;
	double *alone = calloc(nr + 1, sizeof *alone);
	int result;

	for (int pass = 0; alone && pass < 2; pass++)
		for (size_t i = 0; i < chart->nr_points; i++) {
			struct chart_point *point = &chart->points[i];
			double *one = &alone[((size_t)(point->panel - 1) * (chart->lines.nr + 1) +
					      point->line) *
						 chart->kinds.nr +
					     point->kind - 1];

			if (point->x == 1)
				*one = point->of->throughput.median;
			point->ideal_per_s = *one > 0 ? *one * (double)point->x : NAN;
		}
	result = alone ? 0 : -1;
	free(alone);
	return result;
}

// What a figure's rows are made of besides its points.
static int derive(struct chart *chart)
{
	switch (chart->recipe->rows) {
	case ROWS_PAIRS:
		if (chart->material->fleet)
			return machines_build_pairs(chart);
		return pairs_build(&chart->pairs, chart->points, chart->nr_points);
	case ROWS_RUNGS:
		rungs_build(&chart->rungs, chart->points, chart->nr_points, chart->material->labs);
		return 0;
	default:
		break;
	}
	if (chart->material->fleet)
		machines_build_bands(chart);
	if (chart->recipe->front)
		front_mark(chart->points, chart->nr_points);
	if (chart->recipe->x == X_TASKS && idealize(chart))
		return -1;
	return compare(chart) || shares_estimate(chart->points, chart->nr_points) ? -1 : 0;
}

static bool nothing_to_show(const struct chart *chart)
{
	bool sweep = chart->recipe->x != X_NONE && chart->recipe->x != X_TASKS;

	return chart->lines.nr == 0 || (sweep && chart->nr_xs < 2) ||
	       (chart->recipe->rows == ROWS_PAIRS && chart->pairs.nr_pus == 0 &&
		chart->machines.nr_pairs == 0) ||
	       (chart->recipe->rows == ROWS_RUNGS && chart->rungs.nr < 2);
}

static bool too_much_to_show(const struct chart *chart)
{
	bool one_line_a_rung =
	    chart->recipe->rows == ROWS_PAIRS || chart->recipe->rows == ROWS_RUNGS;

	return chart->lines.nr > CHART_MAX_LINES && !one_line_a_rung;
}

// One that has no points, but machines.
static int build_machines(struct chart *chart, struct complaint *c)
{
	int failed = chart->material->fleet && machines_build(chart);

	if (!failed && chart->machines.nr > 1) {
		chart->recipe->finding(chart, chart->title, sizeof chart->title);
		return 0;
	}
	if (failed)
		complain_machine(c, "%s: no memory", chart->figure->name);
	else if (chart->material->fleet)
		complain(c, "%s: no case was measured on two machines", chart->figure->name);
	else
		complain(c, "%s: %s", chart->figure->name, chart->recipe->needs);
	chart_fini(chart);
	return -1;
}

// One that has no points, and one key of each kind without words.
static int build_explored(struct chart *chart, struct complaint *c)
{
	if (explorations_check(chart, c))
		return -1;
	if (!chart_number(&chart->panels, "", 1) || !chart_number(&chart->lines, "", 1) ||
	    !chart_number(&chart->kinds, "", 1)) {
		complain_machine(c, "%s: no memory", chart->figure->name);
		chart_fini(chart);
		return -1;
	}
	chart->recipe->finding(chart, chart->title, sizeof chart->title);
	return 0;
}

int chart_build(struct chart *chart, const struct figure *figure, const struct material *material,
		struct complaint *c)
{
	unsigned nr;

	*chart =
	    (struct chart){.figure = figure, .recipe = recipe_find(figure), .material = material};
	if (material->fleet && !chart->recipe->finding_many)
		return complain(c, "%s: is of one machine; --machine NAME would give it",
				figure->name);
	if (explorations_are(chart))
		return build_explored(chart, c);
	if (machines_are(chart))
		return build_machines(chart, c);
	if (collect(chart) || collect_xs(chart) || derive(chart)) {
		chart_fini(chart);
		return complain_machine(c, "%s: no memory", figure->name);
	}
	if (nothing_to_show(chart)) {
		complain(c, "%s: %s", figure->name, chart->recipe->needs);
		chart_fini(chart);
		return -1;
	}
	if (too_much_to_show(chart)) {
		nr = chart->lines.nr;
		chart_fini(chart);
		return complain(c,
				"%s: %u lines, and only %d can be told apart; "
				"run fewer strategies or vary fewer axes at a time",
				figure->name, nr, CHART_MAX_LINES);
	}
	if (chart->recipe->x == X_TASKS)
		find_crowd(chart);
	count_trials(chart);
	(material->fleet ? chart->recipe->finding_many
			 : chart->recipe->finding)(chart, chart->title, sizeof chart->title);
	return 0;
}

void chart_fini(struct chart *chart)
{
	machines_fini(&chart->machines);
	pairs_fini(&chart->pairs);
	legend_free_labels(chart->labels, chart->nr_points);
	free(chart->points);
	free(chart->xs);
	free(chart->panels.key);
	free(chart->lines.key);
	free(chart->kinds.key);
	*chart = (struct chart){0};
}

const struct chart_point *chart_find(const struct chart *chart, unsigned panel, unsigned line,
				     unsigned kind, int64_t x)
{
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		if (point->panel == panel && point->line == line && point->kind == kind &&
		    point->x == x)
			return point;
	}
	return NULL;
}
