// SPDX-License-Identifier: MIT

#include "harness/explore/replay/judge.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "harness/explore/found.h"
#include "harness/explore/replay/actor.h"
#include "harness/explore/replay/baton.h"
#include "harness/explore/replay/scene.h"
#include "harness/explore/replay/turns.h"
#include "harness/explore/replay/stage.h"
#include "harness/explore/step.h"
#include "harness/machine/probe.h"

#define HANG_ONCE_NS  50000000	 /* the first time, for people to believe it */
#define HANG_NS	      2000000	 /* each time after: a thousand take two seconds */
#define HANG_STEPS    100	 /* each who hangs has looked again so often, */
#define HANG_MOST_NS  2000000000 /* or this long, where it gets no PU */
#define LOOK_AGAIN_NS 1000000

static const char *end_name(unsigned kind)
{
	return kind == STEP_END	     ? "comes to its end"
	       : kind == STEP_ASSERT ? "fails an assertion"
				     : "crashes";
}

// All tasks have come to their ends.
static bool all_ended(struct play *play)
{
	for (unsigned task = 0; task < play->turns->nr_tasks; task++) {
		const struct actor *actor = &play->stage->actor[task];

		if (actor->over && actor->at.kind == STEP_END)
			continue;
		actor_differ(play, "behind the last step task %u %s", task,
			     actor->over ? end_name(actor->at.kind) : "has one more");
		return false;
	}
	return true;
}

static bool judge_outcome(struct play *play)
{
	const struct turns *turns = play->turns;
	char text[STEP_TEXT];
	struct step end;
	uint64_t outcome;

	if (!all_ended(play))
		return false;
	outcome = scene_outcome(&play->scene, &end, text);
	if (end.kind == STEP_END && outcome == turns->outcome)
		return true;
	actor_differ(play, "the outcome is %" PRIu64 ", not %" PRIu64, outcome, turns->outcome);
	return false;
}

static bool is_fault(const struct turns *turns, unsigned kind, const char *text)
{
	/* what is said of a crash may have an address in it */
	if (turns->end == WRONG_CRASH)
		return kind == STEP_CRASH;
	return kind == STEP_ASSERT && strcmp(text, turns->text) == 0;
}

static bool judge_fault(struct play *play)
{
	const struct turns *turns = play->turns;
	const struct actor *actor = &play->stage->actor[turns->fault];

	if (actor->over && is_fault(turns, actor->at.kind, actor->text))
		return true;
	actor_differ(play, "behind the last step task %d %s instead of failing", turns->fault,
		     actor->over ? end_name(actor->at.kind) : "goes on");
	return false;
}

static bool judge_fault_of_outcome(struct play *play)
{
	char text[STEP_TEXT];
	struct step end;

	if (!all_ended(play))
		return false;
	scene_outcome(&play->scene, &end, text);
	if (is_fault(play->turns, end.kind, text))
		return true;
	actor_differ(play, "program_outcome does not fail");
	return false;
}

static bool are_inside(const struct step *one, const struct step *other)
{
	return one->inside && other->inside;
}

static bool writes(const struct step *step)
{
	return step->kind == STEP_WRITE || step->kind == STEP_MODIFY || step->kind == STEP_COMPARE;
}

static bool do_race(const struct step *one, const struct step *other)
{
	return one->kind <= STEP_COMPARE && other->kind <= STEP_COMPARE &&
	       one->address == other->address && (writes(one) || writes(other)) &&
	       (one->order == ORDER_PLAIN || other->order == ORDER_PLAIN);
}

// Two tasks stand so, now, both of them.
static bool judge_pair(struct play *play, bool (*so)(const struct step *, const struct step *),
		       const char *what)
{
	const struct actor *actor = play->stage->actor;

	for (unsigned one = 0; one < play->turns->nr_tasks; one++)
		for (unsigned other = one + 1; other < play->turns->nr_tasks; other++)
			if (actor[one].standing && actor[other].standing &&
			    so(&actor[one].at, &actor[other].at))
				return true;
	actor_differ(play, "behind the last step no two tasks %s", what);
	return false;
}

static void sleep_ns(long ns)
{
	const struct timespec time = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};

	nanosleep(&time, NULL);
}

// How many tasks have not come to an end; *looking: some of them have not looked often yet.
static unsigned count_left(struct play *play, bool *looking)
{
	unsigned left = 0;

	*looking = false;
	for (unsigned task = 0; task < play->turns->nr_tasks; task++) {
		const struct actor *actor = &play->stage->actor[task];

		if (__atomic_load_n(&actor->over, __ATOMIC_ACQUIRE)) /* as actor.c sets it */
			continue;
		left++;
		/* relaxed: only how many */
		*looking |= __atomic_load_n(&actor->steps, __ATOMIC_RELAXED) < HANG_STEPS;
	}
	return left;
}

static bool judge_hang(struct play *play)
{
	uint64_t begin_ns = probe_now_ns();
	unsigned left;
	bool looking;

	baton_let_go(&play->stage->baton);
	sleep_ns(play->stage->times ? HANG_NS : HANG_ONCE_NS);
	while ((left = count_left(play, &looking)) && looking &&
	       probe_now_ns() - begin_ns < HANG_MOST_NS)
		sleep_ns(LOOK_AGAIN_NS);
	if (left)
		return true;
	actor_differ(play, "let go behind the last step, all tasks come to their ends");
	return false;
}

bool judge_round(struct play *play)
{
	switch (play->turns->end) {
	case WRONG_INSIDE:
		return judge_pair(play, are_inside, "are inside");
	case WRONG_RACE:
		return judge_pair(play, do_race, "stand at accesses that race");
	case WRONG_HANG:
		return judge_hang(play);
	case WRONG_ASSERT:
	case WRONG_CRASH:
		return play->turns->fault < 0 ? judge_fault_of_outcome(play) : judge_fault(play);
	default:
		return judge_outcome(play);
	}
}
