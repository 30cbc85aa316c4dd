// SPDX-License-Identifier: MIT

#include "harness/cli/explore_source.h"

enum {
	STRATEGY_TASKS = 2,
	STRATEGY_OPS = 2,
};

static int check_bounds(const struct explore_asked *asked, const struct target *target,
			struct complaint *c)
{
	if (!target->strategy && (asked->tasks || asked->ops))
		return complain(c,
				"--count, --ops: %s is no strategy; what it is made of it says "
				"itself, program_tasks",
				target->name);
	if (target->max_tasks && asked->tasks > target->max_tasks)
		return complain(c, "--count: %s works for at most %u tasks", target->name,
				target->max_tasks);
	return 0;
}

unsigned explore_ops(const struct explore_asked *asked, const struct target *target)
{
	if (!target->strategy)
		return 0;
	return asked->ops ? (unsigned)asked->ops : STRATEGY_OPS;
}

int explore_source(const struct explore_asked *asked, const struct target *target, const char *root,
		   struct source *source, struct complaint *c)
{
	if (check_bounds(asked, target, c))
		return -1;
	*source =
	    target_source(target, root, asked->tasks ? (unsigned)asked->tasks : STRATEGY_TASKS,
			  asked->ops ? (unsigned)asked->ops : STRATEGY_OPS);
	return 0;
}
