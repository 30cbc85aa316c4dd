// SPDX-License-Identifier: MIT

// The witness with the fewest switches: a breadth-first search whose distance is how often another
// task than before went on, so first all that costs no switch is followed. It goes over states in
// which one task is marked, the one that moved last; the rest stay interchangeable.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/byte_set.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/limit.h"
#include "harness/explore/states/list.h"
#include "harness/explore/states/state.h"
#include "harness/explore/states/tale.h"
#include "harness/explore/states/states.h"
#include "harness/explore/step.h"

// How a marked state was reached first: from which, by which move of the task at `position` there.
struct reached {
	uint32_t from;
	uint32_t switches;
	uint8_t position;
	bool flush, settled;
};

struct hunt {
	struct states *states;
	const struct wrong *wrong;
	struct limit *limit;
	struct byte_set set;	 /* of marked states */
	struct reached *reached; /* of each */
	struct list near, far;	 /* as many switches as now, and one more */
	bool no_memory;
	struct state here, there;
	unsigned char packed[MOST_PACKED];
};

#define FROM_NOTHING UINT32_MAX

static bool is_hang(struct hunt *hunt, const struct state *state)
{
	uint8_t order[MOST_EXPLORED_TASKS];
	size_t size =
	    state_pack(&hunt->states->space, state, MOST_EXPLORED_TASKS, hunt->packed, order);
	uint32_t number = byte_set_find(&hunt->states->set, hunt->packed, size);

	return number != UINT32_MAX && hunt->states->good[number] & STATE_STUCK;
}

static bool is_fault(struct hunt *hunt, const struct state *state, enum step_kind kind)
{
	struct behaviour *behaviour = hunt->states->space.behaviour;
	int fault = state_fault(&hunt->states->space, state);
	struct deed end;

	if (fault >= 0) {
		const struct deed *deed = &behaviour->deed[state->task[fault].node];

		return deed->kind == kind && strcmp(deed->text, hunt->wrong->text) == 0;
	}
	if (hunt->wrong->node[0] != UINT32_MAX || !state_is_final(&hunt->states->space, state))
		return false;
	behaviour_outcome(behaviour, state->value, &end);
	return end.kind == kind;
}

static bool is_wanted(struct hunt *hunt, const struct state *state)
{
	const struct space *space = &hunt->states->space;
	struct deed end;
	unsigned pair[2];

	switch (hunt->wrong->kind) {
	case WRONG_LOST:
		return state_is_final(space, state) &&
		       behaviour_outcome(space->behaviour, state->value, &end) ==
			   hunt->wrong->value;
	case WRONG_INSIDE:
		return state_inside(space, state, pair);
	case WRONG_RACE:
		return state_race(space, state, pair);
	case WRONG_HANG:
		return is_hang(hunt, state);
	case WRONG_ASSERT:
		return is_fault(hunt, state, STEP_ASSERT);
	case WRONG_CRASH:
		return is_fault(hunt, state, STEP_CRASH);
	default:
		return is_fault(hunt, state, STEP_ENDLESS);
	}
}

// Notes a way to a state whose task `marked` moved last, if it is better than what is known.
static void reach(struct hunt *hunt, const struct state *state, unsigned marked,
		  struct reached reached, bool another)
{
	uint8_t order[MOST_EXPLORED_TASKS];
	size_t size = state_pack(&hunt->states->space, state, marked, hunt->packed, order);
	uint32_t nr = hunt->set.nr, number = byte_set_add(&hunt->set, hunt->packed, size);
	struct reached *grown =
	    number == nr ? grow(hunt->reached, nr, sizeof *grown) : hunt->reached;

	if (number == UINT32_MAX || !grown) {
		hunt->no_memory = true;
		return;
	}
	hunt->reached = grown;
	if (number < nr && hunt->reached[number].switches <= reached.switches)
		return;
	hunt->reached[number] = reached;
	if (!list_push(another ? &hunt->far : &hunt->near, number))
		hunt->no_memory = true;
}

static void load(struct hunt *hunt, uint32_t number)
{
	size_t size;
	const unsigned char *bytes = byte_set_get(&hunt->set, number, &size);

	state_unpack(&hunt->states->space, bytes, size, &hunt->here);
}

// In a marked state the marked task is the first one. A flush is the machine's doing: no switch.
static void spread(struct hunt *hunt, uint32_t number)
{
	struct move moves[MOST_MOVES];
	unsigned nr = state_moves(&hunt->states->space, &hunt->here, moves);

	for (unsigned i = 0; i < nr; i++) {
		bool first = hunt->reached[number].from == FROM_NOTHING;
		bool another = !moves[i].flush && moves[i].task && !first;
		struct reached reached = {number, hunt->reached[number].switches + another,
					  moves[i].task, moves[i].flush, false};

		state_move(&hunt->states->space, &hunt->here, moves[i], &hunt->there);
		reach(hunt, &hunt->there, moves[i].flush && !first ? 0 : moves[i].task, reached,
		      another);
	}
}

static uint32_t take_next(struct hunt *hunt)
{
	if (!hunt->near.nr) {
		struct list empty = hunt->near;

		hunt->near = hunt->far;
		hunt->far = empty;
	}
	return hunt->near.nr ? hunt->near.item[--hunt->near.nr] : FROM_NOTHING;
}

static uint64_t memory_of(const struct hunt *hunt)
{
	return byte_set_memory(&hunt->set) + grown_room(hunt->set.nr) * sizeof *hunt->reached;
}

// The number of the nearest wanted state, or FROM_NOTHING.
static uint32_t search(struct hunt *hunt)
{
	uint32_t number;

	state_begin(&hunt->states->space, &hunt->here);
	reach(hunt, &hunt->here, 0, (struct reached){FROM_NOTHING, 0, 0, false, false}, false);
	while ((number = take_next(hunt)) != FROM_NOTHING && !hunt->no_memory &&
	       !limit_reached(hunt->limit, memory_of(hunt), "states of a witness", hunt->set.nr)) {
		if (hunt->reached[number].settled)
			continue;
		hunt->reached[number].settled = true;
		load(hunt, number);
		if (is_wanted(hunt, &hunt->here))
			return number;
		spread(hunt, number);
	}
	return FROM_NOTHING;
}

// Positions in marked states become the tasks that they are: told from the beginning, each state is
// packed again to see who is where in it.
static void tell_all(struct hunt *hunt, const uint32_t *path, struct witness *witness)
{
	struct tale *tale = tale_begin(&hunt->states->space);
	uint8_t order[MOST_EXPLORED_TASKS];
	unsigned marked = 0;

	for (size_t i = 0; tale && i < witness->nr; i++) {
		const struct reached *reached = &hunt->reached[path[i]];
		struct move move = {0, reached->flush};

		state_pack(&hunt->states->space, &tale->state, marked, hunt->packed, order);
		move.task = order[reached->position];
		if (!move.flush || i == 0)
			marked = move.task;
		tale_move(tale, move, &witness->event[i]);
	}
	free(tale);
}

static void build(struct hunt *hunt, uint32_t last, struct witness *witness)
{
	uint32_t *path;
	size_t nr = 0;

	for (uint32_t at = last; hunt->reached[at].from != FROM_NOTHING;
	     at = hunt->reached[at].from)
		nr++;
	path = calloc(nr + 1, sizeof *path);
	witness->event = path ? calloc(nr + 1, sizeof *witness->event) : NULL;
	if (!witness->event) {
		free(path);
		return;
	}
	witness->nr = nr;
	witness->ordered = true;
	for (uint32_t at = last; nr; at = hunt->reached[at].from)
		path[--nr] = at;
	tell_all(hunt, path, witness);
	free(path);
}

static void fini(struct hunt *hunt)
{
	byte_set_fini(&hunt->set);
	free(hunt->reached);
	free(hunt->near.item);
	free(hunt->far.item);
	free(hunt);
}

void states_witness(struct states *states, struct wrong *wrong, struct limit *limit)
{
	struct hunt *hunt = calloc(1, sizeof *hunt);
	uint32_t last;

	if (!hunt)
		return;
	hunt->states = states;
	hunt->wrong = wrong;
	hunt->limit = limit;
	byte_set_init(&hunt->set);
	last = search(hunt);
	if (last != FROM_NOTHING)
		build(hunt, last, &wrong->witness);
	fini(hunt);
}
