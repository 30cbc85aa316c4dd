// SPDX-License-Identifier: MIT

// Figures: what their titles say of known trials, what gnuplot is given, and that it can draw it.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/plot.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/legend.h"
#include "harness/tests/charted.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/beside.h"

// A trial's facts; ns is per increment and task, lost a share.
struct fact {
	const char *structure, *sync, *class, *task;
	int64_t count;
	double ns, lost;
	bool oversubscribed;
};

enum {
	OPS = 1000000
};

static struct row row_of(const struct fact *fact, int64_t block)
{
	struct row row;

	row_init(&row);
	row.block = block;
	row.structure = fact->structure;
	row.sync = fact->sync;
	row.class = fact->class;
	row.task = fact->task;
	row.count = fact->count;
	row.place = "compact";
	row.hold_ns = row.think_ns = 0;
	row.outcome = "ok";
	row.detail = fact->oversubscribed ? "oversubscribed" : "";
	row.ops = OPS;
	row.lost = llround(fact->lost * OPS);
	row.observed = row.ops - row.lost;
	row.ns_per_op = fact->ns;
	row.elapsed_ns = llround(fact->ns * OPS / (double)fact->count);
	row.throughput_per_s = 1e9 * (double)fact->count / fact->ns;
	row.goodput_per_s = row.throughput_per_s * (1 - fact->lost);
	return row;
}

static void chart_facts(struct charted *b, const struct fact *facts)
{
	size_t nr = 0;

	for (; facts[nr].sync; nr++)
		b->row[nr] = row_of(&facts[nr], 0);
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

#define NONE	  "none", "unsynchronized"
#define FETCH_ADD "fetch_add", "atomic"
#define MUTEX	  "mutex", "locked"

static const struct fact lecture[] = {
    {"variable", NONE, "thread", 1, 1.9, 0, false},
    {"variable", NONE, "thread", 2, 3.2, 0.48, false},
    {"variable", FETCH_ADD, "thread", 1, 5, 0, false},
    {"variable", FETCH_ADD, "thread", 2, 31, 0, false},
    {"variable", MUTEX, "thread", 1, 14, 0, false},
    {"variable", MUTEX, "thread", 2, 95, 0, false},
    {"variable", NONE, "process", 1, 1.9, 0, false},
    {"variable", NONE, "process", 2, 3.3, 0.47, false},
    {"variable", MUTEX, "process", 2, 90, 0, false},
    {"array", NONE, "thread", 2, 4, 0.30, false},
    {0},
};

static const struct fact none_lost[] = {
    {"variable", NONE, "thread", 1, 2, 0, false},
    {"variable", NONE, "thread", 2, 4, 0, false},
    {0},
};

static const struct fact one_task[] = {
    {"array", NONE, "thread", 1, 2, 0, false},
    {"array", FETCH_ADD, "thread", 1, 5, 0, false},
    {"array", FETCH_ADD, "process", 1, 5.1, 0, false},
    {0},
};

static const struct fact processes_only[] = {
    {"hashtable", NONE, "process", 1, 20, 0, false},
    {"hashtable", NONE, "process", 2, 40, 0.25, false},
    {0},
};

static const struct fact one_pu[] = {
    {"variable", NONE, "thread", 1, 2, 0, false},
    {"variable", NONE, "thread", 2, 4, 0.0002, true},
    {"variable", NONE, "thread", 3, 6, 0.0005, true},
    {0},
};

static const struct fact exact_only[] = {
    {"variable", MUTEX, "thread", 1, 14, 0, false},
    {"variable", MUTEX, "thread", 2, 100, 0, false},
    {"variable", MUTEX, "process", 2, 200, 0, false},
    {0},
};

static const struct fact broken[] = {
    {"variable", "ajar", "broken", "thread", 2, 40, 0.9996, false},
    {0},
};

static const struct fact slow_processes[] = {
    {"variable", NONE, "thread", 2, 4, 0.5, false},
    {"variable", NONE, "process", 2, 5, 0.5, false},
    {"array", NONE, "thread", 2, 6, 0.5, false},
    {"array", NONE, "process", 2, 5, 0.5, false},
    {0},
};

static const struct fact many_locks[] = {
    {"variable", MUTEX, "thread", 4, 200, 0, false},
    {"variable", "ticket", "locked", "thread", 4, 150, 0, false},
    {"variable", "mcs", "locked", "thread", 4, 400, 0, false},
    {0},
};

static const struct {
	const char *figure;
	const struct fact *facts;
	const char *expected;
} titles[] = {
    {"lost_share", lecture, "2 threads lose 48 % of their unsynchronized increments of a variable"},
    {"lost_share", none_lost,
     "No increment was lost: 0 of 2.0 million that could have been, with up to 2 tasks"},
    {"lost_share", one_task,
     "No increment was lost: 0 of 1.0 million that could have been, with up to 1 task"},
    {"lost_share", processes_only,
     "2 processes lose 25 % of their unsynchronized increments of a hash table"},
    {"lost_share", one_pu,
     "2 threads lost 200 of 1.0 million unsynchronized increments of a variable (more tasks than "
     "PUs)"},
    {"lost_share", exact_only,
     "lost_share: no unsynchronized strategy was measured; --sync none would give it"},
    {"lost_share", broken, "2 threads lose 99.96 % of their increments of a variable by ajar"},
    {"cost", lecture,
     "An unsynchronized increment of a variable costs 1.9 ns alone; with 2 threads 31 ns by "
     "fetch_add and 95 ns by mutex"},
    {"cost", none_lost,
     "An unsynchronized increment of a variable costs 2.0 ns alone; with 2 threads 4.0 ns "
     "unsynchronized"},
    {"cost", one_task,
     "An unsynchronized increment of an array costs 2.0 ns alone; with 1 thread 5.0 ns by "
     "fetch_add"},
    {"cost", exact_only, "With 2 threads, an increment of a variable costs 100 ns by mutex"},
    {"cost", many_locks,
     "With 4 threads, an increment of a variable costs 150 ns by ticket to 400 ns by mcs"},
    {"goodput", lecture,
     "2 threads keep fewer increments a second than 1: 325 million against 526 million (variable, "
     "unsynchronized)"},
    {"goodput", none_lost,
     "2 threads keep about as many increments a second as 1: 500 million against 500 million "
     "(variable, unsynchronized)"},
    {"goodput", one_task,
     "1 thread keeps 500 million increments of an array a second, "
     "unsynchronized"},
    {"goodput", processes_only,
     "2 processes keep fewer increments a second than 1: 38 million against 50 million (hash "
     "table, unsynchronized)"},
    {"goodput", many_locks,
     "4 threads keep 20 million increments of a variable a second, by mutex"},
    {"threads_processes", lecture,
     "Processes race like threads: with 2 tasks, throughput is within 6 % in 2 cases"},
    {"threads_processes", one_task,
     "Alone, a process counts like a thread: throughput within 2 % in 1 case"},
    {"threads_processes", exact_only,
     "With 2 tasks, processes reach 0.50 times the throughput of threads"},
    {"threads_processes", slow_processes,
     "With 2 tasks, processes reach 0.80 to 1.20 times the throughput of threads, by case"},
    {"threads_processes", processes_only,
     "threads_processes: no case was measured with both kinds of tasks; --task thread,process "
     "would give it"},
};

Test(figure, titles_say_what_the_data_say)
{
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		title_is(titles[i].figure, titles[i].facts, titles[i].expected);
}

Test(figure, nothing_measured_leaves_every_figure_out)
{
	struct fact failed[] = {{"variable", NONE, "thread", 2, 2, 0, false}, {0}};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, failed);
	summary_fini(&b.summary);
	legend_fini(&b.legend);
	b.row[0].outcome = "crashed";
	cr_assert_eq(summary_build(&b.summary, &b.rows), 0);
	cr_assert_eq(legend_build(&b.legend, &b.summary), 0);
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		cr_expect_eq(chart_build(&chart, catalog_figure(i), &b.material, &c), -1, "%s",
			     catalog_figure(i)->name);
	charted_fini(&b);
}

Test(figure, a_figure_the_code_does_not_know_takes_all_and_is_titled_by_the_catalogue)
{
	const struct figure new = {"new", "what it shows", NULL};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, lecture);
	cr_assert_eq(chart_build(&chart, &new, &b.material, &c), 0);
	cr_expect_str_eq(chart.title, "what it shows");
	cr_expect_eq(chart.nr_points, 9, "all but the mutex's process, which stands alone");
	chart_fini(&chart);
	charted_fini(&b);
}

Test(figure, exact_strategies_share_line_0_of_lost_share_and_others_keep_their_style)
{
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, lecture);
	cr_assert_eq(chart_build(&chart, charted_figure("lost_share"), &b.material, &c), 0);
	cr_expect_eq(chart.lines.nr, 1);
	cr_expect_str_eq(chart.lines.key[0].label, "none");
	for (size_t i = 0; i < chart.nr_points; i++)
		cr_expect_eq(chart.points[i].line == CHART_EXACT,
			     strcmp(chart.points[i].of->axes->sync, "none") != 0);
	chart_fini(&chart);
	charted_fini(&b);
}

Test(figure, an_exact_strategy_that_lost_has_its_own_line)
{
	const struct fact facts[] = {{"variable", NONE, "thread", 2, 4, 0.5, false},
				     {"variable", MUTEX, "thread", 2, 90, 0.001, false},
				     {0}};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, facts);
	cr_assert_eq(chart_build(&chart, charted_figure("lost_share"), &b.material, &c), 0);
	cr_expect_eq(chart.lines.nr, 2);
	cr_expect_str_eq(chart.lines.key[1].label, "mutex");
	chart_fini(&chart);
	charted_fini(&b);
}

Test(figure, oversubscription_begins_beyond_the_largest_count_that_fits)
{
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, one_pu);
	cr_assert_eq(chart_build(&chart, charted_figure("cost"), &b.material, &c), 0);
	cr_expect_eq(chart.fits, 1);
	cr_expect_eq(chart.crowded, 2);
	chart_fini(&chart);
	charted_fini(&b);
}

Test(figure, axes_that_vary_become_lines_of_their_own)
{
	const struct fact facts[] = {{"array", MUTEX, "thread", 2, 90, 0, false},
				     {"array", MUTEX, "thread", 2, 60, 0, false},
				     {"array", NONE, "thread", 2, 4, 0, false},
				     {0}};
	const char *const expected[] = {"none", "mutex global", "mutex striped:8 hold=100ns"};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_facts(&b, facts);
	charted_fini(&b);
	b.row[0].granularity = "global";
	b.row[1].granularity = "striped:8";
	b.row[1].hold_ns = 100;
	cr_assert_eq(summary_build(&b.summary, &b.rows), 0);
	cr_assert_eq(legend_build(&b.legend, &b.summary), 0);
	cr_assert_eq(chart_build(&chart, charted_figure("cost"), &b.material, &c), 0);
	cr_assert_eq(chart.lines.nr, 3);
	for (size_t i = 0; i < 3; i++)
		cr_expect_str_eq(chart.lines.key[i].label, expected[i]);
	cr_expect_eq(chart.lines.key[0].style, 1);
	cr_expect_eq(chart.lines.key[1].style, 2);
	cr_expect_eq(chart.lines.key[2].style, 3, "a second line of a strategy comes behind all");
	chart_fini(&chart);
	charted_fini(&b);
}

Test(figure, more_lines_than_can_be_told_apart_are_refused)
{
	struct fact facts[44] = {{0}};
	char names[43][16];

	for (int i = 0; i < 43; i++) {
		snprintf(names[i], sizeof names[i], "s%d", i);
		facts[i] = (struct fact){"variable", names[i], "locked", "thread", 2, 9, 0, false};
	}
	title_is(
	    "cost", facts,
	    "cost: 43 lines, and only 42 can be told apart; run fewer strategies or vary fewer "
	    "axes at a time");
}

Test(figure, threads_and_processes_are_compared_within_blocks)
{
	const struct fact facts[] = {{"variable", NONE, "thread", 2, 40, 0, false},
				     {"variable", NONE, "process", 2, 20, 0, false},
				     {"variable", NONE, "thread", 2, 10, 0, false},
				     {"variable", NONE, "process", 2, 40, 0, false},
				     {"variable", NONE, "thread", 2, 20, 0, false},
				     {0}};
	const int64_t blocks[] = {2, 1, 0, 2, 1};
	struct charted b;
	struct estimate ratio;

	chart_facts(&b, facts);
	charted_fini(&b);
	for (size_t i = 0; i < 5; i++)
		b.row[i].block = blocks[i];
	cr_assert_eq(summary_build(&b.summary, &b.rows), 0);
	cr_assert_eq(legend_build(&b.legend, &b.summary), 0);
	cr_assert_eq(b.summary.nr_cases, 2);
	cr_assert_eq(beside_find(&b.summary, &b.summary.cases[0]), &b.summary.cases[1]);
	cr_assert_eq(beside_ratio(&ratio, &b.summary.cases[1], &b.summary.cases[0]), 0);
	cr_expect_eq(ratio.nr, 2);
	cr_expect_eq(ratio.median, 1);
	charted_fini(&b);
}

// What `write` writes, on the heap.
static char *written(int (*write)(FILE *, const struct chart *), const struct chart *chart)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	cr_assert_eq(write(out, chart), 0);
	fclose(out);
	return text;
}

Test(figure, csv_holds_every_point_and_leaves_empty_what_was_not_measured)
{
	const struct fact facts[] = {{"variable", NONE, "thread", 2, 4, 0.5, false},
				     {"variable", NONE, "process", 2, 5, 0.25, true},
				     {0}};
	struct charted b;
	struct chart chart;
	struct complaint c;
	char *csv;

	chart_facts(&b, facts);
	cr_assert_eq(chart_build(&chart, charted_figure("threads_processes"), &b.material, &c), 0,
		     "%s", c.text);
	charted_fini(&b);
	b.row[1].detail = "";
	b.row[1].sync = b.row[0].sync = "no\n,\"ne";
	chart_fini(&chart);
	cr_assert_eq(summary_build(&b.summary, &b.rows), 0);
	cr_assert_eq(legend_build(&b.legend, &b.summary), 0);
	cr_assert_eq(chart_build(&chart, charted_figure("threads_processes"), &b.material, &c), 0);
	csv = written(gnuplot_write_csv, &chart);
	cr_expect_str_eq(
	    csv,
	    "panel,line,kind,x,count,oversubscribed,trials,lost,ops,lost_share,lost_share_low,"
	    "lost_share_high,ns_per_op,ns_per_op_low,ns_per_op_high,throughput_per_s,"
	    "throughput_per_s_low,throughput_per_s_high,goodput_per_s,goodput_per_s_low,"
	    "goodput_per_s_high,jain,jain_low,jain_high,overlap,overlap_low,overlap_high,handoff_"
	    "ns,"
	    "handoff_ns_low,handoff_ns_high,versus_thread,versus_thread_low,versus_thread_high,"
	    "unluckiest,unluckiest_low,unluckiest_high,luckiest,luckiest_low,luckiest_high,"
	    "handover_share,handover_share_low,handover_share_high,front,"
	    "ideal_per_s,"
	    "slots,hold_ns,think_ns,structure,sync,class,task,place,pattern,granularity\n"
	    "1,1,1,1,2,0,1,500000,1000000,0.5,0.5,0.5,4,4,4,500000000,500000000,500000000,"
	    "250000000,"
	    "250000000,250000000,,,,,,,,,,,,,,,,,,,,,,0,,,0,0,\"variable\",\"no "
	    ",\"\"ne\",\"unsynchronized\","
	    "\"thread\",\"compact\",,\n"
	    "1,1,2,1,2,0,1,250000,1000000,0.25,0.25,0.25,5,5,5,400000000,400000000,400000000,"
	    "300000000,300000000,300000000,,,,,,,,,,0.8,0.8,0.8,,,,,,,,,,0,,,0,0,\"variable\",\"no "
	    ",\"\"ne\","
	    "\"unsynchronized\",\"process\",\"compact\",,\n");
	free(csv);
	chart_fini(&chart);
	charted_fini(&b);
}

static const struct {
	const char *text, *quoted;
} quotes[] = {
    {"", "''"},
    {"plain", "'plain'"},
    {"it's", "'it'.\"'\".'s'"},
    {"'", "''.\"'\".''"},
    {"\"`id`\" $(id) {#} \\", "'\"`id`\" $(id) {#} \\'"},
    {"a@x", "'a'.'@'.'x'"},
    {"two\nlines\ttab\x7f", "'two lines tab '"},
    {"1 \xe2\x88\x92 1/N", "'1 \xe2\x88\x92 1/N'"},
    {"caf\xe9 1", "'caf? 1'"},
    {"\xef\xbf\xbe", "'?"
		     "?"
		     "?'"},
};

static char *quoted(const char *text)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	cr_assert_eq(gnuplot_quote(out, text), 0);
	fclose(out);
	return result;
}

Test(figure, quoting_leaves_nothing_for_gnuplot_to_run)
{
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
		char *result = quoted(quotes[i].text);

		cr_expect_str_eq(result, quotes[i].quoted);
		free(result);
	}
}

// Texts of what gnuplot's own scanner finds special, drawn from a fixed sequence.
static const char *scramble(unsigned seed)
{
	static const char letters[] = "'\"`\\@#{}$;!x '";
	static char text[25];

	for (size_t i = 0; i < sizeof text - 1; i++) {
		seed = seed * 1664525u + 1013904223u; /* Numerical Recipes' generator */
		text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
	}
	return text;
}

Test(figure, gnuplot_reads_back_what_was_quoted, .timeout = 60)
{
	char script[] = "/tmp/racelab-quote-XXXXXX", command[64], line[128];
	int descriptor = mkstemp(script);
	FILE *file = fdopen(descriptor, "w"), *gnuplot;

	cr_assert(file);
	fputs("x = 'expanded'\nset print '-'\n", file);
	for (unsigned i = 0; i < 2000; i++) {
		fputs("s = ", file);
		gnuplot_quote(file, scramble(i));
		fputs("\nprint s\n", file);
	}
	fclose(file);
	snprintf(command, sizeof command, "gnuplot -d %s 2>&1", script);
	gnuplot = popen(command, "r");
	cr_assert(gnuplot);
	for (unsigned i = 0; i < 2000; i++) {
		cr_assert(fgets(line, sizeof line, gnuplot));
		line[strcspn(line, "\n")] = '\0';
		cr_assert_str_eq(line, scramble(i));
	}
	cr_expect_eq(pclose(gnuplot), 0);
	unlink(script);
}

// The bit of one figure.
static uint64_t only(const char *name)
{
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		if (strcmp(catalog_figure(i)->name, name) == 0)
			return UINT64_C(1) << i;
	return 0;
}

// A result directory of its own, holding copies of the golden files.
struct site {
	char dir[64];
};

static void copy(const char *from, const char *to)
{
	char text[1 << 16];
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	size_t nr;

	cr_assert(in && out, "%s or %s", from, to);
	while ((nr = fread(text, 1, sizeof text, in)) > 0)
		fwrite(text, 1, nr, out);
	fclose(in);
	fclose(out);
}

static const char *path_of(const struct site *site, const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", site->dir, name);
	return path;
}

static void site_init(struct site *site, const char *folder)
{
	char command_free[] = "/tmp/racelab-figure-XXXXXX";

	cr_assert(mkdtemp(command_free));
	snprintf(site->dir, sizeof site->dir, "%s/%s", command_free, folder);
	cr_assert_eq(mkdir(site->dir, 0777), 0);
	copy(RACELAB_ROOT "/harness/tests/golden/plot/trials.csv", path_of(site, "trials.csv"));
	copy(RACELAB_ROOT "/harness/tests/golden/plot/run.json", path_of(site, "run.json"));
}

static void site_fini(struct site *site)
{
	static const char *const suffixes[] = {"csv", "gp", "svg", "png", "pdf"};
	char name[128];

	for (size_t i = 0; i < catalog_nr_figures(); i++)
		for (size_t j = 0; j < 5; j++) {
			snprintf(name, sizeof name, "figures/%s.%s", catalog_figure(i)->name,
				 suffixes[j]);
			unlink(path_of(site, name));
		}
	unlink(path_of(site, "figures/figures.json"));
	rmdir(path_of(site, "figures"));
	unlink(path_of(site, "trials.csv"));
	unlink(path_of(site, "run.json"));
	rmdir(site->dir);
	*strrchr(site->dir, '/') = '\0';
	rmdir(site->dir);
}

static bool node_contains(const xmlNode *node, const char *text)
{
	for (; node; node = node->next) {
		if (node->content && strstr((const char *)node->content, text))
			return true;
		if (node_contains(node->children, text))
			return true;
	}
	return false;
}

static void is_svg_with(const char *path, const char *text)
{
	xmlDoc *svg = xmlReadFile(path, NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	cr_assert(svg, "%s is not well-formed", path);
	cr_expect(node_contains(xmlDocGetRootElement(svg), text), "%s lacks \"%s\"", path, text);
	xmlFreeDoc(svg);
}

static off_t size_of(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 ? info.st_size : -1;
}

Test(figure, all_figures_are_drawn_in_all_formats, .timeout = 60)
{
	/* the first line of each title: two-line titles are cut at a space */
	static const struct {
		const char *name, *title;
	} drawn[] = {
	    {"wrong_number", "6 of 6 unsynchronized runs of 2 threads end with a wrong number"},
	    {"rate", "2 threads increment a variable "},
	    {"cost_ladder", "From "},
	    {"lost_share", "2 threads lose 48 % of their unsynchronized increments of a variable"},
	    {"cost", "An unsynchronized increment of a variable costs "},
	    {"goodput", "2 threads keep fewer increments a second than 1: "},
	    {"threads_processes", "Processes race like threads: with 2 tasks, "},
	};
	struct site site;
	char name[128];

	cr_redirect_stdout();
	cr_redirect_stderr();
	site_init(&site, "run");
	cr_assert_eq(plot_directory(site.dir, PLOT_ALL_FORMATS, PLOT_ALL_FIGURES), EXIT_DONE);
	cr_assert_geq(catalog_nr_figures(), sizeof drawn / sizeof drawn[0]);
	for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++) {
		for (size_t f = 0; f < NR_DRAW_FORMATS; f++) {
			snprintf(name, sizeof name, "figures/%s.%s", drawn[i].name,
				 draw_format_names[f]);
			cr_expect_gt(size_of(path_of(&site, name)), 10000, "%s", name);
		}
		snprintf(name, sizeof name, "figures/%s.svg", drawn[i].name);
		is_svg_with(path_of(&site, name), drawn[i].title);
		is_svg_with(path_of(&site, name), "AMD EPYC 7B13, 2 PUs  |  2026-11-22");
	}
	site_fini(&site);
}

Test(figure, hostile_names_are_drawn_and_not_run, .timeout = 60)
{
	static const char hostile[] =
	    "{\"host\": {\"cpu_model\": \"'\\\"`touch ran`\\n'; system('touch ran') #<&> \\\\\"}}";
	struct site site;
	FILE *json;

	cr_redirect_stdout();
	cr_redirect_stderr();
	site_init(&site, "|touch ran; <'`touch ran`\"");
	json = fopen(path_of(&site, "run.json"), "w");
	cr_assert(json);
	fputs(hostile, json);
	fclose(json);
	cr_assert_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_DONE);
	is_svg_with(path_of(&site, "figures/lost_share.svg"),
		    "'\"`touch ran` '; system('touch ran') #<&> \\");
	cr_expect_eq(size_of(path_of(&site, "figures/ran")), -1);
	cr_expect_eq(size_of("ran"), -1);
	site_fini(&site);
}

Test(figure, a_run_without_run_json_is_drawn_without_small_print, .timeout = 60)
{
	struct site site;

	cr_redirect_stdout();
	cr_redirect_stderr();
	site_init(&site, "run");
	unlink(path_of(&site, "run.json"));
	cr_expect_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_DONE);
	is_svg_with(path_of(&site, "figures/lost_share.svg"),
		    "points: medians of 6 trials; bars: 95 % intervals within this run");
	site_fini(&site);
}

Test(figure, only_what_was_asked_for_is_drawn_and_named_on_standard_output, .timeout = 60)
{
	char expected[256];
	char only[] = "--only=cost", format[] = "--format=svg", program[] = "racelab plot";
	struct site site;

	site_init(&site, "run");
	cr_redirect_stdout();
	cr_redirect_stderr();
	cr_assert_eq(plot_main(4, (char *[]){program, site.dir, only, format, NULL}), EXIT_DONE);
	snprintf(expected, sizeof expected, "%s/figures/cost.svg\n", site.dir);
	cr_assert_stdout_eq_str(expected);
	snprintf(expected, sizeof expected, "to look at them: xdg-open %s/figures/cost.svg\n",
		 site.dir);
	cr_assert_stderr_eq_str(expected);
	cr_expect_eq(size_of(path_of(&site, "figures/goodput.csv")), -1);
	site_fini(&site);
}

static void refused(char *option, int code, const char *expected)
{
	char program[] = "racelab plot", dir[] = "nowhere";

	cr_redirect_stderr();
	cr_expect_eq(plot_main(option ? 3 : 2, (char *[]){program, dir, option, NULL}), code);
	fflush(stderr);
	cr_assert_stderr_eq_str(expected);
}

Test(figure, an_unknown_figure_is_refused)
{
	char expected[512] = "racelab: --only: 'costs' is no figure; there are ";

	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		strcat(expected, i ? ", " : "");
		strcat(expected, catalog_figure(i)->name);
	}
	refused((char[]){"--only=costs"}, EXIT_USER, strcat(expected, ", topology\n"));
}

Test(figure, an_unknown_format_is_refused)
{
	refused((char[]){"--format=gif"}, EXIT_USER,
		"racelab: --format: 'gif' is no format; there are svg, png, pdf\n");
}

Test(figure, without_gnuplot_it_says_what_to_install, .timeout = 60)
{
	struct site site;

	site_init(&site, "run");
	setenv("PATH", "/nowhere", 1);
	cr_redirect_stderr();
	cr_expect_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_MACHINE);
	fflush(stderr);
	cr_assert_stderr_eq_str("racelab: gnuplot was not found: install it (Debian: apt install "
				"gnuplot-nox)\n");
	site_fini(&site);
}

Test(figure, scripts_that_are_not_there_are_named)
{
	struct site site;

	site_init(&site, "run");
	setenv("RACELAB_SHARE", "/nowhere", 1);
	cr_redirect_stderr();
	cr_expect_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_MACHINE);
	fflush(stderr);
	cr_assert_stderr_eq_str("racelab: /nowhere/plots: No such file or directory; RACELAB_SHARE "
				"should name the folder that plots/ is in\n");
	site_fini(&site);
}

Test(figure, an_unwritable_directory_ends_with_2)
{
	struct site site;
	char expected[256];

	site_init(&site, "run");
	copy("/dev/null", path_of(&site, "figures"));
	cr_redirect_stderr();
	cr_expect_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_MACHINE);
	fflush(stderr);
	snprintf(expected, sizeof expected,
		 "racelab: cannot write %s/figures/lost_share.csv: Not a directory\n", site.dir);
	cr_assert_stderr_eq_str(expected);
	unlink(path_of(&site, "figures"));
	site_fini(&site);
}

Test(figure, a_failure_of_gnuplot_is_shown_and_leaves_no_picture, .timeout = 60)
{
	char share[] = "/tmp/racelab-share-XXXXXX", path[128];
	struct site site;

	site_init(&site, "run");
	cr_assert(mkdtemp(share));
	snprintf(path, sizeof path, "%s/plots", share);
	cr_assert_eq(mkdir(path, 0777), 0);
	setenv("RACELAB_SHARE", share, 1);
	cr_redirect_stderr();
	cr_expect_eq(plot_directory(site.dir, 1u << DRAW_SVG, only("lost_share")), EXIT_MACHINE);
	cr_expect_eq(size_of(path_of(&site, "figures/lost_share.svg")), -1);
	rmdir(path);
	rmdir(share);
	site_fini(&site);
}
