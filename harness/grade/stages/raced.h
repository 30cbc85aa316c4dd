// SPDX-License-Identifier: MIT

// What the stages that race have in common.

#ifndef RACELAB_GRADE_STAGES_RACED_H
#define RACELAB_GRADE_STAGES_RACED_H

#include <stddef.h>

#include "harness/grade/race/race.h"
#include "harness/grade/stages/stages.h"

enum {
	RACED_TEXT = 320,
};

// The submission, raced as the rubric has it, by `count` tasks of that kind.
struct racing_asked raced_asked(const struct grading *grading, const struct task_kind *kind,
				unsigned count);

// What was wrong, the worst first: "5 of 5 trials lost updates, up to 48 % of them". Returns text.
const char *raced_wrong(const struct raced *raced, char *text, size_t size);

// "2 threads", "1 process". Returns text.
const char *raced_tasks(const struct task_kind *kind, unsigned count, char *text, size_t size);

// The smallest rate of bad trials of which nr good ones would have missed every one in no more than
// 5 % of all cases: 1 - 0.05^(1/nr).
double raced_found_rate(unsigned nr);

#endif
