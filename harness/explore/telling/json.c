// SPDX-License-Identifier: MIT

#include "harness/explore/telling/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/explore/explore.h"
#include "harness/explore/telling/json_steps.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/outcomes.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/story.h"
#include "harness/machine/host_json.h"

static void put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value ? value : json_null());
}

static json_t *count_if(bool counted, big_count count)
{
	return counted ? json_count(count) : json_null();
}

// --- Outcomes -----------------------------------------------------------------------------------

static json_t *allowed_json(const struct found *found, uint64_t value)
{
	if (outcomes_find(found, value))
		return json_true();
	return outcomes_forbid(found, value) ? json_false() : json_null();
}

static json_t *outcome_json(const struct found *found, const struct measured *measured,
			    uint64_t value)
{
	const struct outcome *outcome = outcomes_find(found, value);
	json_t *json = json_object();

	put(json, "value", json_count(value));
	put(json, "executions",
	    count_if(outcomes_counts(found, outcome), outcome ? outcome->executions : 0));
	put(json, "interleavings",
	    count_if(outcome && found->counts_interleavings, outcome ? outcome->interleavings : 0));
	if (measured) {
		put(json, "measured", json_count(measured_times(measured, value)));
		put(json, "allowed", allowed_json(found, value));
	}
	return json;
}

static json_t *outcomes_json(const struct found *found, const struct measured *measured)
{
	json_t *outcomes = json_array();
	uint64_t value;

	for (size_t i = 0; outcomes_at(found, measured, i, &value); i++)
		json_array_append_new(outcomes, outcome_json(found, measured, value));
	return outcomes;
}

// --- Violations ---------------------------------------------------------------------------------

static const char *kind_word(enum wrong_kind kind)
{
	static const char *const words[] = {
	    [WRONG_LOST] = "lost_update", [WRONG_INSIDE] = "mutual_exclusion",
	    [WRONG_HANG] = "hang",	  [WRONG_RACE] = "data_race",
	    [WRONG_ASSERT] = "assertion", [WRONG_CRASH] = "crash",
	    [WRONG_ENDLESS] = "endless",
	};

	return words[kind];
}

json_t *wrongs_json(unsigned wrongs)
{
	json_t *names = json_array();

	for (int kind = 0; kind < NR_WRONGS; kind++)
		if (wrongs >> kind & 1)
			json_array_append_new(names,
					      json_string(wrong_name((enum wrong_kind)kind)));
	return names;
}

// What was written to a stream of memory; frees it.
static json_t *text_json(FILE *out, char **text)
{
	json_t *json = fclose(out) == 0 ? json_text_or_null(*text) : json_null();

	free(*text);
	return json;
}

static json_t *story_json(const struct subject *subject, const struct wrong *wrong,
			  struct marks *marks)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	story_put(out, subject, wrong, marks, " ");
	return text_json(out, &text);
}

static json_t *schedule_json(const struct subject *subject, const struct witness *witness)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	schedule_put(out, subject, witness);
	return text_json(out, &text);
}

static json_t *violation_json(const struct subject *subject, const struct wrong *wrong)
{
	struct marks *marks = marks_open(subject, wrong);
	json_t *json = json_object();

	put(json, "kind", json_string(kind_word(wrong->kind)));
	put(json, "text", story_json(subject, wrong, marks));
	put(json, "outcome", count_if(wrong->kind == WRONG_LOST, wrong->value));
	put(json, "witness", marks ? schedule_json(subject, &wrong->witness) : NULL);
	put(json, "steps", marks ? json_steps(marks) : NULL);
	marks_close(marks);
	return json;
}

static json_t *violations_json(const struct subject *subject, const struct found *found)
{
	json_t *violations = json_array();

	for (size_t i = 0; i < found->nr_wrongs; i++)
		json_array_append_new(violations, violation_json(subject, &found->wrong[i]));
	return violations;
}

// --- All ----------------------------------------------------------------------------------------

static void put_bounds(json_t *json, const struct subject *subject)
{
	put(json, "model", json_string(model_name(subject->model)));
	put(json, "tasks", json_integer(subject->tasks));
	put(json, "ops", count_if(subject->ops, subject->ops));
	put(json, "program", json_text_or_null(subject->name));
	if (subject->exercise)
		put(json, "exercise", json_string(subject->exercise));
}

static void put_counts(json_t *json, const struct found *found)
{
	put(json, "executions", count_if(found->counts_executions, found->executions));
	put(json, "executions_complete",
	    json_boolean(found->counts_executions && found->executions_complete));
	put(json, "interleavings", count_if(found->counts_interleavings, found->interleavings));
	put(json, "blocked", count_if(found->counts_executions, found->blocked));
}

json_t *found_json(const struct subject *subject, const struct found *found,
		   const struct measured *measured)
{
	json_t *json = json_object();

	put_bounds(json, subject);
	put(json, "complete", json_boolean(found->complete));
	put(json, "why", json_text_or_null(found->complete ? NULL : found->why_not));
	put_counts(json, found);
	put(json, "outcomes", outcomes_json(found, measured));
	put(json, "verdict", json_string(found_word(found_verdict(found))));
	put(json, "violations", violations_json(subject, found));
	put(json, "states", json_count(found->states));
	put(json, "memory_bytes", json_count(found->memory_bytes));
	put(json, "seconds", json_real(found->seconds));
	return json;
}
