// SPDX-License-Identifier: MIT

// Titles of the figures of many machines. Each says what differs between them, and by how much.

#include <stddef.h>
#include <stdio.h>

#include "harness/data/fleet.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/finding.h"
#include "harness/figure/machines.h"
#include "harness/figure/pairs.h"
#include "harness/figure/words.h"

static size_t nr_machines(const struct chart *chart)
{
	return chart->material->fleet->nr;
}

// "2 threads lose 8.1 % on one machine and 57 % on another"; `most` is above 0.
static void tell_losses(const struct chart_point *point, const char *what, size_t machines,
			double least, double most, char *title, size_t size)
{
	char who[64], low[32], high[32], middle[32];

	words_tasks(point, who, sizeof who);
	words_percent(least, low, sizeof low);
	words_percent(most, high, sizeof high);
	words_percent(point->of->lost_share.median, middle, sizeof middle);
	snprintf(title, size,
		 "%s lose %s to %s %% of their %s, by machine; on half of %zu, more than %s %%%s",
		 who, low, high, what, machines, middle, words_crowd(point));
}

// The case of the figure, as a point that words can be made of.
static struct chart_point point_of(const struct chart *chart)
{
	return (struct chart_point){.of = chart->machines.of, .panel = 1, .line = 1, .kind = 1};
}

// "unsynchronized increments of a variable"
static void tell_what(const struct chart_point *point, char *text, size_t size)
{
	char where[64];

	words_structure(point, where, sizeof where);
	if (words_unsynchronized(point))
		snprintf(text, size, "unsynchronized increments of %s", where);
	else
		snprintf(text, size, "increments of %s by %.48s", where, point->of->axes->sync);
}

// "42 % on east (AMD EPYC)"
static void tell_loss(const struct machine_row *row, char *text, size_t size)
{
	char share[32];

	snprintf(text, size, "%s %% on %.32s (%.32s)",
		 words_percent(row->of->lost_share.median, share, sizeof share),
		 row->machine->label, row->machine->family);
}

// The machine that lost least of those that counted it.
static const struct machine_row *least_of(const struct machines *machines)
{
	const struct machine_row *least = &machines->row[0];

	for (size_t i = 1; i < machines->nr; i++)
		if (machines->row[i].of->lost_share.nr)
			least = &machines->row[i];
	return least;
}

static void tell_extremes(const struct chart_point *point, const struct machines *machines,
			  const char *what, char *title, size_t size)
{
	char who[64], most[128], least[128];

	words_tasks(point, who, sizeof who);
	tell_loss(&machines->row[0], most, sizeof most);
	tell_loss(least_of(machines), least, sizeof least);
	snprintf(title, size, "%s lose %s of their %s, %s%s", who, most, what, least,
		 words_crowd(point));
}

static void tell_costs(const struct chart *chart, const struct chart_point *point, const char *what,
		       char *title, size_t size)
{
	char who[64], ns[32], ns2[32];
	double low, high;

	words_tasks(point, who, sizeof who);
	fleet_range(chart->material->fleet, point->of, offsetof(struct case_summary, ns_per_op),
		    &low, &high);
	snprintf(title, size, "%s pay %s to %s ns for each of their %s, by machine%s", who,
		 words_number(low, ns, sizeof ns), words_number(high, ns2, sizeof ns2), what,
		 words_crowd(point));
}

void finding_fleet(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point point = point_of(chart);
	const struct machine_row *first = &chart->machines.row[0];
	char what[192];

	tell_what(&point, what, sizeof what);
	if (first->of->lost_share.nr && first->of->lost_share.median >= 0.001)
		tell_extremes(&point, &chart->machines, what, title, size);
	else
		tell_costs(chart, &point, what, title, size);
}

void finding_lost_share_many(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *worst = NULL;
	char what[192];

	for (unsigned panel = 1; panel <= chart->panels.nr && !worst; panel++)
		for (unsigned line = 1; line <= chart->lines.nr && !worst; line++) {
			const struct chart_point *point = words_largest(chart, panel, line);

			if (point && point->most_lost >= 0.001)
				worst = point;
		}
	if (!worst) {
		finding_lost_share(chart, title, size);
		return;
	}
	words_what_of(chart, worst, what, sizeof what);
	tell_losses(worst, what, worst->nr_machines, worst->least_lost, worst->most_lost, title,
		    size);
}

// The point of the first panel whose price differs most between machines, at the largest count.
static const struct chart_point *widest(const struct chart *chart)
{
	const struct chart_point *best = NULL;

	for (unsigned line = 1; line <= chart->lines.nr; line++) {
		const struct chart_point *point = words_largest(chart, 1, line);

		if (point && point->least_ns > 0 &&
		    (!best || point->most_ns / point->least_ns > best->most_ns / best->least_ns))
			best = point;
	}
	return best;
}

void finding_cost_many(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *point = widest(chart);
	char who[64], what[192], low[32], high[32], times[32];

	if (!point) {
		finding_cost(chart, title, size);
		return;
	}
	words_tasks(point, who, sizeof who);
	words_what_of(chart, point, what, sizeof what);
	snprintf(title, size,
		 "%s pay %s to %s ns for each of their %s, on %zu machines: a factor of %s%s", who,
		 words_number(point->least_ns, low, sizeof low),
		 words_number(point->most_ns, high, sizeof high), what, point->nr_machines,
		 words_number(point->most_ns / point->least_ns, times, sizeof times),
		 words_crowd(point));
}

// The median of a machine's pairs: half of its ways are shorter.
static double middle_of(const struct pairs *pairs)
{
	double values[MAX_PUS_SHOWN * MAX_PUS_SHOWN];

	for (size_t i = 0; i < pairs->nr; i++)
		values[i] = pairs->pair[i].ns.median;
	return median_estimate(values, pairs->nr, 0.95).median;
}

void finding_machine_many(const struct chart *chart, char *title, size_t size)
{
	const struct machines *machines = &chart->machines;
	size_t near = 0, far = 0;
	char low[32], high[32];

	for (size_t i = 1; i < machines->nr_pairs; i++) {
		double ns = middle_of(&machines->pairs[i]);

		near = ns < middle_of(&machines->pairs[near]) ? i : near;
		far = ns > middle_of(&machines->pairs[far]) ? i : far;
	}
	snprintf(title, size,
		 "A cache line goes from PU to PU in %s ns on %.40s and in %s ns on %.40s (%zu "
		 "machines)",
		 words_number(middle_of(&machines->pairs[near]), low, sizeof low),
		 chart->panels.key[near].label,
		 words_number(middle_of(&machines->pairs[far]), high, sizeof high),
		 chart->panels.key[far].label, nr_machines(chart));
}
