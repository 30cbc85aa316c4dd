// SPDX-License-Identifier: MIT

// A schedule that a person wrote, for racelab explore --replay. What is read can be written and
// read again, and then is the same schedule.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/subject.h"
#include "harness/fuzz/target.h"

static void check_step(const struct schedule *schedule, size_t i)
{
	const struct scheduled *step = &schedule->step[i];

	MUST(step->task < schedule->tasks);
	MUST(!step->flush || schedule->model == MODEL_TSO);
	MUST(step->from == FROM_LAST ||
	     (schedule->model == MODEL_RC11 && step->from >= -1 && step->from < (int32_t)i));
}

static void check(const struct schedule *schedule)
{
	MUST(schedule->nr && schedule->tasks >= 1 && schedule->tasks <= MOST_EXPLORED_TASKS);
	MUST(*schedule->program);
	target_check_text(schedule->program, 0);
	for (size_t i = 0; i < schedule->nr; i++)
		check_step(schedule, i);
}

static bool is_same(const struct schedule *one, const struct schedule *other)
{
	bool same = strcmp(one->program, other->program) == 0 && one->tasks == other->tasks &&
		    one->ops == other->ops && one->model == other->model && one->nr == other->nr;

	for (size_t i = 0; same && i < one->nr; i++)
		same = one->step[i].task == other->step[i].task &&
		       one->step[i].flush == other->step[i].flush &&
		       one->step[i].from == other->step[i].from;
	return same;
}

static struct witness witness_of(const struct schedule *schedule)
{
	struct witness witness = {.event = calloc(schedule->nr, sizeof *witness.event),
				  .nr = schedule->nr,
				  .ordered = schedule->model != MODEL_RC11};

	MUST(witness.event);
	for (size_t i = 0; i < schedule->nr; i++)
		witness.event[i] = (struct event){.task = schedule->step[i].task,
						  .flush = schedule->step[i].flush,
						  .from = schedule->step[i].from,
						  .stale = schedule->step[i].from != FROM_LAST};
	return witness;
}

static void check_again(const struct schedule *schedule)
{
	const struct subject subject = {.name = schedule->program,
					.model = schedule->model,
					.tasks = schedule->tasks,
					.ops = schedule->ops};
	struct witness witness = witness_of(schedule);
	struct schedule again;
	struct complaint c;
	FILE *file = tmpfile();

	MUST(file);
	schedule_put(file, &subject, &witness);
	rewind(file);
	MUST(schedule_read(&again, file, "again", &c) == 0);
	MUST(is_same(schedule, &again));
	schedule_fini(&again);
	fclose(file);
	free(witness.event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *in = fopen(target_file(data, size), "r");
	struct schedule schedule;
	struct complaint c;

	MUST(in);
	if (schedule_read(&schedule, in, "schedule", &c)) {
		target_check_complaint(&c);
	} else {
		check(&schedule);
		check_again(&schedule);
		schedule_fini(&schedule);
	}
	fclose(in);
	return 0;
}
