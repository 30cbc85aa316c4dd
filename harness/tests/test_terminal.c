// SPDX-License-Identifier: MIT

// What people read: prose broken between words, columns counted as a terminal does, and the
// drawings of topo and list in a window of their own.

#include "harness/terminal/terminal.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/terminal/paragraph.h"
#include "harness/tests/glass.h"
#include "harness/tests/program.h"

Test(terminal, columns_are_those_of_the_locale)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
	cr_expect_eq(terminal_columns(""), 0);
	cr_expect_eq(terminal_columns("abc"), 3);
	cr_expect_eq(terminal_columns("\033[1;31mabc\033[0m"), 3);
	cr_expect_eq(terminal_columns("\xc3\xa4\xe2\x94\x82"), 2);
	cr_expect_eq(terminal_columns("\xff\xff"), 2);
	cr_assert(setlocale(LC_CTYPE, "C"));
	cr_expect_geq(terminal_columns("\xc3\xa4"), 1);
}

static void expect_paragraph(const char *text, size_t used, size_t indent, size_t width,
			     const char *expected)
{
	char *written;
	size_t size;
	FILE *out = open_memstream(&written, &size);

	paragraph_put(out, text, used, indent, width);
	fclose(out);
	cr_expect_str_eq(written, expected, "'%s'", written);
	free(written);
}

Test(terminal, paragraphs_are_broken_between_words)
{
	expect_paragraph("", 0, 0, 10, "\n");
	expect_paragraph("one two three", 0, 0, 0, "one two three\n");
	expect_paragraph("one two three", 0, 0, 13, "one two three\n");
	expect_paragraph("one two three", 0, 0, 12, "one two\nthree\n");
	expect_paragraph("one two three", 0, 2, 7, "one two\n  three\n");
	expect_paragraph("one two three", 4, 4, 11, "one two\n    three\n");
	expect_paragraph("a unbreakable b", 0, 1, 5, "a\n unbreakable\n b\n");
	expect_paragraph("one  two", 0, 0, 20, "one  two\n");
}

static void set_up(void)
{
	program_enter();
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
}

TestSuite(drawn, .init = set_up, .fini = program_leave, .timeout = 60);

#define SYNTHETIC "topo --synthetic pack:2\tcore:8\tpu:2 "

static const struct surroundings usual;

// racelab topo of a machine of two packages, eight cores each and two PUs a core.
static void run_topo(struct program *program, const struct surroundings *surroundings,
		     const char *arguments)
{
	char line[128];

	snprintf(line, sizeof line, SYNTHETIC "%s", arguments);
	program_run(program, surroundings, line, 0, "");
}

static void expect_line(const char *text, const char *line)
{
	cr_expect(strstr(text, line), "'%s' is not in\n%s", line, text);
}

Test(drawn, topo_puts_each_task_on_its_PU)
{
	struct program topo;

	run_topo(&topo, &usual, "--count 20 --place scatter");
	expect_line(topo.out.text, "\nmachine     PU  task   PU  task");
	expect_line(topo.out.text, "\npackage 0\n"
				   "|-core 0    0:  0      1:  16    SMT siblings share a core\n"
				   "|-core 1    2:  2      3:  18    SMT siblings share a core\n"
				   "|-core 2    4:  4      5:  -\n");
	expect_line(topo.out.text, "\n`-core 15  30:  15    31:  -\n");
	cr_expect_null(strchr(topo.out.text, '\033'));
	program_fini(&topo);
	run_topo(&topo, &usual, "--count 16 --place core");
	cr_expect_null(strstr(topo.out.text, "SMT siblings"));
	program_fini(&topo);
	run_topo(&topo, &usual, "--count 200 --place compact");
	expect_line(topo.out.text, "|-core 0    0:  0 32 64 96 +3     1:  1 33 65 97 +3 ");
	expect_line(topo.out.text, "several tasks on a PU\n");
	program_fini(&topo);
	run_topo(&topo, &usual, "--count 2 --place none");
	expect_line(topo.out.text, "|-core 0    0:  -      1:  -\n");
	program_fini(&topo);
}

Test(drawn, topo_has_colours_on_a_terminal_that_wants_them)
{
	static const struct surroundings terminal = {.terminal_out = true, .columns = 80};
	struct program topo;
	struct glass *glass;

	run_topo(&topo, &terminal, "--count 20 --place scatter");
	glass = glass_write(80, topo.out.text);
	cr_expect_gt(glass->nr_coloured, 20);
	cr_expect_not(glass->wrapped);
	free(glass);
	program_fini(&topo);
	setenv("NO_COLOR", "1", 1);
	run_topo(&topo, &terminal, "--count 20 --place scatter");
	cr_expect_null(strchr(topo.out.text, '\033'));
	program_fini(&topo);
}

Test(drawn, list_is_grouped_and_fits)
{
	static const unsigned widths[] = {100, 80, 60};
	struct program list;

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		struct surroundings terminal = {.terminal_out = true, .columns = widths[i]};
		struct glass *glass;
		char *text;

		program_run(&list, &terminal, "list", 0, "");
		glass = glass_write(widths[i], list.out.text);
		text = glass_text(glass);
		cr_expect_not(glass->wrapped, "%u: %u", widths[i], glass->widest);
		expect_line(text,
			    "\nlocked: one task at a time\n  mutex              POSIX mutex ");
		expect_line(text, "\nStructures  --structure NAME\n  variable   one counter ");
		free(text);
		free(glass);
		program_fini(&list);
	}
	program_run(&list, &usual, "list", 0, "");
	cr_expect_null(strchr(list.out.text, '\033'));
	expect_line(list.out.text,
		    "  hashtable  counters found by key, by separate chaining; a key's "
		    "first touch inserts it\n");
	program_fini(&list);
}

// A name of two bytes a character, in the locale that knows it, and as bytes where it does not.
Test(drawn, names_beyond_ASCII_are_shown_as_they_are)
{
	static const char *const header =
	    "block,position,structure,sync,class,task,count,place,cpus,pattern,slots,granularity,"
	    "hold_ns,think_ns,outcome,detail,ops,observed,lost,entries_lost,entries_twice,"
	    "elapsed_ns,overlap,throughput_per_s,goodput_per_s,ns_per_op,jain,ops_min,ops_max,"
	    "handoff_ns,spin_ns,steal_ns,cpu_ns,switches_voluntary,switches_involuntary,migrations";
	static const char *const syncs[] = {"sch\xc3\xb6n", "mutex"};
	struct program show;
	FILE *file;

	cr_assert_eq(system("mkdir X"), 0);
	file = fopen("X/trials.csv", "w");
	fprintf(file, "%s\n", header);
	for (int i = 0; i < 2; i++)
		fprintf(file,
			"0,%d,variable,%s,locked,thread,1,compact,0,,,,0,0,ok,,5,5,0,,,9,1,2e8,2e8,"
			"5,1,5,5,,,,,,,\n",
			i, syncs[i]);
	fclose(file);
	setenv("LC_ALL", "C.UTF-8", 1);
	program_run(&show, &usual, "show X --quiet", 0, "");
	expect_line(show.out.text, "\nsch\xc3\xb6n    200 M/s ");
	program_fini(&show);
	setenv("LC_ALL", "C", 1);
	program_run(&show, &usual, "show X --quiet", 0, "");
	expect_line(show.out.text, "\nsch\\xc3\\xb6n");
	program_fini(&show);
}
