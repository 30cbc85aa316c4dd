// SPDX-License-Identifier: MIT

// The files that a store takes in, and how large each may be.

#ifndef RACELAB_STORE_LIMITS_H
#define RACELAB_STORE_LIMITS_H

#include <stdint.h>

enum run_file {
	RUN_MANIFEST,
	RUN_TRIALS,
	RUN_TOPOLOGY, /* may be missing */
	NR_RUN_FILES,
};

struct run_file_limit {
	const char *name;
	int64_t most; /* bytes */
};

// In the order of enum run_file.
extern const struct run_file_limit run_files[NR_RUN_FILES];

#endif
