// SPDX-License-Identifier: MIT

// A file that is needed again and again, in one folder after the other, and takes long to make:
// made once, its bytes are kept for as long as the process runs.

#ifndef RACELAB_EXPLORE_KEPT_H
#define RACELAB_EXPLORE_KEPT_H

#include <stdbool.h>
#include <stddef.h>

// Static, and zero in the beginning: nothing is kept.
struct kept {
	char *made_by; /* whatever the file depends on; NULL: nothing is kept */
	char *bytes;
	size_t nr;
};

// Writes the file that was kept. False if there is none that was made by that, or no room on disk.
bool kept_write(const struct kept *kept, const char *made_by, const char *file);

// Keeps the file that is there, if it can be read.
void kept_read(struct kept *kept, const char *made_by, const char *file);

#endif
