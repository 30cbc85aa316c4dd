// SPDX-License-Identifier: MIT

// A name is looked for as a shell would; whether what is found there is the right kind of program
// is for the lab to find out. Paths are joined as in PATH, so that a value stays one text.

#include "harness/cli/lab_programs.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// errno says why not.
static bool may_run(const char *path)
{
	struct stat file;

	if (stat(path, &file) || access(path, X_OK))
		return false;
	errno = S_ISDIR(file.st_mode) ? EISDIR : EACCES;
	return S_ISREG(file.st_mode);
}

// On the heap; NULL, and errno says why, if there is none.
static char *in_folder(const char *folder, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", *folder ? folder : ".", name) < 0)
		abort();
	if (may_run(path))
		return path;
	free(path);
	return NULL;
}

static char *in_path(const char *name)
{
	const char *all = getenv("PATH");
	char *folders = strdup(all ? all : ""), *rest = folders, *found = NULL, *folder;

	assert(folders);
	errno = ENOENT;
	while (!found && (folder = strsep(&rest, ":")))
		found = in_folder(folder, name);
	free(folders);
	return found;
}

static char *find(const char *name)
{
	if (!strchr(name, '/'))
		return in_path(name);
	return may_run(name) ? strdup(name) : NULL;
}

static char *join(char *paths, char *path)
{
	char *all;

	if (asprintf(&all, "%s%s%s", paths ? paths : "", paths && *paths ? ":" : "", path) < 0)
		abort();
	free(paths);
	free(path);
	return all;
}

int lab_programs_add(uint64_t *value, const char *names, struct complaint *c)
{
	const char *before = (const char *)(uintptr_t)*value;
	char *copy = strdup(names), *rest = copy, *paths = strdup(before ? before : ""), *name;

	assert(copy && paths);
	while ((name = strsep(&rest, ":"))) {
		char *path = find(name);

		if (!path) {
			complain(c, "'%s' is no program that can be run: %s", name,
				 *name ? strerror(errno) : "it has no name");
			free(copy);
			free(paths);
			return -1;
		}
		paths = join(paths, path);
	}
	free(copy);
	*value =
	    (uintptr_t)paths; /* what was there before stays: who copied it may still read it */
	return 0;
}
