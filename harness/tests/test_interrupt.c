// SPDX-License-Identifier: MIT

// Ctrl-C and its relatives, from the first moment on, and where whoever started us has them
// ignored: nohup does, and a script's shell with what it runs in the background. That may well be
// these tests.

#include "harness/interrupt.h"

#include <criterion/criterion.h>
#include <signal.h>

#include "harness/tests/program.h"

#define RUN "run --structure variable --sync none,mutex --task thread --count 2 --seed 7 -o X "

enum {
	NR_TRIALS = 2 * 12,
};

TestSuite(interrupt, .init = program_enter, .fini = program_leave, .timeout = 120);

Test(interrupt, is_kept_until_somebody_waits)
{
	signal(SIGINT, SIG_DFL);
	interrupt_catch();
	cr_expect_eq(interrupt_waits(), 0);
	raise(SIGINT);
	cr_expect_eq(interrupt_signal, 0, "blocked so far");
	cr_expect_eq(interrupt_waits(), SIGINT);
}

Test(interrupt, is_none_if_it_was_ignored_before)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	interrupt_catch();
	raise(SIGINT);
	raise(SIGHUP);
	cr_expect_eq(interrupt_waits(), 0);
}

Test(interrupt, may_always_be_sigterm)
{
	signal(SIGTERM, SIG_IGN);
	interrupt_catch();
	raise(SIGTERM);
	cr_expect_eq(interrupt_waits(), SIGTERM);
}

// A program that was made deaf by whoever started the tests would go on to its end.
Test(interrupt, reaches_a_program_before_it_has_begun)
{
	struct program program;

	signal(SIGINT, SIG_IGN);
	program_start(&program, &(struct surroundings){0}, RUN "--ops 10 --blocks 12");
	program_interrupt(&program, SIGINT);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGINT, "%d", program.status);
	program_fini(&program);
}

static void expect_undisturbed_by(int signal)
{
	struct program program;

	program_start(&program, &(struct surroundings){.ignored = signal},
		      RUN "--window 5ms --blocks 12");
	for (size_t nr = 0; nr < NR_TRIALS; nr += 6) {
		program_await_rows("X", nr);
		program_interrupt(&program, signal);
	}
	program_wait(&program);
	cr_expect_eq(program.status, 0, "%d: %s", program.status, program.err.text);
	cr_expect_eq(program_nr_rows("X"), NR_TRIALS);
	program_fini(&program);
}

Test(interrupt, stops_no_run_in_the_background_of_a_script)
{
	expect_undisturbed_by(SIGINT);
}

Test(interrupt, stops_no_run_after_nohup)
{
	expect_undisturbed_by(SIGHUP);
}
