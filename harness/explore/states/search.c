// SPDX-License-Identifier: MIT

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/byte_set.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/states/list.h"
#include "harness/explore/states/state.h"
#include "harness/explore/states/states.h"
#include "harness/explore/step.h"
#include "harness/machine/probe.h"

// A state whose followers are being visited: those of `followers` from `next` on are left.
struct frame {
	uint32_t state;
	size_t next, followers; /* the first not visited, and the first of all */
};

// Tarjan's numbers of a state; index 0: it was not visited.
struct mark {
	uint32_t index, low;
};

struct search {
	struct states *states;
	struct limit *limit;
	struct found *found;
	struct mark *mark; /* of each state */
	uint32_t nr_visited;
	struct list followers; /* of all frames */
	struct list open;      /* states whose component is not known yet */
	struct list done;      /* states in the order in which they were left */
	struct frame *frame;
	size_t nr_frames, frame_room;
	bool cyclic; /* some state can be reached from itself */
	bool no_memory;
	bool endless; /* a task that computes for ever was met, which took seconds */
	struct state here, there;
	unsigned char packed[MOST_PACKED];
};

enum {
	OPEN = 4,   /* its component is not known yet */
	LEAVES = 8, /* some follower is in another component */
};

// Room for what is kept of one more state.
static bool make_room(struct search *search, uint32_t nr)
{
	unsigned char *good = grow(search->states->good, nr, sizeof *good);
	struct mark *mark = grow(search->mark, nr, sizeof *mark);

	search->states->good = good ? good : search->states->good;
	search->mark = mark ? mark : search->mark;
	if (!good || !mark)
		return false;
	good[nr] = 0;
	mark[nr] = (struct mark){0, 0};
	return true;
}

static uint32_t add_state(struct search *search, const struct state *state)
{
	struct states *states = search->states;
	uint8_t order[MOST_EXPLORED_TASKS];
	size_t size = state_pack(&states->space, state, MOST_EXPLORED_TASKS, search->packed, order);
	uint32_t nr = states->set.nr, number = byte_set_add(&states->set, search->packed, size);

	if (number == UINT32_MAX || (number == nr && !make_room(search, nr))) {
		search->no_memory = true;
		return 0;
	}
	return number;
}

static void note_pair(struct search *search, enum wrong_kind kind, const unsigned pair[2])
{
	bool fresh;
	struct wrong *wrong = found_wrong(search->found, kind, NULL, &fresh);

	for (int i = 0; i < 2 && fresh; i++)
		wrong->node[i] = search->here.task[pair[i]].node;
}

static void note_fault(struct search *search, const struct deed *deed, uint32_t node)
{
	bool fresh;
	struct wrong *wrong =
	    found_wrong(search->found, wrong_kind_of(deed->kind), deed->text, &fresh);

	search->endless |= deed->kind == STEP_ENDLESS;
	if (fresh)
		wrong->node[0] = wrong->node[1] = node;
}

static void note_lost(struct search *search, uint64_t outcome)
{
	const struct program_facts *facts = &search->states->space.behaviour->program->runner.facts;
	struct wrong *wrong;
	bool fresh;

	if (!facts->has_expected || outcome == facts->expected)
		return;
	wrong = found_wrong(search->found, WRONG_LOST, NULL, &fresh);
	if (wrong && (fresh || outcome < wrong->value))
		wrong->value = outcome;
}

static void note_final(struct search *search)
{
	struct behaviour *behaviour = search->states->space.behaviour;
	struct deed end;
	uint64_t outcome = behaviour_outcome(behaviour, search->here.value, &end);

	if (behaviour->failed)
		return;
	found_outcome(search->found, outcome);
	if (end.kind != STEP_END)
		note_fault(search, &end, UINT32_MAX);
	else
		note_lost(search, outcome);
}

// What is to be said of search->here. Returns true if it is an end.
static bool judge(struct search *search)
{
	const struct space *space = &search->states->space;
	int fault = state_fault(space, &search->here);
	unsigned pair[2];

	if (fault >= 0) {
		uint32_t node = search->here.task[fault].node;

		note_fault(search, &space->behaviour->deed[node], node);
		return true;
	}
	if (state_inside(space, &search->here, pair))
		note_pair(search, WRONG_INSIDE, pair);
	if (state_race(space, &search->here, pair))
		note_pair(search, WRONG_RACE, pair);
	if (!state_is_final(space, &search->here))
		return false;
	note_final(search);
	return true;
}

static void load(struct search *search, uint32_t number)
{
	size_t size;
	const unsigned char *bytes = byte_set_get(&search->states->set, number, &size);

	state_unpack(&search->states->space, bytes, size, &search->here);
}

// Adds what follows search->here to the list of followers.
static void expand(struct search *search)
{
	struct move moves[MOST_MOVES];
	unsigned nr = state_moves(&search->states->space, &search->here, moves);

	for (unsigned i = 0; i < nr; i++) {
		state_move(&search->states->space, &search->here, moves[i], &search->there);
		if (!list_push(&search->followers, add_state(search, &search->there)))
			search->no_memory = true;
	}
}

// Room for one frame more than there ever were.
static bool make_frame(struct search *search)
{
	struct frame *frame;

	if (search->nr_frames < search->frame_room)
		return true;
	frame = grow(search->frame, search->frame_room, sizeof *frame);
	if (!frame)
		return false;
	search->frame = frame;
	search->frame_room = grown_room(search->frame_room + 1);
	return true;
}

static void visit(struct search *search, uint32_t number)
{
	if (!make_frame(search) || !list_push(&search->open, number)) {
		search->no_memory = true;
		return;
	}
	search->mark[number].index = search->mark[number].low = ++search->nr_visited;
	search->states->good[number] = OPEN;
	search->frame[search->nr_frames++] =
	    (struct frame){number, search->followers.nr, search->followers.nr};
	load(search, number);
	if (judge(search))
		search->states->good[number] |= STATE_GOOD;
	expand(search);
}

// The component whose first state this is, is complete: either all of it can reach an end or none.
// One that nothing leads out of is where a hang comes to stand.
static void close_component(struct search *search, uint32_t number)
{
	unsigned char *good = search->states->good;
	size_t first = search->open.nr;
	unsigned char any = 0;

	do
		any |= good[search->open.item[--first]];
	while (search->open.item[first] != number);
	if (search->open.nr - first > 1)
		search->cyclic = true;
	for (size_t i = first; i < search->open.nr; i++)
		good[search->open.item[i]] = any & STATE_GOOD ? STATE_GOOD
					     : any & LEAVES   ? 0
							      : STATE_STUCK;
	search->open.nr = first;
}

static void leave(struct search *search)
{
	struct frame frame = search->frame[--search->nr_frames];
	unsigned char *good = search->states->good;

	search->followers.nr = frame.followers;
	if (!list_push(&search->done, frame.state))
		search->no_memory = true;
	if (search->mark[frame.state].low == search->mark[frame.state].index)
		close_component(search, frame.state);
	if (search->nr_frames) {
		uint32_t above = search->frame[search->nr_frames - 1].state;

		if (search->mark[frame.state].low < search->mark[above].low)
			search->mark[above].low = search->mark[frame.state].low;
		good[above] |= good[frame.state] & STATE_GOOD;
		if (!(good[frame.state] & OPEN))
			good[above] |= LEAVES;
	}
}

static void follow(struct search *search, uint32_t from, uint32_t to)
{
	if (!search->mark[to].index) {
		visit(search, to);
		return;
	}
	if (from == to)
		search->cyclic = true;
	search->states->good[from] |= search->states->good[to] & STATE_GOOD;
	if (!(search->states->good[to] & OPEN))
		search->states->good[from] |= LEAVES;
	else if (search->mark[to].index < search->mark[from].low)
		search->mark[from].low = search->mark[to].index;
}

static uint64_t memory_of(const struct search *search)
{
	return byte_set_memory(&search->states->set) +
	       grown_room(search->states->set.nr) * (sizeof *search->mark + 1) +
	       (search->followers.room + search->open.room + search->done.room) * sizeof(uint32_t) +
	       search->frame_room * sizeof *search->frame;
}

static bool must_stop(struct search *search)
{
	return search->no_memory || search->states->space.behaviour->failed ||
	       (search->endless && search->limit->one_wrong) ||
	       limit_reached(search->limit, memory_of(search), "states", search->states->set.nr);
}

static bool run(struct search *search)
{
	state_begin(&search->states->space, &search->here);
	visit(search, add_state(search, &search->here));
	while (search->nr_frames && !must_stop(search)) {
		struct frame *top = &search->frame[search->nr_frames - 1];

		if (top->next == search->followers.nr)
			leave(search);
		else
			follow(search, top->state, search->followers.item[top->next++]);
	}
	return !search->nr_frames && !search->no_memory && !search->states->space.behaviour->failed;
}

static void note_hang(struct search *search)
{
	const struct states *states = search->states;

	for (uint32_t i = 0; i < states->set.nr; i++)
		if (!(states->good[i] & STATE_GOOD)) {
			found_wrong(search->found, WRONG_HANG, NULL, NULL);
			return;
		}
}

static void count_end(struct search *search, big_count ways)
{
	struct deed end;
	struct outcome *outcome;

	if (!state_is_final(&search->states->space, &search->here))
		return;
	outcome = found_outcome(search->found, behaviour_outcome(search->states->space.behaviour,
								 search->here.value, &end));
	search->found->interleavings += ways;
	if (outcome)
		outcome->interleavings += ways;
}

// How many ways lead to each state: to the first one 1, to any other as many as to those before it.
static void count_ways(struct search *search)
{
	struct states *states = search->states;
	big_count *ways = calloc(states->set.nr, sizeof *ways);
	bool overflow = false;

	if (!ways)
		return;
	ways[0] = 1;
	for (size_t i = search->done.nr; i--;) {
		uint32_t number = search->done.item[i];

		load(search, number);
		search->followers.nr = 0;
		expand(search);
		for (size_t j = 0; j < search->followers.nr; j++)
			overflow |=
			    __builtin_add_overflow(ways[search->followers.item[j]], ways[number],
						   &ways[search->followers.item[j]]);
		if (!search->followers.nr)
			count_end(search, ways[number]);
	}
	search->found->counts_interleavings = !overflow;
	free(ways);
}

void states_search(struct states *states, struct behaviour *behaviour, enum model model,
		   struct limit *limit, struct found *found)
{
	struct search *search = calloc(1, sizeof *search);
	uint64_t begin_ns = probe_now_ns();

	*states = (struct states){
	    .space = {behaviour, model, behaviour->program->runner.facts.nr_tasks, false}};
	byte_set_init(&states->set);
	*found = (struct found){0};
	if (!search) {
		found->why_not = "there was no memory";
		return;
	}
	search->states = states;
	search->limit = limit;
	search->found = found;
	found->complete = run(search) && !states->space.overflowed;
	found->states = states->set.nr;
	if (found->complete)
		note_hang(search);
	if (found->complete && !search->cyclic && model == MODEL_SC)
		count_ways(search);
	found->why_not = found->complete	    ? NULL
			 : limit->why		    ? limit->why
			 : states->space.overflowed ? "a store buffer was full"
			 : behaviour->failed	    ? behaviour->why.text
			 : search->endless	    ? "a task that computes for ever was enough"
						    : "there was no memory";
	found->memory_bytes = memory_of(search);
	free(search->mark);
	free(search->followers.item);
	free(search->open.item);
	free(search->done.item);
	free(search->frame);
	free(search);
	found->seconds = (double)(probe_now_ns() - begin_ns) * 1e-9;
}

void states_fini(struct states *states)
{
	byte_set_fini(&states->set);
	free(states->good);
	*states = (struct states){0};
}
