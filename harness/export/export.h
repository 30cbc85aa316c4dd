// SPDX-License-Identifier: MIT

// A verdict written down: one file of this room per format, one line of formats.def each.

#ifndef RACELAB_EXPORT_H
#define RACELAB_EXPORT_H

#include <stdio.h>

#include "harness/complaint.h"
#include "harness/verdict/verdict.h"

// Writes the verdict to a stream. Returns 0, or an errno value. Never writes nan or inf; all text
// from data is escaped as the format asks for, and is valid UTF-8 as the rows are.
typedef int export_fn(const struct verdict *verdict, FILE *out);

#define FORMAT(id, name, meaning) export_fn export_##id;
#include "harness/export/formats.def"
#undef FORMAT

struct format {
	const char *name;
	const char *meaning; /* one line */
	export_fn *write;
};

size_t export_nr_formats(void);
const struct format *export_format(size_t i);

// The format of that name, or NULL with a user's complaint that lists them all.
const struct format *export_find(const char *name, struct complaint *c);

// Writes it to `path`, or to standard output if that is NULL: by a temporary file beside it, so
// that there is a whole one or none. Returns 0, or -1 with a machine's complaint.
int export_write(const struct format *format, const struct verdict *verdict, const char *path,
		 struct complaint *c);

#endif
