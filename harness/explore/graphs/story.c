// SPDX-License-Identifier: MIT

// An execution graph as a story: its events one behind the other.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/graphs/ends.h"
#include "harness/explore/graphs/graph.h"

// Events that are told already, and where.
struct story {
	const struct graph *graph;
	struct event_set told;
	int32_t at[MOST_EVENTS];
	bool by_rank; /* also a write behind those that are older */
};

static bool is_told_before(const struct story *story, unsigned number)
{
	const struct graph_event *event = &story->graph->event[number];

	if (event->before >= 0 && !set_has(&story->told, (unsigned)event->before))
		return false;
	if (event->kind == GRAPH_READ && event->source != INITIAL &&
	    !set_has(&story->told, (unsigned)event->source))
		return false;
	for (unsigned i = 0; story->by_rank && i < story->graph->nr; i++) {
		const struct graph_event *other = &story->graph->event[i];
		bool older = event->kind == GRAPH_WRITE &&
			     event_is(other, GRAPH_WRITE, event->place) &&
			     other->rank < event->rank;
		/* a read of something older comes before the newer write */
		bool overtakes = event->kind == GRAPH_WRITE && i != number &&
				 event_is(other, GRAPH_READ, event->place) &&
				 other->task != event->task &&
				 source_rank(story->graph, other) < event->rank;

		if ((older || overtakes) && !set_has(&story->told, i))
			return false;
	}
	return true;
}

// An event that can be told next, of that task if there is one; else of any; -1: none.
static int choose(const struct story *story, unsigned task)
{
	int any = -1;

	for (unsigned i = 0; i < story->graph->nr; i++) {
		if (set_has(&story->told, i) || !is_told_before(story, i))
			continue;
		if (story->graph->event[i].task == task)
			return (int)i;
		if (any < 0)
			any = (int)i;
	}
	return any;
}

// The order of all events; false if there is none with these wishes.
static bool arrange(struct story *story, const struct graph *graph, bool by_rank,
		    uint8_t order[MOST_EVENTS])
{
	unsigned task = 0;

	*story = (struct story){.graph = graph, .by_rank = by_rank};
	for (unsigned i = 0; i < graph->nr; i++) {
		int next = choose(story, task);

		if (next < 0)
			return false;
		order[i] = (uint8_t)next;
		set_add(&story->told, (unsigned)next);
		task = graph->event[next].task;
	}
	return true;
}

static bool is_stale(const struct story *story, const struct graph_event *read)
{
	for (unsigned i = 0; i < story->graph->nr; i++)
		if (event_is(&story->graph->event[i], GRAPH_WRITE, read->place) &&
		    set_has(&story->told, i) &&
		    story->graph->event[i].rank > source_rank(story->graph, read))
			return true;
	return false;
}

static void tell_event(struct story *story, unsigned number, struct witness *witness)
{
	const struct graph_event *event = &story->graph->event[number];
	struct event *told = &witness->event[witness->nr];

	story->at[number] = (int32_t)witness->nr;
	if (event->kind == GRAPH_WRITE && event->exclusive) { /* with its read, told just before */
		story->at[number] = story->at[event->before];
		told = &witness->event[story->at[number]];
	} else {
		*told = (struct event){.task = event->task, .node = event->node, .from = -1};
		told->place = event->kind == GRAPH_FENCE ? NOWHERE : event->place;
		witness->nr++;
	}
	if (event->kind == GRAPH_WRITE) {
		told->wrote = true;
		told->written = event->value;
		told->rank = event->rank;
	} else if (event->kind == GRAPH_READ) {
		told->read = event->value;
		told->from = event->source == INITIAL ? -1 : story->at[event->source];
		told->stale = is_stale(story, event);
	}
	set_add(&story->told, number);
}

struct witness graph_tell(const struct graph *graph)
{
	struct witness witness = {.event = calloc(graph->nr + 1, sizeof *witness.event)};
	uint8_t order[MOST_EVENTS] = {0};
	struct story story;

	if (!witness.event ||
	    (!arrange(&story, graph, true, order) && !arrange(&story, graph, false, order)))
		return witness;
	story.told = (struct event_set){{0}};
	for (unsigned i = 0; i < graph->nr; i++)
		tell_event(&story, order[i], &witness);
	return witness;
}
