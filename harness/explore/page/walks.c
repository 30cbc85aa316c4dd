// SPDX-License-Identifier: MIT

#include "harness/explore/page/walks.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/explore/page/digits.h"
#include "harness/explore/page/source.h"
#include "harness/explore/page/walk.h"
#include "harness/explore/page/words.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/telling/count.h"
#include "harness/explore/telling/json_steps.h"
#include "harness/explore/weaken.h"
#include "harness/machine/host_json.h"

// What would make fewer states.
static const char *hint(const struct subject *subject)
{
	if (!subject->ops)
		return "a page needs a smaller program";
	if (subject->ops == 1)
		return "try fewer tasks, --count";
	return subject->exercise ? "try fewer rounds, --ops" : "try fewer increments, --ops";
}

static int complain_size(const struct walks *walks, enum model model, struct complaint *c)
{
	const struct found *found = &walks->found[model];
	char text[COUNT_TEXT];

	return complain(c, "--page: %s has %s%s states under %s, too many for a page: %s",
			walks->subject.name, found->complete ? "" : "more than ",
			count_grouped(found->states, text), model_name(model),
			hint(&walks->subject));
}

// "63 states under sc and 21,948 under tso".
static void put_states(const struct walks *walks, const bool models[NR_MODELS], char *text,
		       size_t size)
{
	size_t length = 0;
	char number[COUNT_TEXT];

	for (int model = 0; model < NR_MODELS; model++)
		if (models[model] && length < size)
			length += (size_t)snprintf(
			    text + length, size - length, "%s%s%s under %s", length ? " and " : "",
			    count_grouped(walks->found[model].states, number),
			    length ? "" : " states", model_name((enum model)model));
}

int walks_complain(const struct walks *walks, const bool models[NR_MODELS], size_t bytes,
		   struct complaint *c)
{
	char states[2 * COUNT_TEXT + 64] = "";

	put_states(walks, models, states, sizeof states);
	return complain(c, "--page: %s has %s, which make a page of %zu KB, too large: %s",
			walks->subject.name, states, bytes >> 10, hint(&walks->subject));
}

static int check(const struct walks *walks, enum model model, const struct limit *limit,
		 struct complaint *c)
{
	const struct found *found = &walks->found[model];
	char text[COUNT_TEXT];

	if (found->states > WALKS_STATES)
		return complain_size(walks, model, c);
	if (!found->complete)
		return complain_machine(c,
					"--page: %s under %s: %s after %s states; a page needs all "
					"of them",
					walks->subject.name, model_name(model),
					limit->why	 ? limit->why
					: found->why_not ? found->why_not
							 : "the search stopped",
					count_grouped(found->states, text));
	return 0;
}

int walks_explore(struct walks *walks, enum model model, struct limit *limit, struct complaint *c)
{
	if (explore_weakened(walks->bench, walks->weakening, walks->nr_weakenings, model, limit,
			     &walks->found[model], c))
		return -1;
	walks->explored[model] = true;
	walks->subject.tasks = walks->bench->program.runner.facts.nr_tasks;
	return check(walks, model, limit, c);
}

// --- As JSON ------------------------------------------------------------------------------------

// "ticket.c:47=relaxed", as they were asked for.
static json_t *weakened_json(const struct walks *walks)
{
	json_t *weakened = json_array();

	for (size_t i = 0; i < walks->nr_weakenings; i++) {
		const struct weakening *its = &walks->weakening[i];

		json_array_append_new(
		    weakened,
		    json_sprintf("%s%s%u%s%s%s%s", its->file, its->file[0] ? ":" : "line ",
				 its->line, its->order < 0 ? "" : "=",
				 its->order < 0 ? "" : order_name((uint8_t)its->order),
				 its->failure < 0 ? "" : "/",
				 its->failure < 0 ? "" : order_name((uint8_t)its->failure)));
	}
	return weakened;
}

static json_t *about_json(const struct walks *walks)
{
	const struct subject *subject = &walks->subject;
	const struct program_facts *facts = &walks->bench->program.runner.facts;

	return json_pack("{s:i, s:o, s:o, s:o, s:i, s:o, s:b, s:o, s:s}", "version", 1, "program",
			 json_text_or_null(subject->name), "exercise",
			 json_text_or_null(subject->exercise), "weakened", weakened_json(walks),
			 "tasks", (int)subject->tasks, "ops",
			 subject->ops ? json_integer(subject->ops) : json_null(), "has_outcome",
			 facts->has_outcome, "expected",
			 facts->has_expected ? json_count(facts->expected) : json_null(), "digits",
			 digits_alphabet);
}

static void put_words(json_t *json, const struct walks *walks, const struct words *words)
{
	struct source_lines source;

	source_find(&source, &walks->subject, walks->bench->root);
	json_object_set_new(json, "places", words_places_json(words));
	json_object_set_new(json, "deeds", words_deeds_json(words, source_line_of, &source));
	json_object_set_new(json, "source", source_json(&source));
	source_fini(&source);
}

// Words are known once all models' states are.
static int put_walks(json_t *json, struct walks *walks, const bool models[NR_MODELS],
		     struct words *words, struct complaint *c)
{
	struct walk walk[NR_MODELS] = {0};
	json_t *told = json_array();
	int error = 0;

	for (int model = 0; model < NR_MODELS && !error; model++)
		if (models[model] && walks->explored[model])
			error = walk_open(&walk[model], words, &walks->found[model],
					  (enum model)model, c);
	words_choose(words);
	for (int model = 0; model < NR_MODELS; model++) {
		if (!error && walk[model].words)
			json_array_append_new(told, walk_json(&walk[model]));
		walk_close(&walk[model]);
	}
	json_object_set_new(json, "models", told);
	return error;
}

int walks_json(struct walks *walks, const bool models[NR_MODELS], json_t **json,
	       struct complaint *c)
{
	struct words words;
	int error;

	*json = about_json(walks);
	error =
	    words_open(&words, &walks->subject) || !*json ? complain_machine(c, "no memory") : 0;
	if (!error)
		error = put_walks(*json, walks, models, &words, c);
	if (!error)
		put_words(*json, walks, &words);
	if (error) {
		json_decref(*json);
		*json = NULL;
	}
	words_close(&words);
	return error;
}

void walks_fini(struct walks *walks)
{
	for (int model = 0; model < NR_MODELS; model++)
		found_fini(&walks->found[model]);
}
