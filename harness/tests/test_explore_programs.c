// SPDX-License-Identifier: MIT

// What benches/programs/programs.def says of each program, held against the program.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/found.h"
#include "harness/explore/target.h"
#include "harness/tests/exploring.h"

static bool is_seen(const struct explored *explored, const char *looks_for)
{
	if (strncmp(looks_for, "outcome ", 8) == 0)
		return explored_outcome(explored, strtoull(looks_for + 8, NULL, 10)) != NULL;
	if (strcmp(looks_for, "hang") == 0)
		return explored_has(explored, WRONG_HANG);
	if (strcmp(looks_for, "race") == 0)
		return explored_has(explored, WRONG_RACE);
	cr_assert_str_eq(looks_for, "assertion");
	return explored_has(explored, WRONG_ASSERT);
}

static bool names(const char *models, const char *model)
{
	size_t length = strlen(model);

	for (const char *at = models; (at = strstr(at, model)); at += length)
		if ((at == models || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
			return true;
	return false;
}

static void check(const struct told_program *told)
{
	struct explored explored;

	explored_open(&explored, told->name, 0, 0);
	for (int model = 0; model < NR_MODELS; model++) {
		const char *its = model_name((enum model)model);

		explored_run(&explored, (enum model)model, NULL);
		cr_assert_eq(is_seen(&explored, told->looks_for), names(told->models, its),
			     "%s under %s: %s", told->name, its, told->looks_for);
		/* what is told to be looked for is all that goes wrong */
		if (!told->models[0] && strncmp(told->looks_for, "outcome", 7) != 0)
			cr_assert_eq(explored.found.nr_wrongs, 0u, "%s under %s: %s", told->name,
				     its, wrong_name(explored.found.wrong[0].kind));
	}
	explored_close(&explored);
}

Test(explore_programs, each_shows_what_it_says_under_the_models_it_says)
{
	const struct told_program *told;
	size_t nr = told_programs(&told);

	cr_assert(nr >= 14);
	for (size_t i = 0; i < nr; i++)
		if (strcmp(told[i].name, "lost_wakeup") != 0)
			check(&told[i]);
}
