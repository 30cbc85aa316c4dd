// SPDX-License-Identifier: MIT

// The strategies for ranks as the catalogue has them: names, files, forms. Their races are those of
// scripts/check-ranks.

#include <criterion/criterion.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "benches/tests/text.h"

Test(remotes, say_what_they_are)
{
	for (size_t i = 0; i < catalog_nr_remotes(); i++) {
		const struct strategy *s = catalog_remote(i);

		cr_expect_eq(s->about->class, CLASS_REMOTE);
		cr_expect_gt(strlen(s->about->summary), 0);
		cr_expect_gt(strlen(s->about->source), 0);
		cr_expect_neq(s->about->summary[strlen(s->about->summary) - 1], '.');
		cr_expect_eq(catalog_find_strategy(s->name), s, "%s is there twice", s->name);
		for (int k = 0; k < NR_STRUCTURES; k++)
			cr_expect_null(s->kernel[k], "%s has a loop for tasks", s->name);
	}
}

Test(remotes, that_race_say_so)
{
	static const char *const racing[] = {"rma_rw", "rma_getput"};

	for (size_t i = 0; i < catalog_nr_remotes(); i++) {
		const struct strategy *s = catalog_remote(i);
		bool races = false;

		for (size_t k = 0; k < sizeof racing / sizeof *racing; k++)
			races = races || strcmp(s->name, racing[k]) == 0;
		cr_expect_eq(s->about->may_lose, races, "%s", s->name);
	}
}

// A file's form is the one that its line in catalog.def says.
Test(remotes, are_one_file_and_one_line_each)
{
	size_t nr_files = 0;
	glob_t files;

	cr_assert_eq(glob(RACELAB_ROOT "/benches/remote/*.c", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *text = file_text(files.gl_pathv[i]),
		     *name = strrchr(files.gl_pathv[i], '/') + 1;
		bool has_lock = strstr(text, "\n#define REMOTE_LOCK\n") != NULL;
		const struct strategy *s;
		unsigned nr_lines = 0;

		for (const char *at = text; *at; at++)
			nr_lines += *at == '\n';
		name[strlen(name) - strlen(".c")] = '\0';
		s = catalog_find_strategy(name);
		cr_assert(s, "%s.c has no line in catalog.def", name);
		cr_expect_eq(s->locks, has_lock, "%s", name);
		cr_expect(nr_lines >= 15 && nr_lines <= 120, "%s has %u lines", name, nr_lines);
		nr_files++;
		free(text);
	}
	globfree(&files);
	cr_expect_eq(nr_files, catalog_nr_remotes());
}

Test(remotes, are_what_the_readmes_say)
{
	char *all = file_text(RACELAB_ROOT "/benches/README.md"), row[1024];
	char *own = file_text(RACELAB_ROOT "/benches/remote/README.md");

	for (size_t i = 0; i < catalog_nr_remotes(); i++) {
		const struct strategy *s = catalog_remote(i);

		snprintf(row, sizeof row, "| `%s` | remote | %s |\n", s->name, s->about->summary);
		cr_expect(strstr(all, row) != NULL, "benches/README.md lacks the row:\n%s", row);
		snprintf(row, sizeof row, "| `%s` |", s->name);
		cr_expect(strstr(own, row) != NULL, "benches/remote/README.md lacks %s", s->name);
	}
	free(own);
	free(all);
}
