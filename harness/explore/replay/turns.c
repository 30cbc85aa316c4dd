// SPDX-License-Identifier: MIT

#include "harness/explore/replay/turns.h"

#include <stddef.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/trial/tasks.h"

static bool has_flushes(const struct witness *witness)
{
	for (size_t i = 0; i < witness->nr; i++)
		if (witness->event[i].flush)
			return true;
	return false;
}

static int refuse(const struct replay *replay, struct complaint *c)
{
	const struct wrong *wrong = replay->wrong;
	const char *what = replay->program->what;

	if (!wrong->witness.event)
		return complain(c, "%s: there is no witness to replay", what);
	if (replay->model != MODEL_SC || !wrong->witness.ordered || has_flushes(&wrong->witness))
		return complain(c,
				"%s: a witness of %s cannot be forced on a machine, only one of sc "
				"can; %s races it",
				what, model_name(replay->model),
				replay->program->student ? "racelab grade" : "--measure");
	if (wrong->kind == WRONG_ENDLESS)
		return complain(c, "%s: a task that computes for ever has no end to replay", what);
	if (replay->kind->processes && replay->program->apart)
		return complain(c,
				"%s: its tasks share what is on their stacks, which processes "
				"cannot; replay it by threads",
				what);
	if (replay->kind->processes && replay->program->student)
		return complain(c, "%s: a student's file is replayed by threads alone", what);
	return 0;
}

static struct due due_of(const struct behaviour *behaviour, const struct event *event)
{
	const struct deed *deed = &behaviour->deed[event->node];

	return (struct due){
	    .task = event->task,
	    .kind = deed->kind,
	    .size = deed->size,
	    .reads = deed_reads(deed),
	    .address = event->place == NOWHERE ? 0 : behaviour->place[event->place].address,
	    .operand = deed->operand,
	    .expected = deed->expected,
	    .read = event->read,
	    .written = event->written,
	};
}

// Who fails: whoever went last, as nobody goes on after that; without a step, who begins with it.
static int find_fault(const struct replay *replay, unsigned nr_tasks)
{
	const struct wrong *wrong = replay->wrong;
	const struct witness *witness = &wrong->witness;

	if (wrong->node[0] == UINT32_MAX)
		return -1;
	if (witness->nr)
		return witness->event[witness->nr - 1].task;
	for (unsigned task = 0; task < nr_tasks; task++)
		if (replay->behaviour->begin[task] == wrong->node[0])
			return (int)task;
	return -1;
}

int turns_make(struct turns *turns, const struct replay *replay, struct complaint *c)
{
	const struct wrong *wrong = replay->wrong;
	const struct witness *witness = &wrong->witness;

	if (refuse(replay, c))
		return -1;
	*turns = (struct turns){
	    .nr = (uint32_t)witness->nr,
	    .nr_tasks = replay->program->runner.facts.nr_tasks,
	    .end = wrong->kind,
	    .outcome = wrong->value,
	    .text = wrong->text ? wrong->text : "",
	};
	turns->fault = find_fault(replay, turns->nr_tasks);
	turns->due = calloc(witness->nr + 1, sizeof *turns->due);
	if (!turns->due)
		return complain_machine(c, "no memory for a schedule");
	for (size_t i = 0; i < witness->nr; i++)
		turns->due[i] = due_of(replay->behaviour, &witness->event[i]);
	return 0;
}

void turns_fini(struct turns *turns)
{
	free(turns->due);
}
