// SPDX-License-Identifier: MIT

// What of other machines' figures belongs over which chart.

#include "harness/figure/overlay.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/data/directory.h"

// The figures that can be held against another machine's: each has one value a case.
static const struct quantity {
	const char *figure;
	const char *published; /* the figure in the table that it is computed from */
	size_t estimate;       /* of a case_summary */
	bool rate;	       /* the table has ns: N tasks do N / ns increments */
	bool kept;	       /* only of strategies that lose nothing */
} quantities[] = {
    {"lost_share", "lost_share", offsetof(struct case_summary, lost_share), false, false},
    {"cost", "cost", offsetof(struct case_summary, ns_per_op), false, false},
    {"rate", "cost", offsetof(struct case_summary, throughput), true, false},
    {"goodput", "cost", offsetof(struct case_summary, goodput), true, true},
};

static const struct quantity *quantity_of(const struct chart *chart)
{
	for (size_t i = 0; i < sizeof quantities / sizeof quantities[0]; i++)
		if (strcmp(quantities[i].figure, chart->figure->name) == 0)
			return &quantities[i];
	return NULL;
}

static int add_run(struct overlays *overlays, const char *dir, struct complaint *c)
{
	struct overlay_run *run = &overlays->run[overlays->nr_runs];

	if (overlays->nr_runs == OVERLAY_MAX_RUNS)
		return complain(c, "%d runs at most", OVERLAY_MAX_RUNS);
	*run = (struct overlay_run){.dir = dir};
	if (directory_load(&run->rows, dir, c))
		return -1;
	if (summary_build(&run->summary, &run->rows)) {
		rows_fini(&run->rows);
		return complain_machine(c, "%s: no memory", dir);
	}
	provenance_load(&run->provenance, dir);
	overlays->nr_runs++;
	return 0;
}

int overlays_add(struct overlays *overlays, const char *what, const char *plots,
		 struct complaint *c)
{
	char *path;
	int result;

	if (strcmp(what, "published") != 0)
		return add_run(overlays, what, c);
	if (overlays->published.nr_rows)
		return 0;
	if (asprintf(&path, "%s/published.csv", plots) < 0)
		return complain_machine(c, "no memory");
	result = published_load(&overlays->published, path, c);
	free(path);
	return result;
}

void overlays_fini(struct overlays *overlays)
{
	published_fini(&overlays->published);
	for (size_t i = 0; i < overlays->nr_runs; i++) {
		summary_fini(&overlays->run[i].summary);
		rows_fini(&overlays->run[i].rows);
	}
	overlays->nr_runs = 0;
}

// The number of the series, from 1, which is entered if it is new; 0 if there are too many.
static unsigned series(struct overlay *overlay, const char *label, const char *source)
{
	struct overlay_series *new = &overlay->series[overlay->nr_series];

	for (unsigned i = 0; i < overlay->nr_series; i++)
		if (strcmp(overlay->series[i].source, source) == 0 &&
		    strcmp(overlay->series[i].label, label) == 0)
			return i + 1;
	if (overlay->nr_series == OVERLAY_MAX_SERIES)
		return 0;
	snprintf(new->label, sizeof new->label, "%s", label);
	snprintf(new->source, sizeof new->source, "%s", source);
	return ++overlay->nr_series;
}

// The chart's line for a published strategy: threads' on the variable if it has one.
static const struct chart_point *line_for(const struct chart *chart, const char *sync)
{
	const struct chart_point *found = NULL;

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];
		const struct row *axes = point->of->axes;

		if (point->line == CHART_EXACT || strcmp(axes->structure, "variable") != 0 ||
		    strcmp(axes->sync, sync) != 0)
			continue;
		if (strcmp(axes->task, "thread") == 0)
			return point;
		found = found ? found : point;
	}
	return found;
}

static int64_t reach(const struct chart *chart)
{
	int64_t most = chart->nr_xs ? chart->xs[chart->nr_xs - 1] : 0;

	return OVERLAY_REACH * most;
}

static void add_published(struct overlay *overlay, const struct published_row *row,
			  const struct quantity *quantity, const struct chart *chart)
{
	const struct chart_point *line = line_for(chart, row->sync);
	struct overlay_point *point = &overlay->points[overlay->nr_points];

	if (!line || row->count > reach(chart) || strcmp(row->figure, quantity->published) != 0 ||
	    (quantity->kept && strcmp(row->sync, "none") == 0))
		return;
	*point = (struct overlay_point){.panel = line->panel,
					.line = line->line,
					.kind = line->kind,
					.count = row->count,
					.value = row->value,
					.sync = row->sync};
	if (quantity->rate)
		point->value = 1e9 * (double)row->count / row->value;
	point->series = series(overlay, row->series, row->source);
	overlay->converted |= quantity->rate;
	overlay->nr_points += point->series > 0;
}

// What the key calls a run: its machine, cut short to leave room for the graph.
static void name_run(char label[27], const struct overlay_run *run)
{
	const char *name = run->provenance.machine, *slash = strrchr(run->dir, '/');

	if (!*name)
		name = slash && slash[1] ? slash + 1 : run->dir;
	snprintf(label, 27, "%s", name);
	if (strlen(name) > 26)
		strcpy(label + 23, "...");
}

static void add_measured(struct overlay *overlay, const struct overlay_run *run,
			 const struct quantity *quantity, const struct chart_point *under)
{
	const struct case_summary *of = summary_find(&run->summary, under->of->axes);
	const struct estimate *estimate;
	char label[27], source[192];

	if (!of || under->line == CHART_EXACT)
		return;
	estimate = (const void *)((const char *)of + quantity->estimate);
	if (!estimate->nr || of->axes->count < 1)
		return;
	name_run(label, run);
	snprintf(source, sizeof source, "%.80s, %.80s %s", run->dir, run->provenance.machine,
		 run->provenance.date);
	overlay->points[overlay->nr_points] =
	    (struct overlay_point){.series = series(overlay, label, source),
				   .panel = under->panel,
				   .line = under->line,
				   .kind = under->kind,
				   .count = of->axes->count,
				   .value = estimate->median,
				   .sync = of->axes->sync};
	overlay->nr_points += overlay->points[overlay->nr_points].series > 0;
}

int overlay_build(struct overlay *overlay, const struct overlays *overlays,
		  const struct chart *chart)
{
	const struct quantity *quantity = quantity_of(chart);
	size_t most = overlays->published.nr_rows + overlays->nr_runs * chart->nr_points;

	*overlay = (struct overlay){0};
	if (!quantity)
		return 0;
	overlay->points = calloc(most + 1, sizeof *overlay->points);
	if (!overlay->points)
		return -1;
	for (size_t i = 0; i < overlays->published.nr_rows; i++)
		add_published(overlay, &overlays->published.row[i], quantity, chart);
	for (size_t i = 0; i < overlays->nr_runs; i++)
		for (size_t p = 0; p < chart->nr_points; p++)
			add_measured(overlay, &overlays->run[i], quantity, &chart->points[p]);
	return 0;
}

void overlay_fini(struct overlay *overlay)
{
	free(overlay->points);
	*overlay = (struct overlay){0};
}
