// SPDX-License-Identifier: MIT

// Titles of the figures against tasks. They speak of the chart's first panel, of its first kind of
// task (threads, if there are any), and of the largest count that fits on the PUs; if it does not
// fit, they say so.

#include "harness/figure/finding.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "benches/catalog.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/words.h"

void finding_summary(const struct chart *chart, char *title, size_t size)
{
	snprintf(title, size, "%s", chart->figure->summary);
}

// The first point, panel by panel and line by line, that lost anything at the count spoken of.
static const struct chart_point *loser(const struct chart *chart)
{
	for (unsigned panel = 1; panel <= chart->panels.nr; panel++)
		for (unsigned line = 1; line <= chart->lines.nr; line++) {
			const struct chart_point *point = words_largest(chart, panel, line);

			if (point && point->of->lost != 0)
				return point;
		}
	return NULL;
}

static void nothing_lost(const struct chart *chart, char *title, size_t size)
{
	int64_t ops = 0, lost = 0, most = 0;
	char all[48];

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct case_summary *of = chart->points[i].of;

		if (chart->points[i].line == CHART_EXACT)
			continue;
		ops += of->ops;
		lost += of->lost;
		most = of->axes->count > most ? of->axes->count : most;
	}
	words_amount((double)ops, all, sizeof all);
	if (lost == 0)
		snprintf(title, size,
			 "No increment was lost: 0 of %s that could have been, with up to %" PRId64
			 " task%s",
			 all, most, most == 1 ? "" : "s");
	else
		snprintf(title, size, "%" PRId64 " of %s increments were lost that could have been",
			 lost, all);
}

void finding_lost_share(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *point = loser(chart);
	char who[64], what[192], share[32];

	if (!point) {
		nothing_lost(chart, title, size);
		return;
	}
	words_tasks(point, who, sizeof who);
	words_what_of(chart, point, what, sizeof what);
	if (point->of->lost_share.median >= 0.001)
		snprintf(title, size, "%s lose %s %% of their %s%s", who,
			 words_percent(point->of->lost_share.median, share, sizeof share), what,
			 words_crowd(point));
	else
		snprintf(title, size, "%s lost %" PRId64 " of %s %s%s", who, point->of->lost,
			 words_amount((double)point->of->ops, share, sizeof share), what,
			 words_crowd(point));
}

struct prices {
	const struct chart_point *bare;	      /* one task, unsynchronized */
	const struct chart_point *many;	      /* a point at the count spoken of */
	const struct chart_point *low, *high; /* cheapest and dearest protection there */
	unsigned nr;			      /* protections there */
};

static void weigh(struct prices *prices, const struct chart_point *point)
{
	double ns = point->of->ns_per_op.median;

	if (words_unsynchronized(point))
		return;
	if (prices->nr++ == 0)
		prices->low = prices->high = point;
	if (ns < prices->low->of->ns_per_op.median)
		prices->low = point;
	if (ns > prices->high->of->ns_per_op.median)
		prices->high = point;
}

// Reads the first panel's prices: alone, and at the largest count that any of its lines has.
static void survey(struct prices *prices, const struct chart *chart)
{
	unsigned kind = words_spoken_kind(chart, 1);

	*prices = (struct prices){0};
	for (unsigned line = 1; line <= chart->lines.nr; line++) {
		const struct chart_point *alone = chart_find(chart, 1, line, kind, 1);
		const struct chart_point *point = words_largest(chart, 1, line);

		if (!prices->bare && alone && words_unsynchronized(alone))
			prices->bare = alone;
		if (point &&
		    (!prices->many || point->of->axes->count > prices->many->of->axes->count))
			prices->many = point;
	}
	assert(prices->many); /* a chart has points, and its first panel has some of them */
	for (unsigned line = 1; line <= chart->lines.nr; line++) {
		const struct chart_point *point =
		    chart_find(chart, 1, line, kind, prices->many->of->axes->count);

		if (point)
			weigh(prices, point);
	}
}

// "31 ns by fetch_add and 95 ns by mutex", or just what the one point costs
static void print_prices(FILE *out, const struct chart *chart, const struct prices *prices)
{
	const struct chart_point *low = prices->nr ? prices->low : prices->many;
	char ns[32], how[80];

	fprintf(out, "%s ns %s", words_number(low->of->ns_per_op.median, ns, sizeof ns),
		words_manner(chart, low, how, sizeof how));
	if (prices->nr > 1)
		fprintf(out, "%s %s ns %s", prices->nr > 2 ? " to" : " and",
			words_number(prices->high->of->ns_per_op.median, ns, sizeof ns),
			words_manner(chart, prices->high, how, sizeof how));
}

static void print_cost(FILE *out, const struct chart *chart, const struct prices *prices)
{
	char ns[32], who[64], where[64];

	words_structure(prices->many, where, sizeof where);
	words_tasks(prices->many, who, sizeof who);
	if (!prices->bare || (prices->bare == prices->many && prices->nr == 0)) {
		fprintf(out, "With %s, an increment of %s costs ", who, where);
	} else {
		fprintf(out, "An unsynchronized increment of %s costs %s ns alone; with %s ", where,
			words_number(prices->bare->of->ns_per_op.median, ns, sizeof ns), who);
	}
	print_prices(out, chart, prices);
	fputs(words_crowd(prices->many), out);
}

FILE *finding_open(const struct chart *chart, char *title, size_t size)
{
	FILE *out;

	title[size - 1] = '\0'; /* fmemopen ends the text itself only where there is room */
	out = fmemopen(title, size - 1, "w");
	if (!out)
		finding_summary(chart, title, size);
	return out;
}

void finding_cost(const struct chart *chart, char *title, size_t size)
{
	struct prices prices;
	FILE *out = finding_open(chart, title, size);

	if (!out)
		return;
	survey(&prices, chart);
	print_cost(out, chart, &prices);
	fclose(out);
}

// How the second of two estimates compares with the first, as far as their intervals can tell.
static const char *comparison(const struct estimate *first, const struct estimate *second)
{
	if (second->high < first->low)
		return "fewer increments a second than";
	if (second->low > first->high)
		return "more increments a second than";
	return "about as many increments a second as";
}

void finding_goodput(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *many = NULL, *one;
	char who[64], where[64], how[80], kept[48], kept_alone[48];

	for (unsigned line = 1; line <= chart->lines.nr && !many; line++)
		many = words_largest(chart, 1, line);
	assert(many); /* a chart has points, and its first panel has some of them */
	one = chart_find(chart, 1, many->line, many->kind, 1);
	words_tasks(many, who, sizeof who);
	words_structure(many, where, sizeof where);
	words_manner(chart, many, how, sizeof how);
	words_amount(many->of->goodput.median, kept, sizeof kept);
	if (!one || one == many)
		snprintf(title, size, "%s keep%s %s increments of %s a second, %s%s", who,
			 many->of->axes->count == 1 ? "s" : "", kept, where, how,
			 words_crowd(many));
	else
		snprintf(title, size, "%s keep %s 1: %s against %s (%s, %s%s)", who,
			 comparison(&one->of->goodput, &many->of->goodput), kept,
			 words_amount(one->of->goodput.median, kept_alone, sizeof kept_alone),
			 where + 2 + (where[1] == 'n'), how,
			 many->of->oversubscribed ? ", more tasks than PUs" : "");
}

// Processes are called as fast as threads within this share: about what two identical programs
// differ by on a shared machine within one block.
#define ALIKE 0.10

void finding_threads_processes(const struct chart *chart, char *title, size_t size)
{
	const struct case_summary *any = chart->points[0].of;
	double low = INFINITY, high = 0, off, within;
	const char *s;
	unsigned nr = 0;

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct estimate *versus = &chart->points[i].versus;

		if (versus->nr == 0)
			continue;
		low = fmin(low, versus->median);
		high = fmax(high, versus->median);
		nr++;
	}
	off = fmax(1 / low, high) - 1;
	within = fmax(1, ceil(100 * off - 1e-6)); /* up: stays true; 1e-6: off was rounded, too */
	s = nr == 1 ? "" : "s";
	if (nr == 0)
		finding_summary(chart, title, size);
	else if (off <= ALIKE && any->axes->count == 1)
		snprintf(title, size,
			 "Alone, a process counts like a thread: throughput within %.0f %% in %u "
			 "case%s",
			 within, nr, s);
	else if (off <= ALIKE)
		snprintf(title, size,
			 "Processes race like threads: with %" PRId64
			 " tasks, throughput is within %.0f %% in %u case%s%s",
			 any->axes->count, within, nr, s, words_crowd(&chart->points[0]));
	else if (nr == 1)
		snprintf(title, size,
			 "With %" PRId64 " task%s, processes reach %.2f times the throughput of "
			 "threads%s",
			 any->axes->count, any->axes->count == 1 ? "" : "s", low,
			 words_crowd(&chart->points[0]));
	else
		snprintf(title, size,
			 "With %" PRId64 " task%s, processes reach %.2f to %.2f times the "
			 "throughput of threads, by case%s",
			 any->axes->count, any->axes->count == 1 ? "" : "s", low, high,
			 words_crowd(&chart->points[0]));
}
