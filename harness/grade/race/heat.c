// SPDX-License-Identifier: MIT

// A heat from outside: planned, run in a sandbox, and judged. What happens in it is conductor.c's.

#include "harness/grade/race/heat.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/grade/race/conductor.h"
#include "harness/machine/placement.h"
#include "harness/trial/sandbox.h"

#define USUAL_PATIENCE_NS 2000000000 /* half a CPU, and taken away for 100 ms at a time */

uint64_t heat_patience_ns(const struct racing_asked *asked)
{
	return asked->patience_ns ? asked->patience_ns : USUAL_PATIENCE_NS;
}

bool heat_shares_pus(const struct heat_plan *plan)
{
	return plan->nr_tasks > plan->nr_pus;
}

static int choose_pus(struct heat_plan *plan, struct complaint *c)
{
	const struct place compact = {.kind = PLACE_COMPACT};
	int nr = placement_order(plan->asked->topology, &compact, plan->pus, MOST_RACING, c);

	plan->nr_pus = nr < 0 ? 0 : (unsigned)nr;
	return nr < 0 ? -1 : 0;
}

int heat_init(struct heat_plan *plan, const struct racing_asked *asked, struct complaint *c)
{
	*plan = (struct heat_plan){
	    .asked = asked,
	    .object = asked->object,
	    .nr_tasks = asked->count,
	    .processes = asked->kind->processes,
	};
	if (asked->count < 1 || asked->count > MOST_RACING)
		return complain(c, "%u tasks: 1 to %d can be raced", asked->count, MOST_RACING);
	if (choose_pus(plan, c))
		return -1;
	plan->heat = mmap(NULL, sizeof *plan->heat, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (plan->heat == MAP_FAILED)
		return complain_machine(c, "no memory to race in: %s", strerror(errno));
	return 0;
}

void heat_fini(struct heat_plan *plan)
{
	munmap(plan->heat, sizeof *plan->heat);
}

static const char *when(const struct heat *heat)
{
	return heat->phase == HEAT_BEGINS    ? "before the tasks began"
	       : heat->phase == HEAT_SUMS_UP ? "when the tasks had ended"
					     : "while the tasks ran";
}

static struct ending judge(const struct heat_plan *plan, const struct sandbox_end *end)
{
	const struct heat *heat = plan->heat;
	bool signaled = heat->died ? WIFSIGNALED(heat->status) : end->kind == SANDBOX_SIGNALED;
	int status = !heat->died ? end->status
		     : signaled	 ? WTERMSIG(heat->status)
				 : WEXITSTATUS(heat->status);

	if (heat->call >= 0 || (signaled && status == SIGSYS))
		return ending_refused(heat->call, when(heat));
	if (heat->died || signaled)
		return ending_crashed(signaled ? status : 0, when(heat));
	if (heat->hung || end->kind == SANDBOX_TIMED_OUT)
		return ending_hung(heat_patience_ns(plan->asked), when(heat));
	if (!heat->complete)
		return ending_crashed(0, when(heat));
	return (struct ending){.kind = ENDED_WELL};
}

// What makes it impossible to race at all: it happens before the student's code runs.
static int refuse(const struct heat *heat, const struct sandbox_end *end, struct complaint *c)
{
	if (end->kind == SANDBOX_FAILED)
		return complain_machine(c, "cannot be raced: fork: %s", strerror(end->status));
	if (heat->phase != HEAT_PREPARES)
		return 0;
	return complain_machine(c, "cannot be raced: %.400s",
				heat->why[0]   ? heat->why
				: end->said[0] ? end->said
				: heat->hung   ? "its tasks are not ready in time"
					       : "it does not get as far as its first step");
}

// The student's code can have written to it: texts end, and are of plain letters.
static void clean(char *text, size_t size)
{
	text[size - 1] = '\0';
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

int heat_run(struct heat_plan *plan, struct ending *ending, struct complaint *c)
{
	struct heat *heat = plan->heat;
	struct sandbox_end end;

	memset(heat, 0, sizeof *heat);
	heat->call = -1;
	end = sandbox_run(conductor_main, plan, 2 * heat_patience_ns(plan->asked) + plan->lasts_ns,
			  plan->asked->interrupted);
	if (end.kind == SANDBOX_INTERRUPTED)
		return 1;
	heat->why[sizeof heat->why - 1] = '\0';
	clean(heat->claim, sizeof heat->claim);
	if (refuse(heat, &end, c))
		return -1;
	*ending = judge(plan, &end);
	return 0;
}
