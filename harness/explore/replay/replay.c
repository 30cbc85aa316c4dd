// SPDX-License-Identifier: MIT

// A replay, seen from outside: what is due, the stage, the sandbox, what is to be said of it.

#include "harness/explore/replay/replay.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/interrupt.h"
#include "harness/explore/replay/baton.h"
#include "harness/explore/replay/pins.h"
#include "harness/explore/replay/play.h"
#include "harness/explore/replay/turns.h"
#include "harness/explore/replay/stage.h"
#include "harness/machine/probe.h"
#include "harness/trial/rounds.h"
#include "harness/trial/sandbox.h"

#define BEGIN_NS 30000000000 /* to load the program and start the tasks; rounds move it on */

static struct stage *build_stage(struct complaint *c)
{
	struct stage *stage =
	    mmap(NULL, sizeof *stage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (stage == MAP_FAILED) {
		complain_machine(c, "no memory to replay in: %m");
		return NULL;
	}
	return stage;
}

static void set_stage(struct stage *stage, unsigned nr_tasks, bool shared_pus)
{
	baton_init(&stage->baton, nr_tasks, shared_pus);
	rounds_init(&stage->rounds, nr_tasks, false);
	stage->deadline_ns = probe_now_ns() + BEGIN_NS;
}

// A sandbox that did not come to its end by itself has not replayed what was predicted.
static void say_how_it_died(struct stage *stage, const struct sandbox_end *end)
{
	uint32_t turn = baton_turn(&stage->baton);
	char where[32] = "its end";

	if (stage->difference[0])
		return;
	if (turn != UINT32_MAX)
		snprintf(where, sizeof where, "step %" PRIu32, turn + 1);
	if (end->kind == SANDBOX_SIGNALED)
		snprintf(stage->difference, sizeof stage->difference, "crashed at %s: %s", where,
			 strsignal(end->status));
	else
		snprintf(stage->difference, sizeof stage->difference, "hung at %s", where);
}

static int judge_end(struct stage *stage, const struct sandbox_end *end, struct complaint *c)
{
	if (stage->why[0])
		return complain_machine(c, "cannot be replayed: %s", stage->why);
	if (end->kind == SANDBOX_FAILED)
		return complain_machine(c, "cannot be replayed: fork: %s", strerror(end->status));
	if (end->kind == SANDBOX_EXITED && end->status)
		return complain_machine(c, "cannot be replayed: %s", end->said);
	if (end->kind == SANDBOX_SIGNALED || end->kind == SANDBOX_TIMED_OUT)
		say_how_it_died(stage, end);
	return 0;
}

static int play(struct play *play, struct replayed *replayed, struct complaint *c)
{
	struct stage *stage = play->stage;
	uint64_t begin_ns = probe_now_ns();
	struct sandbox_end end;
	int error;

	set_stage(stage, play->turns->nr_tasks, replayed->shared_pus);
	end = sandbox_run_until(play_main, play, &stage->deadline_ns, &interrupt_signal);
	error = judge_end(stage, &end, c);
	replayed->seconds = (double)(probe_now_ns() - begin_ns) / 1e9;
	replayed->times = stage->times;
	replayed->as_predicted = stage->as_predicted;
	replayed->interrupted = end.kind == SANDBOX_INTERRUPTED;
	snprintf(replayed->difference, sizeof replayed->difference, "%s", stage->difference);
	return error;
}

int replay_run(const struct replay *replay, struct replayed *replayed, struct complaint *c)
{
	struct turns turns;
	struct pins pins;
	struct play the = {.replay = replay, .turns = &turns, .pins = &pins};
	int error;

	*replayed = (struct replayed){0};
	the.times = replay->times ? replay->times : REPLAY_TIMES;
	if (pins_choose(&pins, replay->topology, c) || turns_make(&turns, replay, c))
		return -1;
	replayed->shared_pus = pins_shared(&pins, turns.nr_tasks);
	the.stage = build_stage(c);
	error = the.stage ? play(&the, replayed, c) : -1;
	if (the.stage)
		munmap(the.stage, sizeof *the.stage);
	turns_fini(&turns);
	return error;
}
