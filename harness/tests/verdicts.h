// SPDX-License-Identifier: MIT

// Verdicts made by hand, for tests of what is written of them.

#ifndef RACELAB_TESTS_VERDICTS_H
#define RACELAB_TESTS_VERDICTS_H

#include <stddef.h>

#include "harness/data/summary.h"
#include "harness/verdict/verdict.h"

struct made {
	struct row *rows[2]; /* head's and base's */
	struct summary head, base;
	struct verdict verdict;
};

// Names as no one should give them: quotes, markup, escapes, commands, all of UTF-8 and what is
// none.
extern const char *const hostile_names[];
extern const size_t nr_hostile_names;

struct sample {
	const char *name;
	void (*make)(struct made *made);
};

// pass, fail, duet, empty, hostile (nothing finite, every hostile name) and crowd (300 cases, 60000
// findings, all of the longest escapes).
extern const struct sample samples[];
extern const size_t nr_samples;

// The one of that name, made.
void made_init(struct made *made, const char *name);
void made_fini(struct made *made);

// What a format writes, on the heap; the test fails if it reports an error.
char *made_export(const struct made *made, const char *format);

#endif
