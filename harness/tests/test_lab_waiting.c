// SPDX-License-Identifier: MIT

// racelab lab waiting: sum against longest, and the verdict on each host.

#include <criterion/criterion.h>
#include <stdio.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

#define OPTIONS "lab waiting --tasks 6 --wait 100ms --hosts 5 --probes 2 --limit 200ms -o out"

static const char *const ways[] = {"in turn", "threads", "processes", "poll loop"};
enum {
	NR_WAYS = sizeof ways / sizeof *ways
};

static const struct surroundings usual;
static struct lab_rows rows;

// How it ends is not asserted: on a busy machine everything may take longer than it should.
static void run_lab(const char *arguments)
{
	struct program program;

	program_start(&program, &usual, arguments);
	program_wait(&program);
	cr_assert_leq(program.status, 1, "%s", program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-waiting.csv");
}

static void tear_down(void)
{
	lab_rows_fini(&rows);
	program_leave();
}

TestSuite(lab_waiting, .init = program_enter, .fini = tear_down, .timeout = 60);

static size_t row_of(const char *job, const char *way, const char *host)
{
	size_t row = lab_rows_find(&rows, 0, "job", job, "way", way, "host", host, NULL);

	cr_assert_lt(row, rows.nr_rows, "%s, %s, %s", job, way, host);
	return row;
}

static double figure(const char *job, const char *way, const char *column)
{
	return lab_rows_real(&rows, row_of(job, way, ""), column);
}

Test(lab_waiting, in_turn_takes_the_sum_and_at_once_the_longest)
{
	run_lab(OPTIONS);
	cr_expect_geq(figure("sleep", "in turn", "wall_ms"), 600); /* 6 x 100 ms */
	for (size_t i = 1; i < NR_WAYS; i++) {
		cr_expect_geq(figure("sleep", ways[i], "wall_ms"), 100, "%s", ways[i]);
		cr_expect_lt(figure("sleep", ways[i], "wall_ms"), 400, "%s", ways[i]);
	}
	for (size_t i = 0; i < NR_WAYS; i++)
		cr_expect_lt(figure("sleep", ways[i], "cpu_ms"), 60, "%s", ways[i]);
}

static void expect_host(const char *way, const char *host, const char *answers, const char *verdict)
{
	size_t row = row_of("ping", way, host);

	cr_expect_str_eq(lab_rows_word(&rows, row, "probes"), "2");
	cr_expect_str_eq(lab_rows_word(&rows, row, "answers"), answers, "%s, %s", way, host);
	cr_expect_str_eq(lab_rows_word(&rows, row, "verdict"), verdict, "%s, %s", way, host);
	cr_expect_str_eq(lab_rows_word(&rows, row, "scripted"), verdict, "%s, %s", way, host);
}

// Both probes were waited for until the limit, and no longer.
static void expect_offline_cost(const char *way)
{
	double ms = lab_rows_real(&rows, row_of("ping", way, "127.0.0.13"), "wall_ms");

	cr_expect_geq(ms, 400, "%s", way);
	cr_expect_lt(ms, 750, "%s", way);
}

Test(lab_waiting, every_way_judges_every_host_rightly)
{
	run_lab(OPTIONS);
	for (size_t i = 0; i < NR_WAYS; i++) {
		expect_host(ways[i], "127.0.0.11", "2", "online");
		expect_host(ways[i], "127.0.0.12", "1", "lossy");
		expect_host(ways[i], "127.0.0.13", "0", "offline");
		expect_host(ways[i], "127.0.0.14", "2", "online");
		expect_host(ways[i], "127.0.0.15", "1", "lossy");
		expect_offline_cost(ways[i]);
	}
}

// All are online, or there is a word why nobody could be asked.
Test(lab_waiting, icmp_is_done_or_left_out_with_a_word)
{
	size_t row;

	run_lab(OPTIONS " --icmp");
	row = lab_rows_find(&rows, 0, "job", "icmp", NULL);
	cr_assert_lt(row, rows.nr_rows);
	if (lab_rows_word(&rows, row, "detail")[0])
		return;
	for (size_t i = 0; i < NR_WAYS; i++)
		cr_expect_str_eq(
		    lab_rows_word(&rows, row_of("icmp", ways[i], "127.0.0.15"), "verdict"),
		    "online");
}
