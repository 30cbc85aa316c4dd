// SPDX-License-Identifier: MIT

// BASE and HEAD as they were given, to two plans that fit together.

#include "harness/cli/score.h"

#include <string.h>

#include "harness/plan/case.h"

#define STRATEGY  "sync:"
#define THIS_FILE "/proc/self/exe"

bool score_names_strategy(const char *side)
{
	return strncmp(side, STRATEGY, strlen(STRATEGY)) == 0;
}

static int check_sides(const char *const side[2], const struct asked *asked, struct complaint *c)
{
	bool strategies = score_names_strategy(side[0]);

	if (strategies != score_names_strategy(side[1]))
		return complain(c, "BASE and HEAD are two executables, or two strategies "
				   "(sync:NAME sync:NAME), not one of each");
	if (strategies && asked->axes.axis[AXIS_SYNC].text)
		return complain(c, "--sync: BASE and HEAD name the strategies already");
	return 0;
}

// Every matrix is raced with that strategy, whatever it names itself.
static void put_strategy(struct spec *spec, const char *side, const char *role)
{
	if (!spec->nr_matrices)
		spec_add(spec, NULL, NULL);
	for (size_t m = 0; m < spec->nr_matrices; m++)
		given_set(&spec->matrices[m].axis[AXIS_SYNC], side + strlen(STRATEGY), role);
}

// The name of a case does not say its strategy: that is what the two sides differ in.
static int check_one_strategy(const struct plan *plan, const char *side, const char *role,
			      struct complaint *c)
{
	const struct case_spec *first = &plan->cases[0];

	for (size_t i = 1; i < plan->nr_cases; i++)
		if (plan->cases[i].strategy != first->strategy ||
		    plan->cases[i].parameter != first->parameter)
			return complain(c, "%s: %s is more than one strategy; name one", role,
					side);
	return 0;
}

static int ask(struct score *score, struct asked *asked, const char *spec_file, struct complaint *c)
{
	const struct given *ops = &score->spec.setting[SETTING_OPS];

	if (asked_spec(asked, spec_file, &score->spec, c))
		return -1;
	if (ops->text)
		return complain(c,
				"%s: a duet is raced in windows, not with fixed work; leave it out",
				ops->where);
	if (!asked->setting[SETTING_WINDOW].text) /* a file's window is that of racelab run */
		given_set(&score->spec.setting[SETTING_WINDOW], SCORE_WINDOW, "--window");
	return 0;
}

static int make(struct score *score, const char *side, const char *role,
		const struct topology *topology, struct complaint *c)
{
	bool strategy = score_names_strategy(side);

	if (strategy)
		put_strategy(&score->spec, side, role);
	score->executable = strategy ? THIS_FILE : side;
	if (plan_build(&score->plan, &score->spec, topology, c))
		return -1;
	return strategy ? check_one_strategy(&score->plan, side, role, c) : 0;
}

// True if they differ in nothing but the strategy, and in what only one of the two can have.
static bool are_alike(const struct case_spec *a, const struct case_spec *b)
{
	char a_pattern[32], b_pattern[32];

	return a->structure == b->structure && a->task == b->task && a->count == b->count &&
	       a->readers == b->readers && a->slots == b->slots && a->hold_ns == b->hold_ns &&
	       a->think_ns == b->think_ns &&
	       strcmp(pattern_format(&a->pattern, a_pattern, sizeof a_pattern),
		      pattern_format(&b->pattern, b_pattern, sizeof b_pattern)) == 0;
}

static bool are_pairs(const struct plan *base, const struct plan *head)
{
	if (base->nr_cases != head->nr_cases)
		return false;
	for (size_t i = 0; i < base->nr_cases; i++)
		if (!are_alike(&base->cases[i], &head->cases[i]))
			return false;
	return true;
}

int scores_make(struct score score[2], const char *const side[2], struct asked *asked,
		const char *spec_file, const struct topology *topology, struct complaint *c)
{
	static const char *const roles[] = {"BASE", "HEAD"};
	const struct plan *base = &score[0].plan, *head = &score[1].plan;

	spec_init(&score[0].spec);
	spec_init(&score[1].spec);
	if (check_sides(side, asked, c))
		return -1;
	for (int i = 0; i < 2; i++)
		if (ask(&score[i], asked, spec_file, c) ||
		    make(&score[i], side[i], roles[i], topology, c))
			return -1;
	if (are_pairs(base, head))
		return 0;
	return complain(c,
			"%s and %s do not have the same cases on these axes (%zu and %zu); give "
			"axes that both can have",
			side[0], side[1], base->nr_cases, head->nr_cases);
}
