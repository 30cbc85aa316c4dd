// SPDX-License-Identifier: MIT

#include "harness/grade/exercise.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "%s/benches/exercises"

static bool has_rubric(const char *root, const char *name)
{
	char rubric[PATH_MAX + 64];

	snprintf(rubric, sizeof rubric, FOLDER "/%s/rubric.ini", root, name);
	return access(rubric, R_OK) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

size_t exercise_names(const char *root, char names[MOST_EXERCISES][EXERCISE_NAME])
{
	char folder[PATH_MAX + 32];
	struct dirent *entry;
	size_t nr = 0;
	DIR *all;

	snprintf(folder, sizeof folder, FOLDER, root);
	all = opendir(folder);
	while (all && nr < MOST_EXERCISES && (entry = readdir(all)))
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < EXERCISE_NAME &&
		    has_rubric(root, entry->d_name))
			strcpy(names[nr++], entry->d_name);
	if (all)
		closedir(all);
	qsort(names, nr, sizeof *names, by_name);
	return nr;
}

static int complain_name(const char *name, const char *root, struct complaint *c)
{
	char names[MOST_EXERCISES][EXERCISE_NAME];
	const char *all[MOST_EXERCISES], *guess;
	size_t nr = exercise_names(root, names);

	for (size_t i = 0; i < nr; i++)
		all[i] = names[i];
	guess = nearest_name(name, all, nr);
	if (guess)
		return complain(c, "'%.60s' is no exercise; did you mean '%s'?", name, guess);
	return complain(c,
			"'%.60s' is no exercise; racelab exercise lists them, --exercise names "
			"one",
			name);
}

int exercise_find(struct exercise *exercise, const char *name, const char *root,
		  struct complaint *c)
{
	if (!name[0] || strchr(name, '/') || strlen(name) >= sizeof exercise->name ||
	    !has_rubric(root, name))
		return complain_name(name, root, c);
	strcpy(exercise->name, name);
	snprintf(exercise->root, sizeof exercise->root, "%s", root);
	snprintf(exercise->folder, sizeof exercise->folder, FOLDER "/%s", root, name);
	return 0;
}

const char *exercise_rubric(const struct exercise *exercise, char path[EXERCISE_PATH])
{
	snprintf(path, EXERCISE_PATH, "%s/rubric.ini", exercise->folder);
	return path;
}
