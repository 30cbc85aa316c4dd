// SPDX-License-Identifier: MIT

// The lecture's own counter in Python, for the lab `python`: 10 threads or processes, 100
// increments each, of an entry of a dict or of shared memory, as read, add, write; with a lock or
// without; and what makes its race show.

#ifndef RACELAB_LABS_PYTHON_DECK_H
#define RACELAB_LABS_PYTHON_DECK_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/labs/lab.h"

struct deck_case {
	const char *task; /* "thread", "process" */
	bool locked;
	unsigned tasks, increments; /* increments by each task */
	bool call;		    /* a function is called between read and write */
	const char *switch_s;	    /* sys.setswitchinterval; "0": as it is */
};

// What came out.
struct deck_result {
	char version[24];
	char said[160]; /* its last line, which names the error if it failed */
	uint64_t runs, wrong, elapsed_ns;
	int64_t lost;
};

// Runs it in that interpreter, for the options runs, window and most (then it is killed). Returns
// the interpreter's wait status; a result without runs is none.
int deck_run(const struct lab_run *run, const char *python, const struct deck_case *deck,
	     struct deck_result *result);

#endif
