// SPDX-License-Identifier: MIT

// The title of ranks: by what factor the nearest counter is faster than the farthest one, and what
// is lost there.

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/finding.h"
#include "harness/figure/ranks_chart.h"
#include "harness/figure/words.h"

// One strategy near and far, with as many tasks if there is such a count.
struct ends {
	const struct chart_point *near, *far;
};

// The kinds are numbered from near to far.
static unsigned nr_kinds_of(const struct chart *chart, unsigned line)
{
	unsigned nr = 0;

	for (unsigned kind = 1; kind <= chart->kinds.nr; kind++) {
		bool any = false;

		for (size_t i = 0; i < chart->nr_xs; i++)
			any = any || chart_find(chart, 1, line, kind, chart->xs[i]);
		nr += any;
	}
	return nr;
}

// The first that cannot lose among those that are in most places; one that can if there is no
// other.
static unsigned spoken_line(const struct chart *chart)
{
	unsigned best = 1;

	for (unsigned line = 2; line <= chart->lines.nr; line++) {
		bool was = chart->ranks.loses[best - 1], is = chart->ranks.loses[line - 1];

		if (was == is ? nr_kinds_of(chart, line) > nr_kinds_of(chart, best) : was)
			best = line;
	}
	return best;
}

// The line's nearest or farthest point at that count, or NULL.
static const struct chart_point *end_at(const struct chart *chart, unsigned line, int64_t count,
					bool far)
{
	const struct chart_point *found = NULL;

	for (unsigned kind = 1; kind <= chart->kinds.nr && (far || !found); kind++) {
		const struct chart_point *point = chart_find(chart, 1, line, kind, count);

		found = point ? point : found;
	}
	return found;
}

static bool fits(struct ends ends)
{
	return !ends.near->of->oversubscribed && !ends.far->of->oversubscribed;
}

static int distance(struct ends ends)
{
	return (int)ends.far->kind - (int)ends.near->kind;
}

// The more distant ends are better; of those that are as distant, some that fit on the PUs, and the
// larger count, as long as somebody races.
static bool is_better(struct ends ends, struct ends than)
{
	if (!than.near || !than.far)
		return true;
	if (distance(ends) != distance(than))
		return distance(ends) > distance(than);
	return fits(ends) || !fits(than) || than.near->x < 2;
}

// The best of all counts that have ranks.
static struct ends find_ends(const struct chart *chart, unsigned line)
{
	struct ends best = {NULL, NULL};

	for (size_t i = 0; i < chart->nr_xs; i++) {
		struct ends ends = {end_at(chart, line, chart->xs[i], false),
				    end_at(chart, line, chart->xs[i], true)};

		if (ends.near && ends.far && *ranks_phrase(chart, ends.far->kind) &&
		    is_better(ends, best))
			best = ends;
	}
	assert(best.near && best.far); /* a line has ranks */
	return best;
}

// "2 ranks across hosts"
static const char *who(const struct chart *chart, const struct chart_point *point, char *text,
		       size_t size)
{
	char tasks[64];
	const char *where = ranks_phrase(chart, point->kind);

	snprintf(text, size, "%s%s%s", words_tasks(point, tasks, sizeof tasks), *where ? " " : "",
		 where);
	return text;
}

// "8.7 thousand"
static const char *rate(const struct chart_point *point, char *text, size_t size)
{
	double x = words_two_digits(point->of->throughput.median);
	char digits[32];

	if (x >= 1e3 && x < 1e6)
		snprintf(text, size, "%s thousand", words_number(x / 1e3, digits, sizeof digits));
	else
		words_amount(x, text, size);
	return text;
}

// "fetch_add, rma_fetch_op"
static const char *by_what(struct ends ends, char *text, size_t size)
{
	const char *near = ends.near->of->axes->sync, *far = ends.far->of->axes->sync;

	if (ends.near->kind == ends.far->kind || near == far)
		snprintf(text, size, "%.36s", far);
	else
		snprintf(text, size, "%.36s, %.36s", near, far);
	return text;
}

static void tell_rates(FILE *out, const struct chart *chart, struct ends ends)
{
	char one[128], other[128], fast[48], slow[48], times[32], by[80];
	const struct estimate *near = &ends.near->of->throughput, *far = &ends.far->of->throughput;

	by_what(ends, by, sizeof by);
	who(chart, ends.near, one, sizeof one);
	who(chart, ends.far, other, sizeof other);
	rate(ends.near, fast, sizeof fast);
	rate(ends.far, slow, sizeof slow);
	if (ends.near == ends.far)
		fprintf(out, "%s make%s %s increments a second by %s", one,
			ends.near->x == 1 ? "s" : "", fast, by);
	else if (near->low > far->high)
		fprintf(
		    out, "%s count %s times as fast as %s: %s a second, not %s (%s)", one,
		    words_number(words_two_digits(near->median / far->median), times, sizeof times),
		    other, fast, slow, by);
	else
		fprintf(out, "%s are not surely faster than %s: %s and %s increments a second (%s)",
			one, other, fast, slow, by);
}

// The farthest point of a strategy that may lose, by at least two ranks: at that count if there is
// one, else at the largest; NULL: there is none.
static const struct chart_point *find_loser(const struct chart *chart, int64_t count)
{
	const struct chart_point *best = NULL;

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		if (!chart->ranks.loses[point->line - 1] || point->x < 2 ||
		    !*ranks_phrase(chart, point->kind) || !point->of->lost_share.nr)
			continue;
		if (!best || point->kind > best->kind ||
		    (point->kind == best->kind && point->line == best->line && best->x != count))
			best = point;
	}
	return best;
}

// "; by rma_rw, 2 lose 23 %"
static void tell_loss(FILE *out, const struct chart_point *point)
{
	const struct case_summary *of = point->of;
	char share[32];

	fprintf(out, "; by %.36s, %" PRId64 " ", of->axes->sync, point->x);
	if (of->lost_share.median >= 0.001)
		fprintf(out, "lose %s %%",
			words_percent(of->lost_share.median, share, sizeof share));
	else
		fprintf(out, "lost %" PRId64 " of %s", of->lost,
			words_amount((double)of->ops, share, sizeof share));
}

void finding_ranks(const struct chart *chart, char *title, size_t size)
{
	struct ends ends = find_ends(chart, spoken_line(chart));
	const struct chart_point *loser = find_loser(chart, ends.far->x);
	FILE *out = finding_open(chart, title, size);

	if (!out)
		return;
	tell_rates(out, chart, ends);
	if (loser)
		tell_loss(out, loser);
	fputs(words_crowd(ends.far), out);
	fclose(out);
}
