// SPDX-License-Identifier: MIT

// The tables that racelab explore --figures leaves beside a run: they come back as they were
// written, and a damaged one is named by its line and used in no part.

#include "harness/data/explored.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/tests/program.h"

TestSuite(explored, .init = program_enter, .fini = program_leave);

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/plot"

static void write_file(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	cr_assert(file, "%s", path);
	cr_assert_eq(fwrite(text, 1, length, file), length);
	fclose(file);
}

static void load(struct explored *explored, const char *directory)
{
	struct complaint c;

	cr_assert_eq(explored_load(explored, directory, &c), 0, "%s", c.text);
}

static void is_written_as(const struct explored *explored, enum explored_file file)
{
	char path[256], *golden, *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	snprintf(path, sizeof path, GOLDEN "/%s", explored_name(file));
	golden = program_read(path, NULL);
	cr_assert_eq(explored_write(out, explored, file), 0);
	fclose(out);
	cr_expect_str_eq(text, golden);
	free(text);
	free(golden);
}

Test(explored, what_is_written_is_read_as_the_same)
{
	struct explored explored;

	load(&explored, GOLDEN);
	for (int file = 0; file < NR_EXPLORED; file++) {
		cr_expect_str_eq(explored.bad[file], "");
		is_written_as(&explored, (enum explored_file)file);
	}
	cr_expect_eq(explored.nr[EXPLORED_INTERLEAVINGS], 26);
	cr_expect_eq(explored_counters(&explored)[25].interleavings, 252);
	cr_expect_eq(explored.nr[EXPLORED_MODELS], 12);
	cr_expect_str_eq(explored_programs(&explored)[0].verdict[1], "allowed");
	cr_expect_str_eq(explored_verdicts(&explored)[3].detail, "it calls <flock>");
	cr_expect_eq(explored_verdicts(&explored)[3].states, COUNT_EMPTY);
	explored_fini(&explored);
}

Test(explored, what_is_not_there_has_no_rows_and_is_not_bad)
{
	struct explored explored;

	load(&explored, ".");
	for (int file = 0; file < NR_EXPLORED; file++) {
		cr_expect_eq(explored.nr[file], 0);
		cr_expect_str_eq(explored.bad[file], "");
	}
	explored_fini(&explored);
}

#define COUNTERS "tasks,ops,value,interleavings,raced,seen,machine\n"
#define PROGRAMS "program,outcome,tasks,sc,tso,rc11,raced,seen,detail,machine\n"
#define VERDICTS "strategy,model,verdict,wrongs,bounds,states,executions,detail\n"

static const struct {
	enum explored_file file;
	const char *text, *bad; /* behind the file's name */
} damaged[] = {
    {EXPLORED_INTERLEAVINGS, "tasks,ops\n", ":1: too few fields"},
    {EXPLORED_INTERLEAVINGS, "tasks,value,ops,interleavings,raced,seen,machine\n",
     ":1: these are not the columns of such a table"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,9,3\n", ":2: too few fields"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,9,3,m,more\n", ":2: too many fields"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,,,\n2,1,1,4,,,\n",
     ":3: rows are not by ops and value"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,,,\n3,2,1,4,,,\n",
     ":3: another number of tasks than before"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,3,4,,,\n", ":2: the value is more than all increments"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,,9,3,m\n", ":2: interleavings: is empty"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,-4,9,3,m\n", ":2: interleavings: no whole number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4.5,9,3,m\n", ":2: interleavings: no whole number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,99999999999999999999,,,m\n",
     ":2: interleavings: no whole number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,9223372036854775807,,,m\n",
     ":2: interleavings: no possible number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "0,1,1,4,9,3,m\n", ":2: tasks: no possible number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,65,1,4,9,3,m\n", ":2: ops: no possible number"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,9,,m\n", ":2: raced and seen belong together"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,3,9,m\n", ":2: more was seen than raced"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,0,0,m\n", ":2: more was seen than raced"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,,,a\"b\n", ":2: this is no CSV"},
    {EXPLORED_INTERLEAVINGS, COUNTERS "2,1,1,4,,,\"ab", ":2: this is no CSV"},
    {EXPLORED_MODELS, PROGRAMS "p,0,2,perhaps,,,,,,\n", ":2: sc: no such word is known here"},
    {EXPLORED_MODELS, PROGRAMS ",0,2,,,,,,,\n", ":2: program: is empty"},
    {EXPLORED_MODELS, PROGRAMS "p,0,2,,,,,,,\np,1,2,,,,,,,\n",
     ":3: the program stands there twice"},
    {EXPLORED_VERDICTS, VERDICTS "s,sc,right,,,,,\n", ":2: verdict: no such word is known here"},
    {EXPLORED_VERDICTS, VERDICTS "s,power,proved,,,,,\n", ":2: model: no such word is known here"},
    {EXPLORED_VERDICTS, VERDICTS "s,sc,proved,,,,,\ns,sc,violated,,,,,\n",
     ":3: the strategy stands there twice"},
};

static void expect_bad(enum explored_file file, const char *text, size_t length, const char *bad)
{
	struct explored explored;
	char whole[256];

	write_file(explored_name(file), text, length);
	load(&explored, ".");
	snprintf(whole, sizeof whole, "%s%s", explored_name(file), bad);
	cr_expect_str_eq(explored.bad[file], whole);
	cr_expect_eq(explored.nr[file], 0);
	explored_fini(&explored);
}

Test(explored, a_damaged_table_is_named_by_its_line_and_not_used)
{
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
		expect_bad(damaged[i].file, damaged[i].text, strlen(damaged[i].text),
			   damaged[i].bad);
}

Test(explored, a_zero_byte_is_no_text)
{
	static const char text[] = VERDICTS "a\0b,sc,proved,,,,,\n";

	expect_bad(EXPLORED_VERDICTS, text, sizeof text - 1,
		   ":2: strategy: a zero byte is no text");
}

Test(explored, words_and_tables_have_an_end)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs(VERDICTS, out);
	for (int i = 0; i <= EXPLORED_ROWS; i++)
		fprintf(out, "s%d,sc,proved,,,,,\n", i);
	fclose(out);
	expect_bad(EXPLORED_VERDICTS, text, size, ":514: more rows than such a table has");
	free(text);
	out = open_memstream(&text, &size);
	fprintf(out, VERDICTS "%0*d,sc,proved,,,,,\n", EXPLORED_WORD, 0);
	fclose(out);
	expect_bad(EXPLORED_VERDICTS, text, size, ":2: strategy: the word is too long");
	free(text);
}

Test(explored, what_drives_a_terminal_is_replaced)
{
	static const char text[] = VERDICTS "s,,not explored,,,,,\"a\nb\x1b[2J\xff.\"\n";
	struct explored explored;

	write_file(explored_name(EXPLORED_VERDICTS), text, sizeof text - 1);
	load(&explored, ".");
	cr_assert_eq(explored.nr[EXPLORED_VERDICTS], 1);
	cr_expect_str_eq(explored_verdicts(&explored)->detail, "a?b?[2J?.");
	explored_fini(&explored);
}
