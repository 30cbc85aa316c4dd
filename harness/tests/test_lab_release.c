// SPDX-License-Identifier: MIT

// racelab lab release: who gets the lock after a fault, and who goes on counting.

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/labs/lab.h"
#include "harness/lab/run.h"
#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_release, .init = program_enter, .fini = program_leave, .timeout = 120);

static void run(const char *arguments)
{
	struct program program;

	program_run(&program, &usual, arguments, 0, "");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-release.csv");
}

static void expect_outcome(const char *guard, const char *fault, const char *outcome)
{
	size_t row = lab_rows_find(&rows, 0, "guard", guard, "fault", fault, NULL);
	bool is_back = strcmp(outcome, "stuck") != 0;

	cr_expect_str_eq(lab_rows_word(&rows, row, "outcome"), outcome, "%s, %s", guard, fault);
	cr_expect_eq(!isnan(lab_rows_real(&rows, row, "recover_us")), is_back, "%s, %s", guard,
		     fault);
}

// Increments a ms of the others in the slices that begin from from_ms on, and before to_ms.
static double rate(const char *guard, const char *fault, double from_ms, double to_ms)
{
	double sum = 0, nr = 0;

	for (size_t row = 0; row < rows.nr_rows; row++) {
		double at_ms = lab_rows_real(&rows, row, "at_ms");

		if (at_ms >= from_ms && at_ms < to_ms &&
		    lab_rows_find(&rows, row, "guard", guard, "fault", fault, NULL) == row) {
			sum += lab_rows_real(&rows, row, "increments_per_ms");
			nr++;
		}
	}
	return nr ? sum / nr : NAN;
}

// Before the lock was taken; on a busy machine it may be held longer than asked for.
static double rate_before(const char *guard, const char *fault)
{
	size_t row = lab_rows_find(&rows, 0, "guard", guard, "fault", fault, NULL);

	return rate(guard, fault, -1000, -lab_rows_real(&rows, row, "held_ms") - 5);
}

static void expect_back(const char *guard, const char *fault)
{
	cr_expect_eq(rate(guard, fault, -15, -5), 0, "%s, %s: counted while the lock was held",
		     guard, fault);
	cr_expect_gt(rate(guard, fault, 5, 100), rate_before(guard, fault) / 50, "%s, %s", guard,
		     fault);
}

static void expect_leak(const char *guard, const char *fault)
{
	cr_expect_gt(rate_before(guard, fault), 0, "%s, %s", guard, fault);
	cr_expect_eq(rate(guard, fault, 0, 100), 0, "%s, %s", guard, fault);
}

Test(lab_release, what_releases_a_lock_depends_on_how_its_section_was_left)
{
	static const char *const faults[] = {"return", "longjmp", "exit", "cancel", "kill"};
	static const struct {
		const char *guard, *outcomes[5];
	} expected[] = {
	    {"bare", {"stuck", "stuck", "stuck", "stuck", "stuck"}},
	    {"scoped", {"released", "stuck", "released", "released", "stuck"}},
	    {"handler", {"stuck", "stuck", "released", "released", "stuck"}},
	    {"robust", {"stuck", "stuck", "owner-died", "owner-died", "owner-died"}},
	};

	run("lab release --patience 150ms -o out");
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		for (size_t j = 0; j < sizeof faults / sizeof *faults; j++)
			expect_outcome(expected[i].guard, faults[j], expected[i].outcomes[j]);
	lab_rows_fini(&rows);
}

// Whether the others could count before the lock was held, and there was time to see it held: on a
// busy machine a process may come so late that there was not.
static bool was_seen(const char *guard, const char *fault)
{
	return rate_before(guard, fault) > 0 && !isnan(rate(guard, fault, -15, -5)) &&
	       !isnan(rate(guard, fault, 5, 100));
}

static void run_until_seen(void)
{
	for (int i = 0; i < 10; i++) {
		run("lab release --patience 100ms --held 20ms -o out");
		if (was_seen("bare", "return") && was_seen("scoped", "longjmp") &&
		    was_seen("scoped", "kill") && was_seen("scoped", "return") &&
		    was_seen("handler", "cancel") && was_seen("robust", "kill"))
			return;
		lab_rows_fini(&rows);
	}
	cr_assert_fail("in none of ten runs the others counted before each fault");
}

Test(lab_release, after_a_leak_nobody_counts_any_more)
{
	run_until_seen();
	expect_leak("bare", "return");
	expect_leak("scoped", "longjmp");
	expect_leak("scoped", "kill");
	expect_back("scoped", "return");
	expect_back("handler", "cancel");
	expect_back("robust", "kill");
	lab_rows_fini(&rows);
}

extern const struct lab lab_release;

// The sentence of a run in which a robust mutex was back after so long; on the heap.
static char *sentence_of(double recover_us)
{
	struct lab_run run = {.lab = &lab_release, .table = calloc(1, sizeof *run.table)};
	char *text;
	size_t size;
	FILE *sentence = open_memstream(&text, &size);

	cr_assert(run.table && sentence);
	run.table->lab = &lab_release;
	lab_row_begin(&run);
	lab_word(&run, "guard", "robust");
	lab_word(&run, "fault", "kill");
	lab_word(&run, "outcome", "owner-died");
	lab_real(&run, "recover_us", recover_us);
	lab_row_end(&run);
	lab_release.conclude(run.table, sentence);
	fclose(sentence);
	free(run.table);
	return text;
}

Test(lab_release, a_duration_has_a_unit_that_fits)
{
	static const struct {
		double us;
		const char *text;
	} durations[] = {{48, "back in 48 us;"},
			 {0.25, "back in 0.25 us;"},
			 {999.4, "back in 999 us;"},
			 {999.6, "back in 1.0 ms;"},
			 {60321, "back in 60.3 ms;"}};

	for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
		char *sentence = sentence_of(durations[i].us);

		cr_expect(strstr(sentence, durations[i].text), "%s", sentence);
		free(sentence);
	}
}
