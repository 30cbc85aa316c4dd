// SPDX-License-Identifier: MIT

// The progress line of a real run: on a terminal it says how much is done and what comes next; in a
// pipe there is none.

#include <criterion/criterion.h>
#include <string.h>

#include "harness/tests/program.h"

TestSuite(progress, .init = program_enter, .fini = program_leave, .timeout = 60);

#define TEN_TRIALS                                                                                 \
	"run --structure variable --sync none,mutex --task thread --count 1 --blocks 5 "           \
	"--window 50ms -o X"

// One painting of the line: the share that is done, and the trial that comes next.
static void expect_painted(const char *text, const struct rows *rows)
{
	int share = -1, length = 0;
	char next[64];

	cr_assert_eq(sscanf(text, "%d %% %*d s left%n", &share, &length), 1, "%s", text);
	cr_expect(share > 0 && share <= 100 && share % 10 == 0, "%d %%", share);
	if (share < 100)
		snprintf(next, sizeof next, "  variable %s thread 1 compact\r",
			 rows->row[share / 10].sync);
	else
		snprintf(next, sizeof next, "  \r");
	cr_expect_eq(strncmp(text + length, next, strlen(next)), 0, "'%s' does not follow in %s",
		     next, text);
}

Test(progress, shows_on_a_terminal)
{
	static const struct surroundings terminal = {.terminal = true};
	static const char wipe[] = "\r\033[K", end[] = "\r\n10 trials in ";
	unsigned nr_paintings = 0;
	struct program run;
	struct rows rows;
	const char *at;

	program_run(&run, &terminal, TEN_TRIALS, 0, NULL);
	program_rows(&rows, "X");
	at = run.err.text;
	while (strncmp(at, wipe, strlen(wipe)) == 0 &&
	       strncmp(at += strlen(wipe), end, strlen(end)) != 0) {
		expect_painted(at, &rows);
		nr_paintings++;
		at = strchr(at, '\r');
	}
	cr_expect_geq(nr_paintings, 3); /* of half a second, at most every 100 ms */
	cr_expect_eq(strncmp(at, end, strlen(end)), 0, "%s", run.err.text);
	rows_fini(&rows);
	program_fini(&run);
}

Test(progress, does_not_show_in_a_pipe)
{
	static const struct surroundings pipe;
	struct program run;

	program_run(&run, &pipe, TEN_TRIALS, 0, NULL);
	cr_expect_null(strchr(run.err.text, '\r'));
	cr_expect_null(strchr(run.err.text, '\033'));
	cr_expect_eq(strncmp(run.err.text, "\n10 trials in ", 14), 0, "%s", run.err.text);
	cr_expect_str_eq(strrchr(run.err.text, ';'), "; written to X\nNext: racelab plot X\n");
	program_fini(&run);
}
