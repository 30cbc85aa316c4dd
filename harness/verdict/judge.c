// SPDX-License-Identifier: MIT

// Judgements, and the sentences that say them.

#include "harness/verdict/judge.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/statistics/binomial.h"
#include "harness/statistics/estimate.h"
#include "harness/statistics/family.h"
#include "harness/statistics/ranks.h"

#define CONFIDENCE 0.95

static size_t count_below(const double *ratios, size_t nr, double limit)
{
	size_t nr_below = 0;

	for (size_t i = 0; i < nr; i++)
		nr_below += ratios[i] < limit;
	return nr_below;
}

struct estimate judge_interval(double *ratios, size_t nr, double share)
{
	return median_assured(ratios, nr, 1 - (1 - CONFIDENCE) * share);
}

void judge_ratios(struct comparison *comparison, double *ratios, size_t nr, double share,
		  double threshold)
{
	size_t nr_below = count_below(ratios, nr, 1 - threshold);

	comparison->ratio = judge_interval(ratios, nr, share);
	comparison->share = share;
	comparison->p_slower = nr ? fmin(1, sign_test_p(nr_below, nr) / share) : NAN;
}

static bool is_compared(const struct judged *judged)
{
	return judged->head && judged->base;
}

// How many cases there are, and how many of them there is something to say of.
struct family {
	size_t nr_compared, nr_with_ratio;
	const struct comparison *best; /* the one of most values; NULL: none has any */
};

static struct family family_of(const struct verdict *verdict)
{
	struct family family = {0};

	for (size_t i = 0; i < verdict->nr_cases; i++) {
		const struct comparison *c = &verdict->cases[i].comparison;

		family.nr_compared += is_compared(&verdict->cases[i]);
		family.nr_with_ratio += c->ratio.nr > 0;
		if (c->ratio.nr > (family.best ? family.best->ratio.nr : 0))
			family.best = c;
	}
	return family;
}

static void adjust(struct verdict *verdict)
{
	double *p = calloc(verdict->nr_cases + 1, sizeof *p);
	size_t nr = 0;

	assert(p);
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].comparison.ratio.nr)
			p[nr++] = verdict->cases[i].comparison.p_slower;
	holm_adjust(p, nr);
	nr = 0;
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].comparison.ratio.nr)
			verdict->cases[i].comparison.p_slower = p[nr++];
	free(p);
}

// Without values all of it is NaN, and no comparison with that is true.
static enum judgement judge(const struct comparison *c, double threshold)
{
	if (c->ratio.high < 1 - threshold && c->p_slower <= JUDGE_ALPHA)
		return JUDGEMENT_SLOWER;
	if (c->ratio.low > 1 + threshold)
		return JUDGEMENT_FASTER;
	if (c->ratio.low > 1 - threshold && c->ratio.high < 1 + threshold)
		return JUDGEMENT_SAME;
	return JUDGEMENT_UNDECIDED;
}

// "p = 0.00003", or "p < 0.00001".
static const char *format_p(double p, char *text, size_t size)
{
	snprintf(text, size, p < 1e-5 ? "p < 0.00001" : "p = %.5f", p);
	return text;
}

// What the interval is over: "44 instances", "20 pairs".
static const char *format_values(const struct comparison *c, char *text, size_t size)
{
	snprintf(text, size, "%zu %s%s", c->ratio.nr, c->nr_instances ? "instance" : "pair",
		 c->ratio.nr == 1 ? "" : "s");
	return text;
}

static void add_slower(struct verdict *verdict, size_t i)
{
	const struct comparison *c = &verdict->cases[i].comparison;
	char values[64], p[32];

	verdict_add(verdict, RULE_slower, SEVERITY_FAILURE, (long)i, NO_BLOCK,
		    "%s: %.1f %% slower than base (ratio %.3f, %g %% interval %.3f to %.3f, %s, "
		    "%s after Holm)",
		    verdict->cases[i].name, 100 * (1 - c->ratio.median), c->ratio.median,
		    100 * CONFIDENCE, c->ratio.low, c->ratio.high,
		    format_values(c, values, sizeof values), format_p(c->p_slower, p, sizeof p));
}

static void add_faster(struct verdict *verdict, size_t i)
{
	const struct comparison *c = &verdict->cases[i].comparison;
	char values[64];

	verdict_add(verdict, RULE_faster, SEVERITY_NOTE, (long)i, NO_BLOCK,
		    "%s: %.1f %% faster than base (ratio %.3f, %g %% interval %.3f to %.3f, %s)",
		    verdict->cases[i].name, 100 * (c->ratio.median - 1), c->ratio.median,
		    100 * CONFIDENCE, c->ratio.low, c->ratio.high,
		    format_values(c, values, sizeof values));
}

struct undecided {
	size_t nr, nr_without; /* all of them, and those without an interval */
	const struct judged *widest;
};

static double width(const struct judged *judged)
{
	return judged->comparison.ratio.high - judged->comparison.ratio.low;
}

static struct undecided find_undecided(const struct verdict *verdict)
{
	struct undecided undecided = {0};

	for (size_t i = 0; i < verdict->nr_cases; i++) {
		const struct judged *judged = &verdict->cases[i];

		if (judged->comparison.judgement != JUDGEMENT_UNDECIDED)
			continue;
		undecided.nr++;
		if (!isfinite(width(judged)))
			undecided.nr_without++;
		else if (!undecided.widest || width(judged) > width(undecided.widest))
			undecided.widest = judged;
	}
	return undecided;
}

// The best that n values can do is to agree, by chance with 2^-n; Holm's first step multiplies that
// by the number of cases.
static bool too_few(size_t nr, double share, size_t nr_cases)
{
	return sign_test_p(nr, nr) / share * (double)nr_cases > JUDGE_ALPHA;
}

static void put_too_few(FILE *out, const struct family *family)
{
	const struct comparison *best = family->best;
	size_t least = best ? best->ratio.nr : 0;
	char values[64];

	if (!best || !too_few(least, best->share, family->nr_with_ratio))
		return;
	while (too_few(least, best->share, family->nr_with_ratio))
		least++;
	fprintf(out,
		"; no case can be called slower with %s at most: for %zu case%s it takes at least "
		"%zu",
		format_values(best, values, sizeof values), family->nr_with_ratio,
		family->nr_with_ratio == 1 ? "" : "s", least);
}

static void put_undecided(FILE *out, const struct verdict *verdict, const struct family *family,
			  const struct undecided *undecided, const char *more)
{
	fprintf(out, "%zu of %zu case%s undecided at a threshold of %g %%: %s", undecided->nr,
		family->nr_compared, family->nr_compared == 1 ? "" : "s", 100 * verdict->threshold,
		more);
	put_too_few(out, family);
	if (undecided->nr_without)
		fprintf(out, "; %zu of them %s too few %s for an interval", undecided->nr_without,
			undecided->nr_without == 1 ? "has" : "have",
			family->best && family->best->nr_instances ? "instances" : "pairs");
	if (undecided->widest)
		fprintf(out, "; the widest interval is %.2f to %.2f (%s)",
			undecided->widest->comparison.ratio.low,
			undecided->widest->comparison.ratio.high, undecided->widest->name);
}

static void add_undecided(struct verdict *verdict, const struct family *family, const char *more)
{
	struct undecided undecided = find_undecided(verdict);
	char *sentence;
	size_t size;
	FILE *out;

	if (!undecided.nr)
		return;
	out = open_memstream(&sentence, &size);
	assert(out);
	put_undecided(out, verdict, family, &undecided, more);
	fclose(out);
	assert(sentence);
	verdict_add(verdict, RULE_undecided, SEVERITY_NOTE, NO_CASE, NO_BLOCK, "%s", sentence);
	free(sentence);
}

// The throughputs of a case's ok trials, on the heap.
static double *throughputs(const struct case_summary *c, size_t *nr)
{
	double *values = calloc(c->nr_ok + 1, sizeof *values);

	assert(values);
	*nr = 0;
	for (size_t i = 0; i < c->nr_ok; i++)
		if (isfinite(c->ok[i]->throughput_per_s))
			values[(*nr)++] = c->ok[i]->throughput_per_s;
	return values;
}

void judge_ranks(struct judged *judged)
{
	size_t nr_head, nr_base;
	double *head = throughputs(judged->head, &nr_head);
	double *base = throughputs(judged->base, &nr_base);

	judged->comparison.cliffs_delta = cliffs_delta(head, nr_head, base, nr_base);
	judged->comparison.mann_whitney_p =
	    nr_head && nr_base ? mann_whitney_p(head, nr_head, base, nr_base) : NAN;
	free(head);
	free(base);
}

void judge_all(struct verdict *verdict, const char *more)
{
	struct family family = family_of(verdict);

	adjust(verdict);
	for (size_t i = 0; i < verdict->nr_cases; i++) {
		struct comparison *comparison = &verdict->cases[i].comparison;

		if (!is_compared(&verdict->cases[i]))
			continue;
		comparison->judgement = judge(comparison, verdict->threshold);
		if (comparison->judgement == JUDGEMENT_SLOWER)
			add_slower(verdict, i);
		else if (comparison->judgement == JUDGEMENT_FASTER)
			add_faster(verdict, i);
	}
	add_undecided(verdict, &family, more);
}
