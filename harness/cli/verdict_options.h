// SPDX-License-Identifier: MIT

// What `check` and `duet` have in common: how strict a verdict is, and how it is written.

#ifndef RACELAB_VERDICT_OPTIONS_H
#define RACELAB_VERDICT_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/verdict/verdict.h"

enum {
	MOST_OUTPUTS = 8,
};

// One way in which the verdict is written.
struct output {
	const struct format *format;
	const char *path; /* NULL: standard output */
};

struct verdict_options {
	double threshold;
	bool strict;
	struct output outputs[MOST_OUTPUTS];
	size_t nr_outputs; /* 0: as text */
	const char *file;  /* -o: for the format without a file of its own */
};

#define VERDICT_OPTIONS_DEFAULTS                                                                   \
	{                                                                                          \
		.threshold = 0.1                                                                   \
	}

// How the formats are listed in a command's --help.
extern const char verdict_options_formats[];

// The options, written from *option on; returns where the next one goes. There is room for 5.
struct argp_option *verdict_options_add(struct argp_option *option, int group);

// For a command's argp parser: takes one of these options, and ARGP_KEY_END. ARGP_ERR_UNKNOWN if it
// is none of them.
error_t verdict_options_parse(struct verdict_options *options, int key, char *argument);

// Writes a verdict that is complete in every format asked for, and says where it is if that is a
// file. Returns the exit code.
int verdict_options_finish(const struct verdict_options *options, struct verdict *verdict);

#endif
