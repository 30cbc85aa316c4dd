// SPDX-License-Identifier: MIT

// The program of the lab `lifetime`: workers that write records in two halves, and a main that
// waits for them or does not.

#ifndef RACELAB_LIFETIME_PROGRAM_H
#define RACELAB_LIFETIME_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

enum {
	LIFETIME_MAX_WORKERS = 64,
	LIFETIME_FIRST_HALF = '(',
	LIFETIME_SECOND_HALF = ')',
};

// In memory that the lab shares with the program and its workers.
struct lifetime {
	bool processes, forever, daemon, joined;
	unsigned nr_workers;
	uint64_t nr_records; /* that each worker writes if its work is finite */
	uint64_t pause_ns;   /* between the halves of a record */
	uint64_t main_ns;    /* that main works itself */
	int file;	     /* all write to it */

	uint64_t begin_ns;
	uint64_t main_end_ns; /* main had nothing left to do; 0: not yet */
	unsigned nr_finished; /* atomic: workers that came to the end of their work */
	unsigned left; /* atomic: threads of the program that have not ended, main included */
};

// The whole program: a child process ends with it.
_Noreturn void lifetime_run(struct lifetime *life);

#endif
