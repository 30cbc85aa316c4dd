// SPDX-License-Identifier: MIT

// racelab lab blocking: a waiter waits as long as the lock is held, asleep or not.

#include <criterion/criterion.h>
#include <stdio.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

enum {
	REPEATS = 4,
	NR_LOCKS = 2
};

static const struct surroundings usual;
static struct lab_rows rows;

// How it ends is not asserted: on a busy machine a spinner does not get all the CPU time it wants.
static void set_up(void)
{
	struct program program;

	program_enter();
	program_start(&program, &usual, "lab blocking --held 40ms --repeats 4 -o out");
	program_wait(&program);
	cr_assert_leq(program.status, 1, "%s", program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-blocking.csv");
}

static void tear_down(void)
{
	lab_rows_fini(&rows);
	program_leave();
}

TestSuite(lab_blocking, .init = set_up, .fini = tear_down, .timeout = 60);

Test(lab_blocking, each_lock_has_all_its_repetitions)
{
	cr_assert_eq(rows.nr_rows, REPEATS * NR_LOCKS);
	for (unsigned i = 1; i <= REPEATS; i++) {
		char repeat[8];

		snprintf(repeat, sizeof repeat, "%u", i);
		cr_expect_lt(lab_rows_find(&rows, 0, "lock", "mutex", "repeat", repeat, NULL),
			     rows.nr_rows);
		cr_expect_lt(lab_rows_find(&rows, 0, "lock", "spin", "repeat", repeat, NULL),
			     rows.nr_rows);
	}
}

// Exactly, not nearly: nobody gets a lock before it was released.
Test(lab_blocking, nobody_goes_on_before_the_release)
{
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_geq(lab_rows_real(&rows, i, "held_ms"), 40);
		cr_expect_gt(lab_rows_real(&rows, i, "handover_us"), 0);
	}
}

static double total(const char *lock, const char *column)
{
	double sum = 0;

	for (size_t i = 0; (i = lab_rows_find(&rows, i, "lock", lock, NULL)) < rows.nr_rows; i++)
		sum += lab_rows_real(&rows, i, column);
	return sum;
}

Test(lab_blocking, the_wait_is_as_long_as_the_lock_is_held)
{
	cr_expect_float_eq(total("mutex", "wait_ms") / total("mutex", "held_ms"), 1, 0.5);
	cr_expect_float_eq(total("spin", "wait_ms") / total("spin", "held_ms"), 1, 0.5);
}

Test(lab_blocking, a_mutex_sleeps_and_a_spin_lock_spins)
{
	cr_expect_geq(total("mutex", "sleeps"), REPEATS);
	cr_expect_lt(total("mutex", "cpu_ms"), 0.1 * total("mutex", "wait_ms"));
	cr_expect_eq(total("spin", "sleeps"), 0);
	cr_expect_gt(total("spin", "cpu_ms"), 10 * total("mutex", "cpu_ms"));
}
