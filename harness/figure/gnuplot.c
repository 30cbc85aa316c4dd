// SPDX-License-Identifier: MIT

// Charts as gnuplot reads them. Every text passes through gnuplot_quote. In a single-quoted gnuplot
// string nothing is special but the quote, which its manual says to write twice; but gnuplot 5.4
// takes one that is the string's first letter for its end. So a quote leaves the string instead, as
// a string of its own between two concatenations: 'it'."'".'s'. So does an @: its macro expansion,
// which is done before strings are recognized, loses count of quotes and would take '"@x' for one.

#include "harness/figure/gnuplot.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

static bool is_utf8(const char *text)
{
	json_t *string = json_string(text); /* NULL unless it is UTF-8 */

	json_decref(string);
	/* U+FFFE and U+FFFF are UTF-8, but not XML */
	return string && !strstr(text, "\xef\xbf\xbe") && !strstr(text, "\xef\xbf\xbf");
}

int gnuplot_quote(FILE *out, const char *text)
{
	bool utf8 = is_utf8(text);

	putc('\'', out);
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < ' ' || *p == 0x7f)
			putc(' ', out);
		else if (*p >= 0x80 && !utf8)
			putc('?', out);
		else if (*p == '\'')
			fputs("'.\"'\".'", out);
		else if (*p == '@')
			fputs("'.'@'.'", out);
		else
			putc(*p, out);
	}
	putc('\'', out);
	return ferror(out) ? -1 : 0;
}

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

// Numbers first: gnuplot finds them by name, and words come where no quote in them can shift any.
static const char header[] = "panel,line,kind,count,oversubscribed,trials,lost,ops" ESTIMATE(
    "lost_share") ESTIMATE("ns_per_op") ESTIMATE("throughput_per_s") ESTIMATE("goodput_per_s")
    ESTIMATE("jain") ESTIMATE("overlap") ESTIMATE("handoff_ns")
	ESTIMATE("versus_thread") ",slots,hold_ns,think_ns,structure,sync,class,task,place,pattern,"
				  "granularity\n";

static void write_point(FILE *out, const struct chart_point *point)
{
	const struct case_summary *of = point->of;
	const struct row *axes = of->axes;
	const struct estimate *const estimates[] = {
	    &of->lost_share, &of->ns_per_op, &of->throughput, &of->goodput,
	    &of->jain,	     &of->overlap,   &of->handoff_ns, &point->versus};
	const int64_t counts[] = {axes->slots, axes->hold_ns, axes->think_ns};
	const char *const words[] = {axes->structure, axes->sync,    axes->class,      axes->task,
				     axes->place,     axes->pattern, axes->granularity};

	fprintf(out, "%u,%u,%u,%" PRId64 ",%d,%zu,%" PRId64 ",%" PRId64, point->panel, point->line,
		point->kind, axes->count, of->oversubscribed, of->outcomes[OUTCOME_OK], of->lost,
		of->ops);
	for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++)
		write_estimate(out, estimates[i]);
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		write_count(out, counts[i]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		write_word(out, words[i]);
	fputc('\n', out);
}

static int finish(FILE *out)
{
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}

int gnuplot_write_csv(FILE *out, const struct chart *chart)
{
	fputs(header, out);
	for (size_t i = 0; i < chart->nr_points; i++)
		write_point(out, &chart->points[i]);
	return finish(out);
}

static void write_text(FILE *out, const char *variable, const char *text)
{
	fprintf(out, "%s = ", variable);
	gnuplot_quote(out, text);
	fputc('\n', out);
}

// What the intervals of this chart are; small numbers of trials make them wider or no intervals.
static void write_intervals(FILE *out, const struct chart *chart)
{
	size_t few = chart->trials_min, many = chart->trials_max;
	char text[192], trials[64];

	if (few == many)
		snprintf(trials, sizeof trials, "%zu trial%s", few, few == 1 ? "" : "s");
	else
		snprintf(trials, sizeof trials, "%zu to %zu trials", few, many);
	if (many == 1)
		snprintf(text, sizeof text, "points: one trial each");
	else if (few >= 6) /* below 6 values no order statistics hold a median with 95 %: stats.h */
		snprintf(text, sizeof text, "points: medians of %s; bars: 95 %% intervals", trials);
	else
		snprintf(text, sizeof text,
			 "points: medians of %s; bars: 95 %% intervals, or the "
			 "whole range below 6 trials",
			 trials);
	write_text(out, "intervals", text);
}

static void write_keys(FILE *out, const char *name, const struct chart_keys *keys)
{
	fprintf(out, "array %s[%u] = [", name, keys->nr);
	for (unsigned i = 0; i < keys->nr; i++) {
		fputs(i ? ", " : "", out);
		gnuplot_quote(out, keys->key[i].label);
	}
	fprintf(out, "]\narray %s_style[%u] = [", name, keys->nr);
	for (unsigned i = 0; i < keys->nr; i++)
		fprintf(out, "%s%u", i ? ", " : "", keys->key[i].style);
	fputs("]\n", out);
}

static void write_counts(FILE *out, const struct chart *chart)
{
	unsigned exact = 0;

	fprintf(out, "array counts[%zu] = [", chart->nr_counts);
	for (size_t i = 0; i < chart->nr_counts; i++)
		fprintf(out, "%s%" PRId64, i ? ", " : "", chart->counts[i]);
	for (size_t i = 0; i < chart->nr_points; i++)
		exact += chart->points[i].line == CHART_EXACT;
	fprintf(out, "]\nexact = %u\n", exact);
	fprintf(out, "fits = %" PRId64 "\ncrowded = %" PRId64 "\n", chart->fits, chart->crowded);
}

int gnuplot_write_script(FILE *out, const struct chart *chart, const char *plots,
			 const char *machine, const char *date)
{
	fprintf(out,
		"# Draw again, for example: gnuplot -e \"format='png'; theme='dark'; size='4:3'\" "
		"%s.gp\n",
		chart->figure->name);
	write_text(out, "name", chart->figure->name);
	write_text(out, "finding", chart->title);
	write_text(out, "machine", machine);
	write_text(out, "date", date);
	write_intervals(out, chart);
	write_keys(out, "panel", &chart->panels);
	write_keys(out, "line", &chart->lines);
	write_keys(out, "kind", &chart->kinds);
	write_counts(out, chart);
	write_text(out, "plots", plots);
	fputs("load plots.'/common.gp'\nload plots.'/'.name.'.gp'\n", out);
	return finish(out);
}
