// SPDX-License-Identifier: MIT

// What a class comes to: counted from grades that are made here, told in a table and in the titles
// of its figures; and that a class without gnuplot has all but the pictures.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/cli/grade_figures.h"
#include "harness/complaint.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/class/class.h"
#include "harness/grade/class/tally.h"
#include "harness/grade/conduct.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"
#include "harness/tests/program.h"

TestSuite(class, .init = program_enter, .fini = program_leave, .timeout = 60);

// A student's points in three stages, and what found the mistake.
struct student {
	double proof, races, speed;
	const char *found; /* by proof; NULL: nothing */
	bool ungraded, unjudged;
};

static struct course course = {
    .exercise.name = "lock",
    .rubric.points = {[STAGE_PROOF] = 8, [STAGE_RACES] = 6, [STAGE_SPEED] = 2},
};

static void give(struct grade *grade, enum stage stage, double points, double most)
{
	grade->stage[grade->nr_stages++] = (struct stage_result){
	    .name = stage_name(stage),
	    .title = stage_title(stage),
	    .end = points >= most	  ? STAGE_PASSED
		   : points > 0		  ? STAGE_PARTLY
		   : stage == STAGE_SPEED ? STAGE_SKIPPED
					  : STAGE_FAILED,
	    .points = points,
	    .most = most,
	};
	grade->points += points;
	grade->most += most;
}

static void grade_of(struct grade *grade, const struct student *student)
{
	*grade = (struct grade){.certificate.holds = true, .seconds = 2};
	give(grade, STAGE_PROOF, student->proof, 8);
	give(grade, STAGE_RACES, student->races, 6);
	give(grade, STAGE_SPEED, student->speed, student->unjudged ? 0 : 2);
	if (student->unjudged)
		grade->stage[2].end = STAGE_SKIPPED;
	if (student->found)
		grade->stage[0].killed_by = strdup(student->found);
}

static struct batch batch_of(const struct student *students, size_t nr)
{
	struct batch batch = {
	    .assignment = calloc(nr, sizeof *batch.assignment), .nr = nr, .folder = "."};

	cr_assert_not_null(batch.assignment);
	for (size_t i = 0; i < nr; i++) {
		struct assignment *assignment = &batch.assignment[i];

		*assignment = (struct assignment){
		    .file = "lock.c", .course = &course, .done = !students[i].ungraded};
		snprintf(assignment->student, sizeof assignment->student, "s%zu", i);
		if (assignment->done)
			grade_of(&assignment->grade, &students[i]);
		else
			strcpy(assignment->why, "no room on the disk");
	}
	return batch;
}

#define RACE "rc11: a data race on counter at a b/lock.c:27 and at /tmp/x/lock.c:34"

static const struct student mixed[] = {
    {8, 6, 2, NULL, false, false},
    {16. / 3, 6, 0, RACE, false, false},
    {16. / 3, 6, 0, "rc11: a data race on counter at lock.c:7 and at lock.c:9", false, false},
    {0, 0, 0, "sc: a hang", false, false},
    {8, 6, 0, NULL, false, true},
    {0, 0, 0, NULL, true, false},
};

#define BATCH_OF(students) batch_of(students, sizeof(students) / sizeof(students)[0])

Test(class, is_counted)
{
	struct batch batch = BATCH_OF(mixed);
	struct tally tally;

	cr_assert_eq(tally_make(&tally, &batch), 0);
	cr_expect_eq(tally.nr_files, 6);
	cr_expect_eq(tally.nr, 5);
	cr_expect_eq(tally.nr_full, 2, "what was not judged costs nothing");
	cr_expect_eq(tally.nr_bars, 17);
	cr_expect_eq(tally.bar[16], 1);
	cr_expect_eq(tally.bar[14], 1);
	cr_expect_eq(tally.bar[11], 2, "11.33 points");
	cr_expect_eq(tally.bar[0], 1);
	cr_assert_eq(tally.nr_stages, 3);
	cr_expect_eq(tally.stage[0].end[STAGE_PASSED], 2);
	cr_expect_eq(tally.stage[0].end[STAGE_PARTLY], 2);
	cr_expect_eq(tally.stage[0].end[STAGE_FAILED], 1);
	cr_expect_eq(tally.stage[0].losers, 3);
	cr_expect(fabs(tally.stage[0].lost - (8 + 2 * 8. / 3)) < 1e-9);
	cr_expect_eq(tally.stage[2].end[STAGE_SKIPPED], 3);
	cr_expect_eq(tally.stage[2].unjudged, 1);
	tally_fini(&tally);
	batch_fini(&batch);
}

Test(class, mistakes_are_counted_without_their_places)
{
	struct batch batch = BATCH_OF(mixed);
	struct tally tally;

	cr_assert_eq(tally_make(&tally, &batch), 0);
	cr_assert_eq(tally.nr_mistakes, 2);
	cr_expect_str_eq(tally.mistake[0].what, "rc11: a data race on counter");
	cr_expect_eq(tally.mistake[0].students, 2);
	cr_expect_str_eq(tally.mistake[1].what, "sc: a hang");
	tally_fini(&tally);
	batch_fini(&batch);
}

static const struct {
	const char *found, *what;
} same[] = {
    {"sc: two tasks inside at the same time", "sc: two tasks inside at the same time"},
    {"tso: a failed assertion at x.c:12 (no)", "tso: a failed assertion (no)"},
    {"0.0011 times the reference's speed", "N times the reference's speed"},
    {"2 threads: 33 of 40 trials hung: 5.", "N threads: N of N trials hung: N."},
    {"lock.c does not compile:", "lock.c does not compile"},
    {"x2 at 3 at", "x2 at N at"},
    {"at y:", "at y"},
    {"", ""},
};

Test(class, the_same_mistake_is_told_in_the_same_words)
{
	char what[160];

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		tally_mistake(what, sizeof what, same[i].found);
		cr_expect_str_eq(what, same[i].what);
	}
	tally_mistake(what, 5, "longer than there is room");
	cr_expect_str_eq(what, "long");
}

static void expect_findings(const struct student *students, size_t nr, const char *points,
			    const char *stages)
{
	struct batch batch = batch_of(students, nr);
	struct tally tally;
	char text[FINDING];

	cr_assert_eq(tally_make(&tally, &batch), 0);
	cr_expect_str_eq(tally_points_finding(&tally, text), points);
	cr_expect_str_eq(tally_stages_finding(&tally, text), stages);
	tally_fini(&tally);
	batch_fini(&batch);
}

Test(class, titles_say_what_is_shown)
{
	expect_findings(mixed, 6, "2 of 5 have all 16 points; half of the others have 11.3 or less",
			"Most points are lost in proof: 53 % of all that are lost, by 3 of 5");
	expect_findings(mixed, 1, "All 1 have all 16 points", "Nobody lost a point in any stage");
	expect_findings(mixed, 2, "1 of 2 has all 16 points; half of the others have 11.3 or less",
			"Most points are lost in proof: 57 % of all that are lost, by 1 of 2");
	expect_findings(mixed + 3, 1, "None of 1 has all 16 points; half of them have 0 or less",
			"Most points are lost in proof: 50 % of all that are lost, by 1 of 1");
}

static char *mistakes_of(const struct student *students, size_t nr)
{
	struct batch batch = batch_of(students, nr);
	struct tally tally;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	cr_assert_not_null(out);
	cr_assert_eq(tally_make(&tally, &batch), 0);
	cr_expect_eq(class_print_mistakes(&tally, out), 0);
	cr_assert_eq(fclose(out), 0);
	tally_fini(&tally);
	batch_fini(&batch);
	return text;
}

Test(class, what_was_found_is_printed_with_how_often)
{
	char *text = mistakes_of(mixed, 6);

	cr_expect_str_eq(text, "\n"
			       "students what was found first\n"
			       "       2 rc11: a data race on counter\n"
			       "       1 sc: a hang\n");
	free(text);
}

// Then the table of the class says it all.
Test(class, mistakes_that_nobody_shares_are_not_counted)
{
	char *text = mistakes_of(mixed, 2);

	cr_expect_str_empty(text);
	free(text);
}

static int draw(const struct student *students, size_t nr)
{
	struct batch batch = batch_of(students, nr);
	struct tally tally;
	struct complaint c;
	int status;

	cr_assert_eq(tally_make(&tally, &batch), 0);
	status = grade_figures(&batch, &tally, &c);
	tally_fini(&tally);
	batch_fini(&batch);
	return status;
}

static void expect_in(const char *file, const char *words)
{
	char *text = program_read(file, NULL);

	cr_expect_not_null(strstr(text, words), "%s: %s: %s", file, words, text);
	free(text);
}

static void expect_data(void)
{
	char *text = program_read("class-stages.csv", NULL);

	cr_expect_str_eq(text, "stage,passed,partly,failed,skipped,unjudged,points_lost\r\n"
			       "proof,2,2,1,0,0,13.3333\r\n"
			       "races,4,0,1,0,0,6\r\n"
			       "speed,1,0,0,3,1,6\r\n");
	free(text);
	expect_in("class-points.csv", "from,below,students\r\n0,1,1\r\n1,2,0\r\n");
	expect_in("class-points.csv", "\r\n11,12,2\r\n");
	expect_in("class-points.csv", "\r\n16,17,1\r\n");
}

static bool has_gnuplot(void)
{
	return system("gnuplot --version >said 2>&1") == 0;
}

Test(class, figures_have_their_titles_and_data)
{
	if (!has_gnuplot())
		cr_skip("no gnuplot");
	cr_redirect_stderr();
	cr_expect_eq(draw(mixed, 6), 0);
	fflush(stderr);
	cr_assert_stderr_eq_str("");
	expect_data();
	expect_in("class-points.svg", "2 of 5 have all 16 points; half of the others have 11.3");
	expect_in("class-stages.svg", "Right in every interleaving");
	expect_in("class-stages.svg", ">not judged<");
	expect_in("class-stages.svg", "lock: 5 of 6 handed in were graded, 20");
}

// For slides, on paper: as any figure.
Test(class, figures_are_drawn_again_without_racelab)
{
	static const char *const looks[] = {
	    "format='png'; theme='dark'; size='4:3'",
	    "format='pdf'; theme='print'",
	    "format='svg'; theme='light'",
	};
	char command[256], *said;

	if (!has_gnuplot())
		cr_skip("no gnuplot");
	cr_assert_eq(draw(mixed, 6), 0);
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
		snprintf(command, sizeof command,
			 "export LC_ALL=C.UTF-8; gnuplot -d -e \"%s\" class-points.gp >said "
			 "2>&1 && "
			 "gnuplot -d -e \"%s\" class-stages.gp >>said 2>&1",
			 looks[i], looks[i]);
		cr_expect_eq(system(command), 0, "%s", looks[i]);
		said = program_read("said", NULL);
		cr_expect_str_empty(said, "%s: gnuplot complains: %s", looks[i], said);
		free(said);
	}
}

Test(class, without_gnuplot_data_are_there_and_it_is_said)
{
	setenv("PATH", "/nowhere", 1);
	cr_redirect_stderr();
	cr_expect_eq(draw(mixed, 6), 0);
	fflush(stderr);
	cr_assert_stderr_eq_str("racelab: the figures of the class are left out: gnuplot was not "
				"found: install it (Debian: apt install gnuplot-nox)\n");
	expect_data();
	cr_expect_neq(access("class-points.svg", F_OK), 0);
	expect_in("class-points.gp", "sentence = '2 of 5 have all 16 points");
}

Test(class, nobody_graded_has_no_figures)
{
	cr_expect_eq(draw(mixed + 5, 1), 0);
	cr_expect_neq(access("class-points.csv", F_OK), 0);
}

// Many points have bars of several each, and each end of a scale its bar.
Test(class, bars_are_few)
{
	struct student one = {92, 6, 2, NULL, false, false};
	struct batch batch = batch_of(&one, 1);
	struct tally tally;

	course.rubric.points[STAGE_PROOF] = 92;
	cr_assert_eq(tally_make(&tally, &batch), 0);
	cr_expect_eq(tally.bar_width, 4);
	cr_expect_eq(tally.nr_bars, 26);
	cr_expect_eq(tally.bar[25], 1);
	tally_fini(&tally);
	course.rubric.points[STAGE_PROOF] = 8;
	batch_fini(&batch);
}
