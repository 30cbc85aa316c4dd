// SPDX-License-Identifier: MIT

#include "harness/explore/telling/marks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/symbols.h"
#include "harness/explore/telling/trace.h"

// The newest write to a place that waits in another task's buffer; -1: none.
static int32_t buffered_elsewhere(const struct trace *trace, unsigned task, uint16_t place)
{
	int32_t newest = -1;

	for (unsigned other = 0; other < trace->subject->tasks; other++) {
		const struct trace_buffer *buffer = &trace->buffer[other];

		for (unsigned i = 0; other != task && i < buffer->nr; i++)
			if (trace->witness->event[buffer->step[i]].place == place &&
			    (int32_t)buffer->step[i] > newest)
				newest = (int32_t)buffer->step[i];
	}
	return newest;
}

// The write that a read at the trace's next step does not see, though it was made. One that wrote
// what is read anyway does not count.
static int32_t find_missed(const struct trace *trace, const struct event *event)
{
	const struct event *events = trace->witness->event;
	int32_t missed = -1;

	if (!trace_reads(trace, event))
		return -1;
	if (!trace->witness->ordered && event->stale)
		missed = trace->writer[event->place];
	else if (event->from < 0 || events[event->from].task != event->task)
		missed = buffered_elsewhere(trace, event->task, event->place);
	return missed >= 0 && events[missed].written != event->read ? missed : -1;
}

static bool is_written_between(const struct trace *trace, const struct event *read, uint32_t begin,
			       uint32_t end)
{
	const struct event *events = trace->witness->event;

	for (size_t i = 0; i < trace->witness->nr; i++)
		if (trace_writes(&events[i]) && events[i].place == read->place &&
		    events[i].task != read->task && trace->landed[i] > begin &&
		    trace->landed[i] < end)
			return true;
	return false;
}

// The youngest store in its task's own buffer that a read at the trace's next step goes ahead of,
// if the read could not have come where the store reaches memory. This is what store buffers do:
// all that the task is seen to do before, it does after.
static int32_t find_ahead(const struct trace *trace, const struct event *event)
{
	const struct trace_buffer *buffer = &trace->buffer[event->task];
	uint32_t store;

	if (!trace_reads(trace, event) || !buffer->nr)
		return -1;
	store = buffer->step[buffer->nr - 1];
	if (event->from >= 0 && trace->witness->event[event->from].task == event->task)
		return -1;
	return is_written_between(trace, event, (uint32_t)trace->nr, trace->landed[store])
		   ? (int32_t)store
		   : -1;
}

// In an execution graph the newest write of its place so far, if that comes behind the one that the
// trace's next step is.
static int32_t find_newer(const struct trace *trace, const struct event *event)
{
	int32_t newest =
	    trace_writes(event) && !trace->witness->ordered ? trace->writer[event->place] : -1;

	return newest >= 0 && trace->rank[newest] > event->rank ? newest : -1;
}

static void mark_strange(struct marks *marks)
{
	struct trace *trace = marks->trace;

	for (size_t i = 0; i < trace->witness->nr; i++) {
		const struct event *event = &trace->witness->event[i];

		marks->missed[i] = find_missed(trace, event);
		marks->ahead[i] = find_ahead(trace, event);
		if (marks->missed[i] >= 0 || marks->ahead[i] >= 0)
			marks->mark[i] |= MARK_STALE;
		marks->newer[i] = find_newer(trace, event);
		if (marks->newer[i] >= 0)
			marks->mark[i] |= MARK_OLDER;
		trace_step(trace);
	}
}

// A strategy's outcome is its counter, which harness/explore/runtime/around_counter.h calls that.
static bool is_counted(const struct trace *trace, uint16_t place)
{
	const struct behaviour *behaviour = trace->subject->behaviour;
	char name[PLACE_NAME];

	if (!trace->subject->ops || trace->subject->exercise)
		return true;
	program_name(behaviour->program, behaviour->place[place].address, FIELDS_PLACE, name,
		     sizeof name);
	return strncmp(name, "counter", 7) == 0;
}

int32_t marks_source(const struct marks *marks, size_t write)
{
	const struct event *events = marks->trace->witness->event, *event = &events[write];

	if (!trace_writes(event) || trace_reads(marks->trace, event))
		return -1; /* a read-modify-write misses nothing */
	for (size_t i = write; i--;) {
		if (events[i].task != event->task || events[i].place != event->place ||
		    events[i].flush)
			continue;
		return events[i].wrote ? -1 : (int32_t)i;
	}
	return -1;
}

int32_t marks_lost(const struct marks *marks, size_t write, int32_t after)
{
	const struct trace *trace = marks->trace;
	const struct event *events = trace->witness->event, *event = &events[write];
	int32_t source = marks_source(marks, write);
	uint32_t low;

	if (source < 0 || !is_counted(trace, event->place))
		return -1;
	low = events[source].from < 0 ? 0 : trace->rank[events[source].from];
	for (size_t i = (size_t)after + 1; i < trace->witness->nr; i++)
		if (trace_writes(&events[i]) && events[i].place == event->place &&
		    events[i].task != event->task && trace->rank[i] > low &&
		    trace->rank[i] < trace->rank[write])
			return (int32_t)i;
	return -1;
}

static void mark_lost(struct marks *marks)
{
	for (size_t i = 0; i < marks->trace->witness->nr; i++) {
		int32_t lost = -1;

		while ((lost = marks_lost(marks, i, lost)) >= 0) {
			marks->mark[lost] |= MARK_OVERWRITTEN;
			marks->mark[marks_source(marks, i)] |= MARK_STALE;
		}
	}
}

static void mark_racing(struct marks *marks)
{
	for (unsigned i = 0; i < marks->concerned.nr; i++)
		if (marks->concerned.who[i].step != NOT_YET)
			marks->mark[marks->concerned.who[i].step] |= MARK_RACING;
}

static void mark(struct marks *marks)
{
	concerned_find(&marks->concerned, marks->trace);
	mark_strange(marks);
	if (marks->trace->wrong->kind == WRONG_LOST)
		mark_lost(marks);
	mark_racing(marks);
	trace_rewind(marks->trace);
}

struct marks *marks_open(const struct subject *subject, const struct wrong *wrong)
{
	struct marks *marks = calloc(1, sizeof *marks);
	size_t nr = wrong->witness.nr;

	if (!marks)
		return NULL;
	marks->trace = trace_open(subject, wrong);
	marks->mark = calloc(nr + 1, sizeof *marks->mark);
	marks->missed = calloc(nr + 1, sizeof *marks->missed);
	marks->ahead = calloc(nr + 1, sizeof *marks->ahead);
	marks->newer = calloc(nr + 1, sizeof *marks->newer);
	if (!marks->trace || !marks->mark || !marks->missed || !marks->ahead || !marks->newer) {
		marks_close(marks);
		return NULL;
	}
	mark(marks);
	return marks;
}

void marks_close(struct marks *marks)
{
	if (!marks)
		return;
	trace_close(marks->trace);
	free(marks->mark);
	free(marks->missed);
	free(marks->ahead);
	free(marks->newer);
	free(marks);
}
