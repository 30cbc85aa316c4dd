// SPDX-License-Identifier: MIT

// Folders by the environment, or by where racelab was built.

#include "harness/cli/assets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *assets_folder(const char *name, struct complaint *c)
{
	const char *share = getenv("RACELAB_SHARE");
	char *path, *whole;

	if (!share || !*share)
		share = RACELAB_ROOT;
	if (asprintf(&path, "%s/%s", share, name) < 0) {
		complain_machine(c, "no memory");
		return NULL;
	}
	whole = realpath(path, NULL); /* who reads it runs elsewhere; and "< x" would be a pipe */
	if (!whole)
		complain_machine(c, "%s: %s; RACELAB_SHARE should name the folder that %s/ is in",
				 path, strerror(errno), name);
	free(path);
	return whole;
}
