// SPDX-License-Identifier: MIT

// The lab `messages` through the program: every number arrives, calls are those that a way needs,
// time is kept, and nothing is left behind.

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "harness/machine/probe.h"
#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

#define N 10000

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_messages, .init = program_enter, .fini = program_leave, .timeout = 120);

// Whether shared memory was faster is the machine's affair; that it ends in order is not.
static void run_lab(const char *arguments, const struct surroundings *surroundings)
{
	struct program program;

	program_start(&program, surroundings, arguments);
	program_wait(&program);
	cr_assert_leq(program.status, 1, "ended with %d: %s", program.status, program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-messages.csv");
}

static double real_of(const char *way, const char *column)
{
	return lab_rows_real(&rows, lab_rows_find(&rows, 0, "way", way, NULL), column);
}

static void expect_nothing_lost(double least, double most)
{
	cr_assert_eq(rows.nr_rows, 7);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		if (*lab_rows_word(&rows, i, "detail")) /* no such queue on this machine */
			continue;
		cr_expect_eq(lab_rows_real(&rows, i, "lost"), 0);
		cr_expect_geq(lab_rows_real(&rows, i, "messages"), least);
		cr_expect_leq(lab_rows_real(&rows, i, "messages"), most);
		cr_expect_gt(lab_rows_real(&rows, i, "ns_per_message"), 0);
		cr_expect(!(fabs(lab_rows_real(&rows, i, "sum_off")) > 0));
	}
}

Test(lab_messages, every_number_arrives_by_the_calls_that_it_needs)
{
	static const char *const by_two_calls[] = {"pipe", "socket pair", "POSIX queue"};
	double calls;

	run_lab("lab messages --n 10000 --rounds 1 --most 10s -o out", &usual);
	expect_nothing_lost(N, N);
	for (size_t i = 0; i < 3; i++) {
		calls = real_of(by_two_calls[i], "calls_per_message");
		/* each number, and the end, is sent by one call and received by another */
		cr_expect(isnan(calls) || fabs(calls - 2.0 * (N + 1) / N) < 1e-9, "%s: %.9g calls",
			  by_two_calls[i], calls);
	}
	calls = real_of("batched pipe", "calls_per_message") * N;
	/* 512 by a call that a pipe takes as a whole: 20 writes, and as many reads */
	cr_expect(fabs(calls - 2 * 20) < 0.5, "%.9g calls", calls);
	cr_expect(isnan(real_of("mutex queue", "calls_per_message")), "not counted: empty");
	lab_rows_fini(&rows);
}

Test(lab_messages, an_odd_batch_is_flushed)
{
	run_lab("lab messages --n 10000 --rounds 2 --batch 7 --most 10s -o out", &usual);
	expect_nothing_lost(N, N);
	lab_rows_fini(&rows);
}

Test(lab_messages, time_is_kept_and_what_was_sent_arrives)
{
	run_lab("lab messages --n 1000000000 --rounds 1 --most 20ms -o out", &usual);
	expect_nothing_lost(64, 999999999);
	lab_rows_fini(&rows);
}

Test(lab_messages, one_pu_will_do)
{
	static const struct surroundings one_cpu = {.one_cpu = true};

	run_lab("lab messages --n 10000 --rounds 1 --most 10s -o out", &one_cpu);
	expect_nothing_lost(N, N);
	lab_rows_fini(&rows);
}

static void nap(long ms)
{
	const struct timespec time = {0, ms * 1000000};

	nanosleep(&time, NULL);
}

Test(lab_messages, nothing_outlives_a_killed_controller)
{
	uint64_t deadline_ns = probe_now_ns() + UINT64_C(10000000000);
	struct program program;

	program_start(&program, &usual, "lab messages --n 1000000000 --most 60s");
	nap(500); /* it is in the pipe's first round then, or on the way there */
	cr_assert_eq(kill(program.pid, SIGKILL), 0);
	program_wait(&program);
	while (program_nr_processes(&program) && probe_now_ns() < deadline_ns)
		nap(20);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}
