// SPDX-License-Identifier: MIT

// A chart's figures as gnuplot reads them. Numbers first: gnuplot finds them by name, and words
// come where no quote in them can shift any.

#include "harness/figure/gnuplot.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/fleet.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/explorations.h"
#include "harness/figure/machines.h"
#include "harness/figure/pairs.h"
#include "harness/figure/recipe.h"
#include "harness/figure/rungs.h"

// Control characters become spaces: gnuplot ends a record at any newline, quoted or not.
static void write_word(FILE *out, const char *word)
{
	char text[4097]; /* longer ones were refused when they were read: rows.h */
	size_t length = strlen(word);

	length = length < sizeof text ? length : sizeof text - 1;
	for (size_t i = 0; i < length; i++)
		text[i] = (unsigned char)word[i] < ' ' || word[i] == 0x7f ? ' ' : word[i];
	fputc(',', out);
	if (length)
		csv_fwrite(out, text, length);
}

static void write_count(FILE *out, int64_t count)
{
	fputc(',', out);
	if (count != COUNT_EMPTY)
		fprintf(out, "%" PRId64, count);
}

static void write_real(FILE *out, double real)
{
	fputc(',', out);
	if (isfinite(real))
		fprintf(out, "%.9g", real);
}

static void write_estimate(FILE *out, const struct estimate *estimate)
{
	bool any = estimate->nr > 0;

	write_real(out, any ? estimate->median : NAN);
	write_real(out, any ? estimate->low : NAN);
	write_real(out, any ? estimate->high : NAN);
}

#define ESTIMATE(name) "," name "," name "_low," name "_high"

// Of a fleet's points: how far they are spread over the machines.
static const char range_header[] =
    ",machines,ns_per_op_least,ns_per_op_most,lost_share_least,lost_share_most";

static void write_range(FILE *out, const struct chart_point *point)
{
	const double ends[] = {point->least_ns, point->most_ns, point->least_lost,
			       point->most_lost};

	write_count(out, (int64_t)point->nr_machines);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		write_real(out, ends[i]);
}

static const char point_header[] =
    "panel,line,kind,x,count,oversubscribed,trials,lost,ops" ESTIMATE("lost_share")
	ESTIMATE("ns_per_op") ESTIMATE("throughput_per_s") ESTIMATE("goodput_per_s")
	    ESTIMATE("jain") ESTIMATE("overlap") ESTIMATE("handoff_ns") ESTIMATE("versus_thread")
		ESTIMATE("unluckiest") ESTIMATE("luckiest")
		    ESTIMATE("handover_share") ",front,ideal_per_s,slots,hold_ns,think_ns";

static const char word_header[] = ",structure,sync,class,task,place,pattern,granularity\n";

static void write_point(FILE *out, const struct chart_point *point, bool many)
{
	const struct case_summary *of = point->of;
	const struct row *axes = of->axes;
	const struct estimate *const estimates[] = {
	    &of->lost_share,	&of->ns_per_op,	  &of->throughput,    &of->goodput,
	    &of->jain,		&of->overlap,	  &of->handoff_ns,    &point->versus,
	    &point->unluckiest, &point->luckiest, &of->handover_share};
	const int64_t counts[] = {axes->slots, axes->hold_ns, axes->think_ns};
	const char *const words[] = {axes->structure, axes->sync,    axes->class,      axes->task,
				     axes->place,     axes->pattern, axes->granularity};

	fprintf(out, "%u,%u,%u,%" PRId64 ",%" PRId64 ",%d,%zu,%" PRId64 ",%" PRId64, point->panel,
		point->line, point->kind, point->x, axes->count, of->oversubscribed,
		of->outcomes[OUTCOME_OK], of->lost, of->ops);
	for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++)
		write_estimate(out, estimates[i]);
	write_count(out, point->front);
	write_real(out, point->ideal_per_s);
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		write_count(out, counts[i]);
	if (many)
		write_range(out, point);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		write_word(out, words[i]);
	fputc('\n', out);
}

static void write_points(FILE *out, const struct chart *chart)
{
	bool many = chart->material->fleet != NULL;

	fprintf(out, "%s%s%s", point_header, many ? range_header : "", word_header);
	for (size_t i = 0; i < chart->nr_points; i++)
		write_point(out, &chart->points[i], many);
}

enum {
	MAX_TRIALS_SHOWN = 2000, /* of a case; more dots than that hide each other */
};

static void write_trial(FILE *out, const struct chart_point *point, size_t run, ptrdiff_t number)
{
	const struct row *row = point->of->ok[run];

	fprintf(out, "%u,%u,%u,%" PRId64 ",%zu,%td,%" PRId64, point->panel, point->line,
		point->kind, point->of->axes->count, run + 1, number, row->block);
	write_count(out, row->ops);
	write_count(out, row->observed);
	write_count(out, row->lost);
	write_real(out, row->throughput_per_s);
	write_real(out, row->handoff_ns);
	write_word(out, row->sync);
	write_word(out, row->task);
	fputc('\n', out);
}

// Every trial, or evenly chosen ones of a case that has too many.
static void write_trials(FILE *out, const struct chart *chart)
{
	const struct row *first = chart->material->rows->row;

	fputs("panel,line,kind,count,run,trial,block,ops,observed,lost,throughput_per_s,handoff_ns,"
	      "sync,task\n",
	      out);
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct case_summary *of = chart->points[i].of;
		size_t step = (of->nr_ok + MAX_TRIALS_SHOWN - 1) / MAX_TRIALS_SHOWN;

		for (size_t j = 0; j < of->nr_ok; j += step)
			write_trial(out, &chart->points[i], j, of->ok[j] - first + 1);
	}
}

// `panel` is 0 where there is but one machine.
static void write_pair(FILE *out, unsigned panel, const struct pairs *pairs,
		       const struct pair *pair, unsigned from, unsigned to)
{
	if (panel)
		fprintf(out, "%u,", panel);
	fprintf(out, "%u,%u,%d,%d,%zu", from + 1, to + 1, pairs->pus[from], pairs->pus[to],
		pair->ns.nr);
	write_estimate(out, &pair->ns);
	write_real(out, pair->p5);
	write_real(out, pair->p95);
	fputc('\n', out);
}

static const char pair_header[] = "from,to,from_pu,to_pu,trials" ESTIMATE("handoff_ns") ",p5,p95\n";

static void write_pairs(FILE *out, unsigned panel, const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->nr; i++) {
		const struct pair *pair = &pairs->pair[i];

		write_pair(out, panel, pairs, pair, pair->low, pair->high);
		write_pair(out, panel, pairs, pair, pair->high, pair->low);
	}
}

static void write_all_pairs(FILE *out, const struct chart *chart)
{
	fprintf(out, "%s%s", chart->machines.nr_pairs ? "panel," : "", pair_header);
	if (!chart->machines.nr_pairs)
		write_pairs(out, 0, &chart->pairs);
	for (size_t i = 0; i < chart->machines.nr_pairs; i++)
		write_pairs(out, (unsigned)i + 1, &chart->machines.pairs[i]);
}

static void write_machines(FILE *out, const struct chart *chart)
{
	fputs("row,line,trials" ESTIMATE("lost_share")
		  ESTIMATE("ns_per_op") ",machine,family,cpu\n",
	      out);
	for (size_t i = 0; i < chart->machines.nr; i++) {
		const struct machine_row *row = &chart->machines.row[i];

		fprintf(out, "%zu,%u,%zu", i + 1, row->family, row->of->outcomes[OUTCOME_OK]);
		write_estimate(out, &row->of->lost_share);
		write_estimate(out, &row->of->ns_per_op);
		write_word(out, row->machine->label);
		write_word(out, row->machine->family);
		write_word(out, row->machine->cpu_model);
		fputc('\n', out);
	}
}

static void write_rungs(FILE *out, const struct rungs *rungs)
{
	fputs("rung,trials" ESTIMATE("ns") ",label,detail\n", out);
	for (unsigned i = 0; i < rungs->nr; i++) {
		const struct rung *rung = &rungs->rung[i];

		fprintf(out, "%u,%zu", i + 1, rung->ns.nr);
		write_estimate(out, &rung->ns);
		write_word(out, rung->label);
		write_word(out, rung->detail);
		fputc('\n', out);
	}
}

int gnuplot_write_csv(FILE *out, const struct chart *chart)
{
	switch (chart->recipe->rows) {
	case ROWS_POINTS:
		write_points(out, chart);
		break;
	case ROWS_TRIALS:
		write_trials(out, chart);
		break;
	case ROWS_PAIRS:
		write_all_pairs(out, chart);
		break;
	case ROWS_RUNGS:
		write_rungs(out, &chart->rungs);
		break;
	case ROWS_MACHINES:
		write_machines(out, chart);
		break;
	case ROWS_INTERLEAVINGS:
	case ROWS_MODELS:
		explorations_write_csv(out, chart);
		break;
	}
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}
