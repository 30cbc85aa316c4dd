// SPDX-License-Identifier: MIT

// The figures of what was explored: their titles, what gnuplot is given, and that they are drawn
// from nothing else and run nothing.

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/data/row.h"
#include "harness/figure/chart.h"
#include "harness/figure/gnuplot.h"
#include "harness/tests/charted.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(explorations, .init = program_enter, .fini = program_leave, .timeout = 60);

static void add_counter(struct explored *explored, int64_t value, int64_t interleavings,
			int64_t raced, int64_t seen)
{
	struct explored_counter *row = explored_add(explored, EXPLORED_INTERLEAVINGS);

	row->tasks = 2;
	row->ops = 1;
	row->value = value;
	row->interleavings = interleavings;
	row->raced = raced;
	row->seen = seen;
}

static void add_program(struct explored *explored, const char *name, const char *rc11,
			int64_t raced, int64_t seen)
{
	struct explored_program *row = explored_add(explored, EXPLORED_MODELS);

	snprintf(row->program, sizeof row->program, "%s", name);
	row->outcome = 0;
	row->tasks = 2;
	strcpy(row->verdict[0], "forbidden");
	strcpy(row->verdict[2], rc11);
	row->raced = raced;
	row->seen = seen;
}

static void title_is(const struct explored *explored, const char *figure, const char *title)
{
	struct charted charted;

	charted_build(&charted, 0);
	charted.material.explored = explored;
	charted_expect_title(&charted, figure, title);
	charted_fini(&charted);
}

Test(explorations, without_them_it_is_said_what_would_make_them)
{
	struct explored none = {0}, bad = {.bad = {"explore-interleavings.csv:2: too few fields"}};

	title_is(NULL, "models",
		 "models: nothing was explored beside this run; racelab explore --figures DIR "
		 "would give it");
	title_is(&none, "interleavings",
		 "interleavings: nothing was explored beside this run; racelab explore --figures "
		 "DIR would give it");
	title_is(&bad, "interleavings",
		 "interleavings: explore-interleavings.csv:2: too few fields; racelab explore "
		 "--figures DIR writes it anew");
}

Test(explorations, counted_and_measured_are_told_apart)
{
	struct explored explored = {0};

	add_counter(&explored, 1, 4, 1000, 17);
	add_counter(&explored, 2, 2, 1000, 983);
	title_is(&explored, "interleavings",
		 "2 tasks x 1 increment end right in 33 % of all interleavings, and in 98 % of the "
		 "races here");
	explored_fini(&explored);
}

Test(explorations, without_races_nothing_is_said_of_them)
{
	struct explored explored = {0};

	add_counter(&explored, 1, 4, COUNT_EMPTY, COUNT_EMPTY);
	title_is(&explored, "interleavings",
		 "final values of the racy counter: all interleavings counted, beside races here");
	add_counter(&explored, 2, 2, COUNT_EMPTY, COUNT_EMPTY);
	title_is(&explored, "interleavings",
		 "2 tasks x 1 increment end right in 33 % of all their interleavings");
	explored_fini(&explored);
}

Test(explorations, what_was_seen_stands_beside_what_is_allowed)
{
	struct explored explored = {0};

	add_program(&explored, "a", "allowed", COUNT_EMPTY, COUNT_EMPTY);
	title_is(&explored, "models", "Of these outcomes, sc allows 0, tso 0 and rc11 1");
	add_program(&explored, "b", "allowed", 1000, 1);
	add_program(&explored, "c", "allowed", 1000, 0);
	add_program(&explored, "d", "forbidden", 1000, 0);
	add_program(&explored, "e", "", 1000, 5); /* not known: neither */
	title_is(&explored, "models",
		 "This machine showed 1 of the 2 outcomes that rc11 allows, and none that it "
		 "forbids");
	add_program(&explored, "f", "forbidden", 1000, 1);
	title_is(&explored, "models",
		 "This machine showed 1 outcome that rc11 forbids: it, the compiler or the "
		 "explorer is wrong");
	explored_fini(&explored);
}

static void csv_is(const struct explored *explored, const char *figure, const char *expected)
{
	struct charted charted;
	struct chart chart;
	struct complaint c;
	char *csv;
	size_t size;
	FILE *out = open_memstream(&csv, &size);

	charted_build(&charted, 0);
	charted.material.explored = explored;
	cr_assert_eq(chart_build(&chart, charted_figure(figure), &charted.material, &c), 0);
	cr_assert_eq(gnuplot_write_csv(out, &chart), 0);
	fclose(out);
	cr_expect_str_eq(csv, expected);
	free(csv);
	chart_fini(&chart);
	charted_fini(&charted);
}

Test(explorations, csv_leaves_empty_what_is_not_known)
{
	struct explored explored = {0};

	add_counter(&explored, 1, 4, COUNT_EMPTY, COUNT_EMPTY);
	add_counter(&explored, 2, 2, 1000, 250);
	csv_is(&explored, "interleavings",
	       "tasks,ops,value,interleavings,counted,raced,seen,measured\n"
	       "2,1,1,4,0.666666667,,,\n"
	       "2,1,2,2,0.333333333,1000,250,0.25\n");
	add_program(&explored, "a", "allowed", COUNT_EMPTY, COUNT_EMPTY);
	add_program(&explored, "b", "forbidden", 1000, 1);
	strcpy(((struct explored_program *)explored.rows[EXPLORED_MODELS])[1].detail,
	       "more tasks than PUs");
	csv_is(&explored, "models",
	       "row,outcome,tasks,sc,tso,rc11,raced,seen,crowded\n"
	       "1,0,2,0,,1,,,0\n"
	       "2,0,2,0,,0,1000,1,1\n");
	explored_fini(&explored);
}

static void says(const char *path, const char *words)
{
	xmlDoc *svg = drawn_read(path);

	cr_expect(drawn_says(xmlDocGetRootElement(svg), words), "%s lacks '%s'", path, words);
	xmlFreeDoc(svg);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file, "%s", path);
	fputs(text, file);
	fclose(file);
}

Test(explorations, are_drawn_under_the_machine_that_was_explored)
{
	drawn_take_run("run");
	drawn_explore("run");
	program_expect("plot run --only interleavings,models --format svg,png,pdf", 0, NULL);
	says("run/figures/interleavings.svg", "neither is a probability");
	says("run/figures/interleavings.svg", "Explored Machine, 2 PUs");
	says("run/figures/models.svg", "two_plus_two_w_sc");
	says("run/figures/models.svg", "not seen in 100 000 *");
	cr_expect_eq(access("run/figures/models.pdf", F_OK), 0);
}

#define COUNTERS "tasks,ops,value,interleavings,raced,seen,machine\n"
#define PROGRAMS "program,outcome,tasks,sc,tso,rc11,raced,seen,detail,machine\n"

Test(explorations, hostile_names_are_drawn_and_not_run)
{
	drawn_take_run("run");
	write_file("run/explore-models.csv",
		   PROGRAMS "\"'; system('touch ran') #`touch ran`@x\",0,2,,,,,,,\"'\"\"<&>\"\n");
	program_expect("plot run --only models", 0, NULL);
	says("run/figures/models.svg", "'; system('touch ran') #`touch ran`@x");
	cr_expect_neq(access("run/figures/ran", F_OK), 0);
}

// What no search would find is no reason for gnuplot to fail.
Test(explorations, odd_tables_are_drawn_all_the_same)
{
	static const char *const odd[] = {
	    COUNTERS "1,1,0,0,,,\n",
	    COUNTERS "8,64,512,1,1,0,\n",
	    COUNTERS "2,1,2,0,1,1,\n2,3,1,0,,,\n2,3,6,1,,,\n",
	};

	drawn_take_run("run");
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		write_file("run/explore-interleavings.csv", odd[i]);
		program_expect("plot run --only interleavings", 0, NULL);
	}
	write_file("run/explore-models.csv",
		   PROGRAMS "p,9,8,,,allowed,1,1,,\nq,9,1,,,forbidden,1,1,,\n");
	program_expect("plot run --only models", 0, NULL);
	says("run/figures/models.svg", "FORBIDDEN, and seen: 1");
}

Test(explorations, a_damaged_table_leaves_its_figure_out)
{
	drawn_take_run("run");
	write_file("run/explore-models.csv", "nothing\n");
	program_expect("plot run --only models", 64,
		       "racelab: left out models: explore-models.csv:1: these are not the columns "
		       "of such a table; racelab explore --figures DIR writes it anew\n"
		       "racelab: run: no figure could be drawn\n");
}
