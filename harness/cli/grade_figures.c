// SPDX-License-Identifier: MIT

#include "harness/cli/grade_figures.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "harness/assets.h"
#include "harness/cli/draw.h"
#include "harness/export/whole.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/svg.h"
#include "harness/figure/theme.h"

// What the files of a figure are made from.
struct account {
	const struct tally *tally;
	const struct batch *batch;
	const char *plots;
	const struct class_figure *figure;
};

// A figure of a class; its script loads plots/NAME.gp.
struct class_figure {
	const char *name, *lesson;
	const char *(*finding)(const struct tally *tally, char text[FINDING]);
	void (*put_rows)(const struct tally *tally, FILE *out);
	void (*put_settings)(const struct tally *tally, FILE *out);
};

static void put_bars(const struct tally *tally, FILE *out)
{
	fputs("from,below,students\r\n", out);
	for (size_t i = 0; i < tally->nr_bars; i++)
		fprintf(out, "%.4g,%.4g,%u\r\n", (double)i * tally->bar_width,
			(double)(i + 1) * tally->bar_width, tally->bar[i]);
}

static void put_bar_settings(const struct tally *tally, FILE *out)
{
	fprintf(out, "most = %.6g\nwidth = %.6g\n", tally->most, tally->bar_width);
}

static void put_stages(const struct tally *tally, FILE *out)
{
	fputs("stage,passed,partly,failed,skipped,unjudged,points_lost\r\n", out);
	for (size_t i = 0; i < tally->nr_stages; i++) {
		const struct stage_tally *stage = &tally->stage[i];

		fputs(stage->name, out);
		for (int end = 0; end < NR_STAGE_ENDS; end++)
			fprintf(out, ",%u", stage->end[end]);
		fprintf(out, ",%u,%.6g\r\n", stage->unjudged, stage->lost);
	}
}

static void put_stage_settings(const struct tally *tally, FILE *out)
{
	unsigned unjudged = 0;

	fprintf(out, "array title[%zu]\n", tally->nr_stages);
	for (size_t i = 0; i < tally->nr_stages; i++) {
		fprintf(out, "title[%zu] = ", i + 1);
		gnuplot_quote(out, tally->stage[i].title);
		fputc('\n', out);
		unjudged += tally->stage[i].unjudged;
	}
	fprintf(out, "students = %zu\nunjudged = %d\n", tally->nr, unjudged > 0);
}

static const struct class_figure figures[] = {
    {"class-points",
     "Points come by stages, so a class stands in heaps: ask what each has in common.",
     tally_points_finding, put_bars, put_bar_settings},
    {"class-stages", "What is not come to stands on what failed before: mend that first.",
     tally_stages_finding, put_stages, put_stage_settings},
};

enum {
	NR_FIGURES = sizeof figures / sizeof figures[0],
};

// "lock: 60 of 60 handed in were graded, 2026-11-27".
static void put_small_print(const struct account *account, FILE *out)
{
	char text[160], day[16];
	time_t now = time(NULL);
	struct tm local;

	strftime(day, sizeof day, "%Y-%m-%d", localtime_r(&now, &local));
	snprintf(text, sizeof text, "%s: %zu of %zu handed in were graded, %s",
		 account->tally->exercise, account->tally->nr, account->tally->nr_files, day);
	gnuplot_set_text(out, "machine", text);
}

static int write_rows(const void *what, FILE *out)
{
	const struct account *account = what;

	account->figure->put_rows(account->tally, out);
	return ferror(out) ? EIO : 0;
}

static int write_script(const void *what, FILE *out)
{
	const struct account *account = what;
	const struct class_figure *figure = account->figure;
	char text[FINDING];

	gnuplot_set_text(out, "name", figure->name);
	gnuplot_set_text(out, "sentence", figure->finding(account->tally, text));
	gnuplot_set_text(out, "advice", figure->lesson);
	gnuplot_set_text(out, "plots", account->plots);
	put_small_print(account, out);
	figure->put_settings(account->tally, out);
	fprintf(out, "load plots.'/%s.gp'\n", figure->name);
	return ferror(out) ? EIO : 0;
}

static int write_both(const struct account *account, struct complaint *c)
{
	char path[PATH_MAX + 32];
	const char *folder = account->batch->folder, *name = account->figure->name;

	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	if (whole_write(path, write_rows, account, c))
		return -1;
	snprintf(path, sizeof path, "%s/%s.gp", folder, name);
	return whole_write(path, write_script, account, c);
}

// What is read out of a picture: as svg_finish takes it.
static json_t *index_of(const struct tally *tally)
{
	json_t *index = json_array();
	char text[FINDING];

	for (size_t i = 0; i < NR_FIGURES; i++)
		json_array_append_new(index, json_pack("{s:s, s:s, s:s}", "name", figures[i].name,
						       "finding", figures[i].finding(tally, text),
						       "lesson", figures[i].lesson));
	return index;
}

static int draw(const struct account *account, struct complaint *c)
{
	struct picture pictures[NR_FIGURES];
	const char *folder = account->batch->folder;
	json_t *index;
	int status = 0;

	for (size_t i = 0; i < NR_FIGURES; i++)
		pictures[i] = (struct picture){figures[i].name, DRAW_SVG, THEME_LIGHT, PAGE_16_9};
	if (draw_pictures(folder, pictures, NR_FIGURES, c))
		return -1;
	index = index_of(account->tally);
	for (size_t i = 0; i < NR_FIGURES && !status; i++)
		status = svg_finish(folder, figures[i].name, index, c);
	json_decref(index);
	return status;
}

int grade_figures(const struct batch *batch, const struct tally *tally, struct complaint *c)
{
	struct account account = {.tally = tally, .batch = batch};
	char *plots;
	int status = 0;

	if (!tally->nr)
		return 0;
	plots = assets_folder("plots", c);
	account.plots = plots;
	for (size_t i = 0; i < NR_FIGURES && plots && !status; i++) {
		account.figure = &figures[i];
		status = write_both(&account, c);
	}
	if (plots && !status && draw(&account, c))
		fprintf(stderr, "racelab: the figures of the class are left out: %s\n", c->text);
	free(plots);
	return plots ? status : -1;
}
