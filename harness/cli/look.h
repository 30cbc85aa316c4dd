// SPDX-License-Identifier: MIT

// How pictures are to look: the options --format, --theme and --size of all commands that draw.

#ifndef RACELAB_LOOK_H
#define RACELAB_LOOK_H

#include <argp.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/figure/theme.h"

struct look {
	unsigned formats; /* bit f: enum draw_format f */
	enum theme theme;
	enum page page;
};

enum {
	LOOK_OPTIONS = 3,
};

// Adds the LOOK_OPTIONS options. Returns where the next one goes.
struct argp_option *look_add(struct argp_option *option, int group);

// For a command's parser: takes the argument if the option is one of these. ARGP_ERR_UNKNOWN if it
// is none; EINVAL, by cli_refuse, if it has no such value.
error_t look_parse(struct look *look, int key, const char *argument);

// Reads a comma-separated list of names into bits: bit i for name(i), which is NULL at the end, 64
// at most. Returns 0, or -1 with a user's complaint that says which there are ("'x' is no WHAT").
int look_bits(uint64_t *bits, const char *text, const char *(*name)(size_t), const char *what,
	      struct complaint *c);

#endif
