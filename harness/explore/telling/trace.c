// SPDX-License-Identifier: MIT

#include "harness/explore/telling/trace.h"

#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/step.h"

const struct deed *trace_deed(const struct trace *trace, const struct event *event)
{
	return &trace->subject->behaviour->deed[event->node];
}

bool trace_reads(const struct trace *trace, const struct event *event)
{
	return !event->flush && deed_reads(trace_deed(trace, event));
}

bool trace_writes(const struct event *event)
{
	return event->wrote && !event->flush;
}

// As states/state.c has it.
static bool is_buffered(const struct trace *trace, const struct event *event)
{
	const struct deed *deed = trace_deed(trace, event);

	return trace->subject->model == MODEL_TSO && deed->kind == STEP_WRITE &&
	       deed->order != ORDER_SEQ_CST;
}

void trace_rewind(struct trace *trace)
{
	const struct behaviour *behaviour = trace->subject->behaviour;

	trace->nr = 0;
	memset(trace->writes, 0, sizeof trace->writes);
	memset(trace->writer, 0xff, sizeof trace->writer);
	memset(trace->buffer, 0, sizeof trace->buffer);
	for (uint32_t i = 0; i < behaviour->nr_places; i++)
		trace->value[i] = behaviour->place[i].initial;
}

// The write of a step reaches memory. In an execution graph the order of writes is given, and need
// not be that of the steps: then the newest write is what memory holds.
static void reach_memory(struct trace *trace, size_t step, uint16_t place, uint64_t value)
{
	int32_t last = trace->writer[place];

	trace->writes[place]++;
	trace->rank[step] =
	    trace->witness->ordered ? trace->writes[place] : trace->witness->event[step].rank;
	trace->landed[step] = (uint32_t)trace->nr;
	if (last >= 0 && trace->rank[last] > trace->rank[step])
		return;
	trace->writer[place] = (int32_t)step;
	trace->value[place] = value;
}

static void flush(struct trace *trace, const struct event *event)
{
	struct trace_buffer *buffer = &trace->buffer[event->task];
	uint32_t step = buffer->step[0];

	if (!buffer->nr)
		return;
	memmove(buffer->step, buffer->step + 1, --buffer->nr * sizeof buffer->step[0]);
	reach_memory(trace, step, event->place, event->written);
}

void trace_step(struct trace *trace)
{
	const struct event *event = &trace->witness->event[trace->nr];
	struct trace_buffer *buffer = &trace->buffer[event->task];

	if (event->flush)
		flush(trace, event);
	else if (event->wrote && is_buffered(trace, event) && buffer->nr < MOST_BUFFERED)
		buffer->step[buffer->nr++] = (uint32_t)trace->nr;
	else if (event->wrote)
		reach_memory(trace, trace->nr, event->place, event->written);
	trace->nr++;
}

void trace_finish(struct trace *trace)
{
	while (trace->nr < trace->witness->nr)
		trace_step(trace);
}

// What goes wrong before the first step is a schedule without any; a graph without events is none.
static bool has_steps(const struct witness *witness)
{
	return witness->event && (witness->nr || witness->ordered);
}

struct trace *trace_open(const struct subject *subject, const struct wrong *wrong)
{
	size_t nr = wrong->witness.nr;
	struct trace *trace = has_steps(&wrong->witness) ? calloc(1, sizeof *trace) : NULL;

	if (!trace)
		return NULL;
	trace->subject = subject;
	trace->wrong = wrong;
	trace->witness = &wrong->witness;
	trace->rank = calloc(nr + 1, sizeof *trace->rank);
	trace->landed = calloc(nr + 1, sizeof *trace->landed);
	if (!trace->rank || !trace->landed) {
		trace_close(trace);
		return NULL;
	}
	for (size_t i = 0; i < nr; i++)
		trace->landed[i] = (uint32_t)nr;
	trace_rewind(trace);
	trace_finish(trace);
	trace_rewind(trace);
	return trace;
}

void trace_close(struct trace *trace)
{
	if (!trace)
		return;
	free(trace->rank);
	free(trace->landed);
	free(trace);
}

uint64_t trace_value(const struct trace *trace, unsigned task, uint16_t place)
{
	const struct trace_buffer *buffer = &trace->buffer[task];

	for (unsigned i = buffer->nr; i--;)
		if (trace->witness->event[buffer->step[i]].place == place)
			return trace->witness->event[buffer->step[i]].written;
	return trace->value[place];
}

uint32_t trace_standing(const struct trace *trace, unsigned task)
{
	const struct witness *witness = trace->witness;

	for (size_t i = witness->nr; i--;)
		if (witness->event[i].task == task && !witness->event[i].flush)
			return behaviour_next(trace->subject->behaviour, witness->event[i].node,
					      witness->event[i].read);
	return trace->subject->behaviour->begin[task];
}
