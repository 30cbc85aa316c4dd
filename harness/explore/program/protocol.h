// SPDX-License-Identifier: MIT

// What runner.c asks and hosted.c answers: whole structures over a socket that keeps them apart.

#ifndef RACELAB_EXPLORE_PROTOCOL_H
#define RACELAB_EXPLORE_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/program/runner.h"

enum ask {
	ASK_FACTS,
	ASK_NUMBER,
	ASK_FORGET,
	ASK_BEGIN,
	ASK_NEXT,
	ASK_OUTCOME,
};

struct question {
	enum ask ask;
	uint32_t node; /* or the task */
	uint64_t value;
	uint32_t nr_values;
	struct runner_value values[MOST_PLACES]; /* only so many are sent */
};

struct reply {
	bool failed; /* with `refusal` */
	bool users;
	char refusal[256];
	struct program_facts facts;
	uint64_t outcome;
	struct runner_answer answer;
};

// The other end: loads the object and answers until the socket is closed. Does not return. A
// student's is not run if this process cannot be confined.
_Noreturn void hosted_main(int socket, const char *object, const char *what, bool apart,
			   bool student);

#endif
