// SPDX-License-Identifier: MIT

// racelab show --sort --filter --columns, on golden/summary.csv: as functions, and through the
// program. Expected is always the list of cases that come out, by their places in the catalogue's
// order (see test_summary.c).

#include "harness/data/selection.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/column.h" // IWYU pragma: keep (0.18 sees no enumerators)
#include "harness/data/summary.h"
#include "harness/data/summary_columns.h"
#include "harness/tests/program.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

static struct rows rows;
static struct summary summary;
static const struct row *places[16];

static void load(void)
{
	struct complaint c;

	cr_assert_eq(rows_load(&rows, GOLDEN "summary.csv", &c), 0, "%s", c.text);
	cr_assert_eq(summary_build(&summary, &rows), 0);
	for (size_t i = 0; i < summary.nr_cases; i++)
		places[i] = summary.cases[i].axes;
}

static void unload(void)
{
	summary_fini(&summary);
	rows_fini(&rows);
}

TestSuite(selection, .init = load, .fini = unload);

// The cases that are left, "0 3 1".
static const char *listing(void)
{
	static char text[128];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < summary.nr_cases; i++)
		for (size_t place = 0; place < 16; place++)
			if (places[place] == summary.cases[i].axes)
				used += (size_t)sprintf(text + used, used ? " %zu" : "%zu", place);
	return text;
}

Test(selection, filters)
{
	static const struct {
		const char *filter, *left;
	} cases[] = {
	    {"sync=mutex", "3 4 5"},
	    {"sync=mutex,structure=array", "4 5"},
	    {"sync!=none", "3 4 5 7 8"},
	    {"sync~e", "0 1 2 3 4 5 6 8 9"},
	    {"granularity>striped:2", "5"}, /* by number: 16 is more than 2 */
	    {"granularity=", "0 1 2 3 6 7 8 9"},
	    {"slots!=", "4 5 6 7 8 9"},
	    {"slots=64,structure~tree", "9"},
	    {"count>2", "1"},
	    {"count>=2,count<=2,task=process", "2"},
	    {"count=10", "1"},
	    {"count~1", "1"},
	    {"outcomes~crash", "6"},
	    {"outcomes=6 ok", "3"},
	    {"note=oversubscribed", "1"},
	    {"throughput=", "2 8"},
	    {"throughput>1M,throughput<2M", "6"},
	    {"throughput>1.4e6,throughput<=1500k", "6"},
	    {"lost>10%,lost<20%", "6"},
	    {"lost_share>0.1,lost_share<0.2", "6"},
	    {"overlap=0.75", "6"},
	    {"trials=5", "6"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct filter filter;
		struct complaint c;

		cr_assert_eq(filter_parse(&filter, cases[i].filter, &c), 0, "%s: %s",
			     cases[i].filter, c.text);
		summary_filter(&summary, &filter);
		cr_expect_str_eq(listing(), cases[i].left, "%s: %s", cases[i].filter, listing());
		unload();
		load();
	}
}

Test(selection, orders)
{
	static const char *const keep = "slots=64,structure!=array"; /* 6 7 8 9 */
	static const struct {
		const char *order, *cases;
	} cases[] = {
	    {"sync", "7 6 9 8"},
	    {"-sync", "8 6 9 7"},
	    {"structure", "9 6 7 8"},
	    {"-structure,-sync", "8 6 7 9"},
	    {"count", "6 7 8 9"},
	    {"-count", "6 7 8 9"},
	    {"-structure,sync", "7 6 8 9"},
	    {"granularity,-sync", "8 6 9 7"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct filter filter;
		struct order order;
		struct complaint c;

		cr_assert_eq(filter_parse(&filter, keep, &c), 0, "%s", c.text);
		cr_assert_eq(order_parse(&order, cases[i].order, &c), 0, "%s", c.text);
		summary_filter(&summary, &filter);
		summary_order(&summary, &order);
		cr_expect_str_eq(listing(), cases[i].cases, "%s: %s", cases[i].order, listing());
		unload();
		load();
	}
}

// Whether the largest or the smallest is to come first: what was not measured comes last.
Test(selection, what_was_not_measured_comes_last)
{
	static const char *const orders[] = {"throughput", "-throughput"};
	double before = 0;

	for (size_t i = 0; i < 2; i++) {
		struct order order;
		struct complaint c;

		cr_assert_eq(order_parse(&order, orders[i], &c), 0);
		summary_order(&summary, &order);
		cr_expect_eq(summary.cases[summary.nr_cases - 2].axes, places[2]);
		cr_expect_eq(summary.cases[summary.nr_cases - 1].axes, places[8]);
		for (size_t k = 0; k + 2 < summary.nr_cases; k++) {
			double now = summary.cases[k].throughput.median;

			cr_expect(!k || (i ? now <= before : now >= before));
			before = now;
		}
	}
}

Test(selection, columns_are_found_by_name)
{
	struct complaint c;
	int list[4];

	cr_expect_eq(columns_parse(list, 4, "sync,lost,lost_share", &c), -1);
	cr_expect_str_eq(c.text, "'lost_share' stands twice");
	cr_expect_eq(columns_parse(list, 4, "ns/op,jain,sync", &c), 3);
	cr_expect_eq(list[0], SUMMARY_COST);
	cr_expect_eq(list[1], COLUMN_jain);
	cr_expect_eq(list[2], COLUMN_sync);
	cr_expect_eq(summary_column_find("detail", &c), -1);
	cr_expect_eq(summary_column_find("block", &c), -1);
}

// A run in X with the golden rows.
static void put_run(void)
{
	size_t length;
	char *text = program_read(GOLDEN "summary.csv", &length);
	FILE *file;

	unload();
	program_enter();
	cr_assert_eq(system("mkdir X"), 0);
	file = fopen("X/trials.csv", "w");
	cr_assert_eq(fwrite(text, 1, length, file), length);
	fclose(file);
	free(text);
}

static void clear_run(void)
{
	program_leave();
}

TestSuite(show, .init = put_run, .fini = clear_run, .timeout = 60);

static const struct surroundings usual;

Test(show, takes_columns_sort_and_filter)
{
	static const char expected[] =
	    "All cases: sync mutex, task thread, count 2, place compact\n\n"
	    "structure granularity throughput trials\n"
	    "array     striped:16";
	struct program show;

	program_run(&show, &usual,
		    "show X --quiet --filter sync=mutex --sort structure,-granularity --columns "
		    "structure,granularity,throughput,trials",
		    0, "");
	cr_expect_eq(strncmp(show.out.text, expected, strlen(expected)), 0, "%s", show.out.text);
	program_fini(&show);
	program_run(&show, &usual, "show X --filter sync=nobody", 0, NULL);
	cr_expect_str_eq(show.out.text, "None of 10 cases passes the filter.\n");
	program_fini(&show);
}

Test(show, json_is_filtered_and_sorted_too)
{
	struct program show;
	json_t *json, *cases;

	program_run(&show, &usual, "show X --json --filter sync=mutex --sort -structure", 0, "");
	json = json_loads(show.out.text, 0, NULL);
	cases = json_object_get(json, "cases");
	cr_assert_eq(json_array_size(cases), 3);
	cr_expect_str_eq(json_string_value(json_object_get(json_array_get(cases, 0), "structure")),
			 "variable");
	cr_expect_str_eq(json_string_value(json_object_get(json_array_get(cases, 1), "structure")),
			 "array");
	cr_expect_gt(json_array_size(json_object_get(json, "warnings")), 0);
	json_decref(json);
	program_fini(&show);
}

Test(show, warns_on_standard_error)
{
	struct program show;

	program_run(&show, &usual, "show X", 0, NULL);
	cr_expect(strstr(show.err.text, "\nwarning: 2 of 21 trials crashed, 1 hung (first: "), "%s",
		  show.err.text);
	program_fini(&show);
}

Test(show, mistakes_are_one_line)
{
	static const struct {
		const char *arguments, *line;
	} mistakes[] = {
	    {"--sort thruput", "--sort: 'thruput' is no column; did you mean 'throughput'?"},
	    {"--sort -syn", "--sort: 'syn' is no column; did you mean 'sync'?"},
	    {"--sort sync,,count",
	     "--sort: 'sync,,count' has an empty item; leave out the comma, or name a column"},
	    {"--filter count",
	     "--filter: 'count' is no comparison; write a column, one of = != < <= > >= ~, and a "
	     "value"},
	    {"--filter =3",
	     "--filter: '=3' is no comparison; write a column, one of = != < <= > >= ~, and a "
	     "value"},
	    {"--filter count=two",
	     "--filter: 'two' is no number; use one such as 2, 0.5, 10%, 100M or 20us"},
	    {"--filter count=2x",
	     "--filter: '2x' is no number; use one such as 2, 0.5, 10%, 100M or 20us"},
	    {"--filter stuff=2",
	     "--filter: 'stuff' is no column; use structure, sync, task, count, throughput, lost, "
	     "spread, ...: racelab show --help has all"},
	    {"--columns sync,sync", "--columns: 'sync' stands twice"},
	    {"--columns nope!", "--columns: 'nope!' is no column; did you mean 'note'?"},
	    {"--json --columns sync",
	     "--columns and --json exclude each other: JSON has all of them"},
	};

	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		char arguments[256], line[512];

		snprintf(arguments, sizeof arguments, "show X %s", mistakes[i].arguments);
		snprintf(line, sizeof line, "racelab: %s\n", mistakes[i].line);
		program_expect(arguments, 64, line);
	}
}
