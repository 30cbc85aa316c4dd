// SPDX-License-Identifier: MIT

// From a C file to a shared object that can be explored, by the machine's own compiler.

#ifndef RACELAB_EXPLORE_COMPILE_H
#define RACELAB_EXPLORE_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"

// What is to be compiled.
struct source {
	const char *file;
	const char *root; /* racelab's own files: what a strategy includes, and the runtime */
	bool strategy;	  /* it is a strategy's source: explored around its counter */
	unsigned tasks, ops;
	uint64_t parameter;  /* of a strategy that takes one; 0: the usual one */
	bool real;	     /* not to be explored but raced: no instrumentation, optimized */
	const char *frame;   /* NULL: the file is a whole program; else it is a student's,
				preprocessed   and screened, and this frame.c calls it */
	const char *exports; /* with a frame: the file of what that sees of it, one name a line */
};

// True if the file is a strategy's source: it includes benches/sync/sync.h. Returns -1 with a
// user's complaint if it cannot be read.
int source_is_strategy(const char *file, bool *strategy, struct complaint *c);

// Compiles it into FOLDER/program.so, beside which it leaves what it needs on the way. `what`
// names it where it cannot be explored. Takes the compiler that $CC names, else cc. Needs
// sandbox_init. Returns 0; -1 with a user's complaint (what the compiler said first; inline
// assembly; a function that cannot be looked into; no program_task), or a machine's: no compiler.
int source_compile(const struct source *source, const char *folder, const char *what,
		   struct complaint *c);

#endif
