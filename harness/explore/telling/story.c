// SPDX-License-Identifier: MIT

#include "harness/explore/telling/story.h"

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/concerned.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/strange.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"

enum {
	MOST_TURN = 32, /* steps of a waiting loop that are followed */
};

// --- A lost update ------------------------------------------------------------------------------

static void put_stored(FILE *out, const struct subject *subject, const struct event *event)
{
	fprintf(out, "task %u stored ", event->task);
	tell_value(out, subject, event->place, event->written);
}

// One more write that is lost: "task 0 stored 1", and then ", 2" or " and task 2 stored 2".
static void put_next_lost(FILE *out, const struct subject *subject, const struct event *event,
			  const struct event *before)
{
	if (before && before->task == event->task) {
		fputs(", ", out);
		tell_value(out, subject, event->place, event->written);
		return;
	}
	fputs(before ? " and " : "", out);
	put_stored(out, subject, event);
}

// "task 1 stored 2, from a value that it read before task 0 stored 1: that update is lost."
static bool put_overwriting(FILE *out, const struct subject *subject, const struct marks *marks,
			    size_t write, const char *before)
{
	const struct event *events = marks->trace->witness->event;
	int32_t lost = marks_lost(marks, write, -1), last = -1;
	unsigned nr = 0;

	if (lost < 0)
		return false;
	fputs(before, out);
	put_stored(out, subject, &events[write]);
	fputs(", from a value that it read before ", out);
	for (; lost >= 0; lost = marks_lost(marks, write, lost), nr++) {
		put_next_lost(out, subject, &events[lost], last < 0 ? NULL : &events[last]);
		last = lost;
	}
	fprintf(out, ": %s lost.", nr == 1 ? "that update is" : "those updates are");
	return true;
}

static void put_lost(FILE *out, const struct subject *subject, const struct wrong *wrong,
		     const struct marks *marks, const char *between)
{
	const char *before = "";

	for (size_t i = 0; marks && i < marks->trace->witness->nr; i++)
		if (put_overwriting(out, subject, marks, i, before))
			before = between;
	if (!*before) {
		tell_wrong(out, subject, wrong);
		fputc('.', out);
	}
}

// --- Two tasks at one time ----------------------------------------------------------------------

// ", both at FILE:LINE", ", at FILE:LINE and at FILE:LINE".
static void put_both(FILE *out, const struct subject *subject, const uint32_t node[2])
{
	const struct line *one = tell_line(subject, node[0]), *other = tell_line(subject, node[1]);

	if (line_is(one, other)) {
		fputs(one->number ? ", both" : "", out);
		tell_where(out, subject, node[0]);
		return;
	}
	fputc(',', out);
	tell_where(out, subject, node[0]);
	fputs(" and", out);
	tell_where(out, subject, node[1]);
}

static void put_inside(FILE *out, const struct subject *subject, const struct wrong *wrong,
		       const struct concerned *concerned)
{
	const uint32_t *node = wrong->node;
	uint32_t theirs[2];

	if (concerned && concerned->nr == 2) {
		fprintf(out, "tasks %u and %u are", concerned->who[0].task, concerned->who[1].task);
		theirs[0] = concerned->who[0].node;
		theirs[1] = concerned->who[1].node;
		node = theirs;
	} else {
		fputs("two tasks are", out);
	}
	fputs(" inside at the same time", out);
	put_both(out, subject, node);
	fputc('.', out);
}

static void put_access(FILE *out, const struct subject *subject, uint32_t node)
{
	const struct deed *deed = &subject->behaviour->deed[node];

	fprintf(out, "%s %s of ", deed->order == ORDER_PLAIN ? "a plain" : "an atomic",
		!deed_may_write(deed) ? "load"
		: deed_reads(deed)    ? "read-modify-write"
				      : "store");
	tell_place(out, subject, deed->place);
	tell_where(out, subject, node);
}

// "tasks 0 and 1 race: a plain store of x at FILE:LINE and a plain load of x at FILE:LINE, ..."
static void put_race(FILE *out, const struct subject *subject, const struct wrong *wrong,
		     const struct concerned *concerned)
{
	uint32_t nr_nodes = subject->behaviour->nr_nodes;

	if (concerned && concerned->nr == 2)
		fprintf(out, "tasks %u and %u race", concerned->who[0].task,
			concerned->who[1].task);
	else
		fputs("two tasks race", out);
	if (wrong->node[0] < nr_nodes && wrong->node[1] < nr_nodes) {
		fputs(": ", out);
		put_access(out, subject, wrong->node[0]);
		fputs(" and ", out);
		put_access(out, subject, wrong->node[1]);
		fputs(", with nothing that orders them", out);
	}
	fputc('.', out);
}

// --- A hang -------------------------------------------------------------------------------------

static bool was_told(const uint16_t *told, unsigned nr, uint16_t place)
{
	while (nr--)
		if (told[nr] == place)
			return true;
	return false;
}

// What is read in a turn of the loop that the task is in: one of these would have to change.
static void put_awaited(FILE *out, const struct trace *trace, unsigned task, uint32_t begin)
{
	struct behaviour *behaviour = trace->subject->behaviour;
	uint16_t told[MOST_TURN] = {0};
	uint32_t node = begin;
	unsigned nr = 0;

	for (unsigned i = 0; i < MOST_TURN && (i == 0 || node != begin); i++) {
		const struct deed deed = behaviour->deed[node];
		uint64_t value = deed_reads(&deed) ? trace_value(trace, task, deed.place) : 0;

		if (deed_reads(&deed) && !was_told(told, nr, deed.place)) {
			fputs(nr ? ", or " : " for ", out);
			tell_place(out, trace->subject, deed.place);
			fputs(" to change from ", out);
			tell_value(out, trace->subject, deed.place, value);
			told[nr++] = deed.place;
		}
		node = behaviour_next(behaviour, node, value);
	}
}

static void put_hang(FILE *out, const struct subject *subject, struct marks *marks)
{
	const struct concerned *concerned = marks ? &marks->concerned : NULL;

	if (!concerned || !concerned->nr) {
		fputs("those who are left wait for ever.", out);
		return;
	}
	trace_finish(marks->trace);
	for (unsigned i = 0; i < concerned->nr; i++) {
		fprintf(out, "%stask %u waits for ever", i ? "; " : "", concerned->who[i].task);
		tell_where(out, subject, concerned->who[i].node);
		put_awaited(out, marks->trace, concerned->who[i].task, concerned->who[i].node);
	}
	fputc('.', out);
}

// --- An end that is none ------------------------------------------------------------------------

static void put_fault(FILE *out, const struct subject *subject, const struct wrong *wrong,
		      const struct concerned *concerned)
{
	if (concerned && concerned->nr)
		fprintf(out, "task %u: ", concerned->who[0].task);
	tell_wrong(out, subject, wrong);
	fputc('.', out);
}

void story_put(FILE *out, const struct subject *subject, const struct wrong *wrong,
	       struct marks *marks, const char *between)
{
	const struct concerned *concerned = marks ? &marks->concerned : NULL;

	switch (wrong->kind) {
	case WRONG_LOST:
		put_lost(out, subject, wrong, marks, between);
		break;
	case WRONG_INSIDE:
		put_inside(out, subject, wrong, concerned);
		break;
	case WRONG_HANG:
		put_hang(out, subject, marks);
		break;
	case WRONG_RACE:
		put_race(out, subject, wrong, concerned);
		break;
	default:
		put_fault(out, subject, wrong, concerned);
	}
	if (marks)
		strange_put(out, marks, between);
}
