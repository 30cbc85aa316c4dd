// SPDX-License-Identifier: MIT

#include "harness/explore/replay/play.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/complaint.h"
#include "harness/explore/program/program.h"
#include "harness/explore/replay/actor.h"
#include "harness/explore/replay/baton.h"
#include "harness/explore/replay/judge.h"
#include "harness/explore/replay/replay.h"
#include "harness/explore/replay/turns.h"
#include "harness/explore/replay/stage.h"
#include "harness/confine/confine.h"
#include "harness/machine/probe.h"
#include "harness/trial/rounds.h"
#include "harness/trial/tasks.h"

#define PATIENCE_NS 10000000000 /* for a step that takes a microsecond, on a busy machine */
#define WATCHDOG_NS 30000000000 /* for a round, with twice that patience */

static bool load(struct play *play)
{
	struct stage *stage = play->stage;

	return scene_open(&play->scene, play->replay->program, play->replay->behaviour,
			  play->replay->kind->processes, stage->why, sizeof stage->why) == 0;
}

static bool init(struct play *play)
{
	struct stage *stage = play->stage;

	return scene_init(&play->scene, play->replay->program, stage->why, sizeof stage->why) == 0;
}

// All as in the beginning.
static void prepare(struct play *play)
{
	struct stage *stage = play->stage;

	scene_restore(&play->scene);
	baton_begin(&stage->baton);
	for (unsigned task = 0; task < play->turns->nr_tasks; task++)
		stage->actor[task] = (struct actor){0};
	stage->differs = 0;
	/* relaxed: the watchdog wants to know roughly */
	__atomic_store_n(&stage->deadline_ns, probe_now_ns() + WATCHDOG_NS, __ATOMIC_RELAXED);
}

static void tell_hung(struct play *play)
{
	uint32_t turn = baton_turn(&play->stage->baton);

	if (turn < play->turns->nr)
		actor_differ(play, "hung at step %u: task %u does not come to it", actor_step(turn),
			     play->turns->due[turn].task);
	else
		actor_differ(play, "hung behind the last step");
}

// Whether it ended as predicted.
static bool play_round(struct play *play)
{
	struct stage *stage = play->stage;

	if (!baton_at_rest(&stage->baton, PATIENCE_NS)) {
		tell_hung(play);
		return false;
	}
	/* acquire: pairs with actor_differ's release */
	return !__atomic_load_n(&stage->differs, __ATOMIC_ACQUIRE) && judge_round(play);
}

// Waits for all tasks to have left the round. False if one does not.
static bool end_round(struct play *play)
{
	uint64_t end_ns = probe_now_ns() + PATIENCE_NS;

	baton_stop(&play->stage->baton);
	while (!rounds_ended(&play->stage->rounds, PATIENCE_NS))
		if (probe_now_ns() > end_ns)
			return false;
	return true;
}

// A replay whose tasks are not where they are said to be is none.
static bool are_pinned(struct play *play)
{
	struct stage *stage = play->stage;

	for (unsigned task = 0; task < play->turns->nr_tasks; task++)
		if (stage->pin_error[task]) {
			snprintf(stage->why, sizeof stage->why, "task %u cannot be pinned: %s",
				 task, strerror(stage->pin_error[task]));
			return false;
		}
	return true;
}

// The first round, in which tasks do nothing but be where they are to be.
static bool muster(struct play *play)
{
	struct stage *stage = play->stage;

	rounds_begin(&stage->rounds);
	if (rounds_ended(&stage->rounds, PATIENCE_NS))
		return are_pinned(play);
	snprintf(stage->why, sizeof stage->why, "not all tasks have started");
	return false;
}

// From here on a student's program, which nothing of has run so far, may compute and wait.
static bool shut_in(struct play *play)
{
	const struct confinement confinement = {0};
	struct stage *stage = play->stage;
	struct complaint c;

	if (!play->replay->program->student || confine(&confinement, NULL, 0, &c) == 0)
		return true;
	snprintf(stage->why, sizeof stage->why, "%.250s", c.text);
	return false;
}

static void play_all(struct play *play)
{
	struct stage *stage = play->stage;
	bool ended = true;

	while (ended && stage->times < play->times) {
		bool good;

		prepare(play);
		rounds_begin(&stage->rounds);
		good = play_round(play);
		ended = end_round(play);
		stage->as_predicted += good;
		stage->times++;
	}
	if (!ended) /* who computes for ever cannot be waited for */
		_exit(0);
}

int play_main(void *context)
{
	struct play *play = context;
	struct stage *stage = play->stage;
	const struct task_kind *kind = play->replay->kind;
	struct crew *crew = crew_create();

	must(crew ? 0 : ENOMEM);
	if (!load(play))
		return 0;
	actor_expect(play);
	if (kind->start(crew, play->turns->nr_tasks, actor_main, play, stage->why,
			sizeof stage->why))
		return 0;
	if (!muster(play) || !shut_in(play) || !init(play))
		return 0;
	play_all(play);
	rounds_finish(&stage->rounds);
	kind->join(crew);
	crew_destroy(crew);
	return 0;
}
