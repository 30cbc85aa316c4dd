// SPDX-License-Identifier: MIT

// Looks into the folder that the word is in, and one level further.

#include "harness/shell/result_folders.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/directory.h"

// PARENT/NAME, on the heap.
static char *join(const char *parent, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", parent, name) < 0)
		abort();
	return path;
}

static bool is_result(const char *folder)
{
	return directory_holds(folder, "trials.csv");
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

// The entries of a folder, by name; 0 if there is none. Each, and the array, is the caller's.
static size_t read_folder(const char *folder, struct dirent ***entries)
{
	int nr = scandir(folder, entries, is_shown, alphasort);

	if (nr < 0)
		*entries = NULL;
	return nr < 0 ? 0 : (size_t)nr;
}

static bool holds_results(const char *folder)
{
	struct dirent **entries;
	size_t nr = read_folder(folder, &entries);
	bool holds = false;

	for (size_t i = 0; i < nr; i++) {
		char *path = join(folder, entries[i]->d_name);

		holds = holds || is_result(path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return holds;
}

// The folder, on the heap, that `length` letters of a word name; "" is where we are.
static char *folder_of(const char *word, size_t length)
{
	const char *home = getenv("HOME");
	char *folder;

	if (asprintf(&folder, "%s%.*s", length ? "" : ".", (int)length, word) < 0)
		abort();
	if (home && strncmp(folder, "~/", 2) == 0) {
		char *path = join(home, folder + 2);

		free(folder);
		return path;
	}
	return folder;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), most = ending ? strlen(ending) : 0;

	return ending && length > most && strcmp(name + length - most, ending) == 0;
}

// Offers one entry as it would stand on the command line. Returns whether it is anything.
static bool offer(const struct asking *asking, size_t length, const char *folder, const char *name,
		  const char *ending)
{
	char *path = join(folder, name), *candidate;
	bool result = is_result(path) || ends_with(name, ending),
	     leads = !result && holds_results(path);

	if (asprintf(&candidate, "%.*s%s%s", (int)length, asking->word, name, leads ? "/" : "") < 0)
		abort();
	if (result || leads)
		asking_offer(asking, candidate, NULL);
	free(candidate);
	free(path);
	return result || leads;
}

bool result_folders_offer(const struct asking *asking, const char *ending)
{
	const char *slash = strrchr(asking->word, '/');
	size_t length = slash ? (size_t)(slash + 1 - asking->word) : 0;
	const char *begun = asking->word + length;
	char *folder = folder_of(asking->word, length);
	struct dirent **entries;
	size_t nr = read_folder(folder, &entries);
	bool any = false;

	for (size_t i = 0; i < nr; i++) {
		if (strncmp(entries[i]->d_name, begun, strlen(begun)) == 0)
			any = offer(asking, length, folder, entries[i]->d_name, ending) || any;
		free(entries[i]);
	}
	free(entries);
	free(folder);
	return any;
}
