// SPDX-License-Identifier: MIT

#include "harness/explore/telling/edges.h"

#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/trace.h"

static void add(struct edges *edges, enum edge_kind kind, int32_t from, int32_t to)
{
	struct edge *grown = grow(edges->edge, edges->nr, sizeof *grown);

	if (!grown) {
		edges->no_memory = true;
		return;
	}
	edges->edge = grown;
	edges->edge[edges->nr++] = (struct edge){kind, from, to};
}

// --- What to show -------------------------------------------------------------------------------

static bool is_shared(const struct witness *witness, uint16_t place)
{
	unsigned tasks = 0;

	for (size_t i = 0; i < witness->nr; i++)
		if (witness->event[i].place == place)
			tasks |= 1u << witness->event[i].task;
	return tasks & (tasks - 1);
}

static bool is_shown(const struct witness *witness, const struct event *event)
{
	return !event->flush && (event->place == NOWHERE || is_shared(witness, event->place));
}

// --- Each relation ------------------------------------------------------------------------------

static void add_po(struct edges *edges, const struct witness *witness)
{
	int32_t last[MOST_EXPLORED_TASKS];

	memset(last, 0xff, sizeof last);
	for (size_t i = 0; i < witness->nr; i++) {
		unsigned task = witness->event[i].task;

		if (!edges->shown[i])
			continue;
		if (last[task] >= 0)
			add(edges, EDGE_PO, last[task], (int32_t)i);
		last[task] = (int32_t)i;
	}
}

static void add_rf(struct edges *edges, const struct trace *trace)
{
	const struct event *event = trace->witness->event;

	for (size_t i = 0; i < trace->witness->nr; i++)
		if (edges->shown[i] && trace_reads(trace, &event[i]))
			add(edges, EDGE_RF, event[i].from, (int32_t)i);
}

// The write of that rank to a place; -1: there is none.
static int32_t write_at(const struct trace *trace, uint16_t place, uint32_t rank)
{
	const struct event *event = trace->witness->event;

	for (size_t i = 0; i < trace->witness->nr; i++)
		if (trace_writes(&event[i]) && event[i].place == place && trace->rank[i] == rank)
			return (int32_t)i;
	return -1;
}

// Not where program order says it already, or the next one reads it.
static void add_mo(struct edges *edges, const struct trace *trace)
{
	const struct event *event = trace->witness->event;

	for (size_t i = 0; i < trace->witness->nr; i++) {
		int32_t next = -1;

		if (edges->shown[i] && trace_writes(&event[i]) && trace->rank[i])
			next = write_at(trace, event[i].place, trace->rank[i] + 1);
		if (next >= 0 && event[next].task != event[i].task &&
		    !(trace_reads(trace, &event[next]) && event[next].from == (int32_t)i))
			add(edges, EDGE_MO, (int32_t)i, next);
	}
}

// The write that comes right behind what a read reads; -1: none, or the read is part of it.
static int32_t overtaken_by(const struct trace *trace, size_t read)
{
	const struct event *event = &trace->witness->event[read];
	uint32_t rank = event->from < 0 ? 0 : trace->rank[event->from];
	int32_t next;

	if (event->from >= 0 && !rank) /* it is still in a store buffer */
		return -1;
	next = write_at(trace, event->place, rank + 1);
	return next == (int32_t)read ? -1 : next;
}

// --- Which reads matter -------------------------------------------------------------------------

// Marks all that can be reached from a step by edges, and by all fr there are.
static void spread(const struct edges *edges, const struct trace *trace, bool *reached)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < edges->nr; i++) {
			const struct edge *edge = &edges->edge[i];

			if (edge->from >= 0 && reached[edge->from] && !reached[edge->to])
				more = reached[edge->to] = true;
		}
		for (size_t i = 0; i < trace->witness->nr; i++) {
			int32_t to = reached[i] && edges->shown[i] &&
					     trace_reads(trace, &trace->witness->event[i])
					 ? overtaken_by(trace, i)
					 : -1;

			if (to >= 0 && !reached[to])
				more = reached[to] = true;
		}
	}
}

static bool closes_cycle(const struct edges *edges, const struct trace *trace, size_t from,
			 int32_t to)
{
	bool *reached = calloc(trace->witness->nr, sizeof *reached), closes;

	if (!reached)
		return false;
	reached[to] = true;
	spread(edges, trace, reached);
	closes = reached[from];
	free(reached);
	return closes;
}

// A read of another task's that is overtaken says nothing by itself: it came earlier.
static void add_fr(struct edges *edges, const struct marks *marks)
{
	const struct trace *trace = marks->trace;
	const struct event *event = trace->witness->event;
	size_t nr = edges->nr; /* those that are added do not count twice */

	for (size_t i = 0; i < trace->witness->nr; i++) {
		int32_t to = -1;

		if (edges->shown[i] && trace_reads(trace, &event[i]))
			to = overtaken_by(trace, i);
		if (to >= 0 && event[to].task != event[i].task &&
		    (marks->mark[i] & MARK_STALE ||
		     closes_cycle(&(struct edges){edges->shown, edges->edge, nr, false}, trace, i,
				  to)))
			add(edges, EDGE_FR, (int32_t)i, to);
	}
}

void edges_find(struct edges *edges, const struct marks *marks)
{
	const struct witness *witness = marks->trace->witness;

	*edges = (struct edges){.shown = calloc(witness->nr + 1, sizeof *edges->shown)};
	edges->no_memory = !edges->shown;
	if (edges->no_memory)
		return;
	for (size_t i = 0; i < witness->nr; i++)
		edges->shown[i] = is_shown(witness, &witness->event[i]);
	add_po(edges, witness);
	add_rf(edges, marks->trace);
	add_mo(edges, marks->trace);
	add_fr(edges, marks);
}

void edges_fini(struct edges *edges)
{
	free(edges->shown);
	free(edges->edge);
	*edges = (struct edges){0};
}
