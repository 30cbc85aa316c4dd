// SPDX-License-Identifier: MIT

// Spec files, and the plan that is made of one on a described machine. Plans of many cases are left
// out: they are slow, and no different from short ones.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/fuzz/target.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/choices.h"
#include "harness/plan/plan.h"

enum {
	MAX_CASES = 2000, /* of a plan that is built: still hundreds of them a second */
};

// At most how many cases a matrix has; what is wrong with it is left to plan_build to say.
static size_t count_cases(const struct axes *axes)
{
	size_t nr = 1;

	for (enum axis axis = 0; axis < NR_AXES && nr <= MAX_CASES; axis++) {
		struct choices choices = {0};
		struct plan plan = {0};
		struct complaint c;

		if (choices_read(&choices, axis, &axes->axis[axis], &plan, target_machine(), NULL,
				 &c) == 0)
			nr *= choices.nr;
		else
			target_check_complaint(&c);
		choices_fini(&choices);
		free(plan.places);
	}
	return nr;
}

static bool is_small(const struct spec *spec)
{
	size_t nr = 0;

	for (size_t i = 0; i < spec->nr_matrices && nr <= MAX_CASES; i++)
		nr += count_cases(&spec->matrices[i]);
	return nr <= MAX_CASES;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

// Two different cases of a plan have different names.
static void check_names(const struct plan *plan)
{
	char **names = calloc(plan->nr_cases, sizeof *names), name[8192];

	MUST(names);
	for (size_t i = 0; i < plan->nr_cases; i++) {
		names[i] = strdup(case_format(&plan->cases[i], name, sizeof name));
		MUST(names[i] && strlen(names[i]) < sizeof name - 1);
		target_check_text(names[i], 0);
	}
	qsort(names, plan->nr_cases, sizeof *names, compare_names);
	for (size_t i = 1; i < plan->nr_cases; i++)
		MUST(strcmp(names[i - 1], names[i]) != 0);
	for (size_t i = 0; i < plan->nr_cases; i++)
		free(names[i]);
	free(names);
}

static void check_plan(const struct plan *plan)
{
	const struct measuring *m = &plan->measuring;
	char why[256];

	MUST(plan->nr_cases > 0);
	for (size_t i = 0; i < plan->nr_cases; i++) {
		MUST(plan->cases[i].count >= 1 && plan->cases[i].count <= MAX_TASKS);
		MUST(!case_impossible(&plan->cases[i], why, sizeof why));
	}
	check_names(plan);
	MUST(m->blocks >= 1 && m->blocks <= 1000000);
	MUST(!m->window_ns != !m->ops);
	MUST(m->timeout_ns > m->window_ns);
	MUST(plan_nr_trials(plan) == plan->nr_cases * m->blocks);
	MUST(plan_expected_ns(plan) > 0);
}

static void try_plan(const struct spec *spec)
{
	struct complaint c;
	struct plan plan;

	if (plan_build(&plan, spec, target_machine(), &c)) {
		target_check_complaint(&c);
		MUST(!plan.cases && !plan.places);
		return;
	}
	check_plan(&plan);
	plan_fini(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = target_file(data, size);
	struct complaint c;
	struct spec spec;

	spec_init(&spec);
	if (spec_load(&spec, path, &c)) {
		target_check_complaint(&c);
		MUST(strstr(c.text, path));
	} else if (is_small(&spec)) {
		try_plan(&spec);
	}
	spec_fini(&spec);
	return 0;
}
