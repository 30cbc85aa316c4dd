// SPDX-License-Identifier: MIT

// The figure of ranks: where the tasks of made trials are, which lines they make, also of runs that
// are laid over, and what its title says of them.

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/overlay.h"
#include "harness/figure/ranks_chart.h"
#include "harness/tests/charted.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

// A trial; without hosts it is one of threads. `bound` is what their clocks may be apart by.
struct fact {
	const char *sync, *hosts;
	int64_t count;
	double per_s, lost, bound;
	const char *detail;
};

enum {
	OPS = 1000000
};

static struct row row_of(const struct fact *fact)
{
	struct row row;

	row_init(&row);
	row.structure = "variable";
	row.sync = fact->sync;
	row.class = fact->hosts			 ? "remote"
		    : strcmp(fact->sync, "none") ? "locked"
						 : "unsynchronized";
	row.task = fact->hosts ? "rank" : "thread";
	row.count = fact->count;
	row.place = "compact";
	row.hold_ns = row.think_ns = 0;
	row.outcome = "ok";
	row.detail = fact->detail ? fact->detail : "";
	row.ops = OPS;
	row.lost = llround(fact->lost * OPS);
	row.observed = row.ops - row.lost;
	row.elapsed_ns = llround(1e9 * OPS / fact->per_s);
	row.throughput_per_s = fact->per_s;
	row.goodput_per_s = fact->per_s * (1 - fact->lost);
	row.ns_per_op = 1e9 * (double)fact->count / fact->per_s;
	if (fact->hosts)
		row.hosts = fact->hosts;
	if (fact->bound > 0)
		row.clock_bound_ns = fact->bound;
	return row;
}

// Facts as a run, and others as a run that is laid over it; none of those: NULL.
struct scene {
	struct charted run, other;
	struct overlays overlays;
	struct chart chart;
	struct complaint c;
	int result;
};

static void make_run(struct charted *run, const struct fact *facts)
{
	size_t nr = 0;

	for (; facts[nr].sync; nr++) {
		run->row[nr] = row_of(&facts[nr]);
		run->row[nr].block = (int64_t)nr;
	}
	charted_build(run, nr);
}

static struct scene scene; /* large */

static const struct chart *build(const struct fact *facts, const struct fact *others)
{
	make_run(&scene.run, facts);
	scene.overlays = (struct overlays){0};
	if (others) {
		make_run(&scene.other, others);
		scene.overlays.run[0] = (struct overlay_run){
		    .dir = "other", .rows = scene.other.rows, .summary = scene.other.summary};
		scene.overlays.nr_runs = 1;
	}
	scene.run.material.overlays = &scene.overlays;
	scene.result =
	    chart_build(&scene.chart, charted_figure("ranks"), &scene.run.material, &scene.c);
	return &scene.chart;
}

static void clean(void)
{
	if (!scene.result)
		chart_fini(&scene.chart);
	if (scene.overlays.nr_runs)
		charted_fini(&scene.other);
	charted_fini(&scene.run);
}

// The title, or why there is no figure.
static void title_is(const struct fact *facts, const struct fact *others, const char *expected)
{
	const struct chart *chart = build(facts, others);

	cr_expect_str_eq(scene.result ? scene.c.text : chart->title, expected, "%s",
			 scene.result ? scene.c.text : chart->title);
	clean();
}

static const struct fact within[] = {{"rma_rw", "a", 1, 310000, 0, 0, NULL},
				     {"rma_rw", "a a", 2, 300000, 0.23, 0, NULL},
				     {"rma_fetch_op", "a", 1, 200000, 0, 0, NULL},
				     {"rma_fetch_op", "a a", 2, 210000, 0, 0, NULL},
				     {0}};
static const struct fact across[] = {{"rma_rw", "b", 1, 31000, 0, 900, NULL},
				     {"rma_rw", "b a", 2, 30000, 0.12, 900, NULL},
				     {"rma_fetch_op", "b", 1, 20000, 0, 900, NULL},
				     {"rma_fetch_op", "b a", 2, 21000, 0, 900, NULL},
				     {0}};
static const struct fact threads[] = {
    {"none", NULL, 1, 5e8, 0, 0, NULL},	     {"none", NULL, 2, 2e8, 0.4, 0, NULL},
    {"fetch_add", NULL, 1, 1e8, 0, 0, NULL}, {"fetch_add", NULL, 2, 42e6, 0, 0, NULL},
    {"ttas", NULL, 2, 30e6, 0, 0, NULL},     {0}};

Test(ranks_figure, of_one_place_tells_its_rate_and_what_is_lost)
{
	title_is(
	    within, NULL,
	    "2 ranks within one host make 210 thousand increments a second by rma_fetch_op; by "
	    "rma_rw, 2 lose 23 %");
	title_is(across, NULL,
		 "2 ranks across hosts make 21 thousand increments a second by rma_fetch_op; by "
		 "rma_rw, 2 lose 12 %");
}

Test(ranks_figure, compares_near_with_far)
{
	title_is(across, within,
		 "2 ranks within one host count 10 times as fast as 2 ranks across hosts: 210 "
		 "thousand a second, not 21 thousand (rma_fetch_op); by rma_rw, 2 lose 12 %");
	title_is(within, threads,
		 "2 threads count 200 times as fast as 2 ranks within one host: 42 million a "
		 "second, not 210 thousand (fetch_add, rma_fetch_op); by rma_rw, 2 lose 23 %");
}

// Threads of other counts are no reason to speak of them alone.
Test(ranks_figure, always_speaks_of_ranks)
{
	title_is(within, &threads[4],
		 "2 ranks within one host make 210 thousand increments a "
		 "second by rma_fetch_op; by rma_rw, 2 lose 23 %");
	title_is((const struct fact[]){{"rma_fetch_op", "a a a", 3, 150000, 0, 0, NULL}, {0}},
		 threads,
		 "3 ranks within one host make 150 thousand increments a second by rma_fetch_op");
}

Test(ranks_figure, claims_nothing_where_intervals_overlap)
{
	const struct fact near[] = {{"rma_cas", "a a", 2, 100000, 0, 0, NULL},
				    {"rma_cas", "a a", 2, 300000, 0, 0, NULL},
				    {0}};
	const struct fact far[] = {{"rma_cas", "a b", 2, 90000, 0, 900, NULL},
				   {"rma_cas", "a b", 2, 110000, 0, 900, NULL},
				   {0}};

	title_is(near, far,
		 "2 ranks within one host are not surely faster than 2 ranks across hosts: 200 "
		 "thousand and 100 thousand increments a second (rma_cas)");
}

Test(ranks_figure, says_what_hosts_are_one_machine)
{
	const struct fact facts[] = {
	    {"rma_fetch_op", "h2", 1, 900, 0, 800, "2 hosts on 1 machine"},
	    {"rma_fetch_op", "h2 h1", 2, 950, 0, 800, "oversubscribed; 2 hosts on 1 machine"},
	    {"rma_fetch_op", "h2 h1 h3", 3, 990, 0, 800, "oversubscribed; 3 hosts on 2 machines"},
	    {0}};
	const struct chart *chart = build(facts, NULL);

	cr_assert_eq(scene.result, 0, "%s", scene.c.text);
	cr_expect_str_eq(chart->title,
			 "3 ranks on 3 hosts on 2 machines make 990 increments a second by "
			 "rma_fetch_op (more tasks than PUs)");
	cr_expect_eq(chart->kinds.nr, 1);
	cr_expect_str_eq(chart->kinds.key[0].label, "ranks on 3 hosts on 2 machines");
	clean();
}

static enum ranks_where where(const char *hosts, double bound, const char *detail)
{
	const struct fact fact = {"rma_cas", hosts, 2, 1000, 0, bound, detail};
	struct row row = row_of(&fact);
	const struct row *ok[] = {&row};
	const struct case_summary of = {.axes = &row, .ok = ok, .nr_ok = 1};

	return ranks_where(&of);
}

Test(ranks_figure, whereabouts_are_told_by_hosts_clocks_and_detail)
{
	cr_expect_eq(where(NULL, 0, NULL), RANKS_THREADS);
	cr_expect_eq(where("a", 0, NULL), RANKS_ONE_HOST);
	cr_expect_eq(where("a a a", 0, "oversubscribed"), RANKS_ONE_HOST);
	cr_expect_eq(where("a a b", 0, NULL), RANKS_HOSTS);
	cr_expect_eq(where("a ab", 0, NULL), RANKS_HOSTS);
	cr_expect_eq(where("ab a", 0, NULL), RANKS_HOSTS);
	cr_expect_eq(where("a a", 700, NULL), RANKS_HOSTS); /* the owner is elsewhere */
	cr_expect_eq(where("a b", 700, "2 hosts on 1 machine"), RANKS_FEWER_MACHINES);
	cr_expect_eq(where("a b", 700, "many hosts on 1 machine"), RANKS_HOSTS);
	cr_expect_eq(where("", 0, NULL), NR_RANKS_WHERE);
}

#define NEEDS                                                                                      \
	"ranks: no ranks were raced; mpiexec -n 3 racelab run ranks.ini, by a racelab that was "   \
	"built with MPI=1, would give it"

Test(ranks_figure, is_left_out_without_ranks)
{
	const struct fact moved[] = {
	    {"rma_cas", "a a", 2, 1000, 0, 0, NULL}, {"rma_cas", "a b", 2, 100, 0, 900, NULL}, {0}};

	title_is(threads, NULL, NEEDS);
	title_is(threads, threads, NEEDS);
	title_is(moved, NULL, NEEDS); /* trials of one case that are not of one place */
}

Test(ranks_figure, threads_stand_beside_their_twins_only)
{
	const struct chart *chart = build(threads, within);

	cr_assert_eq(scene.result, 0, "%s", scene.c.text);
	cr_expect(ranks_are_laid_over(chart));
	cr_assert_eq(chart->lines.nr, 2);
	cr_expect_str_eq(chart->lines.key[0].label, "rma_rw / none");
	cr_expect_str_eq(chart->lines.key[1].label, "rma_fetch_op / fetch_add");
	cr_assert_eq(chart->kinds.nr, 2);
	cr_expect_str_eq(chart->kinds.key[0].label, "threads");
	cr_expect_str_eq(chart->kinds.key[1].label, "ranks within one host");
	cr_expect_eq(chart->nr_points, 8); /* without ttas */
	cr_expect(chart->ranks.loses[0]);
	cr_expect_not(chart->ranks.loses[1]);
	clean();
}

Test(ranks_figure, shows_five_strategies_at_most_and_says_so)
{
	static const char *const order[] = {"rma_rw", "rma_fetch_op", "rma_mcs", "message",
					    "rma_cas"};
	const struct fact facts[] = {
	    {"rma_accumulate", "a a", 2, 1, 0, 0, NULL}, {"rma_cas", "a a", 2, 1, 0, 0, NULL},
	    {"rma_ticket", "a a", 2, 1, 0, 0, NULL},	 {"message", "a a", 2, 1, 0, 0, NULL},
	    {"rma_mcs", "a a", 2, 1, 0, 0, NULL},	 {"rma_fetch_op", "a a", 2, 1, 0, 0, NULL},
	    {"rma_rw", "a a", 2, 1, 0, 0, NULL},	 {0}};
	const struct chart *chart = build(facts, NULL);

	cr_assert_eq(scene.result, 0, "%s", scene.c.text);
	cr_assert_eq(chart->lines.nr, RANKS_MOST_LINES);
	for (size_t i = 0; i < RANKS_MOST_LINES; i++)
		cr_expect_str_eq(chart->lines.key[i].label, order[i]);
	cr_expect(chart->ranks.leaves_out);
	clean();
	chart = build(facts + 2, NULL);
	cr_expect_eq(chart->lines.nr, 5);
	cr_expect_not(chart->ranks.leaves_out);
	clean();
}

// Points of two runs are never joined: they can be of other machines.
Test(ranks_figure, a_line_is_of_the_first_run_that_has_it)
{
	const struct fact one[] = {{"rma_cas", "a a", 2, 1000, 0, 0, NULL}, {0}};
	const struct fact more[] = {
	    {"rma_cas", "a", 1, 5000, 0, 0, NULL}, {"rma_cas", "a a", 2, 7000, 0, 0, NULL}, {0}};
	const struct chart *chart = build(one, more);

	cr_assert_eq(chart->nr_points, 1);
	cr_expect_eq(chart->points[0].of->throughput.median, 1000);
	cr_expect_not(ranks_are_laid_over(chart));
	clean();
}

Test(ranks_figure, an_exact_one_that_lost_is_no_longer_called_exact)
{
	const struct fact facts[] = {{"rma_mcs", "a a", 2, 1000, 0.000002, 0, NULL}, {0}};

	title_is(facts, NULL,
		 "2 ranks within one host make 1.0 thousand increments a second by rma_mcs; by "
		 "rma_mcs, 2 lost 2 of 1.0 million");
}

static void write_run(const char *directory, const struct fact *facts)
{
	char *path = directory_file(directory, "trials.csv");
	FILE *file;

	mkdir(directory, 0777);
	file = fopen(path, "w");
	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (size_t i = 0; facts[i].sync; i++) {
		struct row row = row_of(&facts[i]);

		row.block = 0;
		row.position = (int64_t)i;
		cr_assert_eq(row_write(file, &row), 0);
	}
	cr_assert_eq(fclose(file), 0);
	free(path);
}

static void says(const char *path, const char *words)
{
	xmlDoc *svg = drawn_read(path);

	cr_expect(drawn_says(xmlDocGetRootElement(svg), words), "%s lacks '%s'", path, words);
	xmlFreeDoc(svg);
}

static void has(const char *path, const char *words)
{
	char *text = program_read(path, NULL);

	cr_expect(strstr(text, words), "%s lacks '%s'", path, words);
	free(text);
}

TestSuite(ranks_drawn, .init = program_enter, .fini = program_leave, .timeout = 120);

Test(ranks_drawn, from_three_runs_in_all_formats_and_themes)
{
	write_run("across", across);
	write_run("within", within);
	write_run("threads", threads);
	program_expect("plot across --only ranks --overlay within --overlay threads --format "
		       "svg,png,pdf",
		       0, NULL);
	cr_expect_eq(access("across/figures/ranks.png", R_OK), 0);
	cr_expect_eq(access("across/figures/ranks.pdf", R_OK), 0);
	says("across/figures/ranks.svg", "rma_fetch_op / fetch_add");
	says("across/figures/ranks.svg", "ranks across hosts");
	says("across/figures/ranks.svg", "ranks within one host");
	says("across/figures/ranks.svg", "lines also from within, threads");
	says("across/figures/ranks.svg", "2 tasks: 12 % (12 to 12)");
	program_expect("plot across --only ranks --theme print --size 4:3", 0,
		       "to look at them: xdg-open across/figures/ranks.svg\n");
}

Test(ranks_drawn, hosts_of_one_machine_are_marked_as_such)
{
	const struct fact facts[] = {
	    {"rma_rw", "h2 h1", 2, 900, 0.2, 800, "oversubscribed; 2 hosts on 1 machine"}, {0}};

	write_run("run", facts);
	program_expect("plot run --only ranks", 0,
		       "to look at them: xdg-open run/figures/ranks.svg\n");
	says("run/figures/ranks.svg", "2 ranks on 2 hosts on 1 machine make 900 increments");
	says("run/figures/ranks.svg", "ranks on 2 hosts on 1 machine");
	says("run/figures/ranks.svg",
	     "hosts of one machine share its PUs: theirs is no network's speed");
	says("run/figures/ranks.svg", "tasks > PUs");
}

Test(ranks_drawn, a_report_has_it_where_ranks_raced)
{
	write_run("run", within);
	program_expect("report run", 0, NULL);
	has("run/report.html", "id=\"figure-ranks\"");
}

Test(ranks_drawn, without_ranks_it_is_left_out_with_a_line)
{
	write_run("run", threads);
	program_expect("plot run --only ranks", 64,
		       "racelab: left out " NEEDS "\nracelab: run: no figure could be drawn\n");
}

Test(ranks_drawn, a_run_that_gives_no_line_is_said)
{
	write_run("run", within);
	program_expect("plot run --only ranks --overlay run", 0,
		       "racelab: --overlay has no case in common with these figures; nothing was "
		       "laid over them\nto look at them: xdg-open run/figures/ranks.svg\n");
}
