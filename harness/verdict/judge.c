// SPDX-License-Identifier: MIT

// Judgements, and the sentences that say them.

#include "harness/verdict/judge.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/statistics/binomial.h"
#include "harness/statistics/bootstrap.h"
#include "harness/statistics/family.h"
#include "harness/statistics/ranks.h"

#define CONFIDENCE 0.95

/* With fewer values no interval holds a median with that confidence: 1 - 2 * 2^-5 is 0.94. */
#define LEAST_CLUSTERS 6

static size_t count_below(const double *ratios, size_t nr, double limit)
{
	size_t nr_below = 0;

	for (size_t i = 0; i < nr; i++)
		nr_below += ratios[i] < limit;
	return nr_below;
}

// The probability that the true median is not below the limit. Of values that hang together no sign
// is an independent witness; there it is what the bootstrap's interval says, taken for a normal
// one's (Efron and Tibshirani, An Introduction to the Bootstrap, 13.2).
static double p_not_below(const struct estimate *ratio, const double *ratios, size_t nr,
			  size_t cluster, double limit)
{
	double error =
	    (ratio->high - ratio->low) / 2 / gsl_cdf_ugaussian_Pinv(0.5 + CONFIDENCE / 2);

	if (cluster == 1)
		return sign_test_p(count_below(ratios, nr, limit), nr);
	if (!isfinite(error))
		return 1;
	return error > 0 ? gsl_cdf_ugaussian_P((ratio->median - limit) / error)
			 : ratio->median >= limit;
}

void judge_ratios(struct comparison *comparison, const double *ratios, size_t nr, size_t cluster,
		  double threshold, unsigned nr_resamples, uint64_t seed)
{
	comparison->nr_pairs = nr;
	comparison->nr_clusters = (nr + cluster - 1) / cluster;
	comparison->ratio = bootstrap_median(ratios, nr, cluster, CONFIDENCE, nr_resamples, seed);
	comparison->p_slower =
	    nr ? p_not_below(&comparison->ratio, ratios, nr, cluster, 1 - threshold) : NAN;
}

static bool is_compared(const struct judged *judged)
{
	return judged->head && judged->base;
}

// How many cases there are, and how many of them there is something to say of.
struct family {
	size_t nr_compared, nr_with_pairs;
	size_t most; /* independent pairs of any case */
};

static struct family family_of(const struct verdict *verdict)
{
	struct family family = {0};

	for (size_t i = 0; i < verdict->nr_cases; i++) {
		size_t nr = verdict->cases[i].comparison.nr_clusters;

		family.nr_compared += is_compared(&verdict->cases[i]);
		family.nr_with_pairs += nr > 0;
		if (nr > family.most)
			family.most = nr;
	}
	return family;
}

static void adjust(struct verdict *verdict)
{
	double *p = calloc(verdict->nr_cases + 1, sizeof *p);
	size_t nr = 0;

	assert(p);
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].comparison.nr_pairs)
			p[nr++] = verdict->cases[i].comparison.p_slower;
	holm_adjust(p, nr);
	nr = 0;
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].comparison.nr_pairs)
			verdict->cases[i].comparison.p_slower = p[nr++];
	free(p);
}

// Without pairs all of it is NaN, and no comparison with that is true.
static enum judgement judge(const struct comparison *c, double threshold)
{
	if (c->nr_clusters < LEAST_CLUSTERS)
		return JUDGEMENT_UNDECIDED;
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

static void add_slower(struct verdict *verdict, size_t i)
{
	const struct comparison *c = &verdict->cases[i].comparison;
	char p[32];

	verdict_add(verdict, RULE_slower, SEVERITY_FAILURE, (long)i, NO_BLOCK,
		    "%s: %.1f %% slower than base (ratio %.3f, %g %% interval %.3f to %.3f, %zu "
		    "pairs, %s after Holm)",
		    verdict->cases[i].name, 100 * (1 - c->ratio.median), c->ratio.median,
		    100 * CONFIDENCE, c->ratio.low, c->ratio.high, c->nr_pairs,
		    format_p(c->p_slower, p, sizeof p));
}

static void add_faster(struct verdict *verdict, size_t i)
{
	const struct comparison *c = &verdict->cases[i].comparison;

	verdict_add(verdict, RULE_faster, SEVERITY_NOTE, (long)i, NO_BLOCK,
		    "%s: %.1f %% faster than base (ratio %.3f, %g %% interval %.3f to %.3f, %zu "
		    "pairs)",
		    verdict->cases[i].name, 100 * (c->ratio.median - 1), c->ratio.median,
		    100 * CONFIDENCE, c->ratio.low, c->ratio.high, c->nr_pairs);
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

// The best that n pairs can do is to agree, by chance with 2^-n; Holm's first step multiplies that
// by the number of cases.
static bool too_few(size_t nr, size_t nr_cases)
{
	return sign_test_p(nr, nr) * (double)nr_cases > JUDGE_ALPHA;
}

static void put_too_few(FILE *out, const struct family *family)
{
	size_t least = family->most;

	if (!too_few(least, family->nr_with_pairs))
		return;
	while (too_few(least, family->nr_with_pairs))
		least++;
	fprintf(out,
		"; no case can be called slower with %zu independent pair%s at most: for %zu "
		"case%s it takes at least %zu",
		family->most, family->most == 1 ? "" : "s", family->nr_with_pairs,
		family->nr_with_pairs == 1 ? "" : "s", least);
}

static void put_undecided(FILE *out, const struct verdict *verdict, const struct family *family,
			  const struct undecided *undecided, const char *more)
{
	fprintf(out, "%zu of %zu case%s undecided at a threshold of %g %%: %s", undecided->nr,
		family->nr_compared, family->nr_compared == 1 ? "" : "s", 100 * verdict->threshold,
		more);
	put_too_few(out, family);
	if (undecided->nr_without)
		fprintf(out, "; %zu of them %s too few pairs for an interval",
			undecided->nr_without, undecided->nr_without == 1 ? "has" : "have");
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
