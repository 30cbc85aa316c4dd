// SPDX-License-Identifier: MIT

// Bare names of spec files to their paths, and the list of them.

#include "harness/cli/specs.h"

#include <assert.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/assets.h"
#include "harness/cli/glossary.h"
#include "harness/complaint.h"

#define FOLDER "scripts/sweeps"

// Where `name` lies in racelab's folder, on the heap; NULL if the folder is not found.
static char *path_of(const char *name)
{
	struct complaint ignored;
	char *folder = assets_folder(FOLDER, &ignored), *path = NULL;

	if (folder && asprintf(&path, "%s/%s", folder, name) < 0)
		abort();
	free(folder);
	return path;
}

char *specs_find(const char *word)
{
	char *path = NULL, *copy;

	if (!strchr(word, '/') && access(word, F_OK))
		path = path_of(word);
	if (path && access(path, F_OK) == 0)
		return path;
	free(path);
	copy = strdup(word);
	assert(copy);
	return copy;
}

// Ends a file's first line where its sentence does; without its full stop or colon.
static void cut_sentence(char *text)
{
	char *end = text + strcspn(text, ".:?\n");

	end[*end == '?'] = '\0';
}

static char *summary_of(const char *name)
{
	char *path = path_of(name), line[256] = "", *text;
	FILE *file = path ? fopen(path, "re") : NULL;

	if (file) {
		if (!fgets(line, sizeof line, file))
			line[0] = '\0';
		fclose(file);
	}
	free(path);
	text = line + strspn(line, "; ");
	cut_sentence(text);
	return strdup(line[0] == ';' ? text : "");
}

static int is_spec(const struct dirent *entry)
{
	return fnmatch("*.ini", entry->d_name, 0) == 0;
}

void specs_load(struct specs *specs)
{
	struct complaint ignored;
	char *folder = assets_folder(FOLDER, &ignored);
	struct dirent **found = NULL;
	int nr = folder ? scandir(folder, &found, is_spec, alphasort) : 0;

	specs->nr = nr > 0 ? (size_t)nr : 0;
	specs->spec = calloc(specs->nr + 1, sizeof *specs->spec);
	assert(specs->spec);
	for (size_t i = 0; i < specs->nr; i++) {
		specs->spec[i].name = strdup(found[i]->d_name);
		specs->spec[i].summary = summary_of(found[i]->d_name);
		assert(specs->spec[i].name && specs->spec[i].summary);
		free(found[i]);
	}
	free(found);
	free(folder);
}

void specs_fini(struct specs *specs)
{
	for (size_t i = 0; i < specs->nr; i++) {
		free(specs->spec[i].name);
		free(specs->spec[i].summary);
	}
	free(specs->spec);
}

char *specs_help(void)
{
	struct specs specs;
	char *text = NULL;
	size_t size;
	int width = 0;
	FILE *out = open_memstream(&text, &size);

	assert(out);
	specs_load(&specs);
	if (specs.nr)
		fputs("Spec files that racelab brings along (a bare name is enough):\n", out);
	for (size_t i = 0; i < specs.nr; i++)
		width = glossary_width(width, specs.spec[i].name);
	for (size_t i = 0; i < specs.nr; i++)
		glossary_put(out, width, specs.spec[i].name, specs.spec[i].summary);
	specs_fini(&specs);
	fclose(out);
	assert(text);
	return text;
}
