// SPDX-License-Identifier: MIT

// racelab plot DIR: from trials.csv to figures.

#include "harness/cli/plot.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/cli/assets.h"
#include "harness/cli/cli.h"
#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/figure/gnuplot.h"
#include "harness/plan/value.h"

// What is known of the run besides its trials; "" where it is not.
struct provenance {
	char machine[192]; /* "AMD EPYC, 2 PUs" */
	char date[16];	   /* "2026-11-22" */
};

struct plot {
	const char *dir;
	char *folder; /* DIR/figures */
	char *plots;  /* where the figures' scripts are */
	struct provenance provenance;
	struct rows rows;
	struct summary summary;
	struct legend legend;
	struct picture *pictures;
	size_t nr_pictures;
};

// A run without run.json, or with a damaged one, can still be drawn: the small print is shorter.
static void provenance_load(struct provenance *provenance, const char *dir)
{
	const char *cpu = NULL, *start = NULL;
	json_int_t nr_pus = 0;
	struct complaint c;
	json_t *run = manifest_json(dir, &c);

	*provenance = (struct provenance){0};
	json_unpack(run, "{s?{s?s, s?I}}", "host", "cpu_model", &cpu, "nr_pus", &nr_pus);
	json_unpack(run, "{s?s}", "start", &start);
	if (cpu && *cpu && nr_pus > 0)
		snprintf(provenance->machine, sizeof provenance->machine, "%s, %lld PU%s", cpu,
			 (long long)nr_pus, nr_pus == 1 ? "" : "s");
	else if (cpu)
		snprintf(provenance->machine, sizeof provenance->machine, "%s", cpu);
	if (start) /* the day only: "2026-11-22T09:12:00Z" */
		snprintf(provenance->date, sizeof provenance->date, "%.10s", start);
	json_decref(run);
}

static int no_memory(struct complaint *c)
{
	return complain_machine(c, "plot: no memory");
}

static int load(struct plot *plot, struct complaint *c)
{
	if (directory_load(&plot->rows, plot->dir, c))
		return -1;
	if (summary_build(&plot->summary, &plot->rows) ||
	    legend_build(&plot->legend, &plot->summary))
		return no_memory(c);
	provenance_load(&plot->provenance, plot->dir);
	return 0;
}

static int find_plots(struct plot *plot, struct complaint *c)
{
	plot->plots = assets_folder("plots", c);
	return plot->plots ? 0 : -1;
}

static int make_folder(struct plot *plot, struct complaint *c)
{
	if (asprintf(&plot->folder, "%s/figures", plot->dir) < 0) {
		plot->folder = NULL;
		return no_memory(c);
	}
	if (mkdir(plot->folder, 0777) && errno != EEXIST)
		return complain_machine(c, "%s: cannot be made: %s", plot->folder, strerror(errno));
	return 0;
}

// Writes FOLDER/NAME.SUFFIX: the chart's figures ("csv") or its script ("gp").
static int write_file(const struct plot *plot, const struct chart *chart, const char *suffix,
		      struct complaint *c)
{
	int error;
	char *path;
	FILE *file;

	if (asprintf(&path, "%s/%s.%s", plot->folder, chart->figure->name, suffix) < 0)
		return no_memory(c);
	file = fopen(path, "we");
	if (!file) {
		error = errno;
	} else {
		error = strcmp(suffix, "csv") == 0
			    ? gnuplot_write_csv(file, chart)
			    : gnuplot_write_script(file, chart, plot->plots,
						   plot->provenance.machine, plot->provenance.date);
		if (fclose(file) && !error)
			error = errno;
	}
	if (error)
		complain_machine(c, "cannot write %s: %s", path, strerror(error));
	free(path);
	return error ? -1 : 0;
}

static int prepare(struct plot *plot, const struct chart *chart, unsigned formats,
		   struct complaint *c)
{
	if (write_file(plot, chart, "csv", c) || write_file(plot, chart, "gp", c))
		return -1;
	for (unsigned format = 0; format < NR_DRAW_FORMATS; format++)
		if (formats & 1u << format)
			plot->pictures[plot->nr_pictures++] =
			    (struct picture){chart->figure->name, format};
	return 0;
}

// Makes ready what gnuplot needs for each figure that the run has data for.
static int prepare_all(struct plot *plot, unsigned formats, uint64_t figures, struct complaint *c)
{
	plot->pictures = calloc(catalog_nr_figures() * NR_DRAW_FORMATS, sizeof *plot->pictures);
	if (!plot->pictures)
		return no_memory(c);
	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		struct chart chart;
		int result;

		if (!(figures & UINT64_C(1) << i))
			continue;
		if (chart_build(&chart, catalog_figure(i), &plot->rows, &plot->summary,
				&plot->legend, c)) {
			if (c->kind == COMPLAINT_MACHINE)
				return -1;
			fprintf(stderr, "racelab: left out %s\n", c->text);
			continue;
		}
		result = prepare(plot, &chart, formats, c);
		chart_fini(&chart);
		if (result)
			return -1;
	}
	return plot->nr_pictures ? 0 : complain(c, "%s: no figure could be drawn", plot->dir);
}

static void announce(const struct plot *plot)
{
	const struct picture *first = &plot->pictures[0];

	for (size_t i = 0; i < plot->nr_pictures; i++)
		printf("%s/%s.%s\n", plot->folder, plot->pictures[i].name,
		       draw_format_names[plot->pictures[i].format]);
	fflush(stdout);
	fprintf(stderr, "to look at them: xdg-open %s/%s.%s\n", plot->folder, first->name,
		draw_format_names[first->format]);
}

static void plot_fini(struct plot *plot)
{
	free(plot->pictures);
	legend_fini(&plot->legend);
	summary_fini(&plot->summary);
	rows_fini(&plot->rows);
	free(plot->plots);
	free(plot->folder);
}

int plot_directory(const char *dir, unsigned formats, uint64_t figures)
{
	struct plot plot = {.dir = dir};
	struct complaint c;
	int code = EXIT_DONE;

	if (load(&plot, &c) || find_plots(&plot, &c) || make_folder(&plot, &c) ||
	    prepare_all(&plot, formats, figures, &c) ||
	    draw_pictures(plot.folder, plot.pictures, plot.nr_pictures, &c))
		code = cli_complain(&c);
	else
		announce(&plot);
	plot_fini(&plot);
	return code;
}

struct wishes {
	const char *dir;
	unsigned formats;
	uint64_t figures;
};

static const char *figure_name(size_t i)
{
	return i < catalog_nr_figures() ? catalog_figure(i)->name : NULL;
}

static const char *format_name(size_t i)
{
	return i < NR_DRAW_FORMATS ? draw_format_names[i] : NULL;
}

// The bit of one item, or 0 with a complaint that lists what there is.
static uint64_t bit_of(const char *item, const char *(*name)(size_t), const char *what,
		       struct complaint *c)
{
	char all[256] = "";
	const char *known;
	size_t length = 0;

	assert(item); /* value_split filled in as many as it counted */
	for (size_t i = 0; (known = name(i)) != NULL; i++) {
		if (strcmp(item, known) == 0)
			return UINT64_C(1) << i;
		if (length < sizeof all)
			length += (size_t)snprintf(all + length, sizeof all - length, "%s%s",
						   i ? ", " : "", known);
	}
	complain(c, "'%s' is no %s; there are %s", item, what, all);
	return 0;
}

// Reads a comma-separated list of names into bits. Returns 0, or -1 with a complaint.
static int parse_bits(uint64_t *bits, const char *text, const char *(*name)(size_t),
		      const char *what, struct complaint *c)
{
	char *items[64] = {NULL}, *list = strdup(text);
	int nr = list ? value_split(list, items, 64, c) : no_memory(c);

	*bits = 0;
	for (int i = 0; i < nr; i++) {
		uint64_t bit = bit_of(items[i], name, what, c);

		if (!bit) {
			nr = -1;
			break;
		}
		*bits |= bit;
	}
	free(list);
	return nr < 0 ? -1 : 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct wishes *wishes = state->input;
	struct complaint c;
	uint64_t bits;

	switch (key) {
	case 'f':
		if (parse_bits(&bits, argument, format_name, "format", &c)) {
			complain_at(&c, "--format");
			return cli_refuse(&c);
		}
		wishes->formats = (unsigned)bits;
		return 0;
	case 'n':
		if (parse_bits(&bits, argument, figure_name, "figure", &c)) {
			complain_at(&c, "--only");
			return cli_refuse(&c);
		}
		wishes->figures = bits;
		return 0;
	case ARGP_KEY_ARG:
		if (wishes->dir)
			return ARGP_ERR_UNKNOWN;
		wishes->dir = argument;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text("plot: which result directory? see racelab plot --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int plot_main(int argc, char **argv)
{
	static const struct argp_option options[] = {
	    {"format", 'f', "LIST", 0, "svg, png, pdf (svg)", 0},
	    {"only", 'n', "NAME,...", 0, "Only these figures (see racelab list)", 0},
	    {0},
	};
	static const struct argp argp = {
	    options,
	    parse_option,
	    "DIR",
	    "Draws the graphs of a run, into DIR/figures, with the figures (.csv) and the script "
	    "(.gp) that each was drawn from.\v"
	    "Examples:\n  racelab plot mine\n  racelab plot mine --format png,pdf --only cost",
	    NULL,
	    NULL,
	    NULL};
	struct wishes wishes = {.formats = 1u << DRAW_SVG, .figures = PLOT_ALL_FIGURES};
	int code = cli_parse(&argp, argc, argv, &wishes);

	return code ? code : plot_directory(wishes.dir, wishes.formats, wishes.figures);
}
