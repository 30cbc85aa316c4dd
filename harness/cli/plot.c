// SPDX-License-Identifier: MIT

// racelab plot DIR: from trials.csv to figures.

#include "harness/cli/plot.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/explorations.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/index.h"
#include "harness/figure/legend.h"
#include "harness/figure/overlay.h"
#include "harness/figure/ranks_chart.h"
#include "harness/figure/recipe.h"
#include "harness/figure/rungs.h"
#include "harness/topo/portrait.h"
#include "harness/figure/provenance.h"
#include "harness/figure/svg.h"

struct plot {
	const struct plot_wishes *wishes;
	const char *dir;
	char *folder; /* DIR/figures */
	char *plots;  /* where the figures' scripts are */
	struct provenance provenance;
	struct rows rows;
	struct summary summary;
	struct legend legend;
	struct overlays overlays;
	struct lab_prices labs;
	struct explored explored;
	json_t *index; /* figures.json */
	struct picture *pictures;
	size_t nr_pictures;
	bool has_topology; /* FOLDER/topology.svg was drawn */
	bool laid_over;	   /* something was, over some figure */
};

static int no_memory(struct complaint *c)
{
	return complain_machine(c, "plot: no memory");
}

// What is beside a run is not beside many.
static int load_fleet(struct plot *plot, struct complaint *c)
{
	const struct fleet *fleet = plot->wishes->fleet;

	provenance_of_fleet(&plot->provenance, fleet);
	return legend_build(&plot->legend, &fleet->over) ? no_memory(c) : 0;
}

static int load(struct plot *plot, struct complaint *c)
{
	if (plot->wishes->fleet)
		return load_fleet(plot, c);
	if (directory_load(&plot->rows, plot->dir, c))
		return -1;
	if (summary_build(&plot->summary, &plot->rows) ||
	    legend_build(&plot->legend, &plot->summary))
		return no_memory(c);
	provenance_load(&plot->provenance, plot->dir);
	if (explored_load(&plot->explored, plot->dir, c))
		return -1;
	return lab_prices_load(&plot->labs, plot->dir, c);
}

static int find_plots(struct plot *plot, struct complaint *c)
{
	plot->plots = assets_folder("plots", c);
	return plot->plots ? 0 : -1;
}

static int make_folder(struct plot *plot, struct complaint *c)
{
	struct complaint why;
	bool made;

	plot->folder = directory_file(plot->dir, "figures");
	made = mkdir(plot->folder, 0777) == 0 || errno == EEXIST;
	if (!made && errno == ENOENT) /* of a store, its own folder is missing, too */
		made = directory_make(plot->folder, &why) == 0;
	if (!made)
		return complain_machine(c, "%s: cannot be made: %s", plot->folder, strerror(errno));
	return 0;
}

enum file_kind {
	FILE_CSV,
	FILE_SCRIPT,
	FILE_OVERLAY,
};

// What was explored can be of another machine than the trials, and of another day.
static int write_script(FILE *file, const struct plot *plot, const struct chart *chart)
{
	bool explored = explorations_are(chart);

	return gnuplot_write_script(file, chart, plot->plots,
				    explored ? explorations_machine(chart)
					     : plot->provenance.machine,
				    explored ? "" : plot->provenance.date);
}

static int write_kind(FILE *file, enum file_kind kind, const struct plot *plot,
		      const struct chart *chart, const struct overlay *overlay)
{
	int error;

	switch (kind) {
	case FILE_CSV:
		return gnuplot_write_csv(file, chart);
	case FILE_OVERLAY:
		return overlay_write_csv(file, overlay);
	default:
		error = overlay_write_script(file, overlay, chart);
		return error ? error : write_script(file, plot, chart);
	}
}

// Writes FOLDER/NAME.csv, .gp or .overlay.csv; the last is removed if nothing is laid over it.
static int write_file(const struct plot *plot, const struct chart *chart,
		      const struct overlay *overlay, enum file_kind kind, struct complaint *c)
{
	static const char *const suffixes[] = {"csv", "gp", "overlay.csv"};
	int error = 0;
	char *path;
	FILE *file;

	if (asprintf(&path, "%s/%s.%s", plot->folder, chart->figure->name, suffixes[kind]) < 0)
		return no_memory(c);
	if (kind == FILE_OVERLAY && !overlay->nr_points) {
		unlink(path);
	} else if (!(file = fopen(path, "we"))) {
		error = errno;
	} else {
		error = write_kind(file, kind, plot, chart, overlay);
		if (fclose(file) && !error)
			error = errno;
	}
	if (error)
		complain_machine(c, "cannot write %s: %s", path, strerror(error));
	free(path);
	return error ? -1 : 0;
}

static int write_files(struct plot *plot, const struct chart *chart, struct complaint *c)
{
	struct overlay overlay;
	int result;

	if (overlay_build(&overlay, &plot->overlays, chart))
		return no_memory(c);
	result = write_file(plot, chart, &overlay, FILE_CSV, c) ||
		 write_file(plot, chart, &overlay, FILE_OVERLAY, c) ||
		 write_file(plot, chart, &overlay, FILE_SCRIPT, c);
	plot->laid_over |= overlay.nr_points > 0 || ranks_are_laid_over(chart);
	overlay_fini(&overlay);
	return result ? -1 : 0;
}

static int prepare(struct plot *plot, const struct chart *chart, struct complaint *c)
{
	const struct look *look = &plot->wishes->look;

	if (write_files(plot, chart, c))
		return -1;
	if (index_add(plot->index, chart))
		return no_memory(c);
	for (unsigned format = 0; format < NR_DRAW_FORMATS; format++)
		if (look->formats & 1u << format)
			plot->pictures[plot->nr_pictures++] =
			    (struct picture){chart->figure->name, format, look->theme, look->page};
	return 0;
}

static uint64_t topology_bit(void)
{
	return UINT64_C(1) << catalog_nr_figures();
}

// hwloc's picture of the machine; without lstopo, or of a run that does not say, there is none.
static int draw_topology(struct plot *plot, struct complaint *c)
{
	char *path;
	int result;

	if (plot->wishes->fleet || !(plot->wishes->figures & topology_bit()) ||
	    !(plot->wishes->look.formats & 1u << DRAW_SVG))
		return 0;
	if (asprintf(&path, "%s/topology.svg", plot->folder) < 0)
		return no_memory(c);
	result = portrait_draw_run(plot->dir, &plot->rows, plot->wishes->look.theme, path, c);
	free(path);
	plot->has_topology = result == 0;
	if (result < 0 && c->kind == COMPLAINT_MACHINE)
		return -1;
	if (result)
		fprintf(stderr, "racelab: left out topology: %s\n", c->text);
	return 0;
}

// Of many machines, figures of one are not missed unless they were asked for.
static bool is_passed_over(const struct plot *plot, size_t i)
{
	return plot->wishes->fleet && plot->wishes->figures == PLOT_ALL_FIGURES &&
	       !recipe_find(catalog_figure(i))->finding_many;
}

// Makes ready what gnuplot needs for each figure that the run has data for.
static int prepare_all(struct plot *plot, struct complaint *c)
{
	const struct fleet *fleet = plot->wishes->fleet;
	const struct material material = {fleet ? &fleet->rows : &plot->rows,
					  fleet ? &fleet->over : &plot->summary,
					  &plot->legend,
					  fleet ? NULL : &plot->labs,
					  fleet ? NULL : &plot->explored,
					  fleet,
					  &plot->overlays};

	plot->pictures = calloc(catalog_nr_figures() * NR_DRAW_FORMATS, sizeof *plot->pictures);
	plot->index = json_array();
	if (!plot->pictures || !plot->index)
		return no_memory(c);
	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		struct chart chart;
		int result;

		if (!(plot->wishes->figures & UINT64_C(1) << i) || is_passed_over(plot, i))
			continue;
		if (chart_build(&chart, catalog_figure(i), &material, c)) {
			if (c->kind == COMPLAINT_MACHINE)
				return -1;
			fprintf(stderr, "racelab: left out %s\n", c->text);
			continue;
		}
		result = prepare(plot, &chart, c);
		chart_fini(&chart);
		if (result)
			return -1;
	}
	return 0;
}

// What gnuplot cannot do for SVGs: svg.h.
static int finish_pictures(const struct plot *plot, struct complaint *c)
{
	for (size_t i = 0; i < plot->nr_pictures; i++)
		if (plot->pictures[i].format == DRAW_SVG &&
		    svg_finish(plot->folder, plot->pictures[i].name, plot->index, c))
			return -1;
	return 0;
}

static void announce(const struct plot *plot)
{
	const struct picture *first = &plot->pictures[0];

	if (plot->has_topology)
		printf("%s/topology.svg\n", plot->folder);
	for (size_t i = 0; i < plot->nr_pictures; i++)
		printf("%s/%s.%s\n", plot->folder, plot->pictures[i].name,
		       draw_format_names[plot->pictures[i].format]);
	fflush(stdout);
	fprintf(stderr, "to look at them: xdg-open %s/%s.%s\n", plot->folder,
		plot->nr_pictures ? first->name : "topology",
		plot->nr_pictures ? draw_format_names[first->format] : "svg");
}

static void plot_fini(struct plot *plot)
{
	json_decref(plot->index);
	free(plot->pictures);
	overlays_fini(&plot->overlays);
	explored_fini(&plot->explored);
	legend_fini(&plot->legend);
	summary_fini(&plot->summary);
	rows_fini(&plot->rows);
	free(plot->plots);
	free(plot->folder);
}

static int load_overlays(struct plot *plot, struct complaint *c)
{
	for (size_t i = 0; i < plot->wishes->nr_overlays; i++)
		if (overlays_add(&plot->overlays, plot->wishes->overlays[i], plot->plots, c))
			return complain_at(c, "--overlay");
	return 0;
}

static int draw(struct plot *plot, struct complaint *c)
{
	if (prepare_all(plot, c) || draw_topology(plot, c))
		return -1;
	if (!plot->nr_pictures && !plot->has_topology)
		return complain(c, "%s: no figure could be drawn", plot->dir);
	if (plot->wishes->nr_overlays && !plot->laid_over)
		fprintf(stderr,
			"racelab: --overlay has no case in common with these figures; nothing "
			"was laid over them\n");
	if (draw_pictures(plot->folder, plot->pictures, plot->nr_pictures, c) ||
	    finish_pictures(plot, c))
		return -1;
	return index_write(plot->index, plot->folder, c);
}

int plot_draw(const struct plot_wishes *wishes)
{
	struct plot plot = {.wishes = wishes, .dir = wishes->dir};
	struct complaint c;
	int code = EXIT_DONE;

	if (load(&plot, &c) || find_plots(&plot, &c) || load_overlays(&plot, &c) ||
	    make_folder(&plot, &c) || draw(&plot, &c))
		code = cli_complain(&c);
	else
		announce(&plot);
	plot_fini(&plot);
	return code;
}

int plot_directory(const char *dir, unsigned formats, uint64_t figures)
{
	const struct plot_wishes wishes = {.dir = dir, .look.formats = formats, .figures = figures};

	return plot_draw(&wishes);
}

int plot_fleet(const char *dir, const struct fleet *fleet, unsigned formats)
{
	const struct plot_wishes wishes = {
	    .dir = dir, .fleet = fleet, .look.formats = formats, .figures = PLOT_ALL_FIGURES};

	return plot_draw(&wishes);
}
