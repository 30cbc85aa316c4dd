// SPDX-License-Identifier: MIT

// racelab lab parallel: who ran when, on one PU and on two, and behind the big lock.

#include <criterion/criterion.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

static void forget_rows(void)
{
	if (rows.fields)
		lab_rows_fini(&rows);
	rows = (struct lab_rows){0};
}

// How it ends is not asserted: on a busy machine two threads may not be twice as fast.
static void run_lab(const struct surroundings *surroundings, const char *arguments)
{
	struct program program;

	program_start(&program, surroundings, arguments);
	program_wait(&program);
	cr_assert_leq(program.status, 1, "%s", program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	forget_rows();
	lab_rows_load(&rows, "out/lab-parallel.csv");
}

static void set_up(void)
{
	program_enter();
}

static void tear_down(void)
{
	forget_rows();
	program_leave();
}

TestSuite(lab_parallel, .init = set_up, .fini = tear_down, .timeout = 120);

static double figure(const char *how, const char *where, const char *column)
{
	size_t row = lab_rows_find(&rows, 0, "how", how, "where", where, NULL);

	cr_assert_lt(row, rows.nr_rows, "%s, %s", how, where);
	return lab_rows_real(&rows, row, column);
}

// How long the spans of two workers of an arrangement ran at the same time, in ms.
static double overlap(const char *arrangement)
{
	double sum = 0;

	for (size_t i = 0; (i = lab_rows_find(&rows, i, "arrangement", arrangement, "worker", "1",
					      NULL)) < rows.nr_rows;
	     i++)
		for (size_t j = 0; (j = lab_rows_find(&rows, j, "arrangement", arrangement,
						      "worker", "2", NULL)) < rows.nr_rows;
		     j++)
			sum += fmax(0, fmin(lab_rows_real(&rows, i, "end_ms"),
					    lab_rows_real(&rows, j, "end_ms")) -
					   fmax(lab_rows_real(&rows, i, "begin_ms"),
						lab_rows_real(&rows, j, "begin_ms")));
	return sum;
}

enum {
	TRIAL_NS = 50000000,
	MOST_S = 40, /* that it is tried again */
};

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Puts the CPU time it had into *context.
static void *spin(void *context)
{
	double end = seconds(CLOCK_MONOTONIC) + 1e-9 * TRIAL_NS;

	while (seconds(CLOCK_MONOTONIC) < end)
		;
	*(double *)context = seconds(CLOCK_THREAD_CPUTIME_ID);
	return NULL;
}

// Whether two threads of ours got a PU each just now.
static bool two_pus_are_ours(void)
{
	double mine, others;
	pthread_t other;

	cr_assert_eq(pthread_create(&other, NULL, spin, &others), 0);
	mine = seconds(CLOCK_THREAD_CPUTIME_ID);
	spin(&others);
	mine = seconds(CLOCK_THREAD_CPUTIME_ID) - mine;
	cr_assert_eq(pthread_join(other, NULL), 0);
	return mine + others > 1.9e-9 * TRIAL_NS;
}

// Runs it on two PUs that are ours, before and after, until two threads did run at the same time;
// in the midst of other work that may take many tries.
static void run_on_two(void)
{
	double end = seconds(CLOCK_MONOTONIC) + MOST_S;
	unsigned nr = 0, nr_ours = 0;

	if (program_nr_cpus() < 2)
		cr_skip_test("needs two PUs");
	for (; seconds(CLOCK_MONOTONIC) < end; nr++) {
		bool ours = two_pus_are_ours();

		run_lab(&usual, "lab parallel --work 100ms --workers 2 --rounds 3 -o out");
		if (figure("threads", "all PUs", "at_once") > 1.4 &&
		    figure("processes", "all PUs", "at_once") > 1.4)
			return;
		nr_ours += ours && two_pus_are_ours();
	}
	cr_assert_leq(nr_ours, nr / 2, "with two free PUs, two tasks took turns");
	cr_skip_test("the machine is busy: two threads never had a PU each");
}

static void expect_turns_only(const char *how, const char *where)
{
	cr_expect_lt(figure(how, where, "speedup"), 1.5, "%s, %s", how, where);
	cr_expect_lt(figure(how, where, "at_once"), 1.4, "%s, %s", how, where);
}

Test(lab_parallel, threads_run_at_the_same_time_but_not_behind_a_big_lock)
{
	run_on_two();
	expect_turns_only("threads", "one PU");
	expect_turns_only("processes", "one PU");
	expect_turns_only("big lock", "one PU");
	expect_turns_only("big lock", "all PUs");
	cr_expect_gt(figure("threads", "all PUs", "speedup"),
		     1.2 * figure("big lock", "all PUs", "speedup"));
}

// The spans are what the totals were made of.
Test(lab_parallel, the_spans_show_the_overlap)
{
	run_on_two();
	cr_expect_gt(overlap("5"), 0.5 * figure("threads", "all PUs", "wall_ms"));
	cr_expect_lt(overlap("7"), 0.2 * figure("big lock", "all PUs", "wall_ms"));
	cr_expect_gt(figure("big lock", "all PUs", "turns"), 4); /* 100 ms, handed on every 5 ms */
}

Test(lab_parallel, one_pu_says_what_it_left_out)
{
	static const struct surroundings one = {.one_cpu = true};
	size_t row;

	run_lab(&one, "lab parallel --work 20ms --rounds 1 -o out");
	row = lab_rows_find(&rows, 0, "how", "threads", "detail", "there is only one PU", NULL);
	cr_expect_lt(row, rows.nr_rows);
	cr_expect_eq(figure("threads", "one PU", "workers"), 2);
}
