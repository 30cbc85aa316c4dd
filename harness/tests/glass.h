// SPDX-License-Identifier: MIT

// A glass terminal: what a window would show of what a program wrote to it, as far as racelab
// speaks to terminals. Any other control sequence fails the test.

#ifndef RACELAB_TESTS_GLASS_H
#define RACELAB_TESTS_GLASS_H

#include <stdbool.h>

enum {
	GLASS_LINES = 2000, /* those that scrolled out of the window are kept */
	GLASS_COLUMNS = 200,
};

struct glass {
	unsigned columns;
	char line[GLASS_LINES][GLASS_COLUMNS + 1]; /* padded by nothing */
	unsigned row, column;			   /* of the cursor */
	unsigned widest;			   /* line ever written */
	unsigned nr_coloured; /* colour sequences but the one that ends a colour */
	unsigned nr_returns;  /* cursor movements upwards */
	bool wrapped;	      /* something was written beyond the last column */
};

// Writes text to a new terminal that is so wide. On the heap; free it.
struct glass *glass_write(unsigned columns, const char *text);

// The whole window and what scrolled out of it, lines without trailing spaces, each with a newline;
// on the heap.
char *glass_text(const struct glass *glass);

#endif
