// SPDX-License-Identifier: MIT

// The catalogue and its strategies, without any race: names, files, and ten up, ten down.

#include <criterion/criterion.h>
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "benches/tests/text.h"

// Room for one lock and one holder of any strategy.
struct bed {
	unsigned char counter[65536] __attribute__((aligned(APART))); /* plain, or its own */
	unsigned char lock[65536] __attribute__((aligned(APART)));
	unsigned char holder[4096] __attribute__((aligned(APART)));
	struct work work;
};

static struct bed *bed_create(const struct strategy *strategy, bool processes)
{
	const struct setup setup = {.nr_tasks = 2, .processes = processes};
	struct bed *bed = aligned_alloc(APART, sizeof *bed);

	memset(bed, 0, sizeof *bed);
	bed->work =
	    (struct work){.cells = bed->counter, .guards = bed->lock, .holder = bed->holder};
	bed->work.seat =
	    (struct seat){.nr_tasks = 2, .parameter = strategy->about->parameter.usual};
	if (strategy->counter_bytes)
		cr_assert_leq(strategy->counter_bytes(&setup), sizeof bed->counter);
	if (strategy->locks) {
		cr_assert_leq(strategy->lock_bytes(&setup), sizeof bed->lock);
		cr_assert_leq(strategy->holder_bytes, sizeof bed->holder);
		strategy->lock_init(bed->lock, &setup);
		strategy->holder_init(bed->holder, &setup, 0);
	}
	return bed;
}

static void bed_destroy(struct bed *bed, const struct strategy *strategy)
{
	if (strategy->locks)
		strategy->lock_fini(bed->lock);
	free(bed);
}

// What all tasks together have counted.
static uint64_t counted(const struct bed *bed, const struct strategy *strategy)
{
	if (strategy->counter_bytes)
		return strategy->counter_total(bed->counter, &bed->work.seat);
	return *(const uint64_t *)bed->counter;
}

// Ten up must read exactly ten, and ten down nothing again: one lost update would show.
static void ten_up_ten_down(const struct strategy *strategy, bool processes)
{
	struct bed *bed = bed_create(strategy, processes);

	for (int i = 0; i < 10; i++)
		strategy->step(&bed->work, 1);
	cr_expect_eq(counted(bed, strategy), 10, "%s counted %lu", strategy->name,
		     counted(bed, strategy));
	for (int i = 0; i < 10; i++)
		strategy->step(&bed->work, (uint64_t)-1);
	cr_expect_eq(counted(bed, strategy), 0, "%s left %lu", strategy->name,
		     counted(bed, strategy));
	bed_destroy(bed, strategy);
}

Test(strategies, count_ten_up_and_ten_down)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		ten_up_ten_down(catalog_strategy(i), false);
		if (!catalog_strategy(i)->about->threads_only)
			ten_up_ten_down(catalog_strategy(i), true);
	}
}

Test(strategies, say_what_they_are)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *s = catalog_strategy(i);
		const struct about *about = s->about;

		cr_expect_eq(s->abi, SYNC_ABI);
		cr_expect_lt(about->class, NR_CLASSES);
		cr_expect(about->summary && about->summary[0], "%s has no summary", s->name);
		cr_expect(about->source && about->source[0], "%s has no source", s->name);
		cr_expect_neq(about->summary[strlen(about->summary) - 1], '.');
		cr_expect_eq(catalog_find_strategy(s->name), s, "%s is there twice", s->name);
		cr_expect_eq(s->locks, s->lock_init != NULL);
	}
}

#define STRATEGY_FILES RACELAB_ROOT "/benches/{increments,sync,ck,counters}/%s.c"

// The file of a strategy, whichever of the folders it is in; all of them by the name "*".
static void find_files(const char *name, glob_t *files)
{
	char pattern[512];

	snprintf(pattern, sizeof pattern, STRATEGY_FILES, name);
	cr_assert_eq(glob(pattern, GLOB_BRACE, NULL, files), 0, "%s is missing", pattern);
}

// Adding one is a file and a line: neither is there without the other. The line counts, not whether
// this machine compiles it: some strategies are worth having on one architecture only.
Test(strategies, are_one_file_and_one_line_each)
{
	char *table = file_text(RACELAB_ROOT "/benches/catalog.def"), line[128];
	glob_t files;

	find_files("*", &files);
	cr_expect_geq(files.gl_pathc, catalog_nr_strategies());
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *name = strrchr(files.gl_pathv[i], '/') + 1;

		name[strlen(name) - strlen(".c")] = '\0';
		snprintf(line, sizeof line, "\nSTRATEGY(%s)\n", name);
		cr_expect(strstr(table, line) != NULL, "%s.c has no line in catalog.def", name);
	}
	globfree(&files);
	free(table);
}

Test(strategies, have_files_of_one_screen)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		unsigned nr_lines = 0;
		char *text;
		glob_t files;

		find_files(catalog_strategy(i)->name, &files);
		cr_expect_eq(files.gl_pathc, 1, "%s is there more than once", files.gl_pathv[0]);
		text = file_text(files.gl_pathv[0]);
		for (const char *line = text; *line; line++)
			nr_lines += *line == '\n';
		cr_expect(nr_lines >= 15 && nr_lines <= 120, "%s has %u lines", files.gl_pathv[0],
			  nr_lines);
		free(text);
		globfree(&files);
	}
}

Test(catalog, finds_by_name_only_what_is_there)
{
	cr_expect_str_eq(catalog_find_strategy("mutex")->name, "mutex");
	cr_expect_null(catalog_find_strategy("mutx"));
	cr_expect_null(catalog_find_strategy("mutex_"));
	cr_expect_str_eq(catalog_find_strategy("sloppy:64")->name, "sloppy");
	cr_expect_str_eq(catalog_find_structure("array")->name, "array");
	cr_expect_null(catalog_find_structure("tree"));
	cr_expect_eq(class_find("locked"), CLASS_LOCKED);
	cr_expect_eq(class_find("looked"), -1);
	for (int i = 0; i < NR_CLASSES; i++)
		cr_expect_eq(class_find(class_name(i)), i);
}

Test(catalog, lists_structures_by_their_id)
{
	cr_assert_eq(catalog_nr_structures(), NR_STRUCTURES);
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		cr_expect_eq(catalog_structure(i)->id, i);
}

Test(catalog, has_a_script_for_each_figure)
{
	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		char path[512];
		FILE *file;

		snprintf(path, sizeof path, RACELAB_ROOT "/plots/%s.gp", catalog_figure(i)->name);
		file = fopen(path, "r");
		cr_expect(file != NULL, "%s is missing", path);
		if (file)
			fclose(file);
	}
}

// What the README's catalogue says is what `racelab list` says.
Test(catalog, is_what_the_readme_says)
{
	char *text = file_text(RACELAB_ROOT "/benches/README.md"), row[1024];

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *s = catalog_strategy(i);

		snprintf(row, sizeof row, "| `%s` | %s | %s |\n", s->name,
			 class_name(s->about->class), s->about->summary);
		cr_expect(strstr(text, row) != NULL, "benches/README.md lacks the row:\n%s", row);
	}
	for (size_t i = 0; i < catalog_nr_structures(); i++) {
		const struct structure *s = catalog_structure(i);

		snprintf(row, sizeof row, "| `%s` | %s |\n", s->name, s->summary);
		cr_expect(strstr(text, row) != NULL, "benches/README.md lacks the row:\n%s", row);
	}
	free(text);
}
