// SPDX-License-Identifier: MIT

// Figures that are not against tasks: which cases of a run they take, what their titles say of
// known trials, and what is written beside the pictures.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/plot.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/figure/axis.h"
#include "harness/figure/pairs.h"
#include "harness/figure/rungs.h"
#include "harness/tests/charted.h"
#include "harness/figure/chart.h"
#include "harness/figure/collision.h"
#include "harness/figure/index.h"
#include "harness/figure/svg.h"

// A trial's facts; what is not said is that of a variable raced by 2 threads without protection.
struct fact {
	const char *structure, *sync, *class, *task, *pattern, *granularity, *cpus;
	int64_t count, slots;
	double ns; /* per increment and task */
	double lost;
	double luckiest; /* share of the task that did most, of two */
	double handoff;
	double handovers; /* share of the increments, of a lock; 0: not counted */
};

enum {
	OPS = 1000000
};

static const char *or_else(const char *word, const char *initial)
{
	return word ? word : initial;
}

static struct row row_of(const struct fact *fact)
{
	struct row row;
	double ns = fact->ns > 0 ? fact->ns : 10;

	row_init(&row);
	row.structure = or_else(fact->structure, "variable");
	row.sync = or_else(fact->sync, "none");
	row.class = or_else(fact->class, "unsynchronized");
	row.task = or_else(fact->task, "thread");
	row.pattern = or_else(fact->pattern, "");
	row.granularity = or_else(fact->granularity, "");
	row.cpus = or_else(fact->cpus, "0 1");
	row.hosts = strcmp(row.task, "rank") == 0 ? "a a" : "";
	row.count = fact->count ? fact->count : 2;
	row.slots = fact->slots ? fact->slots : COUNT_EMPTY;
	row.place = "compact";
	row.hold_ns = row.think_ns = 0;
	row.outcome = "ok";
	row.ops = OPS;
	row.lost = llround(fact->lost * OPS);
	row.observed = row.ops - row.lost;
	row.ns_per_op = ns;
	row.throughput_per_s = 1e9 * (double)row.count / ns;
	row.goodput_per_s = row.throughput_per_s * (1 - fact->lost);
	if (fact->luckiest > 0) {
		row.ops_max = llround(fact->luckiest * OPS);
		row.ops_min = OPS - row.ops_max;
		row.jain = 1;
	}
	if (fact->handovers > 0)
		row.handovers = llround(fact->handovers * OPS);
	if (fact->handoff > 0)
		row.handoff_ns = fact->handoff;
	return row;
}

static void chart_facts(struct charted *b, const struct fact *facts)
{
	size_t nr = 0;

	for (; facts[nr].count || facts[nr].ns > 0; nr++) {
		b->row[nr] = row_of(&facts[nr]);
		b->row[nr].block = (int64_t)nr;
	}
	charted_build(b, nr);
}

// The title of the figure, or why it was left out.
static void title_is(const char *name, const struct fact *facts, const char *expected)
{
	struct charted b;

	chart_facts(&b, facts);
	charted_expect_title(&b, name, expected);
	charted_fini(&b);
}

#define FETCH_ADD .sync = "fetch_add", .class = "atomic"
#define MUTEX	  .sync = "mutex", .class = "locked"

Test(finding, wrong_numbers_are_counted_run_by_run)
{
	const struct fact facts[] = {{.ns = 3, .lost = 0.5},	    {.ns = 3, .lost = 0},
				     {.ns = 3, .lost = 0.000001},   {.ns = 1, .count = 1},
				     {FETCH_ADD, .ns = 10},	    {MUTEX, .ns = 60},
				     {MUTEX, .count = 1, .ns = 15}, {0}};

	title_is("wrong_number", facts,
		 "2 of 3 unsynchronized runs of 2 threads end with a wrong number; synchronized "
		 "ones: 0 of 2");
	title_is("wrong_number", &facts[4],
		 "0 of 2 synchronized runs of 2 threads on a variable end with a wrong number");
	title_is("wrong_number", &facts[6],
		 "wrong_number: no two tasks were raced; --count 2 --sync none,mutex,fetch_add "
		 "would give it");
}

Test(finding, rate_says_how_far_from_ideal_the_best_line_is)
{
	const struct fact facts[] = {{.count = 1, .ns = 1},
				     {.count = 2, .ns = 4},
				     {FETCH_ADD, .count = 1, .ns = 5},
				     {FETCH_ADD, .count = 2, .ns = 8},
				     {0}};

	title_is("rate", facts,
		 "2 threads increment a variable 1.2 times as fast as 1 at best, by fetch_add; "
		 "ideal would be 2 times");
	title_is("rate", &facts[3],
		 "2 threads make 250 million increments of a variable a second, by fetch_add");
}

Test(finding, false_sharing_names_the_distance_from_which_it_is_gone)
{
	const struct fact facts[] = {
	    {.structure = "array", .slots = 8, .pattern = "own:64", .ns = 2.2},
	    {.structure = "array", .slots = 8, .pattern = "own:128", .ns = 2},
	    {.structure = "array", .slots = 8, .pattern = "own:8", .ns = 9},
	    {.structure = "array", .slots = 8, .pattern = "own:32", .ns = 10},
	    {.structure = "array", .slots = 8, .pattern = "uniform", .ns = 20},
	    {0}};
	const struct fact noisy[] = {
	    {.structure = "array", .slots = 8, .pattern = "own:64", .ns = 8},
	    {.structure = "array", .slots = 8, .pattern = "own:64", .ns = 8},
	    {.structure = "array", .slots = 8, .pattern = "own:64", .ns = 10},
	    facts[2],
	    {0}};

	title_is("false_sharing", facts,
		 "Two counters that nobody shares: 9.0 ns an increment 8 bytes apart, 2.2 ns from "
		 "64 bytes on (unsynchronized)");
	title_is("false_sharing", &facts[2],
		 "No false sharing to be seen: 9.0 ns an increment 8 bytes apart, 10 ns 32 bytes "
		 "apart (unsynchronized)");
	title_is("false_sharing", noisy,
		 "False sharing cannot be told from noise: 9.0 ns an increment 8 bytes apart, 8.0 "
		 "ns 64 bytes apart (unsynchronized)");
	title_is("false_sharing", &facts[3],
		 "false_sharing: fewer than two distances between own counters were measured; "
		 "--structure array --count 2 --pattern own:8,own:64,own:128 would give it");
}

Test(finding, lost_slots_compares_with_chance)
{
	const struct fact facts[] = {
	    {.structure = "array", .pattern = "uniform", .slots = 1, .lost = 0.44, .ns = 5},
	    {.structure = "array", .pattern = "uniform", .slots = 64, .lost = 0.02, .ns = 5},
	    {.structure = "array", .pattern = "same", .slots = 64, .lost = 0.40, .ns = 5},
	    {0}};

	title_is("lost_slots", facts,
		 "2 threads lose 44 % in an array of 1 slot, 2.0 % in one of 64; chance alone: 50 "
		 "% and 0.78 %");
	title_is("lost_slots", &facts[1],
		 "lost_slots: fewer than two numbers of slots were raced for without protection; "
		 "--structure array,hashtable --sync none --count 2 --slots 1,16,256 would give "
		 "it");
}

// N tasks each in the middle of a cell of m, all m^N ways: of those in one cell one survives.
static double by_counting(int n, int m)
{
	int ways = 1, survivors = 0;

	for (int i = 0; i < n; i++)
		ways *= m;
	for (int way = 0; way < ways; way++) {
		unsigned taken = 0;

		for (int i = 0, rest = way; i < n; i++, rest /= m)
			taken |= 1u << rest % m;
		survivors += __builtin_popcount(taken);
	}
	return 1 - (double)survivors / ((double)n * ways);
}

Test(finding, the_collision_model_counts_every_way_to_collide)
{
	for (int n = 1; n <= 5; n++)
		for (int m = 1; m <= 6; m++)
			cr_expect_float_eq(collision_lost_share(n, m), by_counting(n, m), 1e-12,
					   "%d tasks, %d slots", n, m);
	cr_expect_float_eq(collision_lost_share(2, 1 << 24), 0.5 / (1 << 24), 1e-15);
}

Test(finding, granularity_claims_only_what_intervals_tell)
{
	const struct fact facts[] = {
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "global", .ns = 60},
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "each", .ns = 40},
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "each", .ns = 70},
	    {0}};
	const struct fact sure[] = {facts[0], facts[1], {0}};

	title_is("granularity", sure,
		 "64 locks instead of 1: 2 threads make 1.5 times as many increments of an array "
		 "(mutex)");
	title_is("granularity", facts,
		 "64 locks instead of 1 make no sure difference for 2 threads on an array "
		 "(mutex)");
}

Test(finding, points_stand_along_the_axis)
{
	const struct fact facts[] = {
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "each", .ns = 40},
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "striped:8", .ns = 50},
	    {.structure = "array", MUTEX, .slots = 64, .granularity = "global", .ns = 60},
	    {0}};
	const int64_t expected[] = {1, 8, 64};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, facts);
	cr_assert_eq(chart_build(&chart, charted_figure("granularity"), &b.material, &c), 0);
	cr_assert_eq(chart.nr_points, 3);
	for (size_t i = 0; i < 3; i++) {
		cr_expect_eq(chart.points[i].x, expected[i]);
		cr_expect_eq(chart.xs[i], expected[i]);
	}
	chart_fini(&chart);
	charted_fini(&b);
}

Test(finding, a_hash_table_has_a_lock_for_each_bucket)
{
	struct row row =
	    row_of(&(struct fact){.structure = "hashtable", .slots = 100, .granularity = "each"});

	cr_expect_eq(axis_value(X_LOCKS, &row), 128);
	row.granularity = "striped:12";
	cr_expect_eq(axis_value(X_LOCKS, &row), 12);
	row.granularity = "";
	cr_expect_eq(axis_value(X_LOCKS, &row), 0);
}

Test(finding, fairness_tells_of_the_least_fair_lock)
{
	const struct fact facts[] = {{MUTEX, .ns = 60, .luckiest = 0.505},
				     {.sync = "ttas", .class = "locked", .ns = 30, .luckiest = 0.7},
				     {0}};
	const struct fact fair[] = {facts[0], {0}};

	title_is(
	    "fairness", facts,
	    "Of 2 threads at one lock, ttas lets the luckiest have 70 % of the increments, the "
	    "unluckiest 30 %");
	title_is("fairness", fair,
		 "All locks share out alike: of 2 threads, none got more than 50 % (fair is 50 %)");
}

Test(finding, machine_takes_the_first_two_tasks_of_each_trial)
{
	const struct fact facts[] = {
	    {.ns = 1, .cpus = "0 1", .handoff = 50}, {.ns = 1, .cpus = "1 0", .handoff = 60},
	    {.ns = 1, .cpus = "0 1", .handoff = 70}, {.count = 3, .cpus = "4 0 1", .handoff = 200},
	    {.ns = 1, .cpus = "2 2", .handoff = 1},  {0}};
	struct charted b;
	struct chart chart;
	struct complaint c;

	title_is("machine", facts,
		 "A cache line goes from PU 0 to PU 1 in 60 ns, from PU 0 to PU 4 in 200 ns");
	title_is("machine", &facts[4],
		 "machine: no two tasks were pinned to different PUs; --count 2 would give it");
	chart_facts(&b, facts);
	cr_assert_eq(chart_build(&chart, charted_figure("machine"), &b.material, &c), 0);
	cr_assert_eq(chart.pairs.nr_pus, 3);
	cr_expect_eq(chart.pairs.pus[2], 4);
	cr_expect_eq(chart.pairs.nr, 2);
	cr_expect_eq(chart.pairs.pair[0].ns.nr, 3);
	chart_fini(&chart);
	charted_fini(&b);
}

Test(finding, windows_tell_of_the_case_that_spreads_most)
{
	const struct fact facts[] = {{.ns = 4, .handoff = 50},
				     {.ns = 5, .handoff = 60},
				     {FETCH_ADD, .ns = 10, .handoff = 50},
				     {FETCH_ADD, .ns = 40, .handoff = 230},
				     {0}};

	title_is("windows", facts,
		 "One case, 2 windows: 2 threads make 50 to 200 million increments a second, by "
		 "fetch_add");
	title_is("windows", &facts[3],
		 "2 threads, by fetch_add: 50 million increments a second in the only window");
}

Test(finding, the_ladder_takes_labs_only_where_they_are)
{
	const struct fact facts[] = {{.count = 1, .ns = 1},
				     {FETCH_ADD, .count = 1, .ns = 5},
				     {FETCH_ADD, .ns = 30},
				     {MUTEX, .ns = 90},
				     {0}};
	double us = 12500;
	const struct lab_prices labs = {.thread_ns = median_estimate(&us, 1, 0.95)};
	struct charted b;
	struct chart chart;
	struct complaint c;

	title_is("cost_ladder", facts,
		 "From 1.0 ns (plain) to 90 ns (contended lock): a factor of 90");
	chart_facts(&b, facts);
	b.material.labs = &labs;
	cr_assert_eq(chart_build(&chart, charted_figure("cost_ladder"), &b.material, &c), 0);
	cr_expect_str_eq(chart.title, "From 1.0 ns (plain) to 12 us (thread): a factor of 12500");
	cr_expect_eq(chart.rungs.nr, 5);
	cr_expect_str_eq(chart.rungs.rung[2].detail, "fetch_add by 2 threads");
	chart_fini(&chart);
	charted_fini(&b);
}

Test(finding, a_figure_against_an_axis_leaves_out_what_stands_alone_on_it)
{
	const struct fact facts[] = {
	    {.structure = "array", .pattern = "uniform", .slots = 64, .count = 1, .ns = 1},
	    {.structure = "array", .pattern = "uniform", .slots = 64, .ns = 5},
	    {.structure = "array", .pattern = "uniform", .slots = 1, .ns = 6},
	    {.structure = "array", .pattern = "own:8", .slots = 64, .ns = 7},
	    {.structure = "hashtable", .pattern = "uniform", .slots = 64, .ns = 9},
	    {0}};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, facts);
	cr_assert_eq(chart_build(&chart, charted_figure("cost"), &b.material, &c), 0);
	cr_expect_eq(chart.nr_points, 3, "one line of the array, and the hash table's only point");
	cr_expect_eq(chart.lines.nr, 1);
	cr_expect_str_eq(chart.lines.key[0].label, "none");
	chart_fini(&chart);
	cr_assert_eq(chart_build(&chart, charted_figure("lost_slots"), &b.material, &c), 0);
	cr_expect_eq(chart.nr_xs, 2);
	cr_expect_eq(chart.panels.nr, 2);
	chart_fini(&chart);
	charted_fini(&b);
}

// A folder of its own.
static char folder[32];

static void folder_init(void)
{
	strcpy(folder, "/tmp/racelab-finding-XXXXXX");
	cr_assert(mkdtemp(folder));
}

static const char *in_folder(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(in_folder(name), "w");

	cr_assert(file);
	fputs(text, file);
	fclose(file);
}

static void folder_fini(void)
{
	static const char *const names[] = {"lab-blocking.csv", "lab-spawn.csv", "figures.json",
					    "cost.csv", "x.svg"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(in_folder(names[i]));
	rmdir(folder);
}

Test(finding, labs_are_read_where_they_are, .init = folder_init, .fini = folder_fini)
{
	struct lab_prices prices;
	struct complaint c;

	cr_assert_eq(lab_prices_load(&prices, folder, &c), 0);
	cr_expect_eq(prices.switch_ns.nr, 0);
	put("lab-blocking.csv", "lock,repeat,handover_us\n\"mutex\",1,50\n\"spin\",1,1\n"
				"\"mutex\",2,70\n\"mutex\",3,\n");
	put("lab-spawn.csv", "task,touched_mib,start_join_us,detail\n\"thread\",64,99,\n"
			     "\"thread\",0,12.5,\n\"fork\",0,100,\"a,\"\"b\"\n\"fork\",0");
	cr_assert_eq(lab_prices_load(&prices, folder, &c), 0);
	cr_expect_eq(prices.switch_ns.median, 60000);
	cr_expect_eq(prices.thread_ns.nr, 1);
	cr_expect_eq(prices.thread_ns.median, 12500);
	cr_expect_eq(prices.process_ns.median, 100000);
}

static json_t *entry(const char *name, const char *finding)
{
	return json_pack("[{s:s, s:s, s:s}]", "name", name, "finding", finding, "lesson", "why");
}

Test(finding, figures_json_keeps_what_was_drawn_before, .init = folder_init, .fini = folder_fini)
{
	json_t *first = entry("cost", "old"), *second = entry("windows", "new"), *read;
	struct complaint c;

	put("cost.csv", "");
	cr_assert_eq(index_write(first, folder, &c), 0);
	cr_assert_eq(index_write(second, folder, &c), 0);
	read = json_load_file(in_folder("figures.json"), 0, NULL);
	cr_assert_eq(json_array_size(read), 2);
	cr_expect_str_eq(json_string_value(json_object_get(json_array_get(read, 0), "finding")),
			 "old");
	json_decref(read);
	unlink(in_folder("cost.csv"));
	cr_assert_eq(index_write(second, folder, &c), 0);
	read = json_load_file(in_folder("figures.json"), 0, NULL);
	cr_expect_eq(json_array_size(read), 1, "its CSV is gone");
	json_decref(read);
	json_decref(first);
	json_decref(second);
}

static const char drawn[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Gnuplot</title><desc>Produced</desc>"
    "<g id=\"gnuplot_plot_1\"><title>gnuplot_plot_1</title><g "
    "onmousemove=\"gnuplot_svg.showHypertext(evt,'2 tasks: 3 ns')\" "
    "onmouseout=\"gnuplot_svg.hideHypertext()\"><title> </title></g></g></svg>";

Test(finding, svg_says_its_figures_without_a_script, .init = folder_init, .fini = folder_fini)
{
	json_t *index = entry("x", "1 < 2 & 3");
	struct complaint c;
	char text[1024] = "";
	FILE *file;

	put("x.svg", drawn);
	cr_assert_eq(svg_finish(folder, "x", index, &c), 0);
	file = fopen(in_folder("x.svg"), "r");
	cr_assert(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	cr_expect(strstr(text, "<title>1 &lt; 2 &amp; 3</title><desc>why</desc>"));
	cr_expect(strstr(text, "<g><title>2 tasks: 3 ns</title></g>"));
	cr_expect_null(strstr(text, "gnuplot_svg"));
	cr_expect_null(strstr(text, "<title>gnuplot_plot_1"));
	put("x.svg", "half a <svg");
	cr_expect_eq(svg_finish(folder, "x", index, &c), -1);
	json_decref(index);
}

// A small run that has the data of every figure.
static const struct fact everything[] = {
    {.count = 1, .ns = 1},
    {.ns = 4, .lost = 0.5, .handoff = 50},
    {.ns = 5, .lost = 0.4, .handoff = 60, .task = "process"},
    {FETCH_ADD, .count = 1, .ns = 5},
    {FETCH_ADD, .ns = 20, .handoff = 45},
    {MUTEX, .count = 1, .ns = 15},
    {MUTEX, .ns = 60, .luckiest = 0.55, .handoff = 55, .handovers = 0.01},
    {.structure = "array", .slots = 64, .pattern = "own:8", .ns = 9},
    {.structure = "array", .slots = 64, .pattern = "own:64", .ns = 3},
    {.structure = "array", .slots = 1, .pattern = "uniform", .ns = 5, .lost = 0.45},
    {.structure = "array", .slots = 64, .pattern = "uniform", .ns = 5, .lost = 0.02},
    {.structure = "array", MUTEX, .slots = 64, .granularity = "global", .ns = 60},
    {.structure = "array", MUTEX, .slots = 64, .granularity = "each", .ns = 40},
    {.sync = "rma_rw", .class = "remote", .task = "rank", .ns = 9000, .lost = 0.2},
    {0}};

static void write_run(const struct fact *facts, int64_t nr_blocks)
{
	FILE *file = fopen(in_folder("trials.csv"), "w");

	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (int64_t block = 0; block < nr_blocks; block++)
		for (size_t i = 0; facts[i].ns > 0; i++) {
			struct row row = row_of(&facts[i]);

			row.block = block;
			row.position = (int64_t)i;
			row.detail = "";
			row.elapsed_ns = 1000000;
			cr_assert_eq(row_write(file, &row), 0);
		}
	fclose(file);
}

// What racelab explore --figures leaves beside a run.
static void write_explored(void)
{
	FILE *counters = fopen(in_folder("explore-interleavings.csv"), "w");
	FILE *programs = fopen(in_folder("explore-models.csv"), "w");

	cr_assert(counters && programs);
	fputs("tasks,ops,value,interleavings,raced,seen,machine\n2,1,1,4,,,\n", counters);
	fputs("program,outcome,tasks,sc,tso,rc11,raced,seen,detail,machine\np,0,2,,,,,,,\n",
	      programs);
	fclose(counters);
	fclose(programs);
}

static void expect_drawn(const char *name)
{
	char path[64];
	xmlDoc *svg;

	snprintf(path, sizeof path, "figures/%s.svg", name);
	svg = xmlReadFile(in_folder(path), NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	cr_expect(svg, "%s was not drawn", name);
	xmlFreeDoc(svg);
	unlink(in_folder(path));
	snprintf(path, sizeof path, "figures/%s.csv", name);
	unlink(in_folder(path));
	snprintf(path, sizeof path, "figures/%s.gp", name);
	unlink(in_folder(path));
}

Test(finding, one_run_can_have_every_figure, .init = folder_init, .fini = folder_fini,
     .timeout = 60)
{
	json_t *index;

	cr_redirect_stdout();
	cr_redirect_stderr();
	write_run(everything, 3);
	write_explored();
	cr_assert_eq(plot_directory(folder, 1u << DRAW_SVG, PLOT_ALL_FIGURES), EXIT_DONE);
	index = json_load_file(in_folder("figures/figures.json"), 0, NULL);
	cr_expect_eq(json_array_size(index), catalog_nr_figures() - 1);
	json_decref(index);
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		if (strcmp(catalog_figure(i)->name, "fleet") != 0) /* of many machines */
			expect_drawn(catalog_figure(i)->name);
	unlink(in_folder("figures/figures.json"));
	rmdir(in_folder("figures"));
	unlink(in_folder("explore-interleavings.csv"));
	unlink(in_folder("explore-models.csv"));
	unlink(in_folder("trials.csv"));
}
