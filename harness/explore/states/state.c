// SPDX-License-Identifier: MIT

#include "harness/explore/states/state.h"

#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/step.h"

static const struct deed *deed_at(const struct space *space, uint32_t node)
{
	return &space->behaviour->deed[node];
}

// Places that were met only since the state was made.
static void fill_up(const struct space *space, struct state *state)
{
	for (; state->nr_places < space->behaviour->nr_places; state->nr_places++)
		state->value[state->nr_places] = space->behaviour->place[state->nr_places].initial;
}

void state_begin(const struct space *space, struct state *state)
{
	state->nr_places = 0;
	for (unsigned task = 0; task < space->nr_tasks; task++) {
		state->task[task].node = space->behaviour->begin[task];
		state->task[task].nr_buffered = 0;
	}
	fill_up(space, state);
}

// Under tso, what is indivisible or a full fence waits until the task's writes have reached memory.
static bool waits_for_buffer(const struct space *space, const struct deed *deed)
{
	if (space->model != MODEL_TSO)
		return false;
	if (deed->kind == STEP_MODIFY || deed->kind == STEP_COMPARE)
		return true;
	return (deed->kind == STEP_FENCE || deed->kind == STEP_WRITE) &&
	       deed->order == ORDER_SEQ_CST;
}

unsigned state_moves(const struct space *space, const struct state *state,
		     struct move moves[MOST_MOVES])
{
	unsigned nr = 0;

	if (state_fault(space, state) >= 0)
		return 0;
	for (unsigned task = 0; task < space->nr_tasks; task++) {
		const struct task_state *its = &state->task[task];
		const struct deed *deed = deed_at(space, its->node);

		if (!deed_is_end(deed) && !(its->nr_buffered && waits_for_buffer(space, deed)))
			moves[nr++] = (struct move){(uint8_t)task, false};
		if (its->nr_buffered)
			moves[nr++] = (struct move){(uint8_t)task, true};
	}
	return nr;
}

static void copy(struct space *space, const struct state *from, struct state *to)
{
	for (unsigned task = 0; task < space->nr_tasks; task++) {
		const struct task_state *its = &from->task[task];

		to->task[task].node = its->node;
		to->task[task].nr_buffered = its->nr_buffered;
		memcpy(to->task[task].buffer, its->buffer,
		       its->nr_buffered * sizeof its->buffer[0]);
	}
	memcpy(to->value, from->value, from->nr_places * sizeof from->value[0]);
	to->nr_places = from->nr_places;
}

static void flush(struct state *state, unsigned task)
{
	struct task_state *its = &state->task[task];

	state->value[its->buffer[0].place] = its->buffer[0].value;
	its->nr_buffered--;
	memmove(its->buffer, its->buffer + 1, its->nr_buffered * sizeof its->buffer[0]);
}

static void write(struct space *space, struct state *state, unsigned task, const struct deed *deed,
		  uint64_t value)
{
	struct task_state *its = &state->task[task];

	if (space->model != MODEL_TSO || waits_for_buffer(space, deed)) {
		state->value[deed->place] = value;
		return;
	}
	if (its->nr_buffered == MOST_BUFFERED) {
		space->overflowed = true;
		flush(state, task);
	}
	its->buffer[its->nr_buffered++] = (struct buffered){deed->place, value};
}

uint64_t state_read(const struct state *state, unsigned task, uint16_t place)
{
	const struct task_state *its = &state->task[task];

	for (unsigned i = its->nr_buffered; i--;)
		if (its->buffer[i].place == place)
			return its->buffer[i].value;
	return state->value[place];
}

void state_move(struct space *space, const struct state *from, struct move move, struct state *to)
{
	const struct deed deed = *deed_at(space, from->task[move.task].node);
	uint64_t old = 0, value;

	copy(space, from, to);
	if (move.flush) {
		flush(to, move.task);
		return;
	}
	if (deed_reads(&deed))
		old = state_read(from, move.task, deed.place);
	if (deed_writes(&deed, old, &value))
		write(space, to, move.task, &deed, value);
	to->task[move.task].node =
	    behaviour_next(space->behaviour, from->task[move.task].node, old);
	fill_up(space, to);
}

static unsigned char *put(unsigned char *p, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*p++ = (unsigned char)(value | 0x80);
	*p++ = (unsigned char)value;
	return p;
}

static const unsigned char *get(const unsigned char *p, uint64_t *value)
{
	unsigned shift = 0;

	*value = 0;
	do
		*value |= (uint64_t)(*p & 0x7f) << shift;
	while (shift += 7, *p++ & 0x80);
	return p;
}

static unsigned char *put_task(unsigned char *p, const struct task_state *task)
{
	p = put(p, task->node);
	p = put(p, task->nr_buffered);
	for (unsigned i = 0; i < task->nr_buffered; i++) {
		p = put(p, task->buffer[i].place);
		p = put(p, task->buffer[i].value);
	}
	return p;
}

static int compare(const struct task_state *one, const struct task_state *other)
{
	if (one->node != other->node)
		return one->node < other->node ? -1 : 1;
	if (one->nr_buffered != other->nr_buffered)
		return one->nr_buffered < other->nr_buffered ? -1 : 1;
	for (unsigned i = 0; i < one->nr_buffered; i++) {
		const struct buffered *a = &one->buffer[i], *b = &other->buffer[i];

		if (a->place != b->place)
			return a->place < b->place ? -1 : 1;
		if (a->value != b->value)
			return a->value < b->value ? -1 : 1;
	}
	return 0;
}

// By insertion, which keeps the order of those that are alike.
static void sort(const struct space *space, const struct state *state, unsigned first,
		 uint8_t order[MOST_EXPLORED_TASKS])
{
	unsigned nr = 0, fixed = first < space->nr_tasks;

	if (fixed)
		order[nr++] = (uint8_t)first;
	for (unsigned task = 0; task < space->nr_tasks; task++) {
		unsigned at = nr;

		if (task == first)
			continue;
		for (; at > fixed && compare(&state->task[task], &state->task[order[at - 1]]) < 0;
		     at--)
			order[at] = order[at - 1];
		order[at] = (uint8_t)task;
		nr++;
	}
}

size_t state_pack(const struct space *space, const struct state *state, unsigned first,
		  unsigned char *bytes, uint8_t order[MOST_EXPLORED_TASKS])
{
	unsigned char *p = bytes;
	uint32_t nr = state->nr_places;

	sort(space, state, first, order);
	for (unsigned i = 0; i < space->nr_tasks; i++)
		p = put_task(p, &state->task[order[i]]);
	while (nr && state->value[nr - 1] == space->behaviour->place[nr - 1].initial)
		nr--;
	for (uint32_t i = 0; i < nr; i++)
		p = put(p, state->value[i]);
	return (size_t)(p - bytes);
}

static const unsigned char *get_task(const unsigned char *p, struct task_state *task)
{
	uint64_t value;

	p = get(p, &value);
	task->node = (uint32_t)value;
	p = get(p, &value);
	task->nr_buffered = (uint8_t)value;
	for (unsigned i = 0; i < task->nr_buffered; i++) {
		p = get(p, &value);
		task->buffer[i].place = (uint16_t)value;
		p = get(p, &task->buffer[i].value);
	}
	return p;
}

void state_unpack(const struct space *space, const unsigned char *bytes, size_t size,
		  struct state *state)
{
	const unsigned char *p = bytes;

	for (unsigned task = 0; task < space->nr_tasks; task++)
		p = get_task(p, &state->task[task]);
	for (state->nr_places = 0; p < bytes + size; state->nr_places++)
		p = get(p, &state->value[state->nr_places]);
	fill_up(space, state);
}

bool state_is_final(const struct space *space, const struct state *state)
{
	for (unsigned task = 0; task < space->nr_tasks; task++)
		if (deed_at(space, state->task[task].node)->kind != STEP_END ||
		    state->task[task].nr_buffered)
			return false;
	return true;
}

int state_fault(const struct space *space, const struct state *state)
{
	for (unsigned task = 0; task < space->nr_tasks; task++)
		if (deed_at(space, state->task[task].node)->kind > STEP_END)
			return (int)task;
	return -1;
}

static bool conflict(const struct deed *one, const struct deed *other)
{
	return one->place == other->place && one->place != NOWHERE &&
	       (deed_may_write(one) || deed_may_write(other)) &&
	       (one->order == ORDER_PLAIN || other->order == ORDER_PLAIN);
}

static bool both_inside(const struct deed *one, const struct deed *other)
{
	return one->inside && other->inside;
}

static bool find_pair(const struct space *space, const struct state *state, unsigned pair[2],
		      bool (*matches)(const struct deed *, const struct deed *))
{
	for (unsigned one = 0; one < space->nr_tasks; one++)
		for (unsigned other = one + 1; other < space->nr_tasks; other++)
			if (matches(deed_at(space, state->task[one].node),
				    deed_at(space, state->task[other].node))) {
				pair[0] = one;
				pair[1] = other;
				return true;
			}
	return false;
}

bool state_race(const struct space *space, const struct state *state, unsigned pair[2])
{
	return find_pair(space, state, pair, conflict);
}

bool state_inside(const struct space *space, const struct state *state, unsigned pair[2])
{
	return find_pair(space, state, pair, both_inside);
}
