// SPDX-License-Identifier: MIT

// The file that this program was executed from, to be executed anew.

#ifndef RACELAB_EXECUTABLE_H
#define RACELAB_EXECUTABLE_H

#include <limits.h>

#include "harness/identity.h"

struct executable {
	char path[PATH_MAX];	  /* "" if it is not known */
	struct identity identity; /* which file that was when it was looked up */
};

// Looks it up.
void executable_init(struct executable *executable);

// What to give to exec: the path if it still is that file. If not, it was replaced or removed, as
// by make, and the kernel's own link to what is running, /proc/self/exe, leads to it all the same;
// under an emulator or valgrind that is the emulator, which is why the path comes first.
const char *executable_path(const struct executable *executable);

#endif
