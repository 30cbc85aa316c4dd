// SPDX-License-Identifier: MIT

// A result directory while it is being written: trials.csv grows by one whole row at a time,
// whatever happens to the disk or to us. And how one is read, or what stands for one (source.h).

#ifndef RACELAB_DIRECTORY_H
#define RACELAB_DIRECTORY_H

#include <stdbool.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"

struct directory {
	char *path;
	FILE *trials;
	long whole_bytes; /* of trials.csv: up to the end of the last whole row */
};

// "DIR/name" on the heap; of a source's path, name in the folder for what is drawn of it.
char *directory_file(const char *path, const char *name);

// Whether that file is there; of what kind it is does not matter.
bool directory_holds(const char *path, const char *name);

// Makes the directory, parents included, unless it is there. -1 with a machine's complaint.
int directory_make(const char *path, struct complaint *c);

// Whether the run has a run.json.
bool directory_has_manifest(const char *path);

// All rows of the directory's trials.csv, or the source's. As rows_load; and -1 with a user's
// complaint if `path` is no result directory.
int directory_load(struct rows *rows, const char *path, struct complaint *c);

// Makes the directory, parents included, with an empty trials.csv (header only). -1 with a user's
// complaint: `path` is a file, or holds a run already (naming --resume); or a machine's: it cannot
// be written.
int directory_create(struct directory *directory, const char *path, struct complaint *c);

// Opens an existing one to go on after its last whole row, which rows_load found; cuts off a
// torn one. -1 with a machine's complaint.
int directory_reopen(struct directory *directory, const char *path, const struct rows *rows,
		     struct complaint *c);

// Appends a row. On failure (a full disk) the file is cut back to its last whole row, and -1 is
// returned with a machine's complaint.
int directory_append(struct directory *directory, const struct row *row, struct complaint *c);

void directory_close(struct directory *directory);

#endif
