// SPDX-License-Identifier: MIT

// What a real run shows while it measures: on a terminal a table that is redrawn in place, never
// wider than the window, and gone at the end; in a pipe nothing but plain lines.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/tests/glass.h"
#include "harness/tests/program.h"

static void set_up(void)
{
	program_enter();
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
}

TestSuite(progress, .init = set_up, .fini = program_leave, .timeout = 60);

#define TEN_TRIALS                                                                                 \
	"run --structure variable --sync none,mutex --task thread --count 1 --blocks 5 "           \
	"--window 50ms -o X"

#define WIDE_CASES                                                                                 \
	"run --structure array,hashtable --sync none,mutex_errorcheck --task "                     \
	"thread,process --count 2,3 --slots 64 --pattern zipf:0.99 --granularity each "            \
	"--blocks 1 --window 20ms -o X"

static const struct surroundings terminal = {.terminal = true};

static void expect_closing(const char *text, const char *newline)
{
	const char *end = strrchr(text, ';');
	char expected[64];

	snprintf(expected, sizeof expected, "; written to X%sNext: racelab plot X%s", newline,
		 newline);
	cr_assert(end, "%s", text);
	cr_expect_str_eq(end, expected);
}

// Nothing of the table is left on the terminal.
static void expect_cleared(const struct glass *glass)
{
	char *text = glass_text(glass);

	cr_expect_null(strstr(text, "throughput"), "%s", text);
	cr_expect_null(strstr(text, " trials\n"), "%s", text);
	free(text);
}

// How many times the table was drawn.
static unsigned nr_drawings(const char *text)
{
	unsigned nr = 0;

	for (; (text = strstr(text, " throughput ")); text++)
		nr++;
	return nr;
}

Test(progress, a_table_fills_in_on_a_terminal)
{
	struct program run;
	struct glass *glass;

	program_run(&run, &terminal, TEN_TRIALS, 0, NULL);
	glass = glass_write(80, run.err.text);
	cr_expect_geq(nr_drawings(run.err.text), 3); /* of half a second, at most every 200 ms */
	cr_expect_leq(glass->nr_returns, 3 + 5 * 60);
	cr_expect(strstr(run.err.text, "none     0/5          -      -    -"), "%s", run.err.text);
	cr_expect(strstr(run.err.text, " of 10 trials"));
	cr_expect_gt(glass->nr_coloured, 0); /* what was not measured yet is dim */
	cr_expect_leq(glass->widest, 80);
	expect_cleared(glass);
	free(glass);
	expect_closing(run.err.text, "\r\n");
	program_fini(&run);
}

static void expect_to_fit(const char *text, unsigned width)
{
	struct glass *glass = glass_write(width, text);

	cr_expect_not(glass->wrapped, "%u: %u\n%s", width, glass->widest, text);
	free(glass);
}

Test(progress, is_never_wider_than_the_window)
{
	static const unsigned widths[] = {80, 40};

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		struct surroundings narrow = {
		    .terminal = true, .terminal_out = true, .columns = widths[i]};
		struct program run;

		program_run(&run, &narrow, WIDE_CASES, 0, NULL);
		cr_expect_geq(nr_drawings(run.err.text), 2);
		expect_to_fit(run.err.text, widths[i]);
		expect_to_fit(run.out.text, widths[i]);
		program_fini(&run);
		program_remove("X");
	}
}

Test(progress, has_no_colours_with_NO_COLOR)
{
	struct program run;
	struct glass *glass;

	setenv("NO_COLOR", "1", 1);
	program_run(&run, &terminal, TEN_TRIALS, 0, NULL);
	glass = glass_write(80, run.err.text);
	cr_expect_geq(nr_drawings(run.err.text), 3);
	cr_expect_null(strstr(run.err.text, "\033[0m"));
	cr_expect_eq(glass->nr_coloured, 0);
	free(glass);
	program_fini(&run);
}

static void expect_no_escapes(const struct surroundings *surroundings, const char *arguments)
{
	struct program run;

	program_run(&run, surroundings, arguments, 0, NULL);
	cr_expect_null(strchr(run.err.text, '\033'), "%s", run.err.text);
	cr_expect_null(strchr(run.out.text, '\033'), "%s", run.out.text);
	cr_expect_null(strstr(run.err.text, " spread "));
	program_fini(&run);
	program_remove("X");
}

Test(progress, does_not_show_in_a_pipe_nor_on_a_dumb_terminal)
{
	static const struct surroundings pipe, both = {.terminal = true, .terminal_out = true};
	struct program run;

	expect_no_escapes(&pipe, TEN_TRIALS);
	program_run(&run, &pipe, TEN_TRIALS, 0, NULL);
	cr_expect_null(strchr(run.err.text, '\r'));
	expect_closing(run.err.text, "\n");
	program_fini(&run);
	program_remove("X");
	setenv("TERM", "dumb", 1);
	expect_no_escapes(&both, TEN_TRIALS);
	unsetenv("TERM");
	expect_no_escapes(&both, TEN_TRIALS);
}

Test(progress, can_be_one_line_or_nothing)
{
	static const char wipe[] = "\r\033[K";
	struct program run;
	struct glass *glass;

	program_run(&run, &terminal, TEN_TRIALS " --no-live", 0, NULL);
	glass = glass_write(80, run.err.text);
	cr_expect(strstr(run.err.text, wipe));
	cr_expect(strstr(run.err.text, "% ") && strstr(run.err.text, "  variable "));
	cr_expect_eq(glass->nr_returns, 0);
	free(glass);
	program_fini(&run);
	program_remove("X");
	program_run(&run, &terminal, TEN_TRIALS " --quiet", 0, "");
	program_fini(&run);
}

static void read_more(struct program *run)
{
	char part[4096];
	ssize_t length = read(run->err.fd, part, sizeof part);

	cr_assert_gt(length, 0);
	fwrite(part, 1, (size_t)length, run->err.stream);
	fflush(run->err.stream);
}

// Reads the program's terminal until that is written there.
static void await_text(struct program *run, const char *what)
{
	while (fflush(run->err.stream), !strstr(run->err.text, what))
		read_more(run);
}

// Reads it until the table was drawn so often, and as often as it was before.
static void await_drawings(struct program *run, unsigned nr)
{
	fflush(run->err.stream);
	nr += nr_drawings(run->err.text);
	while (nr_drawings(run->err.text) < nr)
		read_more(run);
}

#define ENDLESS                                                                                    \
	"run --structure variable --sync none,mutex --task thread --count 1 --blocks 1000 "        \
	"--window 50ms -o X"

Test(progress, is_cleared_when_the_run_is_stopped)
{
	struct program run;
	struct glass *glass;

	program_start(&run, &terminal, ENDLESS);
	await_drawings(&run, 2);
	kill(run.pid, SIGINT);
	program_wait(&run);
	cr_expect_eq(run.status, 130);
	glass = glass_write(80, run.err.text);
	expect_cleared(glass);
	cr_expect(strstr(run.err.text, "\033[Jracelab: stopped by Ctrl-C; "), "%s", run.err.text);
	free(glass);
	program_fini(&run);
}

// The program leads a session, so that the kernel lets it go on at once: what counts is what it
// does around the stop.
Test(progress, is_cleared_and_drawn_anew_when_the_run_is_suspended)
{
	struct program run;
	struct glass *glass;

	program_start(&run, &terminal, ENDLESS);
	await_drawings(&run, 2);
	kill(run.pid, SIGTSTP);
	await_text(&run, "\r\033[3A\033[J");
	await_drawings(&run, 2);
	kill(run.pid, SIGINT);
	program_wait(&run);
	cr_expect_eq(run.status, 130);
	glass = glass_write(80, run.err.text);
	expect_cleared(glass);
	free(glass);
	program_fini(&run);
}
