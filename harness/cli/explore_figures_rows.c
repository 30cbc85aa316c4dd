// SPDX-License-Identifier: MIT

#include "harness/cli/explore_figures.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/explore/bounds.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/proofs.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/target.h"
#include "harness/explore/telling/outcomes.h"
#include "harness/explore/weaken.h"
#include "harness/machine/probe.h"

enum {
	TASKS = 2, /* of the racy counter */
	MEMORY = 1 << 30,
};

#define EXPLORING_NS 10000000000 /* at most, a program under one model */
#define RACING_NS    2000000000	 /* at most, a program */
#define PROOF_NS     2000000000	 /* at most, a strategy under one model within one pair of bounds */
#define PROOFS_NS    30000000000 /* all strategies together; the lecture's take a quarter of it */

_Static_assert((int)EXPLORED_MODEL_COLUMNS == (int)NR_MODELS, "one column a model");

// One program that is counted and raced.
struct subject_program {
	struct target target;
	struct source source;
	struct bench bench;
	struct measured seen;
	bool measured;
	char why[EXPLORED_WORD]; /* if not */
};

static void *must_add(struct figures *figures, enum explored_file file)
{
	void *row = explored_add(&figures->explored, file);

	assert(row); /* without memory, or more than there are */
	return row;
}

// What cannot be raced here is not measured: the rest of the row is true all the same.
static void race(const struct figures *figures, struct subject_program *program)
{
	struct complaint c;

	program->measured = !measure_run(&program->source, figures->races, RACING_NS,
					 &figures->topology, &program->seen, &c) &&
			    program->seen.times > 0;
	program->why[0] = '\0';
	if (!program->measured)
		snprintf(program->why, sizeof program->why, "%.255s", c.text);
	else if (program->seen.shared_pus)
		snprintf(program->why, sizeof program->why, "more tasks than PUs");
}

static int open_program(const struct figures *figures, struct subject_program *program,
			const char *name, unsigned tasks, unsigned ops, struct complaint *c)
{
	if (target_find(&program->target, name, figures->root, c))
		return -1;
	program->source = target_source(&program->target, figures->root, tasks, ops);
	if (bench_open(&program->bench, &program->source, name, c))
		return -1;
	race(figures, program);
	return 0;
}

static int search(struct subject_program *program, enum model model, struct found *found,
		  struct complaint *c)
{
	struct limit limit = {.end_ns = probe_now_ns() + EXPLORING_NS, .memory_bytes = MEMORY};

	return explore_weakened(&program->bench, NULL, 0, model, &limit, found, c);
}

// A machine that does more than a model which it keeps to makes the model, or the search, or the
// machine wrong, and must not pass by.
static void judge(struct figures *figures, const struct subject_program *program, enum model model,
		  const struct found *found)
{
	char what[160];

	if (!program->measured || !model_kept_here(model) ||
	    !measured_forbidden(&program->seen, found, what, sizeof what))
		return;
	figures->forbidden = true;
	fprintf(stderr, "racelab: %s: real tasks did what %s forbids: %s\n", program->target.name,
		model_name(model), what);
}

static void add_counter(struct figures *figures, const struct subject_program *program,
			unsigned ops, const struct outcome *outcome)
{
	struct explored_counter *row = must_add(figures, EXPLORED_INTERLEAVINGS);

	row->tasks = TASKS;
	row->ops = ops;
	row->value = (int64_t)outcome->value;
	row->interleavings = (int64_t)outcome->interleavings;
	if (program->measured) {
		row->raced = (int64_t)program->seen.times;
		row->seen = (int64_t)measured_times(&program->seen, outcome->value);
	}
	memcpy(row->machine, figures->machine, sizeof row->machine);
}

int figures_counter(struct figures *figures, unsigned ops, struct complaint *c)
{
	static struct subject_program program;
	static struct found found;
	int error;

	program = (struct subject_program){0};
	found = (struct found){0};
	error = open_program(figures, &program, "none", TASKS, ops, c) ||
		search(&program, MODEL_SC, &found, c);
	for (size_t i = 0; i < found.nr_outcomes && found.complete && !error; i++)
		add_counter(figures, &program, ops, &found.outcome[i]);
	found_fini(&found);
	bench_close(&program.bench);
	return error ? -1 : 0;
}

static int under_models(struct figures *figures, struct subject_program *program,
			struct explored_program *row, struct complaint *c)
{
	static struct found found;
	uint64_t outcome = (uint64_t)row->outcome;
	int error = 0;

	for (int model = 0; model < NR_MODELS && !error; model++) {
		error = search(program, (enum model)model, &found, c);
		if (error)
			break;
		if (outcomes_find(&found, outcome))
			strcpy(row->verdict[model], "allowed");
		else if (outcomes_forbid(&found, outcome))
			strcpy(row->verdict[model], "forbidden");
		judge(figures, program, (enum model)model, &found);
		found_fini(&found);
	}
	return error;
}

static void fill_program(const struct figures *figures, const struct subject_program *program,
			 struct explored_program *row)
{
	row->tasks = program->bench.program.runner.facts.nr_tasks;
	if (program->measured) {
		row->raced = (int64_t)program->seen.times;
		row->seen = (int64_t)measured_times(&program->seen, (uint64_t)row->outcome);
	}
	memcpy(row->detail, program->why, sizeof row->detail);
	memcpy(row->machine, figures->machine, sizeof row->machine);
}

int figures_program(struct figures *figures, const struct told_program *told, struct complaint *c)
{
	static struct subject_program program;
	struct explored_program *row;
	int error;

	program = (struct subject_program){0};
	error = open_program(figures, &program, told->name, 0, 0, c);
	if (!error) {
		row = must_add(figures, EXPLORED_MODELS);
		snprintf(row->program, sizeof row->program, "%s", told->name);
		row->outcome = strtoll(told->looks_for + strlen("outcome "), NULL, 10);
		fill_program(figures, &program, row);
		error = under_models(figures, &program, row, c);
	}
	bench_close(&program.bench);
	return error ? -1 : 0;
}

static struct explored_verdict *add_verdict(struct figures *figures, const char *strategy,
					    const char *verdict)
{
	struct explored_verdict *row = must_add(figures, EXPLORED_VERDICTS);

	snprintf(row->strategy, sizeof row->strategy, "%s", strategy);
	snprintf(row->verdict, sizeof row->verdict, "%s", verdict);
	return row;
}

// "2 tasks x 2 increments, 3 x 1"
static void put_bounds(char *text, size_t size, const struct proofs *proofs)
{
	size_t length = 0;

	for (size_t i = 0; i < proofs->nr_bounds && length < size; i++) {
		const struct bounds *bounds = &proofs->bounds[i];

		length += (size_t)snprintf(text + length, size - length, "%s%u%s x %u%s",
					   i ? ", " : "", bounds->tasks, i ? "" : " tasks",
					   bounds->ops, i ? "" : " increments");
	}
}

static void add_proof(struct figures *figures, const struct proofs *proofs, enum model model)
{
	const struct proof *proof = &proofs->proof[model];
	struct explored_verdict *row =
	    add_verdict(figures, proofs->strategy, found_word(proof->verdict));

	strcpy(row->model, model_name(model));
	if (proof->verdict == FOUND_VIOLATED)
		wrongs_text(proof->wrongs, row->wrongs, sizeof row->wrongs);
	put_bounds(row->bounds, sizeof row->bounds, proofs);
	if (model == MODEL_RC11) /* by which each is decided: explore.h */
		row->executions = (int64_t)proof->executions;
	else
		row->states = (int64_t)proof->states;
	if (proof->verdict == FOUND_INCOMPLETE && proof->why_not)
		snprintf(row->detail, sizeof row->detail, "%s", proof->why_not);
}

// The reason, without the words that the column has said already.
static void add_reason(struct figures *figures, const struct proofs *proofs)
{
	static const char said[] = "cannot be explored: ";
	const char *reason = strstr(proofs->reason.text, said);
	struct explored_verdict *row = add_verdict(figures, proofs->strategy, "cannot be explored");

	snprintf(row->detail, sizeof row->detail, "%.255s",
		 reason ? reason + strlen(said) : proofs->reason.text);
}

int figures_strategy(struct figures *figures, const char *name, struct complaint *c)
{
	static struct proofs proofs;
	uint64_t begin_ns = probe_now_ns();
	uint64_t limit_ns = figures->limit_ns ? figures->limit_ns : PROOF_NS;

	if (figures->proving_ns > PROOFS_NS) {
		strcpy(add_verdict(figures, name, "not explored")->detail,
		       "there was no more time for it");
		return 0;
	}
	if (proofs_make(&proofs, name, figures->root, limit_ns, c))
		return -1;
	figures->proving_ns += probe_now_ns() - begin_ns;
	if (!proofs.explored)
		add_reason(figures, &proofs);
	for (int model = 0; model < NR_MODELS && proofs.explored; model++)
		add_proof(figures, &proofs, (enum model)model);
	return 0;
}
