// SPDX-License-Identifier: MIT

#include "harness/explore/graphs/relation.h"

#include <stdint.h>
#include <string.h>

void relation_clear(struct relation *relation, unsigned nr)
{
	memset(relation->to, 0, nr * sizeof relation->to[0]);
}

// Both at the same place, at least one of them a write.
static bool leads(const struct graph *graph, unsigned from, unsigned to, bool external)
{
	const struct graph_event *one = &graph->event[from], *other = &graph->event[to];
	unsigned rank = one->kind == GRAPH_WRITE ? one->rank : source_rank(graph, one);

	if (other->kind == GRAPH_WRITE)
		return other->rank > rank;
	return one->kind == GRAPH_WRITE && other->source == (int)from &&
	       !(external && one->task == other->task);
}

void relation_add_communication(struct relation *relation, const struct graph *graph, bool external)
{
	for (unsigned from = 0; from < graph->nr; from++) {
		if (graph->event[from].kind == GRAPH_FENCE)
			continue;
		for (unsigned to = 0; to < graph->nr; to++)
			if (to != from && graph->event[to].kind != GRAPH_FENCE &&
			    graph->event[from].place == graph->event[to].place &&
			    leads(graph, from, to, external))
				set_add(&relation->to[from], to);
	}
}

struct walk {
	const struct relation *relation;
	struct event_set entered, left;
};

static bool returns(struct walk *walk, unsigned event)
{
	set_add(&walk->entered, event);
	for (unsigned w = 0; w < GRAPH_WORDS; w++) {
		uint64_t to = walk->relation->to[event].word[w] & ~walk->left.word[w];

		for (; to; to &= to - 1) {
			unsigned next = w * 64 + (unsigned)__builtin_ctzll(to);

			if (set_has(&walk->left, next))
				continue;
			if (set_has(&walk->entered, next) || returns(walk, next))
				return true;
		}
	}
	set_add(&walk->left, event);
	return false;
}

bool relation_acyclic(const struct relation *relation, unsigned nr)
{
	struct walk walk = {relation, {{0}}, {{0}}};

	for (unsigned event = 0; event < nr; event++)
		if (!set_has(&walk.left, event) && returns(&walk, event))
			return false;
	return true;
}
