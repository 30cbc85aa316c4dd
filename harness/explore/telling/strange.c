// SPDX-License-Identifier: MIT

#include "harness/explore/telling/strange.h"

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"

enum {
	MOST_STRANGE = 4, /* steps that are explained; more of them explain no more */
};

static void put_read(FILE *out, const struct trace *trace, size_t read)
{
	const struct event *event = &trace->witness->event[read];

	fprintf(out, "step %zu reads ", read + 1);
	tell_value(out, trace->subject, event->place, event->read);
	fputs(" from ", out);
	tell_place(out, trace->subject, event->place);
}

// "step 7 reads 0 from x, though step 3 wrote 1: that is still in task 0's store buffer."
static void put_missed(FILE *out, const struct trace *trace, size_t read, size_t write)
{
	const struct event *missed = &trace->witness->event[write];

	put_read(out, trace, read);
	fprintf(out, ", though step %zu wrote ", write + 1);
	tell_value(out, trace->subject, missed->place, missed->written);
	if (trace->witness->ordered)
		fprintf(out, ": that is still in task %u's store buffer", missed->task);
	fputc('.', out);
}

// "step 4 reads 0 from y, ahead of step 3: its x = 1 reaches memory only with step 15."
static void put_ahead(FILE *out, const struct trace *trace, size_t read, size_t store)
{
	const struct event *event = &trace->witness->event[store];

	put_read(out, trace, read);
	fprintf(out, ", ahead of step %zu: its ", store + 1);
	tell_place(out, trace->subject, event->place);
	fputs(" = ", out);
	tell_value(out, trace->subject, event->place, event->written);
	if (trace->landed[store] < trace->witness->nr)
		fprintf(out, " reaches memory only with step %u.", trace->landed[store] + 1);
	else
		fputs(" has not reached memory yet.", out);
}

// "step 11 stored 0 in x, but before step 7 stored 1 there, in the order of its writes."
static void put_older(FILE *out, const struct trace *trace, size_t write, size_t newer)
{
	const struct event *events = trace->witness->event;

	fprintf(out, "step %zu stored ", write + 1);
	tell_value(out, trace->subject, events[write].place, events[write].written);
	fputs(" in ", out);
	tell_place(out, trace->subject, events[write].place);
	fprintf(out, ", but before step %zu stored ", newer + 1);
	tell_value(out, trace->subject, events[newer].place, events[newer].written);
	fputs(" there: that is the order of the writes.", out);
}

static bool is_told_before(const struct marks *marks, size_t step)
{
	const struct event *events = marks->trace->witness->event;

	for (size_t i = 0; i < step; i++)
		if (events[i].task == events[step].task && events[i].place == events[step].place &&
		    marks->missed[i] == marks->missed[step] &&
		    marks->ahead[i] == marks->ahead[step] && marks->newer[i] == marks->newer[step])
			return true;
	return false;
}

// What is strange about a step, if anything is.
static void put_strange(FILE *out, const struct marks *marks, size_t step)
{
	if (marks->missed[step] >= 0)
		put_missed(out, marks->trace, step, (size_t)marks->missed[step]);
	else if (marks->ahead[step] >= 0)
		put_ahead(out, marks->trace, step, (size_t)marks->ahead[step]);
	else
		put_older(out, marks->trace, step, (size_t)marks->newer[step]);
}

void strange_put(FILE *out, const struct marks *marks, const char *between)
{
	unsigned nr = 0;

	for (size_t i = 0; i < marks->trace->witness->nr && nr < MOST_STRANGE; i++) {
		if (marks->missed[i] < 0 && marks->ahead[i] < 0 && marks->newer[i] < 0)
			continue;
		if (is_told_before(marks, i))
			continue;
		fputs(between, out);
		put_strange(out, marks, i);
		nr++;
	}
}
