// SPDX-License-Identifier: MIT

// Where the rows of a run can come from besides a directory. A path that a source owns is taken by
// all that reads result directories (directory_load, directory_about, directory_file, ...), so that
// commands need not know of it.

#ifndef RACELAB_SOURCE_H
#define RACELAB_SOURCE_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"

struct source {
	bool (*owns)(const char *path);
	/* as directory_load */
	int (*rows)(struct rows *rows, const char *path, struct complaint *c);
	/* run.json; NULL with a complaint */
	json_t *(*about)(const char *path, struct complaint *c);
	/* topology.xml, on the heap; NULL: there is none */
	char *(*topology)(const char *path);
	/* the folder for what is drawn of it, on the heap */
	char *(*folder)(const char *path);
};

// Adds the one source there is room for.
void source_add(const struct source *source);

// The source that owns the path; NULL: it is a directory's.
const struct source *source_of(const char *path);

#endif
