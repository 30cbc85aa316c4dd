// SPDX-License-Identifier: MIT

// Whether a path still leads to the file that it led to before: who builds or edits it makes a new
// file, or writes the old one anew.

#ifndef RACELAB_IDENTITY_H
#define RACELAB_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct identity {
	dev_t device;
	ino_t inode; /* 0: there is no such file */
	off_t bytes;
	struct timespec written;
};

// Of the file that the path leads to now; all zero if it leads to none.
struct identity identity_of(const char *path);

bool identity_same(const struct identity *a, const struct identity *b);

#endif
