// SPDX-License-Identifier: MIT

// What gnuplot reads of an overlay. The axes have to hold it, too: its counts are added to the
// chart's, and its extremes are given beside it.

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/figure/chart.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/overlay.h"

static int finish(FILE *out)
{
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}

static void put_word(FILE *out, const char *word)
{
	fputc(',', out);
	csv_fwrite(out, word, strlen(word));
}

int overlay_write_csv(FILE *out, const struct overlay *overlay)
{
	fputs("overlay,panel,line,kind,count,value,series,sync,source\n", out);
	for (size_t i = 0; i < overlay->nr_points; i++) {
		const struct overlay_point *point = &overlay->points[i];

		fprintf(out, "%u,%u,%u,%u,%" PRId64 ",%.9g", point->series, point->panel,
			point->line, point->kind, point->count, point->value);
		put_word(out, overlay->series[point->series - 1].label);
		put_word(out, point->sync);
		put_word(out, overlay->series[point->series - 1].source);
		fputc('\n', out);
	}
	return finish(out);
}

// Series of one source share its words: "Xeon, Milan: McKenney; i7: Downs".
static void write_source(FILE *out, const struct overlay *overlay)
{
	char text[4096];
	size_t length = 0;

	for (unsigned i = 0; i < overlay->nr_series && length < sizeof text; i++) {
		const struct overlay_series *s = &overlay->series[i];
		bool more = i + 1 < overlay->nr_series && strcmp(s[1].source, s->source) == 0;

		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s%s%s",
					   s->label, more ? "" : ": ", more ? "" : s->source,
					   more				? ", "
					   : i + 1 < overlay->nr_series ? "; "
									: "");
	}
	if (overlay->converted && length < sizeof text)
		snprintf(text + length, sizeof text - length, "; rates computed from ns");
	fputs("overlay_source = 'hollow marks: '.", out);
	gnuplot_quote(out, text);
	fputc('\n', out);
}

static void write_extremes(FILE *out, const struct overlay *overlay)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < overlay->nr_points; i++) {
		low = fmin(low, overlay->points[i].value);
		high = fmax(high, overlay->points[i].value);
	}
	fprintf(out, "overlay_low = %.9g\noverlay_high = %.9g\n", low, high);
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

// The counts of both, each once, rising. Returns 0 or ENOMEM.
static int write_counts(FILE *out, const struct overlay *overlay, const struct chart *chart)
{
	size_t nr = chart->nr_xs, once = 0;
	int64_t *counts = calloc(nr + overlay->nr_points, sizeof *counts);

	if (!counts)
		return ENOMEM;
	memcpy(counts, chart->xs, nr * sizeof *counts);
	for (size_t i = 0; i < overlay->nr_points; i++)
		counts[nr++] = overlay->points[i].count;
	qsort(counts, nr, sizeof *counts, by_value);
	for (size_t i = 0; i < nr; i++)
		if (!once || counts[once - 1] != counts[i])
			counts[once++] = counts[i];
	fprintf(out, "array overlay_counts[%zu] = [", once);
	for (size_t i = 0; i < once; i++)
		fprintf(out, "%s%" PRId64, i ? ", " : "", counts[i]);
	fputs("]\n", out);
	free(counts);
	return 0;
}

int overlay_write_script(FILE *out, const struct overlay *overlay, const struct chart *chart)
{
	char file[128];

	if (!overlay->nr_points)
		return 0;
	snprintf(file, sizeof file, "%s.overlay.csv", chart->figure->name);
	fputs("# Laid over it: other machines' figures.\n", out);
	gnuplot_set_text(out, "overlay_csv", file);
	fprintf(out, "array overlay[%u] = [", overlay->nr_series);
	for (unsigned i = 0; i < overlay->nr_series; i++) {
		fputs(i ? ", " : "", out);
		gnuplot_quote(out, overlay->series[i].label);
	}
	fputs("]\n", out);
	write_source(out, overlay);
	write_extremes(out, overlay);
	return write_counts(out, overlay, chart) ? ENOMEM : finish(out);
}
