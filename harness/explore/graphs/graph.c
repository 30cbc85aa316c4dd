// SPDX-License-Identifier: MIT

// Happens-before is kept as RC11 has it (Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing Sequential
// Consistency in C/C++11, PLDI 2017, section 3): a release synchronizes with who acquires from it
// or from what continues its release sequence, a later write of the same task to the same place
// included; fences do so for what is before and behind them.

#include "harness/explore/graphs/graph.h"

#include <stddef.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/step.h"

void graph_begin(struct graph *graph, unsigned nr_tasks)
{
	graph->nr = 0;
	for (unsigned task = 0; task < nr_tasks; task++)
		graph->last[task] = -1;
}

void graph_copy(struct graph *to, const struct graph *from)
{
	to->nr = from->nr;
	memcpy(to->last, from->last, sizeof to->last);
	memcpy(to->event, from->event, from->nr * sizeof from->event[0]);
}

unsigned graph_writes(const struct graph *graph, uint16_t place)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < graph->nr; i++)
		nr += event_is(&graph->event[i], GRAPH_WRITE, place);
	return nr;
}

int graph_write_at(const struct graph *graph, uint16_t place, unsigned rank)
{
	for (unsigned i = 0; rank && i < graph->nr; i++)
		if (event_is(&graph->event[i], GRAPH_WRITE, place) && graph->event[i].rank == rank)
			return (int)i;
	return INITIAL;
}

// What was before an event of the same task, and what a read takes from its source.
static void relate(struct graph *graph, unsigned number)
{
	struct graph_event *event = &graph->event[number];
	const struct graph_event *source = event->kind == GRAPH_READ && event->source != INITIAL
					       ? &graph->event[event->source]
					       : NULL;

	event->porf = event->hb = (struct event_set){{0}};
	if (event->before >= 0) {
		set_join(&event->porf, &graph->event[event->before].porf);
		set_join(&event->hb, &graph->event[event->before].hb);
	}
	if (source) {
		set_join(&event->porf, &source->porf);
		if (order_acquires(event->order))
			set_join(&event->hb, &source->released);
	}
	set_add(&event->porf, number);
	set_add(&event->hb, number);
}

// An acquire fence: what the task read before it is acquired now.
static void acquire_by_fence(struct graph *graph, struct graph_event *fence)
{
	for (int i = fence->before; i >= 0; i = graph->event[i].before) {
		const struct graph_event *event = &graph->event[i];

		if (event->kind == GRAPH_READ && event->source != INITIAL &&
		    event->order != ORDER_PLAIN)
			set_join(&fence->hb, &graph->event[event->source].released);
	}
}

// What a write releases: itself, if it is a release; what a release fence before it does, or a
// release of the same task to the same place; and, of a read-modify-write, what it continues.
static void release(struct graph *graph, struct graph_event *write)
{
	bool own = order_releases(write->order);

	write->released = (struct event_set){{0}};
	if (write->order == ORDER_PLAIN)
		return;
	if (own)
		set_join(&write->released, &write->hb);
	for (int i = write->before; i >= 0 && !own; i = graph->event[i].before) {
		const struct graph_event *event = &graph->event[i];

		if ((event->kind == GRAPH_FENCE || event_is(event, GRAPH_WRITE, write->place)) &&
		    order_releases(event->order)) {
			set_join(&write->released, &event->hb);
			own = true;
		}
	}
	if (write->exclusive && graph->event[write->before].source != INITIAL)
		set_join(&write->released,
			 &graph->event[graph->event[write->before].source].released);
}

unsigned graph_add(struct graph *graph, const struct graph_event *event)
{
	unsigned number = graph->nr++;
	struct graph_event *added = &graph->event[number];

	*added = *event;
	added->before = graph->last[event->task];
	graph->last[event->task] = (int16_t)number;
	relate(graph, number);
	if (added->kind == GRAPH_FENCE && order_acquires(added->order))
		acquire_by_fence(graph, added);
	if (added->kind == GRAPH_WRITE) {
		release(graph, added);
		added->rank = (uint16_t)graph_writes(graph, added->place);
	}
	return number;
}

void graph_rank(struct graph *graph, unsigned write, unsigned rank)
{
	uint16_t place = graph->event[write].place;

	for (unsigned i = 0; i < graph->nr; i++) {
		struct graph_event *event = &graph->event[i];

		if (i != write && event_is(event, GRAPH_WRITE, place) && event->rank >= rank &&
		    event->rank < graph->event[write].rank)
			event->rank++;
	}
	graph->event[write].rank = (uint16_t)rank;
}

void graph_redirect(struct graph *graph, unsigned read, int source, uint64_t value)
{
	graph->event[read].source = (int16_t)source;
	graph->event[read].value = value;
	relate(graph, read);
}

static void renumber_set(struct event_set *set, const struct event_set *kept,
			 const uint8_t new_number[MOST_EVENTS])
{
	struct event_set renumbered = {{0}};

	for (unsigned w = 0; w < GRAPH_WORDS; w++)
		for (uint64_t left = set->word[w] & kept->word[w]; left; left &= left - 1)
			set_add(&renumbered, new_number[w * 64 + (unsigned)__builtin_ctzll(left)]);
	*set = renumbered;
}

static void close_ranks(struct graph *graph, uint16_t place, unsigned rank)
{
	for (unsigned i = 0; i < graph->nr; i++)
		if (event_is(&graph->event[i], GRAPH_WRITE, place) && graph->event[i].rank > rank)
			graph->event[i].rank--;
}

static int16_t renumbered(int16_t number, const uint8_t new_number[MOST_EVENTS])
{
	return number < 0 ? number : new_number[number];
}

void graph_restrict(struct graph *graph, const struct event_set *kept,
		    uint8_t new_number[MOST_EVENTS])
{
	unsigned nr = 0;

	for (unsigned i = 0; i < graph->nr; i++)
		if (!set_has(kept, i) && graph->event[i].kind == GRAPH_WRITE)
			close_ranks(graph, graph->event[i].place, graph->event[i].rank);
	memset(graph->last, 0xff, sizeof graph->last);
	for (unsigned i = 0; i < graph->nr; i++) {
		new_number[i] = (uint8_t)nr;
		if (set_has(kept, i))
			graph->event[nr++] = graph->event[i];
	}
	graph->nr = nr;
	for (unsigned i = 0; i < nr; i++) {
		struct graph_event *event = &graph->event[i];

		event->before = renumbered(event->before, new_number);
		if (event->kind == GRAPH_READ)
			event->source = renumbered(event->source, new_number);
		renumber_set(&event->porf, kept, new_number);
		renumber_set(&event->hb, kept, new_number);
		renumber_set(&event->released, kept, new_number);
		if (graph->last[event->task] < event->before || graph->last[event->task] < (int)i)
			graph->last[event->task] = (int16_t)i;
	}
}
