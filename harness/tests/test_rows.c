// SPDX-License-Identifier: MIT

// Reading trials.csv: golden files, and everything that can be wrong with one.

#include "harness/data/rows.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/complaint.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

static char path[] = "/tmp/racelab-rows-XXXXXX"; /* a name for each test: it runs in a fork */

static void make_file(void)
{
	int fd = mkstemp(path);

	cr_assert(fd >= 0);
	close(fd);
}

static void remove_file(void)
{
	unlink(path);
}

static void put(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	cr_assert_eq(fwrite(text, 1, length, file), length);
	cr_assert_eq(fclose(file), 0);
}

// The header and the one good row that the cases below spoil.
static const char header[] =
    "block,position,structure,sync,class,task,count,place,cpus,pattern,slots,granularity,hold_ns,"
    "think_ns,outcome,detail,ops,observed,lost,entries_lost,entries_twice,elapsed_ns,overlap,"
    "throughput_per_s,goodput_per_s,ns_per_op,jain,ops_min,ops_max,handoff_ns,spin_ns,steal_ns,"
    "cpu_ns,switches_voluntary,switches_involuntary,migrations";
static const char good[] =
    "0,0,variable,none,unsynchronized,thread,2,compact,0 1,,,,0,0,ok,,10,7,3,"
    ",,100,0.5,1e8,7e7,20,1,5,5,45.5,,0,,,,0";

// `text` with the first `old` in it replaced.
static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	char *result;

	cr_assert_not_null(at, "%s", old);
	cr_assert(asprintf(&result, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old)) > 0);
	return result;
}

// Loads header and row as they are given; the complaint must be `expected` after the file's name.
static void expect_complaint(const char *first, const char *second, const char *expected)
{
	struct complaint c;
	struct rows rows;
	char *text;
	int length = asprintf(&text, "%s\n%s\n", first, second);

	put(text, length);
	cr_assert_eq(rows_load(&rows, path, &c), -1, "%s", text);
	cr_assert_eq(c.kind, COMPLAINT_USER);
	cr_assert_eq(strncmp(c.text, path, strlen(path)), 0, "%s", c.text);
	cr_assert_str_eq(c.text + strlen(path), expected);
	cr_assert_null(rows.row);
	free(text);
}

static void load(struct rows *rows, const char *text)
{
	struct complaint c;

	put(text, strlen(text));
	cr_assert_eq(rows_load(rows, path, &c), 0, "%s", c.text);
}

TestSuite(rows, .init = make_file, .fini = remove_file);

// Everything that was written is read; what is written again is the same bytes. Its last row
// measured nothing, not even an outcome, and no trial is like that: it is left out here.
Test(rows, awkward_rows_come_back_byte_by_byte)
{
	char *golden = calloc(1, 1 << 16), *text;
	FILE *file = fopen(GOLDEN "awkward.csv", "r");
	struct rows rows;
	size_t size;

	cr_assert_not_null(file);
	size = fread(golden, 1, (1 << 16) - 1, file);
	fclose(file);
	*(char *)memrchr(golden, '\n', size - 1) = '\0';
	strcat(golden, "\n");
	load(&rows, golden);
	cr_assert_eq(rows.nr_rows, 5);
	cr_assert_eq(rows.torn, false);
	cr_assert_eq(rows.whole_bytes, strlen(golden));
	file = open_memstream(&text, &size);
	row_write_header(file);
	for (size_t i = 0; i < rows.nr_rows; i++)
		row_write(file, &rows.row[i]);
	fclose(file);
	cr_assert_str_eq(text, golden);
	cr_assert_str_eq(rows.row[0].detail, "own needs as many slots as tasks, \"2\" at least");
	cr_assert_str_eq(rows.row[2].detail, " pin failed: no  such [31m CPU ");
	cr_assert_eq(rows.row[3].entries_lost, 17);
	cr_assert_eq(rows.row[3].handoff_ns != rows.row[3].handoff_ns, true);
	cr_assert_eq(rows.row[0].ops, COUNT_EMPTY);
	rows_fini(&rows);
	free(text);
	free(golden);
}

// golden/torn.csv was written with reordered columns, an unknown one, CRLF, no hardware counters
// and no newline at its end.
Test(rows, strange_but_sound_files_are_read)
{
	struct complaint c;
	struct rows rows;

	cr_assert_eq(rows_load(&rows, GOLDEN "torn.csv", &c), 0, "%s", c.text);
	cr_assert_eq(rows.nr_rows, 2);
	cr_assert_eq(rows.torn, true);
	cr_assert_eq(rows.whole_bytes, 554);
	cr_assert_eq(rows.row[0].block, 0);
	cr_assert_eq(rows.row[1].block, 1);
	cr_assert_str_eq(rows.row[1].structure, "array");
	cr_assert_str_eq(rows.row[1].outcome, "hung");
	cr_assert_eq(rows.row[0].lost, -3);
	cr_assert_eq(rows.row[0].throughput_per_s, 1.25e8);
	cr_assert_eq(rows.row[0].cycles, COUNT_EMPTY);
	cr_assert_eq(rows.row[0].structure, rows.row[1].structure, "one word, one pointer");
	rows_fini(&rows);
}

Test(rows, a_file_cut_off_anywhere_has_its_whole_lines)
{
	char *text, *cut;
	char *other = replaced(good, "0,0,", "0,1,");
	int length = asprintf(&text, "%s\n%s\n%s\n", header, good, other);

	for (int end = strlen(header) + 1; end <= length; end++) {
		size_t whole = end == length ? 2 : end > (length + (int)strlen(header)) / 2 ? 1 : 0;
		struct rows rows;

		cut = strndup(text, end);
		load(&rows, cut);
		cr_assert_eq(rows.nr_rows, whole, "%d: %zu", end, rows.nr_rows);
		cr_assert_eq(rows.whole_bytes, strlen(header) + 1 + whole * (strlen(good) + 1));
		cr_assert_eq(rows.torn, rows.whole_bytes != (uint64_t)end);
		rows_fini(&rows);
		free(cut);
	}
	free(other);
	free(text);
}

Test(rows, a_field_that_is_wrong_is_named)
{
	static const struct {
		const char *old, *new, *complaint;
	} wrong[] = {
	    {",10,7,3,", ",10,7,abc,", ":2: column 'lost': 'abc' is no whole number"},
	    {",10,7,3,", ",10,7,3.5,", ":2: column 'lost': '3.5' is no whole number"},
	    {",10,7,3,", ",10,7,9223372036854775808,",
	     ":2: column 'lost': '9223372036854775808' is no whole number"},
	    {",10,7,3,", ",10,7,-9223372036854775808,",
	     ":2: column 'lost': '-9223372036854775808' is no whole number"},
	    {",10,7,3,", ",-10,7,3,", ":2: column 'ops': '-10' is below 0"},
	    {",0.5,", ",nan,", ":2: column 'overlap': 'nan' is no number"},
	    {",0.5,", ",-inf,", ":2: column 'overlap': '-inf' is no number"},
	    {",0.5,", ",0x1p3,", ":2: column 'overlap': '0x1p3' is no number"},
	    {",0.5,", ",1e999,", ":2: column 'overlap': '1e999' is no number"},
	    {",0.5,", ",1.5s,", ":2: column 'overlap': '1.5s' is no number"},
	    {",ok,", ",okay,",
	     ":2: column 'outcome': 'okay' is none of ok, crashed, hung, broken or skipped"},
	    {",ok,", ",,",
	     ":2: column 'outcome': '' is none of ok, crashed, hung, broken or skipped"},
	    {",thread,", ",thr\xff,", ":2: column 'task' is not text (UTF-8)"},
	    {",thread,", ",\"thread,", ":2: a double quote that is never closed"},
	    {",thread,", ",\"thr\"ead,", ":2: a double quote in the wrong place"},
	    {",0,,,,0", ",0,,,0", ":2: 35 fields where the header has 36"},
	    {"0,0,", "0,0,0,", ":2: column 'count': 'thread' is no whole number"},
	    {",0,,,,0", ",0,,,,0,", ":2: 37 fields where the header has 36"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char *row = replaced(good, wrong[i].old, wrong[i].new);

		expect_complaint(header, row, wrong[i].complaint);
		free(row);
	}
}

Test(rows, a_header_that_is_wrong_is_refused)
{
	static const struct {
		const char *old, *new, *complaint;
	} wrong[] = {
	    {",lost,", ",", ":1: column 'lost' is missing; is this a trials.csv of racelab?"},
	    {"block,", "Block,", ":1: column 'block' is missing; is this a trials.csv of racelab?"},
	    {",lost,", ",ops,", ":1: column 'ops' stands twice"},
	    {",migrations", "",
	     ":1: column 'migrations' is missing; is this a trials.csv of racelab?"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char *first = replaced(header, wrong[i].old, wrong[i].new);

		expect_complaint(first, good, wrong[i].complaint);
		free(first);
	}
	expect_complaint("\x7f"
			 "ELF\x02\x01",
			 "\x03\x04\xff",
			 ":1: column 'block' is missing; is this a trials.csv of racelab?");
	expect_complaint("", "", ": no header; is this a trials.csv of racelab?");
}

Test(rows, the_line_named_is_the_one_in_an_editor)
{
	char *row = replaced(good, ",ok,,", ",ok,\"two\nlines\","), *both;

	cr_assert(asprintf(&both, "%s\n\n%s\n%s\n%s", good, row, good, "0,0") > 0);
	expect_complaint(header, both, ":7: 2 fields where the header has 36");
	free(both);
	free(row);
}

Test(rows, what_is_no_file_of_rows_is_refused)
{
	struct complaint c;
	struct rows rows;

	cr_assert_eq(rows_load(&rows, "/nowhere/trials.csv", &c), -1);
	cr_assert_str_eq(
	    c.text, "there is no /nowhere/trials.csv; name a directory that racelab run wrote");
	cr_assert_eq(rows_load(&rows, "/tmp", &c), -1);
	cr_assert_str_eq(c.text, "/tmp is no regular file; a trials.csv of racelab is one");
	cr_assert_eq(rows_load(&rows, "/dev/null", &c), -1);
	cr_assert_str_eq(c.text, "/dev/null is no regular file; a trials.csv of racelab is one");
	cr_assert_eq(c.kind, COMPLAINT_USER);
}

Test(rows, a_header_alone_is_no_rows)
{
	struct rows rows;
	char *text;

	cr_assert(asprintf(&text, "%s\n", header) > 0);
	load(&rows, text);
	cr_assert_eq(rows.nr_rows, 0);
	cr_assert_eq(rows.torn, false);
	rows_fini(&rows);
	free(text);
}

Test(rows, words_may_have_32_kib_and_no_more)
{
	char word[32770] = "", *row;
	struct rows rows;
	char *text;

	memset(word, 'x', 32768);
	row = replaced(good, "variable", word);
	cr_assert(asprintf(&text, "%s\n%s\n", header, row) > 0);
	load(&rows, text);
	cr_assert_str_eq(rows.row[0].structure, word);
	rows_fini(&rows);
	free(text);
	free(row);
	word[32768] = 'x';
	row = replaced(good, "variable", word);
	expect_complaint(header, row, ":2: column 'structure' is longer than 32768 bytes");
	free(row);
}

// A line of 1 GiB (a sparse file of NULs) is refused in 64 MiB of memory, besides what we have
// anyway.
Test(rows, a_line_without_end_takes_no_memory)
{
	struct rusage before, after;
	struct complaint c;
	struct rows rows;
	FILE *file = fopen(path, "w");

	getrusage(RUSAGE_SELF, &before);
	fprintf(file, "%s\n", header);
	cr_assert_eq(fseeko(file, 1l << 30, SEEK_SET), 0);
	fputs("\n", file);
	fclose(file);
	cr_assert_eq(rows_load(&rows, path, &c), -1);
	cr_assert_str_eq(c.text + strlen(path), ":2: column 'block' is longer than 32768 bytes");
	getrusage(RUSAGE_SELF, &after);
	cr_assert_lt(after.ru_maxrss - before.ru_maxrss, 64 << 10);
}
