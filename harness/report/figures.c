// SPDX-License-Identifier: MIT

// The figures that racelab plot has drawn: DIR/figures/figures.json names them with their
// sentences; without it, the catalogue names those that may be there, and each speaks for itself.

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/data/directory.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/picture.h"
#include "harness/report/report.h"

#define TOPOLOGY "topology" /* has a place of its own, beside the machine */

// FOLDER/NAME.svg on the heap; NULL if the name is none that a file of the folder could have.
static char *path_of(const struct report *report, const char *name)
{
	char *path, *file;

	if (!*name || strchr(name, '/'))
		return NULL;
	if (asprintf(&path, "figures/%s.svg", name) < 0)
		abort();
	file = directory_file(report->directory, path);
	free(path);
	return file;
}

static void put_figure(const struct report *report, const struct picture_about *about,
		       const char *path, FILE *out)
{
	picture_put(out, path, about);
	fputs("<figcaption>Data: <code>figures/", out);
	html_text(out, about->name);
	fputs(".csv</code>. Again: <code>racelab plot ", out);
	html_text(out, report->fleet ? report->store : report->directory);
	fputs(" --only ", out);
	html_text(out, about->name);
	fputs("</code></figcaption>\n</figure>\n", out);
}

static size_t put_listed(const struct report *report, const json_t *list, FILE *out)
{
	const json_t *entry;
	size_t i, nr = 0;

	json_array_foreach(list, i, entry)
	{
		const char *name = json_string_value(json_object_get(entry, "name"));
		struct picture_about about = {
		    .name = name,
		    .finding = json_string_value(json_object_get(entry, "finding")),
		    .lesson = json_string_value(json_object_get(entry, "lesson"))};
		char *path = name && strcmp(name, TOPOLOGY) != 0 ? path_of(report, name) : NULL;

		if (path) {
			put_figure(report, &about, path, out);
			nr++;
		}
		free(path);
	}
	return nr;
}

static size_t put_found(const struct report *report, FILE *out)
{
	size_t nr = 0;

	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		struct picture_about about = {.name = catalog_figure(i)->name};
		char *path = path_of(report, about.name);

		if (access(path, R_OK) == 0) {
			put_figure(report, &about, path, out);
			nr++;
		}
		free(path);
	}
	return nr;
}

void place_figures(const struct report *report, FILE *out)
{
	char *path = directory_file(report->directory, "figures/figures.json");
	json_t *list = json_load_file(path, 0, NULL);
	size_t nr = json_is_array(list) ? put_listed(report, list, out) : put_found(report, out);

	if (!nr)
		fputs("<p class=\"missing\">No figure could be drawn from these trials.</p>\n",
		      out);
	json_decref(list);
	free(path);
}
