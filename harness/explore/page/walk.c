// SPDX-License-Identifier: MIT

#include "harness/explore/page/walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/states/state.h"
#include "harness/explore/telling/subject.h"

static const struct behaviour *behaviour_of(const struct walk *walk)
{
	return walk->states.space.behaviour;
}

void walk_load(const struct walk *walk, uint32_t number, struct state *state)
{
	size_t size;
	const unsigned char *bytes = byte_set_get(&walk->states.set, number, &size);

	state_unpack(&walk->states.space, bytes, size, state);
}

static uint32_t add(struct walk *walk, struct byte_set *set, const uint32_t *numbers, size_t nr)
{
	uint32_t number = byte_set_add(set, (const unsigned char *)numbers, nr * sizeof *numbers);

	walk->no_memory |= number == UINT32_MAX;
	return number;
}

static uint32_t add_memory(struct walk *walk, const struct state *state)
{
	uint32_t numbers[MOST_PLACES + 1] = {0};
	uint32_t nr = behaviour_of(walk)->nr_places;

	for (uint32_t i = 0; i < nr; i++)
		numbers[i] = words_value(walk->words, (uint16_t)i, state->value[i]);
	return add(walk, &walk->memories, numbers, nr + 1);
}

static uint32_t add_standing(struct walk *walk, const struct task_state *task)
{
	uint32_t numbers[2 + 2 * MOST_BUFFERED] = {task->node, task->nr_buffered}, nr = 2;

	for (unsigned i = 0; i < task->nr_buffered; i++) {
		const struct buffered *entry = &task->buffer[i];

		walk->words->place[entry->place].buffered = true;
		numbers[nr++] = entry->place;
		numbers[nr++] = words_value(walk->words, entry->place, entry->value);
	}
	return add(walk, &walk->standings, numbers, nr);
}

static const struct deed *deed_at(const struct walk *walk, const struct state *state, unsigned task)
{
	return &behaviour_of(walk)->deed[state->task[task].node];
}

static void note_reads(struct walk *walk, const struct state *state)
{
	struct move moves[MOST_MOVES];
	unsigned nr = state_moves(&walk->states.space, state, moves);

	for (unsigned i = 0; i < nr; i++) {
		const struct deed *deed = deed_at(walk, state, moves[i].task);

		if (!moves[i].flush && deed_reads(deed))
			words_read(walk->words, state->task[moves[i].task].node,
				   state_read(state, moves[i].task, deed->place));
	}
}

static void take_states(struct walk *walk, struct state *state)
{
	unsigned nr_tasks = walk->states.space.nr_tasks;

	for (uint32_t i = 0; i < walk->states.set.nr && !walk->no_memory; i++) {
		walk_load(walk, i, state);
		walk->memory_of[i] = add_memory(walk, state);
		for (unsigned task = 0; task < nr_tasks; task++)
			walk->standing_of[i * nr_tasks + task] =
			    add_standing(walk, &state->task[task]);
		note_reads(walk, state);
	}
}

static int search(struct walk *walk, enum model model, struct complaint *c)
{
	struct behaviour *behaviour = walk->words->subject->behaviour;
	struct found again;
	struct limit none = {0};
	bool complete;

	states_search(&walk->states, behaviour, model, &none, &again);
	complete = again.complete;
	found_fini(&again);
	return complete ? 0 : complain_machine(c, "no memory");
}

int walk_open(struct walk *walk, struct words *words, const struct found *found, enum model model,
	      struct complaint *c)
{
	struct state *state = malloc(sizeof *state);
	int error;

	*walk = (struct walk){.words = words, .found = found};
	byte_set_init(&walk->memories);
	byte_set_init(&walk->standings);
	error = search(walk, model, c);
	if (!error) {
		size_t nr = walk->states.set.nr;

		walk->memory_of = calloc(nr, sizeof *walk->memory_of);
		walk->standing_of =
		    calloc(nr, walk->states.space.nr_tasks * sizeof *walk->standing_of);
		if (state && walk->memory_of && walk->standing_of)
			take_states(walk, state);
		else
			walk->no_memory = true;
	}
	free(state);
	return error || walk->no_memory || words->no_memory ? complain_machine(c, "no memory") : 0;
}

void walk_close(struct walk *walk)
{
	states_fini(&walk->states);
	byte_set_fini(&walk->memories);
	byte_set_fini(&walk->standings);
	free(walk->memory_of);
	free(walk->standing_of);
	*walk = (struct walk){0};
}
