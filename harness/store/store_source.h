// SPDX-License-Identifier: MIT

// Runs of a store as something to be read like a result directory, by a path: "fleet.db#3" is run 3
// of the store fleet.db; "fleet.db#3+4" are two parts of one plan, taken as one run.

#ifndef RACELAB_STORE_SOURCE_H
#define RACELAB_STORE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/data/source.h"

enum {
	STORE_SOURCE_RUNS = 1024, /* at most in one path */
};

extern const struct source store_source;

// The path of these runs, on the heap; NULL without memory.
char *store_source_path(const char *store, const int64_t *runs, size_t nr);

// The name of the folder, beside it, for what is drawn of a store: "fleet-report", on the heap.
char *store_source_folder(const char *store);

#endif
