// SPDX-License-Identifier: MIT

// golden/summary.csv holds the awkward cases: a skip, a crash among ok trials, nothing measured,
// one lost update in billions, a strategy that the catalogue does not know. Beside it lie its table
// and its JSON.

#include "harness/data/summary.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <pty.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/summary_json.h"
#include "harness/terminal/summary_table.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

static struct rows rows;
static struct summary summary;

static void load(void)
{
	struct complaint c;

	cr_assert_eq(rows_load(&rows, GOLDEN "summary.csv", &c), 0, "%s", c.text);
	cr_assert_eq(summary_build(&summary, &rows), 0);
}

static void unload(void)
{
	summary_fini(&summary);
	rows_fini(&rows);
}

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 16);

	cr_assert_not_null(file, "%s", path);
	cr_assert(fread(text, 1, (1 << 16) - 1, file) > 0);
	fclose(file);
	return text;
}

// The text of a table printed to memory, which is no terminal.
static char *table_text(const struct summary *s)
{
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	cr_assert_eq(summary_print(s, file), 0);
	fclose(file);
	return text;
}

TestSuite(summary, .init = load, .fini = unload);

Test(summary, cases_come_in_the_catalogues_order)
{
	static const char *const order[] = {
	    "variable none thread 2 compact - - ",
	    "variable none thread 10 compact - - ",
	    "variable none process 2 compact - - ",
	    "variable mutex thread 2 compact - - ",
	    "array mutex thread 2 compact 64 striped:2 ",
	    "array mutex thread 2 compact 64 striped:16 ",
	    "hashtable none thread 2 compact 64 - ",
	    "hashtable aunt thread 2 compact 64 - ",
	    "hashtable zebra thread 2 compact 64 - ",
	    "btree none thread 2 compact 64 - ",
	};

	cr_assert_eq(summary.nr_cases, sizeof order / sizeof order[0]);
	for (size_t i = 0; i < summary.nr_cases; i++) {
		const struct row *a = summary.cases[i].axes;
		char slots[32] = "-", text[256];

		if (a->slots != COUNT_EMPTY)
			snprintf(slots, sizeof slots, "%lld", (long long)a->slots);
		snprintf(text, sizeof text, "%s %s %s %lld %s %s %s ", a->structure, a->sync,
			 a->task, (long long)a->count, a->place, slots,
			 *a->granularity ? a->granularity : "-");
		cr_assert_str_eq(text, order[i]);
	}
}

Test(summary, only_ok_trials_count_as_measured)
{
	const struct case_summary *c = &summary.cases[6];
	const size_t outcomes[NR_OUTCOMES] = {2, 2, 1, 0, 0};

	cr_assert_arr_eq(c->outcomes, outcomes, sizeof outcomes);
	cr_assert_eq(c->nr_ok, 2);
	cr_assert_eq(c->ok[0]->throughput_per_s + c->ok[1]->throughput_per_s, 3e6);
	cr_assert_eq(c->throughput.nr, 2);
	cr_assert_eq(c->throughput.median, 1.5e6);
	cr_assert_eq(c->throughput.low, 1e6);
	cr_assert_eq(c->throughput.high, 2e6);
	cr_assert_float_eq(c->throughput.coverage, 0.5, 1e-12);
	cr_assert_eq(c->lost, 300);
	cr_assert_eq(c->ops, 2000);
	cr_assert_eq(c->lost_share.nr, 2);
	cr_assert_eq(c->lost_share.low, 0.1);
	cr_assert_eq(c->lost_share.high, 0.2);
	cr_assert_eq(c->overlap.nr, 1);
	cr_assert_eq(c->overlap.median, 0.75);
	cr_assert_eq(c->oversubscribed, false);
}

Test(summary, a_case_without_a_measurement_has_none)
{
	const struct case_summary *c = &summary.cases[2];
	const size_t outcomes[NR_OUTCOMES] = {0, 0, 0, 0, 1};

	cr_assert_arr_eq(c->outcomes, outcomes, sizeof outcomes);
	cr_assert_eq(c->throughput.nr, 0);
	cr_assert(isnan(c->throughput.median) && isnan(c->lost_share.median));
	cr_assert_eq(c->lost, 0);
	cr_assert_eq(c->ops, 0);
}

Test(summary, oversubscribed_is_read_from_the_details)
{
	cr_assert_eq(summary.cases[1].oversubscribed, true);
	cr_assert_eq(summary.cases[0].oversubscribed, false);
}

Test(summary, sums_stay_at_the_limit)
{
	struct row row[2];
	struct rows two = {.row = row, .nr_rows = 2};
	struct summary s;

	row_init(&row[0]);
	row[0].outcome = "ok";
	row[0].ops = INT64_MAX;
	row[0].lost = INT64_MAX;
	row[1] = row[0];
	cr_assert_eq(summary_build(&s, &two), 0);
	cr_assert_eq(s.nr_cases, 1);
	cr_assert_eq(s.cases[0].ops, INT64_MAX);
	cr_assert_eq(s.cases[0].lost, INT64_MAX);
	cr_assert_eq(s.cases[0].lost_share.median, 1);
	summary_fini(&s);
}

Test(summary, outcomes_have_their_names)
{
	static const char *const names[NR_OUTCOMES] = {"ok", "crashed", "hung", "broken",
						       "skipped"};

	for (int i = 0; i < NR_OUTCOMES; i++) {
		cr_assert_str_eq(outcome_names[i], names[i]);
		cr_assert_eq(outcome_find(names[i]), i);
	}
	cr_assert_eq(outcome_find("okay"), -1);
	cr_assert_eq(outcome_find(""), -1);
}

Test(summary, table_is_the_golden_one)
{
	char *golden = read_all(GOLDEN "summary.txt"), *text = table_text(&summary);

	cr_assert_str_eq(text, golden);
	free(text);
	free(golden);
}

Test(summary, table_says_once_what_all_cases_share)
{
	const struct summary one = {.cases = &summary.cases[3], .nr_cases = 1};
	char *text = table_text(&one);

	cr_assert_str_eq(
	    text, "All cases: structure variable, sync mutex, task thread, count 2, place "
		  "compact\n\n"
		  "throughput interval     ns/op     lost  goodput outcomes\n"
		  "  63.2 M/s [61.0, 66.1]  31.6 <0.001 % 63.2 M/s 6 ok\n"
		  "\nMedians of the ok trials; within this run, the interval holds the true "
		  "median with at least 95 % probability; lost is the share of all increments.\n");
	free(text);
}

Test(summary, no_cases_are_said_to_be_none)
{
	const struct summary none = {0};
	char *text = table_text(&none);

	cr_assert_str_eq(text, "No trials.\n");
	free(text);
}

// Compared as text, because 12 digits are what is promised of a number.
Test(summary, json_is_the_golden_one)
{
	json_error_t error;
	json_t *golden = json_load_file(GOLDEN "summary.json", 0, &error);
	json_t *json = summary_json(&summary);
	char *expected, *text = json_dumps(json, JSON_REAL_PRECISION(12));

	cr_assert_not_null(golden, "%s", error.text);
	expected = json_dumps(golden, JSON_REAL_PRECISION(12));
	cr_assert_str_eq(text, expected);
	free(expected);
	free(text);
	json_decref(json);
	json_decref(golden);
}

// Prints to a terminal `width` columns wide; returns the longest line of the table (the prose above
// and below it is left to the terminal), and whether `word` was printed.
static size_t widest_line(unsigned short width, const char *word, bool *printed)
{
	struct winsize size = {.ws_row = 24, .ws_col = width};
	char text[1 << 14] = "", *rest = text;
	size_t widest = 0, length = 0;
	int ours, theirs;
	ssize_t got;
	FILE *out;

	cr_assert_eq(openpty(&ours, &theirs, NULL, NULL, &size), 0);
	fcntl(ours, F_SETFL, O_NONBLOCK);
	out = fdopen(theirs, "w");
	cr_assert_eq(summary_print(&summary, out), 0);
	while ((got = read(ours, text + length, sizeof text - 1 - length)) > 0)
		length += got;
	fclose(out);
	close(ours);
	*printed = strstr(text, word);
	for (char *line; (line = strsep(&rest, "\r\n"));)
		if (strncmp(line, "All cases", 9) != 0 && strncmp(line, "Medians", 7) != 0 &&
		    strncmp(line, "No room", 7) != 0 && strlen(line) > widest)
			widest = strlen(line);
	return widest;
}

Test(summary, table_is_no_wider_than_the_terminal)
{
	static const unsigned short widths[] = {200, 120, 100, 80, 60, 40, 20};
	bool printed;

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		size_t widest = widest_line(widths[i], "throughput", &printed);

		cr_assert_leq(widest, widths[i], "%zu > %d", widest, widths[i]);
		cr_assert_gt(widest, 0);
	}
	widest_line(200, "No room", &printed);
	cr_assert_not(printed);
	widest_line(80, "No room for: ", &printed);
	cr_assert(printed);
}
