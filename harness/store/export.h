// SPDX-License-Identifier: MIT

// Every trial, with its machine and run, in a format that other programs read without help: CSV
// (RFC 4180, a header row, a column of one type each, empty where nothing was measured) or JSON,
// one object a line (null where nothing was measured).

#ifndef RACELAB_STORE_EXPORT_H
#define RACELAB_STORE_EXPORT_H

#include <stdio.h>

#include "harness/complaint.h"
#include "harness/store/runs.h"

struct export_format;

// The format of that name. NULL with a complaint that says which there are.
const struct export_format *export_format_find(const char *name, struct complaint *c);

// Writes the trials of these runs of a store. Returns 0, or -1 with a complaint.
int export_store(const struct export_format *format, const char *store, const struct runs *runs,
		 FILE *out, struct complaint *c);

// Writes those of a result directory, as run 1 of its host.
int export_directory(const struct export_format *format, const char *directory, FILE *out,
		     struct complaint *c);

#endif
