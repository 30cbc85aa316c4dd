// SPDX-License-Identifier: MIT

// What a walk is told with: places and the values that they come to hold, what tasks do and what
// they read by it. Each is said once; states call it by its number. So a page says nothing of a
// program that did not come from here.

#ifndef RACELAB_EXPLORE_WORDS_H
#define RACELAB_EXPLORE_WORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/telling/subject.h"

// Values, each once, in the order in which they came.
struct values {
	uint64_t *value; /* on the heap */
	size_t nr;
};

struct word_place {
	struct values values;
	bool buffered;	/* it is in a store buffer somewhere */
	uint32_t shown; /* its number among those that a page shows; WORDS_HIDDEN */
};

// What tasks do at some nodes, which differ in nothing that is told.
struct word_deed {
	uint32_t node; /* one of them */
	struct values read;
};

struct words {
	const struct subject *subject;
	struct word_place *place; /* of each of the behaviour's */
	struct word_deed *deed;
	uint32_t *deed_of; /* of each node */
	uint32_t nr_deeds, nr_shown;
	bool no_memory;
};

#define WORDS_HIDDEN UINT32_MAX

// Of a program that was explored, under all models that are asked for: no node and no place may
// come later. words_close is due. Returns 0; -1 without memory.
int words_open(struct words *words, const struct subject *subject);
void words_close(struct words *words);

// The number of a value among the place's, and of what is read among what the deed of that node
// reads; they are added if they are not there. Without memory 0, and words->no_memory.
uint32_t words_value(struct words *words, uint16_t place, uint64_t value);
uint32_t words_read(struct words *words, uint32_t node, uint64_t value);

// How many values the deed of that node reads, all in all.
size_t words_reads(const struct words *words, uint32_t node);

// Once all values are known: places whose value changes get the numbers by which a page knows them.
void words_choose(struct words *words);

// What a page knows of them, in the order of their numbers: places as
//     {"name", "values": [text]}
// and deeds as
//     {"text", "line", "place", "inside", "plain", "done", "events": [[text, value,
//     wrote]]}
// `line` is a number among the source's, as line_of says it (-1: not known); place and value are
// numbers or -1. Events are what the deed can turn out to be, by what is read.
json_t *words_places_json(const struct words *words);
json_t *words_deeds_json(const struct words *words,
			 int (*line_of)(const void *context, uint32_t node), const void *context);

#endif
