// SPDX-License-Identifier: MIT

#include "harness/figure/machines.h"

#include <stdbool.h>
#include <stdlib.h>

#include "benches/sync/sync.h"
#include "benches/catalog.h"
#include "harness/data/fleet.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/pairs.h"
#include "harness/figure/recipe.h"

bool machines_are(const struct chart *chart)
{
	return chart->recipe->rows == ROWS_MACHINES;
}

static bool races_bare(const struct case_summary *of)
{
	return of->axes->count > 1 && of->lost_share.nr > 0 &&
	       class_find(of->axes->class) == CLASS_UNSYNCHRONIZED;
}

static bool can_be_shown(const struct case_summary *of)
{
	return of->ns_per_op.nr > 0 && of->ns_per_op.low > 0 && of->ns_per_op.high <= 1e15;
}

// The first in the order of cases that no other is better than.
static const struct case_summary *choose(const struct summary *over)
{
	const struct case_summary *best = NULL;

	for (size_t i = 0; i < over->nr_cases; i++) {
		const struct case_summary *of = &over->cases[i];

		if (can_be_shown(of) &&
		    (!best || races_bare(of) > races_bare(best) ||
		     (races_bare(of) == races_bare(best) && of->ns_per_op.nr > best->ns_per_op.nr)))
			best = of;
	}
	return best;
}

static double lost(const struct machine_row *row)
{
	return row->of->lost_share.nr ? row->of->lost_share.median : -1;
}

static int by_loss(const void *left, const void *right)
{
	const struct machine_row *a = left, *b = right;

	if (lost(a) != lost(b))
		return lost(a) > lost(b) ? -1 : 1;
	if (a->of->ns_per_op.median != b->of->ns_per_op.median)
		return a->of->ns_per_op.median > b->of->ns_per_op.median ? -1 : 1;
	return (a->machine > b->machine) - (a->machine < b->machine);
}

static int enter_all(struct chart *chart)
{
	const struct fleet *fleet = chart->material->fleet;
	struct machines *machines = &chart->machines;

	machines->row = calloc(fleet->nr + 1, sizeof *machines->row);
	if (!machines->row)
		return -1;
	for (size_t i = 0; i < fleet->nr; i++) {
		const struct fleet_machine *machine = &fleet->machine[i];
		const struct case_summary *of = fleet_case(machine, machines->of);

		if (!of || !can_be_shown(of))
			continue;
		machines->row[machines->nr++] = (struct machine_row){.machine = machine, .of = of};
	}
	qsort(machines->row, machines->nr, sizeof *machines->row, by_loss);
	if (machines->nr > MACHINES_MOST_ROWS) {
		machines->nr_left_out = machines->nr - MACHINES_MOST_ROWS;
		machines->nr = MACHINES_MOST_ROWS;
	}
	return 0;
}

static int name_families(struct chart *chart)
{
	struct machines *machines = &chart->machines;

	for (size_t i = 0; i < machines->nr; i++) {
		struct machine_row *row = &machines->row[i];

		row->family =
		    chart_number(&chart->lines, row->machine->family, chart->lines.nr + 1);
		if (!row->family)
			return -1;
	}
	return 0;
}

int machines_build(struct chart *chart)
{
	struct machines *machines = &chart->machines;

	machines->of = choose(&chart->material->fleet->over);
	if (!machines->of)
		return 0;
	return enter_all(chart) || name_families(chart) || !chart_number(&chart->panels, "", 1) ||
		       !chart_number(&chart->kinds, machines->of->axes->task, 1)
		   ? -1
		   : 0;
}

// The handoffs of one machine's cases that the recipe takes; none: nr is 0.
static int build_pairs(struct pairs *pairs, const struct fleet_machine *machine,
		       const struct recipe *recipe)
{
	const struct summary *summary = &machine->summary;
	struct chart_point *points = calloc(summary->nr_cases + 1, sizeof *points);
	size_t nr = 0;
	int result;

	if (!points)
		return -1;
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (recipe->takes(&summary->cases[i]))
			points[nr++].of = &summary->cases[i];
	result = pairs_build(pairs, points, nr);
	free(points);
	return result;
}

// A panel for each, whatever it is called: a store that was changed by hand may have two alike.
static void add_panel(struct chart_keys *panels, const char *label)
{
	panels->key[panels->nr++] = (struct chart_key){label, 1};
}

// Keeps them if there are any, and room.
static int keep_pairs(struct chart *chart, struct pairs *pairs, const char *label)
{
	struct machines *machines = &chart->machines;

	if (pairs->nr && machines->nr_pairs < MACHINES_MOST_GRIDS) {
		machines->pairs[machines->nr_pairs++] = *pairs;
		add_panel(&chart->panels, label);
		return 0;
	}
	machines->nr_pairs_left_out += pairs->nr > 0;
	pairs_fini(pairs);
	return 0;
}

// The panels, lines and kinds are no longer those of the points.
static int forget_keys(struct chart *chart)
{
	struct chart_key *panels =
	    reallocarray(chart->panels.key, MACHINES_MOST_GRIDS, sizeof *panels);

	if (!panels)
		return -1;
	chart->panels.key = panels;
	chart->panels.nr = chart->lines.nr = chart->kinds.nr = 0;
	return chart_number(&chart->lines, "", 1) && chart_number(&chart->kinds, "", 1) ? 0 : -1;
}

int machines_build_pairs(struct chart *chart)
{
	const struct fleet *fleet = chart->material->fleet;
	struct machines *machines = &chart->machines;

	machines->pairs = calloc(MACHINES_MOST_GRIDS, sizeof *machines->pairs);
	if (!machines->pairs || forget_keys(chart))
		return -1;
	for (size_t i = 0; i < fleet->nr; i++) {
		struct pairs pairs;

		if (build_pairs(&pairs, &fleet->machine[i], chart->recipe) ||
		    keep_pairs(chart, &pairs, fleet->machine[i].label))
			return -1;
	}
	return 0;
}

void machines_fini(struct machines *machines)
{
	for (size_t i = 0; i < machines->nr_pairs; i++)
		pairs_fini(&machines->pairs[i]);
	free(machines->pairs);
	free(machines->row);
	*machines = (struct machines){0};
}

void machines_build_bands(struct chart *chart)
{
	for (size_t i = 0; i < chart->nr_points; i++) {
		struct chart_point *point = &chart->points[i];
		const struct fleet *fleet = chart->material->fleet;

		point->nr_machines =
		    fleet_range(fleet, point->of, offsetof(struct case_summary, ns_per_op),
				&point->least_ns, &point->most_ns);
		fleet_range(fleet, point->of, offsetof(struct case_summary, lost_share),
			    &point->least_lost, &point->most_lost);
	}
}
