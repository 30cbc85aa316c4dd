// SPDX-License-Identifier: MIT

// The words that titles are made of.

#ifndef RACELAB_WORDS_H
#define RACELAB_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/figure/chart.h"

// Each of these writes into `text` and returns it.

// Two significant digits, and never an exponent for what a counter can cost.
const char *words_number(double x, char *text, size_t size);

// 1704 is 1700: digits that differ from run to run say nothing.
double words_two_digits(double x);

// "61 million"
const char *words_amount(double x, char *text, size_t size);

// "0.84 ns", "2.0 us", "0.88 ms"
const char *words_time(double ns, char *text, size_t size);

// A share as a percentage; never rounded up to all, nor a loss down to nothing.
const char *words_percent(double share, char *text, size_t size);

// "2 threads", "1 process": the count and kind of a point's tasks.
const char *words_tasks(const struct chart_point *point, char *text, size_t size);

// "a variable", "an array", "a hash table"
const char *words_structure(const struct chart_point *point, char *text, size_t size);

// "unsynchronized", or "by mutex"
const char *words_manner(const struct chart *chart, const struct chart_point *point, char *text,
			 size_t size);

// "unsynchronized increments of a variable", "increments of an array by mutex"
void words_what_of(const struct chart *chart, const struct chart_point *point, char *text,
		   size_t size);

// " (more tasks than PUs)" if there were.
const char *words_crowd(const struct chart_point *point);

bool words_unsynchronized(const struct chart_point *point);

// The kind of tasks a title speaks of: threads, if the panel has any.
unsigned words_spoken_kind(const struct chart *chart, unsigned panel);

// The line's point at the largest count that fits; where only one task does, at the next count, so
// that there is something to tell of more than one. NULL if the line has none.
const struct chart_point *words_largest(const struct chart *chart, unsigned panel, unsigned line);

#endif
