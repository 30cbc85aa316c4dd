// SPDX-License-Identifier: MIT

// What racelab grade is asked for.

#ifndef RACELAB_GRADE_OPTIONS_H
#define RACELAB_GRADE_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct grade_format;

struct grade_asked {
	char **files;
	size_t nr_files;
	const char *exercise, *rubric, *reference, *output; /* NULL: not given */
	const struct grade_format *format;		    /* NULL: text */
	uint64_t jobs;
	bool matrix;
};

extern const struct argp grade_argp;

#endif
