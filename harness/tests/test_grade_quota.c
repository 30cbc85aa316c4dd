// SPDX-License-Identifier: MIT

// Grades under a real CPU quota of half a PU, which is what a grader's container has as a rule,
// told by the kernel's files and not: what is right has all points or is not graded, what is wrong
// never has all of them. And where there is next to nothing of a PU, nobody is graded.

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "harness/machine/share.h"
#include "harness/tests/own_group.h"
#include "harness/tests/program.h"

TestSuite(grade_quota, .init = own_group_enter, .fini = own_group_leave, .timeout = 300);

static const struct surroundings usual;

#define RIGHT(exercise)                                                                            \
	RACELAB_ROOT "/benches/exercises/" exercise "/solution.c --exercise " exercise
#define WRONG(name, exercise) RACELAB_ROOT "/benches/mutants/" name ".c --exercise " exercise

// Its exit code: 0 for all points, 1 for less, 2 for none.
static int graded(const char *arguments)
{
	struct program program;
	char words[400];
	int status;

	snprintf(words, sizeof words, "grade %s", arguments);
	program_start(&program, &usual, words);
	program_wait(&program);
	status = program.status;
	cr_expect(status == 0 || status == 1 ||
		      (status == 2 && strstr(program.out.text, "Cannot be graded here: ")),
		  "%s: %d: %s%s", arguments, status, program.out.text, program.err.text);
	printf("%s: %d\n", arguments, status);
	program_fini(&program);
	return status;
}

Test(grade_quota, half_a_pu_that_is_told)
{
	own_group_live_with("50000");
	cr_expect_neq(graded(RIGHT("lock")), 1);
	cr_expect_neq(graded(WRONG("check_outside", "lock")), 0);
	cr_expect_neq(graded(WRONG("release_relaxed", "lock")), 0);
}

Test(grade_quota, half_a_pu_that_nobody_tells_of)
{
	own_group_live_with("50000");
	own_group_hide();
	cr_expect_neq(graded(RIGHT("queue")), 1);
	cr_expect_neq(graded(RIGHT("echo")), 1);
	cr_expect_neq(graded(WRONG("queue_never_full", "queue")), 0);
	cr_expect_neq(graded(WRONG("echo_leaks_descriptors", "echo")), 0);
}

static void expect_nobody(const char *why)
{
	struct program program;

	program_run(&program, &usual, "grade --exercise once", 2, "");
	cr_expect_not_null(strstr(program.out.text, why), "%s", program.out.text);
	program_fini(&program);
}

Test(grade_quota, a_tenth_of_a_pu)
{
	own_group_live_with("10000");
	expect_nobody("\n  no   0.2 of a PU's time, at least: the CPU quota is 0.1\n");
}

Test(grade_quota, next_to_nothing_of_a_pu_that_nobody_tells_of)
{
	double share;

	own_group_live_with("2000");
	own_group_hide();
	cr_expect_not(share_reaches(0.05, &share));
	cr_expect_lt(share, 0.05);
	expect_nobody("\n  no   0.2 of a PU's time, at least: a task that is busy gets 0.0");
}

Test(share, of_a_pu_that_is_there)
{
	double share;

	cr_expect(share_reaches(0.01, &share)); /* whoever else is here */
	cr_expect(share > 0 && share <= 1, "%g", share);
}
