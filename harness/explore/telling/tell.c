// SPDX-License-Identifier: MIT

#include "harness/explore/telling/tell.h"

#include <inttypes.h>
#include <stdbool.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/program/symbols.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/weaken.h"

void tell_place(FILE *out, const struct subject *subject, uint16_t place)
{
	const struct behaviour *behaviour = subject->behaviour;
	char name[PLACE_NAME];

	if (place >= behaviour->nr_places)
		return;
	program_learn(behaviour->program);
	fputs(program_name(behaviour->program, behaviour->place[place].address, FIELDS_PLACE, name,
			   sizeof name),
	      out);
}

// Whether it is the address of a variable; its name, then.
static bool is_address(const struct subject *subject, uint16_t place, uint64_t value,
		       char name[PLACE_NAME])
{
	const struct behaviour *behaviour = subject->behaviour;
	struct program *program = behaviour->program;

	if (place >= behaviour->nr_places || behaviour->place[place].size < sizeof(void *))
		return false;
	program_learn(program);
	program_name(program, value - program->runner.facts.base, FIELDS_WHOLE, name, PLACE_NAME);
	return name[0] != '0';
}

void tell_value(FILE *out, const struct subject *subject, uint16_t place, uint64_t value)
{
	char name[PLACE_NAME];

	if (is_address(subject, place, value, name))
		fprintf(out, "&%s", name);
	else
		fprintf(out, value >> 40 ? "%#" PRIx64 : "%" PRIu64, value);
}

// " place", and what comes between it and a value; the value.
static void put_access(FILE *out, const struct subject *subject, uint16_t place,
		       const char *between, uint64_t value)
{
	fputc(' ', out);
	tell_place(out, subject, place);
	fputs(between, out);
	tell_value(out, subject, place, value);
}

const char *tell_access(const struct deed *deed)
{
	static const char *const operations[] = {
	    [OPERATION_EXCHANGE] = "exchange", [OPERATION_ADD] = "fetch_add",
	    [OPERATION_SUB] = "fetch_sub",     [OPERATION_AND] = "fetch_and",
	    [OPERATION_OR] = "fetch_or",       [OPERATION_XOR] = "fetch_xor",
	    [OPERATION_NAND] = "fetch_nand",
	};

	switch (deed->kind) {
	case STEP_READ:
		return "load";
	case STEP_WRITE:
		return "store";
	case STEP_COMPARE:
		return "cas";
	case STEP_FENCE:
		return "fence";
	default:
		return operations[deed->operation];
	}
}

const char *tell_suffix(uint8_t order)
{
	static const char *const suffixes[] = {
	    [ORDER_PLAIN] = "",	      [ORDER_RELAXED] = "",	    [ORDER_ACQUIRE] = ".acq",
	    [ORDER_RELEASE] = ".rel", [ORDER_ACQ_REL] = ".acq_rel", [ORDER_SEQ_CST] = ".sc",
	};

	return suffixes[order];
}

static void put_change(FILE *out, const struct subject *subject, uint16_t place, uint64_t from,
		       uint64_t to)
{
	put_access(out, subject, place, " ", from);
	fputs(" -> ", out);
	tell_value(out, subject, place, to);
}

static void put_compare(FILE *out, const struct subject *subject, const struct event *event,
			const struct deed *deed)
{
	put_change(out, subject, event->place, deed->expected, deed->operand);
	if (event->wrote) {
		fputs(" ok", out);
		return;
	}
	fputs(" failed (", out);
	tell_value(out, subject, event->place, event->read);
	fputc(')', out);
}

void tell_event(FILE *out, const struct subject *subject, const struct event *event)
{
	const struct deed *deed = &subject->behaviour->deed[event->node];

	if (event->flush) {
		fputs("buffer ->", out);
		put_access(out, subject, event->place, " = ", event->written);
		return;
	}
	if (deed->kind == STEP_FENCE) {
		fprintf(out, "fence %s", order_name(deed->order));
		return;
	}
	fprintf(out, "%s%s", tell_access(deed), tell_suffix(deed_order(deed, event->read)));
	if (deed->kind == STEP_READ)
		put_access(out, subject, event->place, " -> ", event->read);
	else if (deed->kind == STEP_WRITE)
		put_access(out, subject, event->place, " = ", event->written);
	else if (deed->kind == STEP_COMPARE)
		put_compare(out, subject, event, deed);
	else
		put_change(out, subject, event->place, event->read, event->written);
}

static const char *end_name(const struct deed *deed)
{
	static const char *const ends[] = {
	    [STEP_END] = "done",
	    [STEP_ASSERT] = "assertion fails",
	    [STEP_CRASH] = "crash",
	    [STEP_ENDLESS] = "computes for ever",
	};

	return ends[deed->kind];
}

void tell_pending(FILE *out, const struct subject *subject, uint32_t node)
{
	const struct deed *deed = &subject->behaviour->deed[node];

	if (deed_is_end(deed)) {
		fputs(end_name(deed), out);
		return;
	}
	if (deed->kind == STEP_FENCE) {
		fprintf(out, "fence %s", order_name(deed->order));
		return;
	}
	fprintf(out, "%s%s", tell_access(deed), tell_suffix(deed->order));
	if (deed->kind == STEP_COMPARE) {
		put_change(out, subject, deed->place, deed->expected, deed->operand);
	} else if (deed->kind == STEP_WRITE) {
		put_access(out, subject, deed->place, " = ", deed->operand);
	} else {
		fputc(' ', out);
		tell_place(out, subject, deed->place);
	}
}

const struct line *tell_line(const struct subject *subject, uint32_t node)
{
	const struct behaviour *behaviour = subject->behaviour;

	return lines_at(subject->lines,
			node < behaviour->nr_nodes ? behaviour->deed[node].site : UINT32_MAX);
}

void tell_where(FILE *out, const struct subject *subject, uint32_t node)
{
	const struct line *line = tell_line(subject, node);

	if (line->number)
		fprintf(out, " at %s:%u", line->file, line->number);
}

const char *tell_unit(const struct subject *subject)
{
	return subject->exercise ? "round" : "increment";
}

const char *tell_sum(const struct subject *subject)
{
	if (!subject->ops)
		return "the outcome";
	return subject->exercise ? "the count" : "the counter";
}

// A schedule that is followed to its end may also end well.
static void put_lost(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	const struct program_facts *facts = &subject->behaviour->program->runner.facts;
	bool lost = facts->has_expected && wrong->value != facts->expected;

	fprintf(out, "%s%s %s %" PRIu64, lost ? "a lost update (" : "", tell_sum(subject),
		subject->ops ? "ends with" : "is", wrong->value);
	if (lost)
		fprintf(out, ", not %" PRIu64 ")", facts->expected);
}

// "a data race on x at FILE:LINE and at FILE:LINE", once where that is the same.
static void put_race(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	fputs("a data race", out);
	if (wrong->node[0] < subject->behaviour->nr_nodes) {
		fputs(" on ", out);
		tell_place(out, subject, subject->behaviour->deed[wrong->node[0]].place);
	}
	tell_where(out, subject, wrong->node[0]);
	if (line_is(tell_line(subject, wrong->node[0]), tell_line(subject, wrong->node[1])))
		return;
	fputs(" and", out);
	tell_where(out, subject, wrong->node[1]);
}

static void put_fault(FILE *out, const struct subject *subject, const struct wrong *wrong,
		      const char *what)
{
	fputs(what, out);
	if (wrong->text && *wrong->text)
		fprintf(out, " (%s)", wrong->text);
	tell_where(out, subject, wrong->node[0]);
	if (wrong->node[0] == UINT32_MAX)
		fputs(" in program_outcome", out);
}

void tell_wrong(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	switch (wrong->kind) {
	case WRONG_LOST:
		put_lost(out, subject, wrong);
		break;
	case WRONG_INSIDE:
		fputs("two tasks inside at the same time", out);
		break;
	case WRONG_HANG:
		fputs("a hang", out);
		break;
	case WRONG_RACE:
		put_race(out, subject, wrong);
		break;
	case WRONG_ASSERT:
		put_fault(out, subject, wrong, "a failed assertion");
		break;
	case WRONG_CRASH:
		put_fault(out, subject, wrong, "a crash");
		break;
	default:
		put_fault(out, subject, wrong, "a task that computes for ever");
	}
}

void tell_number(FILE *out, unsigned nr, const char *what)
{
	fprintf(out, "%u %s%s", nr, what, nr == 1 ? "" : "s");
}
