// SPDX-License-Identifier: MIT

// Right in every interleaving: the student's own file under its frame, explored within the rubric's
// bounds under each model. A model counts as proved if it is within all bounds. What could not be
// completed is not proved, and says why.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/witness.h"
#include "harness/explore/weaken.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/stages.h"
#include "harness/grade/submission/submission.h"
#include "harness/machine/probe.h"

#define MEMORY_BYTES (UINT64_C(1) << 30)

// What is known of each model so far.
struct proving {
	const struct grading *grading;
	struct stage_result *result;
	enum verdict_of verdict[NR_MODELS]; /* the worst within any bounds; proved at first */
	bool witnessed;
	uint64_t end_ns;
};

// What a call that writes to a stream has written, on the heap; NULL without memory.
static char *told(void (*tell)(FILE *out, const struct subject *subject, const struct wrong *wrong),
		  const struct subject *subject, const struct wrong *wrong)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	tell(out, subject, wrong);
	fclose(out);
	return text;
}

static void tell_witness(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	witness_print(out, subject, wrong);
}

static const char *bounds_text(const struct subject *subject, char *text, size_t size)
{
	snprintf(text, size, "%u task%s x %u round%s", subject->tasks,
		 subject->tasks == 1 ? "" : "s", subject->ops, subject->ops == 1 ? "" : "s");
	return text;
}

// The command that lets the student decide who goes next; rc11 has no states to walk on. Its file
// is beside the student, wherever that of a grader's is.
static void say_how_to_see_it(const struct proving *proving, const struct subject *subject)
{
	const struct grading *grading = proving->grading;
	const char *file = grading->submission->file, *slash = strrchr(file, '/');
	const struct bounds *first = &grading->rubric->bounds[0];
	char bounds[40] = "";

	if (subject->model == MODEL_RC11)
		return;
	if (subject->tasks != first->tasks || subject->ops != first->ops)
		snprintf(bounds, sizeof bounds, " --count %u --ops %u", subject->tasks,
			 subject->ops);
	stage_say(proving->result,
		  "See it, and decide who goes next: racelab explore %s --exercise %s%s%s --page "
		  "%s.html",
		  slash ? slash + 1 : file, subject->exercise, bounds,
		  subject->model == MODEL_TSO ? " --model tso" : "", subject->exercise);
}

static void note_violated(struct proving *proving, const struct subject *subject,
			  const struct wrong *wrong)
{
	char *what = told(tell_wrong, subject, wrong), *witness;
	char bounds[64];

	stage_found(proving->result, "%s: %s", model_name(subject->model), what ? what : "");
	if (!proving->witnessed) {
		witness = told(tell_witness, subject, wrong);
		stage_say(proving->result, "Wrong under %s with %s: %s.\n%s",
			  model_name(subject->model), bounds_text(subject, bounds, sizeof bounds),
			  what ? what : "", witness ? witness : "");
		free(witness);
		say_how_to_see_it(proving, subject);
	}
	proving->witnessed = true;
	free(what);
}

// Whatever happens under a model happens under those behind it, too, which allow more: there it
// need not be looked for again.
static void note_weaker(struct proving *proving, enum model model)
{
	for (int weaker = model; weaker < NR_MODELS; weaker++)
		proving->verdict[weaker] = FOUND_VIOLATED;
}

static void note(struct proving *proving, const struct subject *subject, const struct found *found)
{
	enum verdict_of verdict = found_verdict(found);
	char bounds[64];

	if (verdict == FOUND_VIOLATED)
		note_violated(proving, subject, &found->wrong[0]);
	else if (verdict == FOUND_INCOMPLETE)
		stage_say(proving->result, "Not completed under %s with %s: %s.",
			  model_name(subject->model), bounds_text(subject, bounds, sizeof bounds),
			  found->why_not ? found->why_not : "it is too large");
	if (verdict == FOUND_VIOLATED)
		note_weaker(proving, subject->model);
	else if (proving->verdict[subject->model] == FOUND_PROVED)
		proving->verdict[subject->model] = verdict;
}

static int under_model(struct proving *proving, struct bench *bench, struct subject *subject,
		       struct complaint *c)
{
	struct limit limit = {.end_ns = proving->end_ns,
			      .memory_bytes = MEMORY_BYTES,
			      .one_wrong = true,
			      .uncounted = true};
	struct found found = {0};
	int status = explore_weakened(bench, NULL, 0, subject->model, &limit, &found, c);

	subject->lines = &bench->lines;
	if (!status)
		note(proving, subject, &found);
	found_fini(&found);
	return status;
}

// Under all models that nothing is wrong with so far.
static int within(struct proving *proving, const struct bounds *bounds, struct complaint *c)
{
	const struct grading *grading = proving->grading;
	struct source source = submission_source(grading->submission, bounds->tasks, bounds->ops);
	struct bench bench = {0};
	struct subject subject = {.name = grading->submission->exercise->name,
				  .exercise = grading->submission->exercise->name,
				  .tasks = bounds->tasks,
				  .ops = bounds->ops,
				  .behaviour = &bench.behaviour};
	int status = bench_open(&bench, &source, subject.name, c);

	for (int model = 0; model < NR_MODELS && !status; model++) {
		if (!grading->rubric->model[model] || proving->verdict[model] == FOUND_VIOLATED)
			continue;
		subject.model = (enum model)model;
		status = under_model(proving, &bench, &subject, c);
	}
	bench_close(&bench);
	return status;
}

// "sc, tso and rc11" of the models with that verdict. Returns how many they are.
static unsigned list_models(const struct proving *proving, enum verdict_of verdict, char *text,
			    size_t size)
{
	const bool *asked = proving->grading->rubric->model;
	unsigned nr = 0;

	text[0] = '\0';
	for (int model = 0; model < NR_MODELS; model++) {
		size_t length = strlen(text);

		if (asked[model] && proving->verdict[model] == verdict)
			snprintf(text + length, size - length, "%s%s", nr++ ? ", " : "",
				 model_name((enum model)model));
	}
	return nr;
}

static const char *all_bounds(const struct rubric *rubric, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < rubric->nr_bounds; i++) {
		size_t length = strlen(text);

		snprintf(text + length, size - length, "%s%u x %u", i ? " and " : "",
			 rubric->bounds[i].tasks, rubric->bounds[i].ops);
	}
	return text;
}

static void conclude(const struct proving *proving, struct stage_result *result)
{
	char proved[40], violated[40], open[40], bounds[80];
	unsigned nr = list_models(proving, FOUND_PROVED, proved, sizeof proved);
	unsigned nr_violated = list_models(proving, FOUND_VIOLATED, violated, sizeof violated);
	unsigned nr_open = list_models(proving, FOUND_INCOMPLETE, open, sizeof open);

	all_bounds(proving->grading->rubric, bounds, sizeof bounds);
	stage_end(
	    result, (double)nr / (nr + nr_violated + nr_open),
	    "%s%s%s%s%s%s%s%s%s for tasks x rounds of %s%s", nr ? "proved under " : "", proved,
	    nr && (nr_violated || nr_open) ? ", " : "", nr_violated ? "violated under " : "",
	    violated, nr_violated && nr_open ? ", " : "", nr_open ? "not completed under " : "",
	    open, "", bounds,
	    nr_violated || nr_open ? "" : ": nothing lost, nobody waits for ever, no data race");
	if (nr_open)
		stage_found(result, "not completed under %s", open);
}

int stage_proof(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct proving proving = {.grading = grading,
				  .result = result,
				  .end_ns = probe_now_ns() + grading->rubric->proof_limit_ns};

	for (size_t i = 0; i < grading->rubric->nr_bounds; i++) {
		int status = within(&proving, &grading->rubric->bounds[i], c);

		if (grading->interrupted && *grading->interrupted)
			return 1;
		if (status) {
			/* or it destroyed its own process: that others can be explored here is
			   known by then (certificate.c) */
			stage_undone(result, "cannot be explored: %.300s", c->text);
			return 0;
		}
	}
	conclude(&proving, result);
	return 0;
}
