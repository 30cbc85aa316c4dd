// SPDX-License-Identifier: MIT

#include "harness/explore/graphs/executions.h"

#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/explore/graphs/consistency.h"
#include "harness/explore/graphs/ends.h"
#include "harness/explore/graphs/graph.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"
#include "harness/machine/probe.h"

// A graph of the recursion; those that are done with are kept for the next.
struct spare {
	struct graph graph;
	struct spare *next;
};

struct run {
	struct ends ends; /* what is known of complete executions */
	struct behaviour *behaviour;
	enum model model;
	uint64_t most;
	struct limit *limit;
	struct spare *spare;
	uint64_t nr_graphs, memory_bytes;
	bool overflowed, no_memory;
};

static void visit(struct run *run, struct graph *graph);

static struct graph *take_copy(struct run *run, const struct graph *graph)
{
	struct spare *spare = run->spare;

	if (spare) {
		run->spare = spare->next;
	} else {
		spare = malloc(sizeof *spare);
		run->memory_bytes += sizeof *spare;
	}
	if (!spare) {
		run->no_memory = true;
		return NULL;
	}
	graph_copy(&spare->graph, graph);
	return &spare->graph;
}

static void give_back(struct run *run, struct graph *graph)
{
	struct spare *spare = (struct spare *)graph;

	spare->next = run->spare;
	run->spare = spare;
}

static bool must_stop(struct run *run)
{
	const struct found *found = run->ends.found;

	return run->no_memory || run->overflowed || run->behaviour->failed ||
	       (run->most && found->executions >= run->most) ||
	       (run->limit->one_wrong && found->nr_wrongs) ||
	       limit_reached(run->limit, run->memory_bytes, "executions",
			     found->executions + found->blocked);
}

static const struct deed *deed_of(const struct run *run, const struct graph_event *event)
{
	return &run->behaviour->deed[event->node];
}

static uint32_t node_of(const struct run *run, const struct graph *graph, unsigned task)
{
	return graph->last[task] < 0 ? run->behaviour->begin[task]
				     : graph->event[graph->last[task]].next;
}

// A read-modify-write of which only the read is there.
static bool is_half(const struct graph_event *event)
{
	return event->kind == GRAPH_READ && event->exclusive && !event->blocks;
}

// Changes nothing: a read, a fence, or a read-modify-write that writes what it read.
static bool is_idle(const struct graph *graph, const struct graph_event *event)
{
	return event->kind != GRAPH_WRITE ||
	       (event->exclusive && graph->event[event->before].value == event->value);
}

// The first event of the turn that ends with `last` where the task has stood before, at the node
// that it comes to now; -1: it has not, or something was changed since. source.c is told of it.
int turn_begin(const struct graph *graph, int last)
{
	uint32_t node = graph->event[last].next;

	for (int i = last; i >= 0 && (i == last || is_idle(graph, &graph->event[i]));
	     i = graph->event[i].before)
		if (graph->event[i].node == node && graph->event[i].kind != GRAPH_WRITE)
			return i;
	return -1;
}

// Fills in where a read leads, now that its value is known.
static void settle_read(struct run *run, struct graph *graph, unsigned number)
{
	struct graph_event *event = &graph->event[number];
	struct deed deed = *deed_of(run, event);
	uint64_t written = event->value;
	bool writes = deed_writes(&deed, event->value, &written);

	event->order = deed_order(&deed, event->value);
	event->exclusive = writes;
	event->next = behaviour_next(run->behaviour, event->node, event->value);
	event->blocks = (!writes || written == event->value) && turn_begin(graph, (int)number) >= 0;
}

static uint64_t value_at(const struct run *run, const struct graph *graph, uint16_t place,
			 int source)
{
	return source == INITIAL ? run->behaviour->place[place].initial
				 : graph->event[source].value;
}

// One more read of a task, from that write.
static void visit_read(struct run *run, const struct graph *graph, struct graph_event event,
		       int source)
{
	struct graph *copy = take_copy(run, graph);
	unsigned number;

	if (!copy)
		return;
	event.source = (int16_t)source;
	event.value = value_at(run, graph, event.place, source);
	event.order = deed_order(deed_of(run, &event), event.value);
	number = graph_add(copy, &event);
	settle_read(run, copy, number);
	if (graph_consistent(copy, number, run->model)) {
		ends_race(&run->ends, copy, number);
		visit(run, copy);
	}
	give_back(run, copy);
}

static void visit_reads(struct run *run, const struct graph *graph, const struct graph_event *event)
{
	visit_read(run, graph, *event, INITIAL);
	for (unsigned i = 0; i < graph->nr && !must_stop(run); i++)
		if (event_is(&graph->event[i], GRAPH_WRITE, event->place))
			visit_read(run, graph, *event, (int)i);
}

// The newest event, a write, at each rank that it may have; `read` (-1: none) is one that was made
// to read from it.
static void visit_ranks(struct run *run, const struct graph *graph, unsigned write, int read)
{
	unsigned highest = graph->event[write].rank;

	for (unsigned rank = 1; rank <= highest && !must_stop(run); rank++) {
		struct graph *copy = take_copy(run, graph);

		if (!copy)
			return;
		graph_rank(copy, write, rank);
		if (graph_consistent(copy, write, run->model) &&
		    (read < 0 || graph_consistent(copy, (unsigned)read, run->model))) {
			ends_race(&run->ends, copy, write);
			if (read >= 0)
				ends_race(&run->ends, copy, (unsigned)read);
			visit(run, copy);
		}
		give_back(run, copy);
	}
}

static struct event_set up_to(unsigned event)
{
	struct event_set set = {{0}};

	for (unsigned i = 0; i <= event; i++)
		set_add(&set, i);
	return set;
}

// No read among the previous ones reads from it, and no write among them is newer than what the
// event writes, or reads from: adding events without any choice would have made the same.
static bool is_maximal(const struct graph *graph, unsigned number, const struct event_set *previous)
{
	const struct graph_event *event = &graph->event[number];
	unsigned rank;

	if (event->kind == GRAPH_FENCE)
		return true;
	rank = event->kind == GRAPH_WRITE ? event->rank : source_rank(graph, event);
	for (unsigned i = 0; i < graph->nr; i++) {
		const struct graph_event *other = &graph->event[i];

		if (!set_has(previous, i) || other->kind == GRAPH_FENCE ||
		    other->place != event->place)
			continue;
		if (other->kind == GRAPH_READ ? other->source == (int)number : other->rank > rank)
			return false;
	}
	return true;
}

// Whether the write, the newest event, may revisit the read; *kept are the events that stay then.
static bool may_revisit(const struct graph *graph, unsigned read, unsigned write,
			struct event_set *kept)
{
	struct event_set prefix = graph->event[write].porf;

	*kept = up_to(read);
	set_join(kept, &prefix);
	prefix.word[write / 64] &= ~(UINT64_C(1) << write % 64);
	for (unsigned i = read; i < write; i++) {
		struct event_set previous = up_to(i);

		if (i != read && set_has(&prefix, i))
			continue;
		set_join(&previous, &prefix);
		if (!is_maximal(graph, i, &previous))
			return false;
	}
	return true;
}

static void revisit(struct run *run, const struct graph *graph, unsigned read, unsigned write)
{
	struct event_set kept;
	uint8_t new_number[MOST_EVENTS];
	struct graph *copy;

	if (!may_revisit(graph, read, write, &kept))
		return;
	copy = take_copy(run, graph);
	if (!copy)
		return;
	graph_restrict(copy, &kept, new_number);
	graph_redirect(copy, read, new_number[write], copy->event[new_number[write]].value);
	settle_read(run, copy, read);
	graph_redirect(copy, read, new_number[write], copy->event[read].value);
	/* the write is the last of its place again, to be put at each rank */
	visit_ranks(run, copy, new_number[write], (int)read);
	give_back(run, copy);
}

static void visit_write(struct run *run, const struct graph *graph, const struct graph_event *event)
{
	struct graph *copy = take_copy(run, graph);
	unsigned write;

	if (!copy)
		return;
	write = graph_add(copy, event);
	visit_ranks(run, copy, write, -1);
	for (unsigned read = 0; read < write && !must_stop(run); read++)
		if (event_is(&copy->event[read], GRAPH_READ, event->place) &&
		    !set_has(&copy->event[write].porf, read))
			revisit(run, copy, read, write);
	give_back(run, copy);
}

// The second half of a read-modify-write.
static struct graph_event other_half(const struct run *run, const struct graph_event *read)
{
	struct graph_event write = *read;

	write.kind = GRAPH_WRITE;
	write.source = INITIAL;
	deed_writes(deed_of(run, read), read->value, &write.value);
	return write;
}

static struct graph_event event_of(struct run *run, unsigned task, uint32_t node)
{
	const struct deed *deed = &run->behaviour->deed[node];
	struct graph_event event = {
	    .task = (uint8_t)task,
	    .order = deed->order,
	    .place = deed->place,
	    .source = INITIAL,
	    .node = node,
	    .locked = deed->kind == STEP_MODIFY || deed->kind == STEP_COMPARE,
	    .value = deed->operand,
	};

	event.kind = deed->kind == STEP_FENCE	? GRAPH_FENCE
		     : deed->kind == STEP_WRITE ? GRAPH_WRITE
						: GRAPH_READ;
	if (!deed_reads(deed))
		event.next = behaviour_next(run->behaviour, node, 0);
	return event;
}

// The task that goes on: one that is in the middle of a read-modify-write, else the first that can;
// -1: none.
static int next_task(const struct run *run, const struct graph *graph)
{
	unsigned nr = run->behaviour->program->runner.facts.nr_tasks;

	for (unsigned task = 0; task < nr; task++)
		if (graph->last[task] >= 0 && is_half(&graph->event[graph->last[task]]))
			return (int)task;
	for (unsigned task = 0; task < nr; task++)
		if (!(graph->last[task] >= 0 && graph->event[graph->last[task]].blocks) &&
		    !deed_is_end(&run->behaviour->deed[node_of(run, graph, task)]))
			return (int)task;
	return -1;
}

static void visit_next(struct run *run, struct graph *graph, unsigned task)
{
	struct graph_event event;
	int last = graph->last[task];

	if (last >= 0 && is_half(&graph->event[last])) {
		event = other_half(run, &graph->event[last]);
		visit_write(run, graph, &event);
		return;
	}
	event = event_of(run, task, node_of(run, graph, task));
	if (event.kind == GRAPH_READ)
		visit_reads(run, graph, &event);
	else if (event.kind == GRAPH_WRITE)
		visit_write(run, graph, &event);
	else if (graph_consistent(graph, graph_add(graph, &event), run->model))
		visit(run, graph);
}

static void visit(struct run *run, struct graph *graph)
{
	int task;

	run->nr_graphs++;
	if (must_stop(run))
		return;
	task = next_task(run, graph);
	if (task < 0)
		ends_note(&run->ends, graph);
	else if (graph->nr + 2 > MOST_EVENTS)
		run->overflowed = true;
	else
		visit_next(run, graph, (unsigned)task);
}

static const char *why_not(const struct run *run)
{
	if (run->limit->why)
		return run->limit->why;
	if (run->overflowed)
		return "an execution had more than 128 events";
	if (run->behaviour->failed)
		return run->behaviour->why.text;
	if (run->no_memory)
		return "there was no memory";
	return run->limit->one_wrong ? "the first that goes wrong was enough"
				     : "there were too many executions";
}

void executions_search(struct behaviour *behaviour, enum model model, uint64_t most, bool judge,
		       struct limit *limit, struct found *found)
{
	struct run *run = calloc(1, sizeof *run);
	struct graph *empty = run ? take_copy(run, &(struct graph){0}) : NULL;
	uint64_t begin_ns = probe_now_ns();

	*found = (struct found){.counts_executions = true};
	if (!empty) {
		found->why_not = "there was no memory";
		free(run);
		return;
	}
	run->ends = (struct ends){.behaviour = behaviour, .found = found, .judge = judge};
	run->behaviour = behaviour;
	run->model = model;
	run->most = most;
	run->limit = limit;
	graph_begin(empty, behaviour->program->runner.facts.nr_tasks);
	visit(run, empty);
	found->complete = found->executions_complete = !must_stop(run);
	if (!found->complete)
		found->why_not = why_not(run);
	found->memory_bytes = run->memory_bytes;
	found->seconds = (double)(probe_now_ns() - begin_ns) * 1e-9;
	give_back(run, empty);
	for (struct spare *spare; (spare = run->spare);) {
		run->spare = spare->next;
		free(spare);
	}
	free(run);
}
