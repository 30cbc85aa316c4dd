// SPDX-License-Identifier: MIT

// Titles of the figures that show single trials, tasks or PUs.

#include <math.h>
#include <stdio.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/finding.h"
#include "harness/figure/pairs.h"
#include "harness/figure/rungs.h"
#include "harness/figure/words.h"

struct tally {
	size_t wrong, runs;
};

static void count(struct tally *tally, const struct case_summary *of)
{
	for (size_t i = 0; i < of->nr_ok; i++) {
		if (of->ok[i]->lost == COUNT_EMPTY)
			continue;
		tally->runs++;
		tally->wrong += of->ok[i]->lost != 0;
	}
}

void finding_wrong_number(const struct chart *chart, char *title, size_t size)
{
	struct tally bare = {0, 0}, held = {0, 0};
	char who[64], where[64];

	for (size_t i = 0; i < chart->nr_points; i++)
		count(words_unsynchronized(&chart->points[i]) ? &bare : &held, chart->points[i].of);
	words_tasks(&chart->points[0], who, sizeof who);
	words_structure(&chart->points[0], where, sizeof where);
	if (bare.runs && held.runs)
		snprintf(title, size,
			 "%zu of %zu unsynchronized runs of %s end with a wrong number; "
			 "synchronized ones: %zu of %zu%s",
			 bare.wrong, bare.runs, who, held.wrong, held.runs,
			 words_crowd(&chart->points[0]));
	else
		snprintf(title, size, "%zu of %zu %s runs of %s on %s end with a wrong number%s",
			 bare.wrong + held.wrong, bare.runs + held.runs,
			 bare.runs ? "unsynchronized" : "synchronized", who, where,
			 words_crowd(&chart->points[0]));
}

void finding_cost_ladder(const struct chart *chart, char *title, size_t size)
{
	const struct rungs *rungs = &chart->rungs;
	const struct rung *low = &rungs->rung[0], *high = low;
	char cheap[48], dear[48], times[48];

	for (unsigned i = 1; i < rungs->nr; i++) {
		const struct rung *rung = &rungs->rung[i];

		low = rung->ns.median < low->ns.median ? rung : low;
		high = rung->ns.median > high->ns.median ? rung : high;
	}
	snprintf(title, size, "From %s (%s) to %s (%s): a factor of %s",
		 words_time(low->ns.median, cheap, sizeof cheap), low->label,
		 words_time(high->ns.median, dear, sizeof dear), high->label,
		 words_amount(high->ns.median / low->ns.median, times, sizeof times));
}

// The lock with the widest gap between its tasks.
static const struct chart_point *least_fair(const struct chart *chart)
{
	const struct chart_point *worst = NULL;

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		if (point->luckiest.nr &&
		    (!worst || point->luckiest.median > worst->luckiest.median))
			worst = point;
	}
	return worst;
}

void finding_fairness(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *worst = least_fair(chart);
	char who[64], most[32], least[32];
	double fair;

	if (!worst) {
		finding_summary(chart, title, size);
		return;
	}
	fair = 1 / (double)worst->of->axes->count;
	words_tasks(worst, who, sizeof who);
	words_percent(worst->luckiest.median, most, sizeof most);
	words_percent(worst->unluckiest.median, least, sizeof least);
	if (worst->luckiest.median < 1.02 * fair)
		snprintf(title, size,
			 "All locks share out alike: of %s, none got more than %s %% (fair is %.3g "
			 "%%)%s",
			 who, most, 100 * fair, words_crowd(worst));
	else
		snprintf(title, size,
			 "Of %s at one lock, %s lets the luckiest have %s %% of the increments, "
			 "the unluckiest %s %%%s",
			 who, chart->lines.key[worst->line - 1].label, most, least,
			 words_crowd(worst));
}

void finding_machine(const struct chart *chart, char *title, size_t size)
{
	const struct pairs *pairs = &chart->pairs;
	const struct pair *near = &pairs->pair[0], *far = near;
	char low[32], high[32], middle[32];

	for (size_t i = 1; i < pairs->nr; i++) {
		const struct pair *pair = &pairs->pair[i];

		near = pair->ns.median < near->ns.median ? pair : near;
		far = pair->ns.median > far->ns.median ? pair : far;
	}
	if (pairs->nr == 1)
		snprintf(title, size,
			 "A cache line goes from PU %d to PU %d in %s ns; 90 %% of the trials saw "
			 "%s to %s ns",
			 pairs->pus[near->low], pairs->pus[near->high],
			 words_number(near->ns.median, middle, sizeof middle),
			 words_number(near->p5, low, sizeof low),
			 words_number(near->p95, high, sizeof high));
	else
		snprintf(
		    title, size,
		    "A cache line goes from PU %d to PU %d in %s ns, from PU %d to PU %d in %s "
		    "ns",
		    pairs->pus[near->low], pairs->pus[near->high],
		    words_number(near->ns.median, low, sizeof low), pairs->pus[far->low],
		    pairs->pus[far->high], words_number(far->ns.median, high, sizeof high));
}

// The slowest and the fastest window of a case, increments a second.
static void range(const struct case_summary *of, double *low, double *high)
{
	*low = INFINITY;
	*high = 0;
	for (size_t i = 0; i < of->nr_ok; i++) {
		double rate = of->ok[i]->throughput_per_s;

		if (rate > 0) {
			*low = fmin(*low, rate);
			*high = fmax(*high, rate);
		}
	}
}

void finding_windows(const struct chart *chart, char *title, size_t size)
{
	const struct chart_point *widest = &chart->points[0];
	double low, high, least = 0, most = 0;
	char who[64], how[80], slow[48], fast[48];

	for (size_t i = 0; i < chart->nr_points; i++) {
		range(chart->points[i].of, &low, &high);
		if (least == 0 || high / low > most / least) {
			least = low;
			most = high;
			widest = &chart->points[i];
		}
	}
	words_tasks(widest, who, sizeof who);
	words_manner(chart, widest, how, sizeof how);
	if (widest->of->nr_ok < 2)
		snprintf(title, size, "%s, %s: %s increments a second in the only window%s", who,
			 how, words_amount(most, fast, sizeof fast), words_crowd(widest));
	else
		snprintf(
		    title, size,
		    "One case, %zu windows: %s make %s to %s million increments a second, %s%s",
		    widest->of->nr_ok, who, words_number(1e-6 * least, slow, sizeof slow),
		    words_number(1e-6 * most, fast, sizeof fast), how, words_crowd(widest));
}
