// SPDX-License-Identifier: MIT

// Rubrics: racelab's own, and what is wrong with others, by file and line.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"
#include "harness/grade/specimens.h"
#include "harness/tests/program.h"

#define GOOD "[count]\npoints = 1\n"

TestSuite(rubric, .init = program_enter, .fini = program_leave);

static int read_text(const char *text, struct rubric *rubric, struct complaint *c)
{
	FILE *out = fopen("r.ini", "w");

	cr_assert_not_null(out);
	fputs(text, out);
	cr_assert_eq(fclose(out), 0);
	return rubric_read(rubric, "r.ini", 4, c);
}

static void refused(const char *text, const char *says)
{
	static struct rubric rubric;
	struct complaint c;

	cr_assert_eq(read_text(text, &rubric, &c), -1, "taken: %s", text);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect_not_null(strstr(c.text, says), "'%s' does not say '%s'", c.text, says);
}

// Each exercise is worth 20 points, and each stage that has a `bad` is one that has points.
Test(rubric, ours_are_worth_twenty_points)
{
	static struct rubric rubric;
	char names[MOST_EXERCISES][EXERCISE_NAME], file[4300];
	size_t nr = exercise_names(RACELAB_ROOT, names);

	cr_assert_geq(nr, 9);
	for (size_t i = 0; i < nr; i++) {
		struct complaint c;
		double sum = 0;

		snprintf(file, sizeof file, "%s/benches/exercises/%s/rubric.ini", RACELAB_ROOT,
			 names[i]);
		cr_assert_eq(rubric_read(&rubric, file, 4, &c), 0, "%s", c.text);
		for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++) {
			sum += rubric.points[stage];
			cr_expect(!rubric.bad[stage].nr || rubric.points[stage] > 0, "%s", file);
		}
		cr_expect_eq(sum, 20, "%s: %g", file, sum);
		cr_expect(rubric.title[0] && rubric.statement[0], "%s", file);
	}
}

// What is measured or proved is not believed before something bad was caught by it.
Test(rubric, each_stage_that_finds_mistakes_has_a_control)
{
	static const enum stage finding[] = {STAGE_PROOF, STAGE_RACES, STAGE_FAULTS, STAGE_SERVE,
					     STAGE_FAIRNESS};
	static struct rubric rubric;
	char names[MOST_EXERCISES][EXERCISE_NAME], file[4300];
	size_t nr = exercise_names(RACELAB_ROOT, names);

	for (size_t i = 0; i < nr; i++) {
		struct complaint c;

		snprintf(file, sizeof file, "%s/benches/exercises/%s/rubric.ini", RACELAB_ROOT,
			 names[i]);
		cr_assert_eq(rubric_read(&rubric, file, 4, &c), 0, "%s", c.text);
		for (size_t k = 0; k < sizeof finding / sizeof *finding; k++)
			cr_expect(rubric.points[finding[k]] <= 0 || rubric.bad[finding[k]].nr,
				  "%s: [%s] has no bad", names[i], stage_name(finding[k]));
	}
}

Test(rubric, counts_of_max)
{
	static struct rubric rubric;
	struct complaint c;

	cr_assert_eq(read_text("[races]\npoints = 1\ncounts = 2, max, 2*max, 4\n", &rubric, &c), 0,
		     "%s", c.text);
	cr_assert_eq(rubric.nr_counts, 3);
	cr_expect_eq(rubric.count[0], 2);
	cr_expect_eq(rubric.count[1], 4);
	cr_expect_eq(rubric.count[2], 8);
	cr_expect(rubric.threads && !rubric.processes);
}

Test(rubric, says_what_is_wrong_and_where)
{
	refused("[count]\npoint = 1\n",
		"r.ini:2: [count] point: there is no such key here; did you "
		"mean 'points'?");
	refused("[fast]\npoints = 1\n", "r.ini:2: [fast] points: there is no such section");
	refused(GOOD "[proof]\npoints = 1\nbounds = 2y2\n", "r.ini:5: [proof] bounds: '2y2'");
	refused(GOOD "[proof]\npoints = 1\nbounds = 9x1\n", "r.ini:5: [proof] bounds");
	refused(GOOD "[proof]\npoints = 1\nmodels = arm\n", "'arm' is no model");
	refused(GOOD "[races]\npoints = 1\ntasks = fibre\n", "neither thread nor process");
	refused(GOOD "[races]\npoints = 1\nwindow = 2\n", "r.ini:5: [races] window");
	refused(GOOD "[rules]\ncalls = pthread_*_lock\n", "a * stands at the end");
	refused("[count]\npoints = -1\n", "r.ini:2: [count] points");
	refused("[count]\npoints = nan\n", "r.ini:2: [count] points");
	refused("[count\npoints = 1\n",
		"r.ini:1: [] points: 'points' is in no [section]: is a ] missing");
	refused("", "no stage has points");
	refused("[proof]\npoints = 1\n", "[proof] has no bounds");
	refused("[races]\npoints = 1\n", "[races] has no counts");
}

Test(rubric, no_file)
{
	static struct rubric rubric;
	struct complaint c;

	cr_expect_eq(rubric_read(&rubric, "none.ini", 4, &c), -1);
	cr_expect_str_eq(c.text, "none.ini: No such file or directory");
	cr_expect_eq(rubric_read(&rubric, ".", 4, &c), -1);
	cr_expect_str_eq(c.text, ".: a rubric is a file");
}

// The table in a README has each specimen's row; a name is one exercise's.
static void told(const char *file, bool mutants)
{
	const struct specimen *all;
	size_t nr = specimens(&all), nr_told = 0;
	char path[4300], row[200], *text;

	snprintf(path, sizeof path, "%s/%s", RACELAB_ROOT, file);
	text = program_read(path, NULL);
	for (size_t i = 0; i < nr; i++) {
		if (mutants != (all[i].killer != NULL))
			continue;
		nr_told++;
		snprintf(row, sizeof row, "| `%s` | `%s` | %s |", all[i].name, all[i].exercise,
			 mutants ? all[i].killer : all[i].what);
		cr_expect_not_null(strstr(text, row), "%s lacks: %s", file, row);
	}
	cr_expect_geq(nr_told, mutants ? 24u : 12u);
	free(text);
}

Test(rubric, readmes_have_all_specimens)
{
	told("benches/mutants/README.md", true);
	told("benches/solutions/README.md", false);
}
