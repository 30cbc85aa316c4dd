// SPDX-License-Identifier: MIT

// Keeps to the rules: what may be called was looked up in the object when it was compiled; here is
// what a round does to shared memory while nobody else is there. That is seen step by step, as an
// exploration sees it, so it is no matter of the processor or of what the compiler made of it.

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/weaken.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/stages.h"
#include "harness/grade/submission/submission.h"

enum {
	MOST_ALONE = 100000, /* steps, after which a task that is alone goes on for ever */
};

// What a task does that is alone.
struct alone {
	unsigned steps;
	uint32_t modifies; /* the site of the first read-modify-write; UINT32_MAX: none */
	bool ended;
};

static void walk(struct behaviour *behaviour, struct alone *alone)
{
	uint64_t value[MOST_PLACES];
	uint32_t node = behaviour->begin[0], nr_known = 0;

	*alone = (struct alone){.modifies = UINT32_MAX};
	while (!behaviour->failed && alone->steps < MOST_ALONE) {
		struct deed deed = behaviour->deed[node];
		uint64_t old = 0;

		for (; nr_known < behaviour->nr_places; nr_known++)
			value[nr_known] = behaviour->place[nr_known].initial;
		if (deed_is_end(&deed)) {
			alone->ended = deed.kind == STEP_END;
			return;
		}
		if (deed.place != NOWHERE)
			old = value[deed.place];
		if (alone->modifies == UINT32_MAX &&
		    (deed.kind == STEP_MODIFY || deed.kind == STEP_COMPARE))
			alone->modifies = deed.site;
		if (deed.place != NOWHERE)
			deed_writes(&deed, old, &value[deed.place]);
		alone->steps++;
		node = behaviour_next(behaviour, node, deed_reads(&deed) ? old : 0);
	}
}

// Walks one task through so many rounds; *line is that of the read-modify-write, 0 if none is
// known.
static int walk_rounds(const struct grading *grading, unsigned rounds, struct alone *alone,
		       unsigned *line, struct complaint *c)
{
	struct source source = submission_source(grading->submission, 1, rounds);
	struct bench bench = {0};
	int status = bench_open(&bench, &source, grading->submission->exercise->name, c);

	if (!status)
		status = behaviour_open(&bench.behaviour, &bench.program, c);
	if (!status) {
		walk(&bench.behaviour, alone);
		*line = 0;
		if (alone->modifies != UINT32_MAX) {
			lines_load(&bench.lines, &bench.behaviour, bench.root);
			*line = lines_at(&bench.lines, alone->modifies)->number;
		}
	}
	bench_close(&bench);
	return status;
}

static void judge(const struct rubric *rubric, const struct alone *once, const struct alone *twice,
		  unsigned line, struct stage_result *result)
{
	unsigned steps = twice->steps - once->steps;

	if (!once->ended || !twice->ended) {
		stage_found(result, "a task that is alone does not come to its end");
		stage_end(result, 0, "a task that is alone does not come to its end");
	} else if (rubric->forbids_modify && twice->modifies != UINT32_MAX) {
		stage_found(result, "a read-modify-write in a round");
		stage_end(result, 0,
			  "a round has a read-modify-write (line %u), which this exercise is to do "
			  "without",
			  line);
	} else if (rubric->most_steps && steps > rubric->most_steps) {
		stage_found(result, "%u steps in a round", steps);
		stage_end(result, 0, "a round makes %u steps in shared memory; %u are allowed",
			  steps, rubric->most_steps);
	} else {
		stage_end(result, 1,
			  "it calls only what it may, and a round of a task that is alone makes %u "
			  "step%s in shared memory",
			  steps, steps == 1 ? "" : "s");
	}
}

int stage_rules(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	const struct rubric *rubric = grading->rubric;
	struct alone once, twice;
	unsigned line;

	if (!rubric->most_steps && !rubric->forbids_modify) {
		stage_end(result, 1, "it calls only what it may");
		return 0;
	}
	if (walk_rounds(grading, 1, &once, &line, c) || walk_rounds(grading, 2, &twice, &line, c)) {
		stage_undone(result, "its steps cannot be counted: %.300s", c->text);
		return 0;
	}
	judge(rubric, &once, &twice, line, result);
	return 0;
}
