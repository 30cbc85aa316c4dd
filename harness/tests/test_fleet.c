// SPDX-License-Identifier: MIT

// Many machines: estimates are over machines, titles say what differs between them, and each is
// judged by itself.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/fleet.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/legend.h"
#include "harness/store/fleet_load.h"
#include "harness/store/runs.h"
#include "harness/store/store.h"
#include "harness/tests/charted.h"
#include "harness/tests/made_fleet.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

// Three machines of two families, twice and four times as fast; none loses a tenth of what it is
// faster.
static const struct made_host hosts[] = {
    {.directory = "a",
     .name = "east",
     .cpu_model = "AMD EPYC 7763 64-Core Processor",
     .nr_rows = MADE_ROWS,
     .seed = 1},
    {.directory = "b",
     .name = "west",
     .cpu_model = "AMD EPYC 9354 32-Core Processor",
     .nr_rows = MADE_ROWS,
     .seed = 2,
     .speed = 2},
    {.directory = "c",
     .name = "south",
     .cpu_model = "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz",
     .nr_rows = MADE_ROWS,
     .seed = 3,
     .speed = 4,
     .broken = true},
};

static void set_up(void)
{
	program_enter();
	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
		made_host_write(&hosts[i]);
	program_expect("merge a b c -o fleet.db", 0, "");
}

TestSuite(fleet, .init = set_up, .fini = program_leave, .timeout = 240);

static void load(struct fleet *fleet)
{
	const struct choice all = {0};
	struct store store;
	struct runs runs;
	struct complaint c;

	cr_assert_eq(store_open(&store, "fleet.db", &c), 0, "%s", c.text);
	cr_assert_eq(runs_load(&runs, &store, &all, &c), 0, "%s", c.text);
	store_close(&store);
	cr_assert_eq(fleet_load(fleet, "fleet.db", &runs, &c), 0, "%s", c.text);
	runs_fini(&runs);
}

static const struct case_summary *case_of(const struct summary *summary, const char *sync)
{
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (strcmp(summary->cases[i].axes->sync, sync) == 0)
			return &summary->cases[i];
	cr_assert_fail("no case of %s", sync);
	return NULL;
}

Test(fleet, estimates_are_medians_of_medians)
{
	const struct case_summary *over, *middle;
	struct fleet fleet;
	double low, high;

	load(&fleet);
	cr_assert_eq(fleet.nr, 3);
	cr_assert_eq(fleet.rows.nr_rows, 3 * MADE_ROWS);
	cr_assert_str_eq(fleet.machine[1].label, "west");
	cr_assert_str_eq(fleet.machine[2].family, "Intel Xeon Platinum");
	over = case_of(&fleet.over, "none");
	middle = case_of(&fleet.machine[1].summary, "none");
	cr_assert_eq(over->lost_share.nr, 3);
	cr_assert_eq(over->lost_share.median, middle->lost_share.median);
	cr_assert_eq(over->ns_per_op.median, middle->ns_per_op.median);
	cr_assert_eq(over->outcomes[OUTCOME_OK] + over->outcomes[OUTCOME_HUNG], MADE_ROWS);
	cr_assert_eq(
	    fleet_range(&fleet, over, offsetof(struct case_summary, lost_share), &low, &high), 3);
	cr_assert_eq(low, case_of(&fleet.machine[0].summary, "none")->lost_share.median);
	cr_assert_eq(high, case_of(&fleet.machine[2].summary, "none")->lost_share.median);
	fleet_fini(&fleet);
}

static void expect_title(const struct fleet *fleet, const char *name, const char *title)
{
	struct legend legend;
	const struct material material = {
	    .rows = &fleet->rows, .summary = &fleet->over, .legend = &legend, .fleet = fleet};
	struct chart chart;
	struct complaint c;

	cr_assert_eq(legend_build(&legend, &fleet->over), 0);
	if (chart_build(&chart, charted_figure(name), &material, &c)) {
		cr_expect_str_eq(c.text, title);
	} else {
		cr_expect_str_eq(chart.title, title);
		chart_fini(&chart);
	}
	legend_fini(&legend);
}

Test(fleet, titles_say_what_differs)
{
	struct fleet fleet;

	load(&fleet);
	expect_title(&fleet, "fleet",
		     "2 threads lose 40 % on south (Intel Xeon Platinum) of their unsynchronized "
		     "increments of a variable, 10 % on east (AMD EPYC)");
	expect_title(&fleet, "lost_share",
		     "2 threads lose 10 to 40 % of their unsynchronized increments of a variable, "
		     "by machine; on half of 3, more than 20 %");
	expect_title(
	    &fleet, "cost",
	    "2 threads pay 10 to 40 ns for each of their increments of a variable by mutex, "
	    "on 3 machines: a factor of 4.0");
	expect_title(&fleet, "machine",
		     "A cache line goes from PU to PU in 11 ns on south and in 41 ns on east (3 "
		     "machines)");
	expect_title(&fleet, "windows", "windows: is of one machine; --machine NAME would give it");
	fleet_fini(&fleet);
}

// A case that does not fit on most machines is another one where it does.
Test(fleet, machines_where_it_does_not_fit_do_not_count)
{
	struct fleet fleet;
	double low, high;

	load(&fleet);
	for (size_t i = 0; i < fleet.machine[2].rows.nr_rows; i++)
		fleet.machine[2].rows.row[i].detail = "oversubscribed";
	for (size_t i = 0; i < fleet.nr; i++)
		summary_fini(&fleet.machine[i].summary);
	summary_fini(&fleet.over);
	cr_assert_eq(fleet_summarise(&fleet), 0);
	cr_assert_not(case_of(&fleet.over, "none")->oversubscribed);
	cr_assert_eq(case_of(&fleet.over, "none")->lost_share.nr, 2);
	cr_assert_eq(fleet_range(&fleet, case_of(&fleet.over, "none"),
				 offsetof(struct case_summary, lost_share), &low, &high),
		     2);
	cr_assert_lt(high, 0.21);
	fleet_fini(&fleet);
}

Test(fleet, each_machine_is_judged_by_itself)
{
	struct program program;

	program_run(&program, &usual, "check fleet.db", 1, "");
	cr_assert(strstr(program.out.text,
			 "south: variable mutex thread 2 compact, block 0: lost 1 of 4000001 "
			 "updates"),
		  "%s", program.out.text);
	program_fini(&program);
	program_run(&program, &usual, "check fleet.db --format json", 1, "");
	cr_assert(strstr(program.out.text, "\"south: variable mutex thread 2 compact\""));
	program_fini(&program);
	program_expect("check fleet.db --baseline a", 64, NULL);
}

static void expect_in(const char *text, const char *what)
{
	cr_expect(strstr(text, what), "%s", what);
}

Test(fleet, has_a_report)
{
	char *page;

	program_expect("report fleet.db", 0, NULL);
	page = program_read("fleet-report/report.html", NULL);
	expect_in(page, "<h1>Race conditions on 3 machines</h1>");
	expect_in(page, "on 3 machines (2 AMD EPYC, 1 Intel Xeon Platinum)");
	expect_in(page, "<th scope=\"row\">south</th><td>Intel Xeon Platinum</td>");
	expect_in(page, "<strong>fail</strong>, ");
	expect_in(page, "<h2>The machines</h2>");
	expect_in(page, "<code>racelab show fleet.db --format csv</code>");
	cr_expect_not(strstr(page, "synthetic"));
	for (int i = 0; i < 4; i++) {
		static const char *const names[] = {"fleet", "lost_share", "cost", "machine"};
		char id[64];

		snprintf(id, sizeof id, "id=\"figure-%s\"", names[i]);
		expect_in(page, id);
	}
	free(page);
}

// As scripts/synthetic-fleet marks them.
static void make_synthetic(const char *path)
{
	static const char before[] = "\"nr_pus\": 2";
	char *text = program_read(path, NULL), *at = strstr(text, before);
	FILE *file = fopen(path, "w");

	cr_assert(at && file);
	fprintf(file, "%.*s\"synthetic\": true, %s", (int)(at - text), text, at);
	cr_assert_eq(fclose(file), 0);
	free(text);
}

static void expect_on_page(const char *store, const char *what)
{
	char command[64], path[64], *page;

	snprintf(command, sizeof command, "report %s.db", store);
	snprintf(path, sizeof path, "%s-report/report.html", store);
	program_expect(command, 0, NULL);
	page = program_read(path, NULL);
	expect_in(page, what);
	free(page);
}

Test(fleet, says_which_machines_there_are_not)
{
	make_synthetic("a/run.json");
	program_expect("merge a b c -o mixed.db --anonymous", 0, "");
	expect_on_page("mixed", "<strong>1 of them is synthetic:");
	expect_on_page("mixed", "<th scope=\"row\">machine 1 (synthetic)</th>");
	expect_on_page("mixed", "3 machines, 1 of them synthetic");
	make_synthetic("b/run.json");
	program_expect("merge a b -o made.db", 0, "");
	expect_on_page("made", "<strong>All of them are synthetic:");
	expect_on_page("made", "2 synthetic machines");
}

Test(fleet, is_drawn_in_all_formats)
{
	struct program program;

	program_run(&program, &usual,
		    "plot fleet.db --format svg,png,pdf --only fleet,cost,machine", 0, NULL);
	program_fini(&program);
	cr_assert_eq(access("fleet-report/figures/fleet.pdf", R_OK), 0);
	cr_assert_eq(access("fleet-report/figures/machine.png", R_OK), 0);
	program_expect("plot a --only fleet", 64, NULL);
	program_expect("plot fleet.db --machine west --only cost", 0, NULL);
}
