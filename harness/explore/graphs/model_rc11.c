// SPDX-License-Identifier: MIT

// rc11. That program order and reads-from have no cycle is how graphs are made; what is looked at
// here is coherence, which only the newest event can break, and the order of seq_cst events.

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/graphs/consistency.h"
#include "harness/explore/graphs/graph.h"
#include "harness/explore/graphs/relation.h"
#include "harness/explore/step.h"

// The rank that an event of the place speaks for: a write its own, a read its source's.
static unsigned rank_of(const struct graph *graph, const struct graph_event *event)
{
	return event->kind == GRAPH_WRITE ? event->rank : source_rank(graph, event);
}

// hb;eco is irreflexive: what happens before an event is not newer than it.
static bool is_coherent(const struct graph *graph, unsigned newest)
{
	const struct graph_event *event = &graph->event[newest];
	unsigned rank = rank_of(graph, event);

	for (unsigned i = 0; i < graph->nr; i++) {
		const struct graph_event *other = &graph->event[i];
		unsigned its;

		if (i == newest || other->kind == GRAPH_FENCE || other->place != event->place ||
		    !set_has(&event->hb, i))
			continue;
		its = rank_of(graph, other);
		if (event->kind == GRAPH_WRITE ? its >= rank : its > rank)
			return false;
	}
	return true;
}

static bool is_sc(const struct graph_event *event)
{
	return event->order == ORDER_SEQ_CST;
}

static bool is_sc_fence(const struct graph_event *event)
{
	return event->kind == GRAPH_FENCE && is_sc(event);
}

static bool is_sb(const struct graph *graph, unsigned from, unsigned to)
{
	return from < to && graph->event[from].task == graph->event[to].task;
}

static bool same_place(const struct graph_event *one, const struct graph_event *other)
{
	return one->kind != GRAPH_FENCE && other->kind != GRAPH_FENCE && one->place == other->place;
}

// scb = sb | sb!=loc; hb; sb!=loc | hb=loc | mo | fr, the paper's section 3.3.
static void add_sb_hb_sb(struct relation *scb, const struct graph *graph, unsigned from)
{
	struct event_set mid = {{0}};

	for (unsigned to = from + 1; to < graph->nr; to++)
		if (is_sb(graph, from, to) && !same_place(&graph->event[from], &graph->event[to]))
			set_add(&mid, to);
	for (unsigned b = 0; b < graph->nr; b++) {
		struct event_set before = graph->event[b].hb;

		before.word[b / 64] &= ~(UINT64_C(1) << b % 64);
		if (!set_meets(&before, &mid))
			continue;
		for (unsigned to = b + 1; to < graph->nr; to++)
			if (is_sb(graph, b, to) && !same_place(&graph->event[b], &graph->event[to]))
				set_add(&scb->to[from], to);
	}
}

static bool leads(const struct graph *graph, unsigned from, unsigned to)
{
	const struct graph_event *one = &graph->event[from], *other = &graph->event[to];

	if (is_sb(graph, from, to))
		return true;
	if (!same_place(one, other))
		return false;
	if (from != to && set_has(&other->hb, from))
		return true;
	return other->kind == GRAPH_WRITE && other->rank > rank_of(graph, one) && from != to;
}

static void make_scb(struct relation *scb, const struct graph *graph)
{
	relation_clear(scb, graph->nr);
	for (unsigned from = 0; from < graph->nr; from++) {
		for (unsigned to = 0; to < graph->nr; to++)
			if (leads(graph, from, to))
				set_add(&scb->to[from], to);
		add_sb_hb_sb(scb, graph, from);
	}
}

// Where [E sc] | [F sc]; hb? leads to from a seq_cst event.
static struct event_set begins(const struct graph *graph, unsigned from)
{
	struct event_set set = {{0}};

	set_add(&set, from);
	for (unsigned i = 0; is_sc_fence(&graph->event[from]) && i < graph->nr; i++)
		if (set_has(&graph->event[i].hb, from))
			set_add(&set, i);
	return set;
}

static struct event_set ends(const struct graph *graph, unsigned to)
{
	struct event_set set = {{0}};

	set_add(&set, to);
	if (is_sc_fence(&graph->event[to]))
		set_join(&set, &graph->event[to].hb);
	return set;
}

// Everything that eco leads to: newer writes, and who reads from them or from the event itself.
static void add_eco(struct event_set *set, const struct graph *graph, unsigned from)
{
	const struct graph_event *event = &graph->event[from];
	unsigned rank = rank_of(graph, event);

	for (unsigned i = 0; i < graph->nr; i++) {
		const struct graph_event *other = &graph->event[i];
		unsigned its = other->kind == GRAPH_FENCE ? 0 : rank_of(graph, other);

		if (i != from && same_place(event, other) &&
		    (its > rank || (its == rank && event->kind == GRAPH_WRITE)))
			set_add(set, i);
	}
}

static bool fence_leads(const struct graph *graph, unsigned from, unsigned to)
{
	const struct event_set after = begins(graph, from);
	struct event_set reached = {{0}};

	if (set_has(&graph->event[to].hb, from))
		return true;
	for (unsigned i = 0; i < graph->nr; i++)
		if (set_has(&after, i) && graph->event[i].kind != GRAPH_FENCE)
			add_eco(&reached, graph, i);
	return set_meets(&reached, &graph->event[to].hb);
}

static bool psc(const struct graph *graph, const struct relation *scb, unsigned from, unsigned to)
{
	const struct event_set first = begins(graph, from), last = ends(graph, to);
	struct event_set reached = {{0}};

	for (unsigned i = 0; i < graph->nr; i++)
		if (set_has(&first, i))
			set_join(&reached, &scb->to[i]);
	if (set_meets(&reached, &last))
		return true;
	return from != to && is_sc_fence(&graph->event[from]) && is_sc_fence(&graph->event[to]) &&
	       fence_leads(graph, from, to);
}

static unsigned count_sc(const struct graph *graph)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < graph->nr; i++)
		nr += is_sc(&graph->event[i]);
	return nr;
}

// psc = psc of accesses | psc of fences is acyclic.
static bool is_sc_ordered(const struct graph *graph)
{
	struct relation scb, order;

	if (count_sc(graph) < 2)
		return true;
	make_scb(&scb, graph);
	relation_clear(&order, graph->nr);
	for (unsigned from = 0; from < graph->nr; from++)
		for (unsigned to = 0; is_sc(&graph->event[from]) && to < graph->nr; to++)
			if (is_sc(&graph->event[to]) && psc(graph, &scb, from, to)) {
				if (from == to)
					return false;
				set_add(&order.to[from], to);
			}
	return relation_acyclic(&order, graph->nr);
}

bool consistent_rc11(const struct graph *graph, unsigned newest)
{
	if (graph->event[newest].kind != GRAPH_FENCE && !is_coherent(graph, newest))
		return false;
	return is_sc_ordered(graph);
}

int graph_race(const struct graph *graph, unsigned newest)
{
	const struct graph_event *event = &graph->event[newest];

	if (event->kind == GRAPH_FENCE)
		return -1;
	for (unsigned i = 0; i < graph->nr; i++) {
		const struct graph_event *other = &graph->event[i];

		if (other->task != event->task && same_place(event, other) &&
		    (event->kind == GRAPH_WRITE || other->kind == GRAPH_WRITE) &&
		    (event->order == ORDER_PLAIN || other->order == ORDER_PLAIN) &&
		    !set_has(&event->hb, i) && !set_has(&other->hb, newest))
			return (int)i;
	}
	return -1;
}
