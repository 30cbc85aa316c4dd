// SPDX-License-Identifier: MIT

// The operations of the lab `operations`: what two tasks do to one place at the same time, and how
// one sees afterwards, or in the middle of it, that it was not done as a whole.

#ifndef RACELAB_LABS_OPERATIONS_ACTS_H
#define RACELAB_LABS_OPERATIONS_ACTS_H

#include <stdbool.h>
#include <stdint.h>

enum {
	OPERATION_STEPS =
	    2048, /* operations of a task in a round: some 10 us, before they drift apart */
	OPERATION_SLOTS = 512, /* entries that a clear removes */
	OPERATION_BUCKETS = 64,
};

// A list: how long it is, and its items.
struct list {
	uint64_t length;
	uint64_t item[2 * OPERATION_STEPS];
};

// A hash table by chaining; entries are named by their number from 1 on, 0 is none.
struct dict {
	uint64_t head[OPERATION_BUCKETS];
	struct {
		uint64_t key, next;
	} entry[2 * OPERATION_STEPS];
};

// What the tasks share.
struct place {
	uint64_t word __attribute__((aligned(128)));
	unsigned char lines[256] __attribute__((aligned(128)));
	uint64_t two_words[2] __attribute__((aligned(128)));
	uint64_t counter __attribute__((aligned(128)));
	uint64_t slot[OPERATION_SLOTS] __attribute__((aligned(128)));
	struct list list __attribute__((aligned(128)));
	struct dict dict __attribute__((aligned(128)));
};

struct seen {
	uint64_t ops;
	uint64_t wrong;		 /* operations that were not done as a whole */
	uint64_t missing, twice; /* of them, where there are items or entries */
};

struct operation {
	const char *name;
	const char *deck; /* what is said of it in Python */
	const char *wrong;
	bool has_items;	   /* missing and twice are told */
	bool may_be_whole; /* some processors do it as a whole: nothing is expected */
	void (*prepare)(struct place *place); /* by task 0, alone, before each round */
	// By both tasks at a time; what a task has seen by itself it adds.
	void (*act)(struct place *place, unsigned task, struct seen *seen);
	void (*check)(const struct place *place, struct seen *seen); /* alone, after the round */
};

// One without act is not for this processor.
extern const struct operation operation_word, operation_across, operation_two_moves,
    operation_one_move, operation_append, operation_insert, operation_clear, operation_increment;

struct lab_run;

// Races one for the option window, longer if nothing went wrong. Returns what both have seen.
struct seen operation_race(const struct lab_run *run, const struct operation *operation,
			   struct place *place);

#endif
