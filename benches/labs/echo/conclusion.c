// SPDX-License-Identifier: MIT

// Whether each model did what it should, and the first thing that was otherwise.

#include "benches/labs/echo/conclusion.h"

#include <math.h>
#include <string.h>

#include "benches/labs/echo/server.h"

static long row_of(const struct lab_table *table, const char *model, bool stalled)
{
	for (long row = 0; row < (long)lab_nr_rows(table); row++)
		if (strcmp(lab_word_at(table, row, "model"), model) == 0 &&
		    (stalled ? lab_real_at(table, row, "stallers") > 0
			     : lab_real_at(table, row, "stallers") == 0))
			return row;
	return -1;
}

// True if every echo of that row was right and nothing is left; else says what was wrong.
static bool is_clean(const struct lab_table *table, const char *model, long row, FILE *sentence)
{
	static const char *const faults[][2] = {
	    {"wrong", "echoes that differ from what was sent"},
	    {"broken", "connections that were cut or refused"},
	    {"fds", "descriptors left when the clients had gone"},
	    {"tasks", "threads or processes left when the clients had gone"},
	    {"zombies", "zombies left when the clients had gone"},
	};

	if (row < 0 || !(lab_real_at(table, row, "echoes") > 0)) {
		fprintf(sentence, "%s was not measured", model);
		return false;
	}
	if (lab_word_at(table, row, "detail")[0]) {
		fprintf(sentence, "%s: %s", model, lab_word_at(table, row, "detail"));
		return false;
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		double nr = lab_real_at(table, row, faults[i][0]);

		if (nr != 0 && !isnan(nr)) {
			fprintf(sentence, "%s: %g %s", model, nr, faults[i][1]);
			return false;
		}
	}
	return true;
}

// What the stallers do to one model.
struct effect {
	double without_us, with_us, delay_us;
	bool expected; /* they take all its places */
};

static struct effect effect_on(const struct lab_table *table, const char *model)
{
	long row = row_of(table, model, true);

	return (struct effect){
	    .without_us = lab_real_at(table, row_of(table, model, false), "p99_us"),
	    .with_us = lab_real_at(table, row, "p99_us"),
	    .delay_us = lab_real_at(table, row, "delay_ms") * 1e3,
	    .expected = lab_real_at(table, row, "stallers") >= lab_real_at(table, row, "places"),
	};
}

// Who is held up waits for nearly all of the delay, who is not for less than half of it; the factor
// is for clients in such numbers that they are in each other's way for longer than that.
static bool is_as_expected(const struct effect *effect)
{
	return effect->expected ? effect->with_us >= 0.9 * effect->delay_us
				: effect->with_us < 2 * effect->without_us + 0.5 * effect->delay_us;
}

// Not all models may have been asked for.
static bool is_there(const struct lab_table *table, const struct echo_model *model)
{
	return lab_find(table, 0, "model", model->name, NULL) >= 0;
}

static bool all_clean(const struct lab_table *table, FILE *sentence)
{
	for (int i = 0; i < ECHO_NR_MODELS; i++)
		for (int stalled = 0; stalled < 2; stalled++) {
			const char *model = echo_models[i].name;

			if (is_there(table, &echo_models[i]) &&
			    !is_clean(table, model, row_of(table, model, stalled), sentence))
				return false;
		}
	return true;
}

static bool all_as_expected(const struct lab_table *table, FILE *sentence)
{
	for (int i = 0; i < ECHO_NR_MODELS; i++) {
		struct effect effect = effect_on(table, echo_models[i].name);

		if (!is_there(table, &echo_models[i]) || is_as_expected(&effect))
			continue;
		fprintf(sentence,
			"%s: p99 %.3g ms without and %.3g ms with a client that stalls for %g ms, "
			"though it should%s be held up",
			echo_models[i].name, effect.without_us / 1e3, effect.with_us / 1e3,
			effect.delay_us / 1e3, effect.expected ? "" : " not");
		return false;
	}
	return true;
}

// "one_at_a_time and pool (p99 200 ms), not the others (at most 7 ms)", or "nobody (p99 at most
// ...".
static void say_effects(const struct lab_table *table, FILE *sentence)
{
	double least_us = INFINITY, most_us = -INFINITY;
	const char *and = "";

	for (int i = 0; i < ECHO_NR_MODELS; i++) {
		struct effect effect = effect_on(table, echo_models[i].name);

		if (!is_there(table, &echo_models[i]))
			continue;
		if (effect.expected) {
			fprintf(sentence, "%s%s", and, echo_models[i].name);
			and = " and ";
			least_us = fmin(least_us, effect.with_us);
		} else {
			most_us = fmax(most_us, effect.with_us);
		}
	}
	if (isfinite(least_us))
		fprintf(sentence, " (p99 %.3g ms)", least_us / 1e3);
	if (isfinite(most_us))
		fprintf(sentence, "%s%.3g ms)",
			isfinite(least_us) ? ", not the others (at most " : "nobody (p99 at most ",
			most_us / 1e3);
}

// The first row with stallers.
static long first_stalled(const struct lab_table *table)
{
	long row = 0;

	while (row < (long)lab_nr_rows(table) && !(lab_real_at(table, row, "stallers") > 0))
		row++;
	return row < (long)lab_nr_rows(table) ? row : -1;
}

bool echo_conclude(const struct lab_table *table, FILE *sentence)
{
	long row = first_stalled(table);
	double nr_stallers = lab_real_at(table, row, "stallers");

	if (row < 0) {
		fputs("there are no figures, so nothing can be said", sentence);
		return false;
	}
	if (!all_clean(table, sentence) || !all_as_expected(table, sentence))
		return false;
	fprintf(sentence, "%g client%s for %g ms hold%s up ", nr_stallers,
		nr_stallers == 1 ? " stalling" : "s stalling", lab_real_at(table, row, "delay_ms"),
		nr_stallers == 1 ? "s" : "");
	say_effects(table, sentence);
	fputs("; every echo was right, nothing leaked", sentence);
	return true;
}
