// SPDX-License-Identifier: MIT

// The list of a run's figures. `racelab plot --only` draws some of them anew, so what stands in the
// file of the others is kept.

#include "harness/figure/index.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"

// A title can quote any name from trials.csv, and JSON takes UTF-8 only.
static json_t *text(const char *words)
{
	json_t *string = json_string(words);
	char *ascii;

	if (string)
		return string;
	ascii = strdup(words);
	for (char *p = ascii; p && *p; p++)
		*p = (unsigned char)*p < 0x80 ? *p : '?';
	string = ascii ? json_string(ascii) : NULL;
	free(ascii);
	return string;
}

int index_add(json_t *index, const struct chart *chart)
{
	const char *name = chart->figure->name;
	const char *lesson = chart->figure->lesson ? chart->figure->lesson : "";
	char csv[128], svg[128];

	snprintf(csv, sizeof csv, "%s.csv", name);
	snprintf(svg, sizeof svg, "%s.svg", name);
	return json_array_append_new(index, json_pack("{s:s, s:o, s:s, s:s, s:s}", "name", name,
						      "finding", text(chart->title), "lesson",
						      lesson, "csv", csv, "svg", svg));
}

static const char *name_of(const json_t *entry)
{
	const char *name = json_string_value(json_object_get(entry, "name"));

	return name ? name : "";
}

static json_t *find(const json_t *index, const char *name)
{
	size_t i;
	json_t *entry;

	json_array_foreach(index, i, entry) if (strcmp(name_of(entry), name) == 0) return entry;
	return NULL;
}

static bool has_csv(const char *folder, const char *name)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	return access(path, F_OK) == 0;
}

// Old and new entries together, in the order of the catalogue.
static json_t *merge(const json_t *index, const json_t *old, const char *folder)
{
	json_t *all = json_array();

	for (size_t i = 0; i < catalog_nr_figures() && all; i++) {
		const char *name = catalog_figure(i)->name;
		json_t *entry = find(index, name);

		if (!entry && has_csv(folder, name))
			entry = find(old, name);
		if (entry && json_array_append(all, entry)) {
			json_decref(all);
			all = NULL;
		}
	}
	return all;
}

int index_write(const json_t *index, const char *folder, struct complaint *c)
{
	char path[4096];
	json_t *old, *all;
	int result;

	snprintf(path, sizeof path, "%s/figures.json", folder);
	old = json_load_file(path, 0, NULL); /* none, or damaged: as if it were empty */
	all = merge(index, old, folder);
	errno = 0;
	result = all ? json_dump_file(all, path, JSON_INDENT(1)) : -1;
	if (result)
		complain_machine(c, "cannot write %s: %s", path, strerror(errno ? errno : ENOMEM));
	json_decref(all);
	json_decref(old);
	return result;
}
