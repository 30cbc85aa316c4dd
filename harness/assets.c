// SPDX-License-Identifier: MIT

// Folders by the environment, or beside the executable as `make install` lays them out, or where
// racelab was built.

#include "harness/assets.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// PREFIX/share/racelab of the PREFIX/bin/racelab that runs. Returns path; "" if that has no name.
static const char *beside_executable(char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size);
	char *slash;

	path[length > 0 && (size_t)length < size ? length : 0] = '\0';
	for (int up = 0; up < 2; up++)
		if ((slash = strrchr(path, '/')))
			*slash = '\0';
	if (path[0])
		strncat(path, "/share/racelab", size - strlen(path) - 1);
	return path;
}

// The real path of share/name: who reads it runs elsewhere; and "< x" would be a pipe. NULL with
// a complaint if it is not there.
static char *find(const char *share, const char *name, struct complaint *c)
{
	char *path, *whole;

	if (asprintf(&path, "%s/%s", share, name) < 0) {
		complain_machine(c, "no memory");
		return NULL;
	}
	whole = realpath(path, NULL);
	if (!whole)
		complain_machine(c, "%s: %s; RACELAB_SHARE should name the folder that %s/ is in",
				 path, strerror(errno), name);
	free(path);
	return whole;
}

char *assets_folder(const char *name, struct complaint *c)
{
	const char *asked = getenv("RACELAB_SHARE");
	char beside[PATH_MAX], *folder;

	if (asked && *asked)
		return find(asked, name, c);
	folder = find(beside_executable(beside, sizeof beside), name, c);
	return folder ? folder : find(RACELAB_ROOT, name, c);
}

char *assets_root(struct complaint *c)
{
	char *benches = assets_folder("benches", c),
	     *slash = benches ? strrchr(benches, '/') : NULL;

	if (slash)
		*slash = '\0';
	return benches;
}
