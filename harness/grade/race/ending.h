// SPDX-License-Identifier: MIT

// How a child with a student's code in it ended, and how we say it: in our words only.

#ifndef RACELAB_GRADE_ENDING_H
#define RACELAB_GRADE_ENDING_H

#include <stdint.h>

enum ending_kind {
	ENDED_WELL,
	ENDED_CRASHED, /* by a signal, or by itself */
	ENDED_HUNG,
	ENDED_REFUSED, /* it wanted what is not allowed */
};

struct ending {
	enum ending_kind kind;
	char what[160];
};

// `when` is "while the tasks ran". The number of a system call, -1 if it is not known; of a signal,
// 0 if it ended by itself.
struct ending ending_refused(int call, const char *when);
struct ending ending_crashed(int signal, const char *when);
struct ending ending_hung(uint64_t patience_ns, const char *when);

#endif
