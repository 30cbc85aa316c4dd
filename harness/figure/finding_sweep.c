// SPDX-License-Identifier: MIT

// Titles of the figures that sweep something other than tasks, and of the rate: each compares the
// two ends of a line, as far as their intervals can tell.

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/collision.h"
#include "harness/figure/finding.h"
#include "harness/figure/words.h"

// A line's first and last point on the axis.
struct ends {
	const struct chart_point *first, *last;
};

static struct ends ends_of(const struct chart *chart, unsigned panel, unsigned line)
{
	unsigned kind = words_spoken_kind(chart, panel);
	struct ends ends = {NULL, NULL};

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		if (point->panel != panel || point->line != line || point->kind != kind)
			continue;
		if (!ends.first || point->x < ends.first->x)
			ends.first = point;
		if (!ends.last || point->x > ends.last->x)
			ends.last = point;
	}
	return ends;
}

// The first line of the first panel that has one.
static struct ends first_ends(const struct chart *chart)
{
	struct ends ends = {NULL, NULL};

	for (unsigned line = 1; line <= chart->lines.nr && !ends.first; line++)
		ends = ends_of(chart, 1, line);
	assert(ends.first); /* a chart has points, and its first panel has some of them */
	return ends;
}

static const char *bytes(int64_t n, char *text, size_t size)
{
	snprintf(text, size, "%" PRId64 " byte%s", n, n == 1 ? "" : "s");
	return text;
}

static double cost(const struct chart_point *point)
{
	return point->of->ns_per_op.median;
}

// Where the largest fall between two neighbours of the line is: the point behind it.
static const struct chart_point *behind_step(const struct chart *chart, struct ends ends)
{
	const struct chart_point *last = ends.first, *behind = ends.last;
	double deepest = 0;

	for (size_t i = 0; i < chart->nr_xs; i++) {
		const struct chart_point *point = chart_find(
		    chart, ends.first->panel, ends.first->line, ends.first->kind, chart->xs[i]);

		if (!point)
			continue;
		if (cost(last) / cost(point) > deepest && point != ends.first) {
			deepest = cost(last) / cost(point);
			behind = point;
		}
		last = point;
	}
	return behind;
}

static bool surely_falls(struct ends ends)
{
	return ends.first && ends.last->of->ns_per_op.high < ends.first->of->ns_per_op.low;
}

// The first line of the first panel that surely falls; if none does, the first.
static struct ends falling_ends(const struct chart *chart)
{
	for (unsigned line = 1; line <= chart->lines.nr; line++) {
		struct ends ends = ends_of(chart, 1, line);

		if (surely_falls(ends))
			return ends;
	}
	return first_ends(chart);
}

void finding_false_sharing(const struct chart *chart, char *title, size_t size)
{
	struct ends ends = falling_ends(chart);
	const struct chart_point *step = behind_step(chart, ends);
	char how[80], near[32], far[32], at[32], from[32];

	words_manner(chart, ends.first, how, sizeof how);
	words_number(cost(ends.first), near, sizeof near);
	words_number(cost(step), far, sizeof far);
	bytes(ends.first->x, at, sizeof at);
	bytes(step->x, from, sizeof from);
	if (ends.first == ends.last)
		snprintf(title, size,
			 "Counters %s apart cost %s ns an increment, %s; no other distance was "
			 "measured",
			 at, near, how);
	else if (surely_falls(ends))
		snprintf(title, size,
			 "Two counters that nobody shares: %s ns an increment %s apart, %s ns from "
			 "%s on (%s)%s",
			 near, at, far, from, how, words_crowd(step));
	else
		snprintf(title, size, "%s: %s ns an increment %s apart, %s ns %s apart (%s)%s",
			 cost(ends.last) < cost(ends.first)
			     ? "False sharing cannot be told from noise"
			     : "No false sharing to be seen",
			 near, at, words_number(cost(ends.last), far, sizeof far),
			 bytes(ends.last->x, from, sizeof from), how, words_crowd(ends.last));
}

static double model(const struct chart_point *point)
{
	return collision_lost_share(point->of->axes->count, point->x);
}

void finding_lost_slots(const struct chart *chart, char *title, size_t size)
{
	struct ends ends = first_ends(chart);
	char who[64], where[64], few[32], many[32], model_few[32], model_many[32];

	words_tasks(ends.first, who, sizeof who);
	words_structure(ends.first, where, sizeof where);
	words_percent(ends.first->of->lost_share.median, few, sizeof few);
	words_percent(model(ends.first), model_few, sizeof model_few);
	if (ends.first == ends.last) {
		snprintf(title, size,
			 "%s lose %s %% in %s of %" PRId64 " slot%s; chance alone would be %s %%%s",
			 who, few, where, ends.first->x, ends.first->x == 1 ? "" : "s", model_few,
			 words_crowd(ends.first));
		return;
	}
	words_percent(ends.last->of->lost_share.median, many, sizeof many);
	words_percent(model(ends.last), model_many, sizeof model_many);
	snprintf(title, size,
		 "%s lose %s %% in %s of %" PRId64 " slot%s, %s %% in one of %" PRId64
		 "; chance alone: %s %% and %s %%%s",
		 who, few, where, ends.first->x, ends.first->x == 1 ? "" : "s", many, ends.last->x,
		 model_few, model_many, words_crowd(ends.last));
}

void finding_granularity(const struct chart *chart, char *title, size_t size)
{
	struct ends ends = first_ends(chart);
	const struct estimate *one = &ends.first->of->throughput,
			      *many = &ends.last->of->throughput;
	char who[64], where[64], times[32];

	words_tasks(ends.first, who, sizeof who);
	words_structure(ends.first, where, sizeof where);
	if (ends.first == ends.last)
		snprintf(title, size,
			 "%s and %" PRId64
			 " lock%s make %s million increments of %s a second (%s)%s",
			 who, ends.first->x, ends.first->x == 1 ? "" : "s",
			 words_number(1e-6 * one->median, times, sizeof times), where,
			 chart->lines.key[ends.first->line - 1].label, words_crowd(ends.first));
	else if (many->low > one->high || many->high < one->low)
		snprintf(title, size,
			 "%" PRId64 " locks instead of %" PRId64
			 ": %s make %s times as many increments of %s (%s)%s",
			 ends.last->x, ends.first->x, who,
			 words_number(many->median / one->median, times, sizeof times), where,
			 chart->lines.key[ends.first->line - 1].label, words_crowd(ends.last));
	else
		snprintf(title, size,
			 "%" PRId64 " locks instead of %" PRId64
			 " make no sure difference for %s on %s (%s)%s",
			 ends.last->x, ends.first->x, who, where,
			 chart->lines.key[ends.first->line - 1].label, words_crowd(ends.last));
}

// The line of the first panel that gains most from more tasks. NULL: none was measured alone.
static const struct chart_point *best_gain(const struct chart *chart, double *gain)
{
	const struct chart_point *best = NULL;

	for (unsigned line = 1; line <= chart->lines.nr; line++) {
		const struct chart_point *many = words_largest(chart, 1, line), *one;

		one = many ? chart_find(chart, 1, line, many->kind, 1) : NULL;
		if (!one || one == many)
			continue;
		if (!best || many->of->throughput.median / one->of->throughput.median > *gain) {
			*gain = many->of->throughput.median / one->of->throughput.median;
			best = many;
		}
	}
	return best;
}

void finding_rate(const struct chart *chart, char *title, size_t size)
{
	double gain = 0;
	const struct chart_point *best = best_gain(chart, &gain);
	struct ends ends = first_ends(chart);
	char who[64], where[64], how[80], times[32];

	if (best) {
		words_structure(best, where, sizeof where);
		snprintf(
		    title, size,
		    "%s increment %s %s times as fast as 1 at best, %s; ideal would be %" PRId64
		    " times%s",
		    words_tasks(best, who, sizeof who), where,
		    words_number(gain, times, sizeof times),
		    words_manner(chart, best, how, sizeof how), best->of->axes->count,
		    words_crowd(best));
		return;
	}
	snprintf(title, size, "%s make %s increments of %s a second, %s%s",
		 words_tasks(ends.last, who, sizeof who),
		 words_amount(ends.last->of->throughput.median, times, sizeof times),
		 words_structure(ends.last, where, sizeof where),
		 words_manner(chart, ends.last, how, sizeof how), words_crowd(ends.last));
}
