// SPDX-License-Identifier: MIT

#include "harness/explore/graphs/ends.h"

#include <stdint.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/graphs/consistency.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"

enum {
	MOST_COMPARED = 1000, /* witnesses of one kind; a better one is soon found or not at all */
};

static unsigned nr_switches(const struct witness *witness)
{
	unsigned nr = 0;

	for (size_t i = 1; i < witness->nr; i++)
		nr += witness->event[i].task != witness->event[i - 1].task;
	return nr;
}

static bool is_better(const struct witness *one, const struct witness *other)
{
	unsigned its = nr_switches(one), others = nr_switches(other);

	return !other->event || its < others || (its == others && one->nr < other->nr);
}

// Keeps the wrong with the witness that reads best; of lost updates the one that loses most.
static struct wrong *note(struct ends *ends, const struct graph *graph, enum wrong_kind kind,
			  const char *text, uint64_t value)
{
	bool first;
	struct wrong *wrong = found_wrong(ends->found, kind, text, &first);
	struct witness witness;

	if (!wrong || (wrong->witness.event && wrong->value < value))
		return NULL;
	first = !wrong->witness.event || value < wrong->value;
	if (!first && ends->nr_compared[kind]++ >= MOST_COMPARED)
		return NULL;
	witness = graph_tell(graph);
	if (!first && !is_better(&witness, &wrong->witness)) {
		free(witness.event);
		return NULL;
	}
	free(wrong->witness.event);
	wrong->witness = witness;
	wrong->value = value;
	return wrong;
}

void ends_race(struct ends *ends, const struct graph *graph, unsigned newest)
{
	int other = ends->judge ? graph_race(graph, newest) : -1;
	struct wrong *wrong;

	if (other < 0)
		return;
	wrong = note(ends, graph, WRONG_RACE, NULL, 0);
	if (!wrong)
		return;
	wrong->node[0] = graph->event[other].node;
	wrong->node[1] = graph->event[newest].node;
	wrong->tasks = (uint8_t)(1u << graph->event[other].task | 1u << graph->event[newest].task);
}

static bool is_newest(const struct graph *graph, const struct graph_event *read)
{
	for (unsigned i = 0; i < graph->nr; i++)
		if (event_is(&graph->event[i], GRAPH_WRITE, read->place) &&
		    graph->event[i].task != read->task &&
		    graph->event[i].rank > source_rank(graph, read))
			return false;
	return true;
}

// A task waits in vain if every read of its turn is of the newest write.
static bool waits_in_vain(const struct graph *graph, int last)
{
	int begin = turn_begin(graph, last);

	for (int i = last; i >= 0; i = graph->event[i].before) {
		if (graph->event[i].kind == GRAPH_READ && !is_newest(graph, &graph->event[i]))
			return false;
		if (i == begin)
			break;
	}
	return true;
}

static void note_fault(struct ends *ends, const struct graph *graph, const struct deed *deed,
		       uint32_t node)
{
	struct wrong *wrong =
	    ends->judge ? note(ends, graph, wrong_kind_of(deed->kind), deed->text, 0) : NULL;

	if (wrong)
		wrong->node[0] = wrong->node[1] = node;
}

static void note_outcome(struct ends *ends, const struct graph *graph)
{
	struct behaviour *behaviour = ends->behaviour;
	const struct program_facts *facts = &behaviour->program->runner.facts;
	uint64_t value[MOST_PLACES], result;
	struct outcome *outcome;
	struct deed end;

	for (uint32_t place = 0; place < behaviour->nr_places; place++)
		value[place] = behaviour->place[place].initial;
	for (unsigned i = 0; i < graph->nr; i++) {
		const struct graph_event *event = &graph->event[i];

		if (event->kind == GRAPH_WRITE && event->rank == graph_writes(graph, event->place))
			value[event->place] = event->value;
	}
	result = behaviour_outcome(behaviour, value, &end);
	outcome = found_outcome(ends->found, result);
	ends->found->executions++;
	if (outcome)
		outcome->executions++;
	if (end.kind != STEP_END)
		note_fault(ends, graph, &end, UINT32_MAX);
	else if (ends->judge && facts->has_expected && result != facts->expected)
		note(ends, graph, WRONG_LOST, NULL, result);
}

void ends_note(struct ends *ends, const struct graph *graph)
{
	const struct behaviour *behaviour = ends->behaviour;
	unsigned blocked = 0, vain = 0, faults = 0;
	uint8_t tasks = 0;
	struct wrong *wrong;

	for (unsigned task = 0; task < behaviour->program->runner.facts.nr_tasks; task++) {
		int last = graph->last[task];
		uint32_t node = last < 0 ? behaviour->begin[task] : graph->event[last].next;
		const struct deed *deed = &behaviour->deed[node];

		if (last >= 0 && graph->event[last].blocks) {
			blocked++;
			vain += waits_in_vain(graph, last);
			tasks |= (uint8_t)(1u << task);
		} else if (deed->kind > STEP_END) {
			faults++;
			note_fault(ends, graph, deed, node);
		}
	}
	if (!blocked && !faults) {
		note_outcome(ends, graph);
		return;
	}
	ends->found->blocked += blocked != 0;
	if (!ends->judge || faults || vain != blocked)
		return;
	wrong = note(ends, graph, WRONG_HANG, NULL, 0);
	if (wrong)
		wrong->tasks = tasks;
}
