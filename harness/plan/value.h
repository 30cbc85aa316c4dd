// SPDX-License-Identifier: MIT

// Single values as people write them: numbers, ranges, times, sizes, lists. Each returns 0, or -1
// with a user's complaint that quotes the text and says what would be right. Whitespace around a
// value is ignored; anything after it is an error.

#ifndef RACELAB_VALUE_H
#define RACELAB_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"

// "20ms", "1s", "1.5s", "500us", "100ns", "2min" -> ns; a bare number other than 0 is an error that
// asks for a unit. In min..max ns.
int value_time(uint64_t *ns, const char *text, uint64_t min, uint64_t max, struct complaint *c);

// "64", "4K", "1M" (K = 1024) -> a number in min..max.
int value_size(uint64_t *size, const char *text, uint64_t min, uint64_t max, struct complaint *c);

// "7" -> a whole number in min..max; no unit, no sign.
int value_number(uint64_t *number, const char *text, uint64_t min, uint64_t max,
		 struct complaint *c);

// "3", "1-8", "1-max", "1-max/2" (a range in steps of 2: 1, 3, 5, ...), "max" -> numbers appended
// to values[*nr]; `max_value` is what "max" stands for. A range's end must not lie below its start;
// a range always includes its start. In min..max.
int value_range(uint64_t *values, size_t *nr, size_t size, const char *text, uint64_t min,
		uint64_t max, uint64_t max_value, struct complaint *c);

// ns as a person would write it: "20ms", "1.5s", "100ns". Returns text.
const char *value_format_time(uint64_t ns, char *text, size_t size);

// "0.99" with unit 1000000 -> 990000: a decimal without sign or exponent, counted in parts of one
// unit and rounded to a whole part. In min..max parts.
int value_decimal(uint64_t *parts, const char *text, uint64_t unit, uint64_t min, uint64_t max,
		  struct complaint *c);

// Writes that back exactly, without trailing zeros; unit is a power of ten. Returns text.
const char *value_format_decimal(uint64_t parts, uint64_t unit, char *text, size_t size);

// Splits a comma-separated list in place; commas that follow "cpus:" up to the next item that does
// not start with a digit stay in that item ("cpus:0,2,compact" is "cpus:0,2" and "compact"). Fills
// items[] with pointers into `list`; returns how many. -1 with a complaint: an empty item, or more
// than `size`.
int value_split(char *list, char **items, size_t size, struct complaint *c);

#endif
