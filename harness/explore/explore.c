// SPDX-License-Identifier: MIT

#include "harness/explore/explore.h"

#include <stdbool.h>
#include <string.h>

#include "harness/explore/graphs/executions.h"
#include "harness/explore/states/states.h"

// Each part of a stack that turns out to be shared costs one more beginning.
#define MOST_BEGINNINGS 64

// What a search by executions adds to what states have said.
static void add_counts(struct found *found, const struct found *counted)
{
	found->counts_executions = true;
	found->executions_complete = counted->executions_complete;
	found->executions = counted->executions;
	found->blocked = counted->blocked;
	if (counted->memory_bytes > found->memory_bytes)
		found->memory_bytes = counted->memory_bytes;
	for (size_t i = 0; i < counted->nr_outcomes; i++) {
		struct outcome *outcome = found_outcome(found, counted->outcome[i].value);

		if (outcome)
			outcome->executions = counted->outcome[i].executions;
	}
}

// Many waits in vain can come before an execution is complete, so time bounds the count, too.
static void count(struct behaviour *behaviour, enum model model, struct limit *limit,
		  struct found *found)
{
	static struct found counted;

	executions_search(behaviour, model, EXPLORE_COUNTED, false, limit, &counted);
	if (!behaviour->failed)
		add_counts(found, &counted);
	found_fini(&counted);
}

static void search_states(struct behaviour *behaviour, enum model model, struct limit *limit,
			  struct found *found)
{
	struct limit counting = {.end_ns = limit_soon(limit, 1000000000),
				 .tell = limit->tell,
				 .context = limit->context};
	struct states states;

	states_search(&states, behaviour, model, limit, found);
	if (found->complete)
		for (size_t i = 0; i < found->nr_wrongs; i++)
			states_witness(&states, &found->wrong[i], limit);
	else if (!behaviour->failed)
		for (size_t i = 0; i < found->nr_wrongs; i++)
			states_witness(&states, &found->wrong[i],
				       limit->one_wrong ? limit : &counting);
	states_fini(&states);
	if (found->complete && !behaviour->failed && !limit->uncounted)
		count(behaviour, model, &counting, found);
}

int explore(struct program *program, struct behaviour *behaviour, enum model model,
	    struct limit *limit, struct found *found, struct complaint *c)
{
	for (unsigned beginning = 0; beginning < MOST_BEGINNINGS; beginning++) {
		if (!behaviour->program && behaviour_open(behaviour, program, c))
			return -1;
		*found = (struct found){0};
		if (!behaviour->shares_stack && model == MODEL_RC11)
			executions_search(behaviour, model, 0, true, limit, found);
		else if (!behaviour->shares_stack)
			search_states(behaviour, model, limit, found);
		if (!behaviour->shares_stack)
			return behaviour->failed && behaviour->why.kind == COMPLAINT_USER &&
				       !found->nr_wrongs
				   ? (*c = behaviour->why, found_fini(found), -1)
				   : 0;
		found_fini(found);
		behaviour_close(behaviour);
		if (program_part(program, c))
			return -1;
	}
	return complain(c, "%s cannot be explored: its tasks share too much of their stacks",
			program->what);
}

enum verdict_of found_verdict(const struct found *found)
{
	if (found->nr_wrongs)
		return FOUND_VIOLATED;
	return found->complete ? FOUND_PROVED : FOUND_INCOMPLETE;
}

const char *found_word(enum verdict_of verdict)
{
	static const char *const words[] = {"proved", "violated", "incomplete"};

	return words[verdict];
}
