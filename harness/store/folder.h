// SPDX-License-Identifier: MIT

// The runs in a folder: results of a day, or the shards of a plan.

#ifndef RACELAB_STORE_FOLDER_H
#define RACELAB_STORE_FOLDER_H

#include <stddef.h>

struct folder {
	char **path; /* in the order of their names, of which numbers in them are */
	size_t nr;
};

// Lists the result directories right below a directory that is none itself; links are passed over.
// None: nr is 0. Returns 0, or -1 without memory. folder_fini is due in any case.
int folder_list(struct folder *folder, const char *path);
void folder_fini(struct folder *folder);

#endif
