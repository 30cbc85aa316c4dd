// SPDX-License-Identifier: MIT

// How much memory a process uses, in bytes, as /proc says.

#ifndef RACELAB_LABS_FOOTPRINT_USAGE_H
#define RACELAB_LABS_FOOTPRINT_USAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct usage {
	int64_t reserved;  /* address space */
	int64_t rss;	   /* of it, in memory */
	int64_t pss;	   /* the same, each page divided by the number of those who map it */
	int64_t pss_files; /* that part of it which is of files; 0 before Linux 5.4 */
};

// Returns false if it cannot be read: smaps_rollup is for the owner only, and since Linux 4.14.
bool usage_load(struct usage *usage, pid_t pid);

// What a has more than b of the same process. Its share of files is left out: how many others map
// them changes meanwhile.
struct usage usage_minus(const struct usage *a, const struct usage *b);
void usage_add(struct usage *sum, const struct usage *usage);

#endif
