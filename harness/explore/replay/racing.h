// SPDX-License-Identifier: MIT

// A program that is raced, in the process that does: loaded, and its variables put back as they
// were between any two executions, which is most of the time that an execution takes.

#ifndef RACELAB_EXPLORE_RACING_H
#define RACELAB_EXPLORE_RACING_H

#include <stddef.h>

enum {
	RACING_MOST_RESTORED = 16, /* that are remembered */
};

struct racing {
	void (*task)(unsigned task);
	unsigned long (*outcome)(void); /* NULL: none */
	unsigned nr_tasks;
	const unsigned long *expected;	       /* NULL: it does not say */
	unsigned char *memory, *initial;       /* its variables, and what they were */
	size_t bytes;			       /* whole cache lines */
	size_t restored[RACING_MOST_RESTORED]; /* which lines were last, where they begin */
	unsigned nr_restored;
};

// Loads it and runs its program_init. From then on it calls `failed` when an assertion fails, which
// is not to return. Returns 0, or -1 with the reason in `why`.
int racing_open(struct racing *racing, const char *object, const char *what,
		void (*failed)(const char *assertion), char *why, size_t size);

// All variables as in the beginning. Writes only to the cache lines that differ, so that the others
// stay wherever they are.
void racing_restore(struct racing *racing);

// Fetches the lines that were restored into this core's cache, beside whoever restored them.
void racing_touch(const struct racing *racing);

#endif
