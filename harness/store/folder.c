// SPDX-License-Identifier: MIT

#include "harness/store/folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness/data/directory.h"

static bool is_directory(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

// Keeps the paths of those that are runs.
static void take(struct folder *folder, const char *path, struct dirent **entries, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		char *below = directory_file(path, entries[i]->d_name);

		if (is_directory(below) && directory_holds(below, "trials.csv"))
			folder->path[folder->nr++] = below;
		else
			free(below);
	}
}

int folder_list(struct folder *folder, const char *path)
{
	struct dirent **entries = NULL;
	int nr;

	*folder = (struct folder){0};
	if (directory_holds(path, "trials.csv"))
		return 0;
	nr = scandir(path, &entries, is_shown, versionsort);
	folder->path = nr > 0 ? calloc((size_t)nr, sizeof *folder->path) : NULL;
	if (folder->path)
		take(folder, path, entries, (size_t)nr);
	for (int i = 0; i < nr; i++)
		free(entries[i]);
	free(entries);
	return nr > 0 && !folder->path ? -1 : 0;
}

void folder_fini(struct folder *folder)
{
	for (size_t i = 0; i < folder->nr; i++)
		free(folder->path[i]);
	free(folder->path);
	*folder = (struct folder){0};
}
