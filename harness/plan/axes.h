// SPDX-License-Identifier: MIT

// The axes of a matrix and the settings of a measurement, as text: the one table that options, spec
// files, run.json and --help are made from.

#ifndef RACELAB_AXES_H
#define RACELAB_AXES_H

#include <stddef.h>

#include "harness/complaint.h"

enum axis {
	AXIS_STRUCTURE,
	AXIS_SYNC,
	AXIS_TASK,
	AXIS_COUNT,
	AXIS_PLACE,
	AXIS_PATTERN,
	AXIS_SLOTS,
	AXIS_GRANULARITY,
	AXIS_HOLD,
	AXIS_THINK,
	AXIS_READERS,
	NR_AXES,
};

enum setting {
	SETTING_WINDOW,
	SETTING_OPS,
	SETTING_BLOCKS,
	SETTING_SEED,
	SETTING_TIMEOUT,
	SETTING_LATENCY,
	NR_SETTINGS,
};

struct keyword {
	const char *name;    /* the option without its dashes, and the key in a spec file */
	const char *metavar; /* "LIST", "TIME", "N" */
	const char *initial; /* what holds when it is not given; "" where that depends */
	const char *help;    /* one line */
	const char *bare;    /* what the option means without a value; NULL: it needs one */
};

extern const struct keyword axis_keywords[NR_AXES];
extern const struct keyword setting_keywords[NR_SETTINGS];

// One value as the user gave it: its text, and where ("--count", "ci.ini:7: count"). Both on the
// heap; NULL when not given.
struct given {
	char *text;
	char *where;
};

// A matrix: one [section] of a spec file, or the options.
struct axes {
	char *name;  /* the section's name; NULL for options */
	char *where; /* "ci.ini:3: [locks]"; NULL for options */
	struct given axis[NR_AXES];
};

// Everything that was asked for.
struct spec {
	struct axes *matrices; /* none: the lecture's matrix, made of the defaults */
	size_t nr_matrices;
	struct given setting[NR_SETTINGS];
	unsigned
	    nr_ranks; /* that can race, of those that MPI has started; 0: it has started none */
};

void spec_init(struct spec *spec);
void spec_fini(struct spec *spec);

// Replaces *given by copies of text and where.
void given_set(struct given *given, const char *text, const char *where);

// Adds a matrix with that name and place (either may be NULL) and returns it; it stays valid until
// the next.
struct axes *spec_add(struct spec *spec, const char *name, const char *where);

// Reads an INI file: [run] holds settings, any other section is a matrix whose keys are axes.
// Returns 0, or -1 with a complaint naming file and line: an unknown key (with the nearest name), a
// key twice in a section, a section without axes, a section twice, a line that is not INI, a line
// too long, a directory, a file that cannot be read.
int spec_load(struct spec *spec, const char *path, struct complaint *c);

// Lays the options over what a spec file said: each axis given in `options` replaces that axis in
// every matrix (or makes the only one), each setting replaces that setting; ops and window, which
// exclude each other, also replace one another.
void spec_override(struct spec *spec, const struct axes *options,
		   const struct given settings[NR_SETTINGS]);

#endif
