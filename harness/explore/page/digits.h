// SPDX-License-Identifier: MIT

// Numbers as text that is short: nearly all numbers of a walk are small, and a page has room for
// 300 KB. A number below 60 is one character, one below 2,220 two; none of the characters means
// anything to HTML, JSON or a script.

#ifndef RACELAB_EXPLORE_DIGITS_H
#define RACELAB_EXPLORE_DIGITS_H

#include <stdint.h>
#include <stdio.h>

// The characters, for who reads it: the value of each is its place. A character of less than
// DIGITS_ONE is a number; from there on the first says how many follow (plots/report/walk.js).
extern const char digits_alphabet[];

enum {
	DIGITS = 90,
	DIGITS_ONE = 60,	/* one character */
	DIGITS_TWO = 24,	/* first characters of two */
	DIGITS_THREE = 5,	/* of three */
	DIGITS_REST = 4,	/* characters behind the last first one */
	DIGITS_MOST = 65610000, /* numbers that four characters tell apart: 90^4 */
};

// Writes a number, which must be below DIGITS_MOST.
void digits_put(FILE *out, uint64_t number);

// The same for one that may be negative: 0, -1, 1, -2, ... are 0, 1, 2, 3, ...
void digits_put_signed(FILE *out, int64_t number);

#endif
