// SPDX-License-Identifier: MIT

// Right when alone: the least that can be asked. One task, nobody disturbs it, and so many rounds
// are found to have been done.

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"

enum {
	ROUNDS = 1000,
	TIMES = 3,
};

int stage_count(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked = raced_asked(grading, &task_threads, 1);
	struct raced raced;
	char wrong[RACED_TEXT];
	int status;

	asked.trials = TIMES;
	asked.rounds = ROUNDS;
	status = race_run(&asked, 1, &raced, c);
	if (status)
		return status;
	if (raced.good == TIMES) {
		stage_end(result, 1, "one task did %d rounds, %d times, and all were found done",
			  ROUNDS, TIMES);
		return 0;
	}
	stage_end(result, 0, "one task alone: %s", raced_wrong(&raced, wrong, sizeof wrong));
	stage_found(result, "%s", wrong);
	return 0;
}
