// SPDX-License-Identifier: MIT

#include "harness/explore/telling/sentence.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/explore.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/count.h"
#include "harness/explore/telling/tell.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

// Whether two tasks inside would have been seen. By states they are; where there are only
// executions, no order among them says that two tasks are inside, but a plain access in there would
// race.
static bool excludes(const struct subject *subject)
{
	const struct behaviour *behaviour = subject->behaviour;

	for (uint32_t i = 0; i < behaviour->nr_nodes; i++)
		if (behaviour->deed[i].inside &&
		    (subject->model != MODEL_RC11 || behaviour->deed[i].order == ORDER_PLAIN))
			return true;
	return false;
}

// "90 executions, 1 interleaving"; states where neither was counted.
static void put_counts(FILE *out, const struct found *found)
{
	bool executions = found->counts_executions && found->executions_complete;
	const struct {
		bool counted;
		big_count count;
		const char *what;
	} counts[] = {
	    {executions, found->executions, "execution"},
	    {found->counts_interleavings, found->interleavings, "interleaving"},
	    {!executions && !found->counts_interleavings, found->states, "state"},
	};
	const char *before = "";
	char text[COUNT_TEXT];

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		if (!counts[i].counted)
			continue;
		fprintf(out, "%s%s %s%s", before, count_grouped(counts[i].count, text),
			counts[i].what, counts[i].count == 1 ? "" : "s");
		before = ", ";
	}
}

// What was looked for, and is not there.
static void put_proved(FILE *out, const struct subject *subject, const struct found *found)
{
	const struct behaviour *behaviour = subject->behaviour;

	if (excludes(subject))
		fputs("mutual exclusion, ", out);
	if (behaviour->program->runner.facts.has_expected)
		fputs("no lost update, ", out);
	fputs("no hang, no data race", out);
	if (!subject->ops || subject->exercise)
		fputs(", no failed assertion, no crash", out);
	fputs("; ", out);
	put_counts(out, found);
}

// What stopped it, and how far it was: "its time was up after 123,456 states".
static void put_why(FILE *out, const struct found *found)
{
	bool states = found->states > 0;
	uint64_t nr = states ? found->states : found->executions;
	char text[COUNT_TEXT];

	fprintf(out, "%s after %s %s%s", found->why_not ? found->why_not : "it was not completed",
		count_grouped(nr, text), states ? "state" : "execution", nr == 1 ? "" : "s");
}

static void put_violated(FILE *out, const struct subject *subject, const struct found *found)
{
	for (size_t i = 0; i < found->nr_wrongs; i++) {
		fputs(i ? ", " : "", out);
		tell_wrong(out, subject, &found->wrong[i]);
	}
	if (!found->complete) {
		fputs("; ", out);
		put_why(out, found);
		fputs(", so there may be more", out);
	}
}

static void put_incomplete(FILE *out, const struct subject *subject, const struct found *found)
{
	(void)subject;
	put_why(out, found);
	fputs("; nothing wrong was found so far", out);
}

static void put_bounds(FILE *out, const struct subject *subject)
{
	tell_number(out, subject->tasks, "task");
	if (subject->ops) {
		fputs(" x ", out);
		tell_number(out, subject->ops, tell_unit(subject));
	}
}

static void put_sentence(FILE *out, const struct subject *subject, const struct found *found)
{
	static void (*const put[])(FILE *, const struct subject *, const struct found *) = {
	    [FOUND_PROVED] = put_proved,
	    [FOUND_VIOLATED] = put_violated,
	    [FOUND_INCOMPLETE] = put_incomplete,
	};
	enum verdict_of verdict = found_verdict(found);

	fprintf(out, "%s: %s under %s %s ", subject->name, found_word(verdict),
		model_name(subject->model), verdict == FOUND_VIOLATED ? "with" : "for");
	put_bounds(out, subject);
	fputs(": ", out);
	put[verdict](out, subject, found);
	fputc('.', out);
}

void sentence_print(FILE *out, const struct subject *subject, const struct found *found)
{
	char *text = NULL;
	size_t size;
	FILE *line = open_memstream(&text, &size);

	if (!line)
		return;
	put_sentence(line, subject, found);
	if (fclose(line) == 0)
		paragraph_put(out, text, 0, 0, terminal_width(out));
	free(text);
}
