// SPDX-License-Identifier: MIT

// sc and tso.

#include <stdbool.h>

#include "harness/explore/found.h"
#include "harness/explore/graphs/consistency.h"
#include "harness/explore/graphs/graph.h"
#include "harness/explore/graphs/relation.h"
#include "harness/explore/step.h"

bool is_indivisible(const struct graph *graph, unsigned write)
{
	const struct graph_event *event = &graph->event[write];
	int behind = graph_write_at(graph, event->place, event->rank + 1u);

	if (event->exclusive && event->rank != source_rank(graph, &graph->event[event->before]) + 1)
		return false;
	/* nor may it come between another one's two */
	return behind == INITIAL || !graph->event[behind].exclusive ||
	       source_rank(graph, &graph->event[graph->event[behind].before]) == event->rank;
}

bool consistent_sc(const struct graph *graph)
{
	struct relation relation;

	relation_clear(&relation, graph->nr);
	for (unsigned i = 0; i < graph->nr; i++)
		if (graph->event[i].before >= 0)
			set_add(&relation.to[graph->event[i].before], i);
	relation_add_communication(&relation, graph, false);
	return relation_acyclic(&relation, graph->nr);
}

// Only a write may be overtaken, by a later read of its task, and neither if it is locked (lock
// prefix, xchg: what a seq_cst store is on x86) or there is such an access, or a fence, in between.
static bool may_overtake(const struct graph_event *write, const struct graph_event *read)
{
	return write->kind == GRAPH_WRITE && read->kind == GRAPH_READ && !write->locked &&
	       write->order != ORDER_SEQ_CST && !read->locked;
}

static bool is_no_fence(const struct graph_event *event)
{
	return event->kind == GRAPH_FENCE && event->order != ORDER_SEQ_CST;
}

static bool is_uniprocessor_consistent(const struct graph *graph)
{
	struct relation relation;

	relation_clear(&relation, graph->nr);
	for (unsigned i = 0; i < graph->nr; i++)
		for (int before = graph->event[i].before; before >= 0;
		     before = graph->event[before].before)
			if (graph->event[before].place == graph->event[i].place)
				set_add(&relation.to[before], i);
	relation_add_communication(&relation, graph, false);
	return relation_acyclic(&relation, graph->nr);
}

bool consistent_tso(const struct graph *graph)
{
	struct relation relation;

	relation_clear(&relation, graph->nr);
	for (unsigned i = 0; i < graph->nr; i++)
		for (int before = graph->event[i].before; before >= 0;
		     before = graph->event[before].before)
			if (!may_overtake(&graph->event[before], &graph->event[i]) &&
			    !is_no_fence(&graph->event[before]) && !is_no_fence(&graph->event[i]))
				set_add(&relation.to[before], i);
	relation_add_communication(&relation, graph, true);
	return relation_acyclic(&relation, graph->nr) && is_uniprocessor_consistent(graph);
}

bool graph_consistent(const struct graph *graph, unsigned newest, enum model model)
{
	if (graph->event[newest].kind == GRAPH_WRITE && !is_indivisible(graph, newest))
		return false;
	switch (model) {
	case MODEL_SC:
		return consistent_sc(graph);
	case MODEL_TSO:
		return consistent_tso(graph);
	default:
		return consistent_rc11(graph, newest);
	}
}
