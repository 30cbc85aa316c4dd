// SPDX-License-Identifier: MIT

// The live table as text, from made rows: what each case shows before and after its trials, how it
// gives way to a narrow window, and which cases a low one shows.

#include "harness/terminal/live.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/row.h"
#include "harness/data/rows.h"
#include "harness/machine/probe.h"
#include "harness/terminal/live_table.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/terminal.h"

static struct row axes[4];
static const struct rows cases = {.row = axes, .nr_rows = 4};
static struct live live;
static uint32_t schedule[4 * 8];
static bool done[4 * 8];

// A variable, raced by none and mutex, with 1 and 2 threads, in eight blocks.
static void set_up(void)
{
	setenv("TERM", "dumb", 1); /* live_begin then shows nothing by itself */
	for (uint32_t i = 0; i < 4; i++) {
		row_init(&axes[i]);
		axes[i].structure = "variable";
		axes[i].sync = i < 2 ? "none" : "mutex";
		axes[i].class = i < 2 ? "unsynchronized" : "locked";
		axes[i].task = "thread";
		axes[i].count = 1 + i % 2;
	}
	for (uint32_t trial = 0; trial < 4 * 8; trial++)
		schedule[trial] = (trial + 2) % 4;
	done[0] = true;
}

static void tear_down(void)
{
	live_end(&live);
}

TestSuite(live, .init = set_up, .fini = tear_down);

static void begin(void)
{
	live_begin(&live, SHOWING_TABLE, &cases, 8, schedule, done);
	live.showing = SHOWING_TABLE; /* without a terminal: only counts, as painted just now */
	live.table.progress.painted_ns = UINT64_MAX / 2;
	live.table.differs[COLUMN_sync] = live.table.differs[COLUMN_count] = true;
}

static void end_trial(size_t i, const char *outcome, double throughput, int64_t lost)
{
	struct row row;

	row_init(&row);
	row.outcome = outcome;
	if (strcmp(outcome, "ok") == 0) {
		row.ops = 1000;
		row.lost = lost;
		row.throughput_per_s = throughput;
	}
	live.table.progress.painted_ns = probe_now_ns(); /* too lately to be drawn again */
	live_step(&live, i, &row, cases.nr_rows);
	live.showing = SHOWING_TABLE;
}

// The line that begins so; "" if there is none.
static const char *line(const char *text, const char *beginning)
{
	static char found[256];
	size_t length = strlen(beginning);

	for (; text; text = strchr(text, '\n'), text = text ? text + 1 : NULL)
		if (strncmp(text, beginning, length) == 0) {
			snprintf(found, sizeof found, "%.*s", (int)strcspn(text, "\n"), text);
			return found;
		}
	return "";
}

static void expect_lines(const char *const *lines, size_t nr, size_t width, size_t height)
{
	char *text = live_text(&live.table, width, height, false, live.table.progress.start_ns);
	size_t nr_lines = 1;

	for (const char *p = text; (p = strchr(p, '\n')); p++)
		nr_lines++;
	cr_expect_leq(nr_lines, height);
	for (size_t i = 0; i < nr; i++)
		cr_expect_str_eq(line(text, lines[i]), lines[i], "'%s' is not in\n%s", lines[i],
				 text);
	for (char *rest = text, *one; (one = strsep(&rest, "\n"));)
		cr_expect_leq(terminal_columns(one), width, "%s", one);
	free(text);
}

#define EXPECT_LINES(width, height, ...)                                                           \
	expect_lines((const char *const[]){__VA_ARGS__},                                           \
		     sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), width, height)

static void run_some(void)
{
	begin();
	for (int i = 0; i < 6; i++)
		end_trial(1, "ok", 1e8 + 1e6 * i, 250);
	end_trial(0, "crashed", 0, 0);
	end_trial(0, "hung", 0, 0);
	end_trial(0, "crashed", 0, 0);
	end_trial(3, "ok", 5e7, 0);
}

// One block of one case was there before: 31 trials are left, ten of them done.
Test(live, shows_what_is_there_and_what_is_not)
{
	run_some();
	live.table.cases[0].nr_done = 3;
	live.table.cases[1].nr_done = 6;
	live.table.cases[2].nr_done = 0;
	live.table.cases[3].nr_done = 1;
	EXPECT_LINES(80, 24, "case    blocks throughput spread   lost not ok",
		     "none 1     3/8          -      -      -      3",
		     "none 2     6/8    102 M/s    2 % 25.0 %      0",
		     "mutex 1    0/8          -      -      -      0",
		     "mutex 2    1/8   50.0 M/s      -      0      0",
		     " 32 %  0 s left  10 of 31 trials");
	cr_expect_eq(live.table.progress.nr_all, 31);
}

Test(live, a_trial_that_was_there_before_counts_as_a_block)
{
	uint64_t nr = 0;

	begin();
	for (size_t i = 0; i < cases.nr_rows; i++)
		nr += live.table.cases[i].nr_done;
	cr_expect_eq(nr, 1);
	cr_expect_eq(live.table.cases[schedule[0]].nr_done, 1);
}

Test(live, gives_way_to_a_narrow_window)
{
	run_some();
	live.table.cases[1].nr_done = 6;
	EXPECT_LINES(40, 24, "none 2     6/8    102 M/s 25.0 %      0");
	EXPECT_LINES(30, 24, "none 2     102 M/s 25.0 %", " 32 %  0 s left");
	EXPECT_LINES(20, 24, "~2      102 M/s 25.0", " 32 %  0 s left");
	EXPECT_LINES(10, 24, "none 102 M");
}

Test(live, shows_a_page_where_not_all_fit)
{
	run_some();
	live.table.cases[3].nr_done = 1;
	live.table.first = 3; /* what was measured last */
	EXPECT_LINES(80, 4, "mutex 2    1/8   50.0 M/s      -    0      0",
		     " 32 %  0 s left  10 of 31 trials  cases 3-4 of 4");
	live.table.first = 0;
	EXPECT_LINES(80, 3, " 32 %  0 s left  10 of 31 trials  cases 1-1 of 4");
}

Test(live, a_ring_keeps_the_latest_values)
{
	begin();
	for (int i = 0; i < 8; i++)
		end_trial(2, "ok", 1e6, 0);
	for (int i = 0; i < 8; i++) /* more than the run has blocks */
		end_trial(2, "ok", 2e6, 0);
	live.table.cases[2].nr_done = 8;
	EXPECT_LINES(80, 24, "mutex 1    8/8   2.00 M/s    0 %    0");
}
