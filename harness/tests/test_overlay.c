// SPDX-License-Identifier: MIT

// Other machines' figures over a run's own: which, where, from whom, and none that were not asked
// for.

#include <libxml/parser.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/figure/published.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(overlay, .init = program_enter, .fini = program_leave, .timeout = 60);

#define MCKENNEY "\"P. E. McKenney, perfbook, CodeSamples/count/data\"\n"

static void file_is(const char *path, const char *expected)
{
	char *text = program_read(path, NULL);

	cr_expect_str_eq(text, expected);
	free(text);
}

static void says(const char *path, const char *words)
{
	xmlDoc *svg = drawn_read(path);

	cr_expect(drawn_says(xmlDocGetRootElement(svg), words), "%s lacks '%s'", path, words);
	xmlFreeDoc(svg);
}

Test(overlay, published_shares_are_laid_over_the_variables_line_as_far_as_eight_times_its_tasks)
{
	drawn_take_run("run");
	program_expect("plot run --only lost_share --overlay published", 0, NULL);
	/* the reference run has two tasks at most */
	file_is("run/figures/lost_share.overlay.csv",
		"overlay,panel,line,kind,count,value,series,sync,source\n"
		"1,1,1,1,2,0.499,\"Xeon Platinum 8176\",\"none\"," MCKENNEY
		"1,1,1,1,3,0.663,\"Xeon Platinum 8176\",\"none\"," MCKENNEY
		"1,1,1,1,4,0.747,\"Xeon Platinum 8176\",\"none\"," MCKENNEY
		"1,1,1,1,8,0.873,\"Xeon Platinum 8176\",\"none\"," MCKENNEY
		"1,1,1,1,16,0.935,\"Xeon Platinum 8176\",\"none\"," MCKENNEY
		"2,1,1,1,2,0.498,\"AMD Milan\",\"none\"," MCKENNEY
		"2,1,1,1,3,0.653,\"AMD Milan\",\"none\"," MCKENNEY
		"2,1,1,1,4,0.723,\"AMD Milan\",\"none\"," MCKENNEY
		"2,1,1,1,8,0.857,\"AMD Milan\",\"none\"," MCKENNEY);
	says("run/figures/lost_share.svg", "Xeon Platinum 8176");
	says("run/figures/lost_share.svg",
	     "hollow marks: Xeon Platinum 8176, AMD Milan: P. E. McKenney, perfbook, "
	     "CodeSamples/count/data");
}

Test(overlay, published_rates_are_computed_from_ns_and_only_of_what_loses_nothing)
{
	char *csv;

	drawn_take_run("run");
	program_expect("plot run --only goodput --overlay published", 0, NULL);
	csv = program_read("run/figures/goodput.overlay.csv", NULL);
	/* 4 tasks at 96 ns each do 4 / 96e-9 = 41.7 million a second */
	cr_expect(strstr(csv, ",4,41666666.7,\"Core i7-6700HQ\",\"fetch_add\","), "%s", csv);
	cr_expect_null(strstr(csv, "\"none\""));
	free(csv);
	says("run/figures/goodput.svg", "A Concurrency Cost Hierarchy; rates computed from ns");
}

Test(overlay, another_run_is_laid_over_the_same_cases_and_named_by_its_machine)
{
	char *csv;

	drawn_take_run("run");
	drawn_take_run("other");
	program_expect("plot run --only cost --overlay other", 0, NULL);
	csv = program_read("run/figures/cost.overlay.csv", NULL);
	cr_expect(strstr(csv, ",\"AMD EPYC, 2 PUs\",\"mutex\",\"other, AMD EPYC, 2 PUs"), "%s",
		  csv);
	free(csv);
	says("run/figures/cost.svg", "hollow marks: AMD EPYC, 2 PUs: other, AMD EPYC, 2 PUs");
}

Test(overlay, without_being_asked_for_it_goes_away)
{
	char *script;

	drawn_take_run("run");
	program_expect("plot run --only cost --overlay published", 0, NULL);
	program_expect("plot run --only cost", 0, NULL);
	cr_expect_neq(access("run/figures/cost.overlay.csv", F_OK), 0);
	script = program_read("run/figures/cost.gp", NULL);
	cr_expect_null(strstr(script, "overlay"));
	free(script);
}

Test(overlay, what_cannot_be_laid_over_is_refused)
{
	drawn_take_run("run");
	program_expect("plot run --overlay nowhere", 64,
		       "racelab: --overlay: 'nowhere' is no result directory; name one that "
		       "racelab run wrote (it holds trials.csv)\n");
	program_expect("plot run --overlay=", 64,
		       "racelab: --overlay: name a result directory, or 'published'\n");
}

Test(overlay, what_fits_no_figure_is_said)
{
	drawn_take_run("run");
	program_expect("plot run --only threads_processes --overlay published", 0,
		       "racelab: --overlay has no case in common with these figures; nothing was "
		       "laid over them\n"
		       "to look at them: xdg-open run/figures/threads_processes.svg\n");
}

#define HEADER "figure,series,sync,source,count,value\n"

static const struct {
	const char *table, *complaint;
} tables[] = {
    {"figure,series,sync,count,value\n",
     "t.csv:1: its columns are not figure,series,sync,source,count,value"},
    {HEADER "cost,a,none,b,1\n", "t.csv:2: too few fields"},
    {HEADER "cost,a,none,b,1,2,3\n", "t.csv:2: too many fields"},
    {HEADER "cost,a,none,b,1,2\ncost,a,none,b,0,2\n", "t.csv:3: count is no number of tasks"},
    {HEADER "cost,a,none,b,two,2\n", "t.csv:2: count is no number of tasks"},
    {HEADER "cost,a,none,b,2,nan\n", "t.csv:2: value is no number"},
    {HEADER "cost,a,none,b,2,-1\n", "t.csv:2: value is no number"},
    {HEADER "0123456789012345678901234567890123,a,none,b,2,1\n",
     "t.csv:2: a word that is too long"},
};

Test(overlay, a_damaged_table_is_refused_with_its_line)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct published published;
		struct complaint c;
		FILE *file = fopen("t.csv", "w");

		fputs(tables[i].table, file);
		fclose(file);
		cr_expect_eq(published_load(&published, "t.csv", &c), -1);
		cr_expect_str_eq(c.text, tables[i].complaint);
	}
}

static bool is_strategy(const char *name)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		if (strcmp(catalog_strategy(i)->name, name) == 0)
			return true;
	return false;
}

Test(overlay, the_published_table_names_strategies_that_there_are)
{
	struct published published;
	struct complaint c;

	cr_assert_eq(published_load(&published, RACELAB_ROOT "/plots/published.csv", &c), 0, "%s",
		     c.text);
	cr_expect_gt(published.nr_rows, 30);
	for (size_t i = 0; i < published.nr_rows; i++)
		cr_expect(is_strategy(published.row[i].sync), "%s", published.row[i].sync);
	published_fini(&published);
}
