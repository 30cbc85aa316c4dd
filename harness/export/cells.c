// SPDX-License-Identifier: MIT

// Two tables: what was measured, and how two sides compare.

#include "harness/export/cells.h"

#include <assert.h>
#include <math.h>

#include "harness/data/number.h"
#include "harness/data/summary.h"
#include "harness/export/plain.h"

static void put_name(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	plain_put(cell, judged->name, CELLS_NAME_BYTES, NULL);
}

static void put_trials(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	size_t nr = 0;

	(void)verdict;
	for (int o = 0; judged->head && o < NR_OUTCOMES; o++)
		nr += judged->head->outcomes[o];
	if (judged->head)
		fprintf(cell, "%zu", nr);
}

static void put_rate(FILE *cell, const struct case_summary *side)
{
	if (side && isfinite(side->throughput.median))
		number_put_rate(cell, &side->throughput);
}

static void put_base(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	put_rate(cell, judged->base);
}

static void put_head(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	put_rate(cell, judged->head);
}

static bool has_interval(const struct estimate *e)
{
	return isfinite(e->median) && isfinite(e->low) && isfinite(e->high);
}

static void put_interval(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (judged->head && has_interval(&judged->head->throughput))
		number_put_interval(cell, &judged->head->throughput);
}

static void put_lost(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (judged->head && judged->head->lost_share.nr)
		number_put_lost(cell, judged->head->lost, judged->head->ops);
}

// The severity that counts, and the rules it comes from, each once.
static void put_findings(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	long in_case = judged - verdict->cases;
	bool said[NR_RULES] = {false};
	const char *before = ": ";

	if (judged->worst != SEVERITY_NOTE)
		fputs(severity_names[judged->worst], cell);
	for (size_t i = 0; i < verdict->nr_findings; i++) {
		const struct finding *finding = &verdict->findings[i];

		if (finding->in_case != in_case || finding->severity != judged->worst ||
		    said[finding->rule])
			continue;
		if (judged->worst == SEVERITY_NOTE && *before == ':')
			fputs(severity_names[SEVERITY_NOTE], cell);
		fprintf(cell, "%s%s", before, rule_name(finding->rule));
		before = ", ";
		said[finding->rule] = true;
	}
}

// Three decimals, as long as they say anything.
static void put_factor(FILE *cell, double x)
{
	fprintf(cell, fabs(x) < 1e6 ? "%.3f" : "%.3g", x);
}

static void put_ratio(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (isfinite(judged->comparison.ratio.median))
		put_factor(cell, judged->comparison.ratio.median);
}

static void put_ratio_interval(FILE *cell, const struct verdict *verdict,
			       const struct judged *judged)
{
	const struct estimate *ratio = &judged->comparison.ratio;

	(void)verdict;
	if (!has_interval(ratio))
		return;
	fputs("[", cell);
	put_factor(cell, ratio->low);
	fputs(", ", cell);
	put_factor(cell, ratio->high);
	fputs("]", cell);
}

static void put_pairs(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (judged->head && judged->base)
		fprintf(cell, "%zu", judged->comparison.nr_pairs);
}

static void put_instances(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (judged->head && judged->base)
		fprintf(cell, "%zu", judged->comparison.nr_instances);
}

static void put_delta(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (isfinite(judged->comparison.cliffs_delta))
		fprintf(cell, "%.2f", judged->comparison.cliffs_delta);
}

static void put_p(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	double p = judged->comparison.p_slower;

	(void)verdict;
	if (isfinite(p) && p < 0.001)
		fputs("<0.001", cell);
	else if (isfinite(p))
		fprintf(cell, "%.3f", p);
}

static void put_judgement(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	if (!judged->base)
		fputs("only head", cell);
	else if (!judged->head)
		fputs("only base", cell);
	else
		fputs(judgement_names[judged->comparison.judgement], cell);
}

static void put_stop(FILE *cell, const struct verdict *verdict, const struct judged *judged)
{
	(void)verdict;
	plain_put(cell, judged->comparison.stopped_by, PLAIN_WHOLE, NULL);
}

static const struct cells measured[] = {
    {"case", false, put_name},	    {"trials", true, put_trials},
    {"throughput", true, put_head}, {"interval", false, put_interval},
    {"lost", true, put_lost},	    {"findings", false, put_findings},
};

static const struct cells compared[] = {
    {"case", false, put_name},
    {"base", true, put_base},
    {"head", true, put_head},
    {"ratio", true, put_ratio},
    {"interval", false, put_ratio_interval},
    {"pairs", true, put_pairs},
    {"delta", true, put_delta},
    {"p", true, put_p},
    {"judgement", false, put_judgement},
    {"instances", true, put_instances},
    {"stopped by", false, put_stop},
};

enum {
	NR_MEASURED = sizeof measured / sizeof measured[0],
	NR_COMPARED = sizeof compared / sizeof compared[0],
	NR_OF_DUET = 2, /* the last ones */
};

// Only a duet stops by itself.
static bool any_stop(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].comparison.stopped_by &&
		    *verdict->cases[i].comparison.stopped_by)
			return true;
	return false;
}

const struct cells *cells_column(const struct verdict *verdict, size_t i)
{
	if (!verdict->base_name)
		return i < NR_MEASURED ? &measured[i] : NULL;
	return i < NR_COMPARED - (any_stop(verdict) ? 0 : NR_OF_DUET) ? &compared[i] : NULL;
}

char *cells_text(const struct cells *column, const struct verdict *verdict,
		 const struct judged *judged)
{
	char *text = NULL;
	size_t size;
	FILE *cell = open_memstream(&text, &size);

	assert(cell);
	column->put(cell, verdict, judged);
	if (ftell(cell) == 0)
		fputs("-", cell);
	assert(fclose(cell) == 0);
	return text;
}

// Fewer than 6 trials cannot hold the median with 95 %: see estimate.h.
static bool any_few(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].head && verdict->cases[i].head->throughput.nr &&
		    verdict->cases[i].head->throughput.coverage < 0.95)
			return true;
	return false;
}

static void put_compared_legend(FILE *out, const struct verdict *verdict)
{
	fprintf(out,
		"Ratio: head's throughput over base's, the median of the %s, with its 95 %% "
		"interval",
		any_stop(verdict) ? "instances (starts of both sides)" : "pairs");
	if (isfinite(verdict->threshold))
		fprintf(out, "; more than %g %% below 1 is slower", 100 * verdict->threshold);
	fputs(". Delta: Cliff's, from -1 (head always slower) to 1. p: that head is no slower than "
	      "the threshold allows, adjusted for the number of cases.",
	      out);
}

void cells_put_legend(FILE *out, const struct verdict *verdict)
{
	if (verdict->base_name) {
		put_compared_legend(out, verdict);
		return;
	}
	fprintf(out,
		"Medians of the ok trials; within this run, the interval holds the true median "
		"with at least 95 %% probability%s; lost is the share of all increments.",
		any_few(verdict) ? " (with fewer than 6 trials it is their whole range)" : "");
}
