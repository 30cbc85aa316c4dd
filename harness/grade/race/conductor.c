// SPDX-License-Identifier: MIT

#include "harness/grade/race/conductor.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "harness/grade/race/chores.h"
#include "harness/grade/race/confined.h"
#include "harness/grade/race/loaded.h"
#include "harness/grade/race/members.h"

#define PAGE	   4096
#define MOST_PAGES 512 /* that what is loaded is moved by, at most */

static bool say(struct heat *heat, const char *what)
{
	snprintf(heat->why, sizeof heat->why, "%s: %s", what, strerror(errno));
	return false;
}

static void *map_shared(size_t bytes)
{
	/* populated: no task is to be the one that meets with a page fault */
	return mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
}

// All children of one process would load it at one address: that would be one draw of what is
// another one in each execution.
static bool move(const struct heat_plan *plan)
{
	size_t bytes = (1 + plan->seed % MOST_PAGES) * PAGE;

	return mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool load(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;
	struct loaded *loaded = &conductor->loaded;

	if (!move(conductor->plan))
		return say(heat, "no memory");
	if (loaded_open(loaded, conductor->plan->object, chore_unmet, chore_reached, heat->why,
			sizeof heat->why))
		return false;
	conductor->room = map_shared(loaded->room_bytes);
	conductor->variables = map_shared(loaded->variable_bytes);
	if (conductor->room == MAP_FAILED || conductor->variables == MAP_FAILED)
		return say(heat, "no memory for the room");
	return true;
}

// Closes windows when they should close, not after the kernel's usual slack; and before tasks that
// share PUs have all had their turn, where that is allowed. Members are ordinary.
static void be_punctual(void)
{
	const struct sched_param lowest = {.sched_priority = 1};

	prctl(PR_SET_TIMERSLACK, 1);
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
}

static bool prepare(struct conductor *conductor)
{
	const struct heat_plan *plan = conductor->plan;

	confined_prepare();
	be_punctual();
	chore_note_in(plan->heat, plan);
	return load(conductor) && members_start(conductor) &&
	       (plan->processes || confined(conductor));
}

int conductor_main(void *context)
{
	const struct heat_plan *plan = context;
	struct conductor conductor = {.plan = plan, .heat = plan->heat};

	if (prepare(&conductor))
		plan->script(&conductor);
	return 0;
}

void conductor_enter(struct conductor *conductor, enum heat_phase phase)
{
	/* release: whoever reads it after our end is to know what came before */
	__atomic_store_n(&conductor->heat->phase, phase, __ATOMIC_RELEASE);
}

bool conductor_begin(struct conductor *conductor)
{
	conductor_enter(conductor, HEAT_BEGINS);
	return members_stage(conductor, CHORE_BEGIN) && !conductor->heat->nr_unmet;
}
