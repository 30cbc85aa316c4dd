// SPDX-License-Identifier: MIT

#include "harness/explore/telling/concerned.h"

#include <stdbool.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

static const struct deed *deed_at(const struct trace *trace, uint32_t node)
{
	return &trace->subject->behaviour->deed[node];
}

static void add(struct concerned *concerned, unsigned task, uint32_t node, size_t step)
{
	concerned->who[concerned->nr].task = task;
	concerned->who[concerned->nr].node = node;
	concerned->who[concerned->nr++].step = step;
}

static bool has(const struct concerned *concerned, unsigned task)
{
	for (unsigned i = 0; i < concerned->nr; i++)
		if (concerned->who[i].task == task)
			return true;
	return false;
}

// All, or of an execution graph those whom the search named.
static bool may_be(const struct trace *trace, unsigned task)
{
	return trace->witness->ordered || !trace->wrong->tasks || trace->wrong->tasks >> task & 1;
}

// A task that stands at that node, and is not in there yet.
static bool add_standing(struct concerned *concerned, const struct trace *trace, uint32_t node)
{
	for (unsigned task = 0; task < trace->subject->tasks; task++)
		if (may_be(trace, task) && !has(concerned, task) &&
		    trace_standing(trace, task) == node) {
			add(concerned, task, node, NOT_YET);
			return true;
		}
	return false;
}

static void add_done(struct concerned *concerned, const struct trace *trace, uint32_t node)
{
	const struct event *event = trace->witness->event;

	for (size_t i = trace->witness->nr; i--;)
		if (event[i].node == node && !event[i].flush && may_be(trace, event[i].task) &&
		    !has(concerned, event[i].task)) {
			add(concerned, event[i].task, node, i);
			return;
		}
}

// In a schedule both are about to do it; in an execution graph both have.
static void find_race(struct concerned *concerned, const struct trace *trace)
{
	for (int i = 0; i < 2; i++)
		if (trace->witness->ordered)
			add_standing(concerned, trace, trace->wrong->node[i]);
		else
			add_done(concerned, trace, trace->wrong->node[i]);
	if (concerned->nr < 2)
		concerned->nr = 0;
}

static void find_inside(struct concerned *concerned, const struct trace *trace)
{
	for (unsigned task = 0; task < trace->subject->tasks && concerned->nr < 2; task++) {
		uint32_t node = trace_standing(trace, task);

		if (deed_at(trace, node)->inside)
			add(concerned, task, node, NOT_YET);
	}
}

static void find_waiting(struct concerned *concerned, const struct trace *trace)
{
	for (unsigned task = 0; task < trace->subject->tasks; task++) {
		uint32_t node = trace_standing(trace, task);

		if (!deed_is_end(deed_at(trace, node)))
			add(concerned, task, node, NOT_YET);
	}
}

void concerned_find(struct concerned *concerned, const struct trace *trace)
{
	concerned->nr = 0;
	switch (trace->wrong->kind) {
	case WRONG_LOST:
		break;
	case WRONG_INSIDE:
		find_inside(concerned, trace);
		break;
	case WRONG_HANG:
		find_waiting(concerned, trace);
		break;
	case WRONG_RACE:
		find_race(concerned, trace);
		break;
	default:
		add_standing(concerned, trace, trace->wrong->node[0]);
	}
}
