// SPDX-License-Identifier: MIT

// A program that can be explored: compiled, loaded into a process of its own, ready to be asked for
// one step after the other.

#ifndef RACELAB_EXPLORE_PROGRAM_H
#define RACELAB_EXPLORE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/program/symbols.h"

struct program {
	const char *what; /* how it is called: a strategy's name, or a file's */
	char folder[64];  /* what was made on the way; removed at the end */
	char object[128];
	bool apart;
	bool student;  /* with a frame around it: is to be confined */
	bool numbered; /* a task asked for its number, and was not told from others */
	struct runner runner;
	struct symbols symbols;
};

// Compiles and loads it, under a name for messages. Returns 0, or -1 with a complaint.
int program_open(struct program *program, const struct source *source, const char *what,
		 struct complaint *c);
void program_close(struct program *program);

// Once it turned out that something on a stack is shared: from now on each task has a stack of its
// own, and that part of it is memory; or once a task asked for its number: program_number. All that
// was known of nodes is void then.
int program_part(struct program *program, struct complaint *c);

// From now on each task is told from the others, whether they do the same or not.
int program_number(struct program *program, struct complaint *c);

// As runner_begin and runner_next.
int program_begin(struct program *program, unsigned task, struct runner_answer *answer,
		  struct complaint *c);
int program_next(struct program *program, uint32_t node, uint64_t value,
		 struct runner_answer *answer, struct complaint *c);

// From now on program_name knows of fields. For who is about to tell something; not for threads.
void program_learn(struct program *program);

// What lies at that address, from the object's beginning, as symbols_name has it. Returns text.
const char *program_name(const struct program *program, uint64_t address, enum fields_of of,
			 char *text, size_t size);

#endif
