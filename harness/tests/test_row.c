// SPDX-License-Identifier: MIT

// The awkward rows, as they must stand in trials.csv: golden/awkward.csv.

#include "harness/data/row.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"

static struct row case_row(int64_t position, const char *outcome, const char *detail)
{
	struct row row;

	row_init(&row);
	row.block = 0;
	row.position = position;
	row.structure = "hashtable";
	row.sync = "none";
	row.class = "unsynchronized";
	row.task = "thread";
	row.count = 2;
	row.place = "cpus:0,1";
	row.pattern = "uniform";
	row.slots = 64;
	row.hold_ns = 0;
	row.think_ns = 0;
	row.outcome = outcome;
	row.detail = detail;
	return row;
}

static struct row lossy_row(void)
{
	struct row row = case_row(3, "ok", "oversubscribed");

	row.cpus = "0 1";
	row.ops = 3000000000;
	row.observed = 1500000001;
	row.lost = 1499999999;
	row.entries_lost = 17;
	row.entries_twice = 2;
	row.elapsed_ns = 20000123;
	row.overlap = 0.987654321987;
	row.throughput_per_s = 149999077.5;
	row.goodput_per_s = 1.0 / 3;
	row.ns_per_op = 1e-7;
	row.jain = 1;
	row.handoff_ns = INFINITY;
	row.spin_ns = NAN;
	row.steal_ns = 0;
	row.migrations = 0;
	row.nodes = "0 1";
	return row;
}

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 16);

	cr_assert_not_null(file, "%s", path);
	cr_assert(fread(text, 1, (1 << 16) - 1, file) > 0);
	fclose(file);
	return text;
}

Test(row, writes_awkward_rows_as_the_golden_file_has_them)
{
	const struct row rows[] = {
	    case_row(0, "skipped", "own needs as many slots as tasks, \"2\" at least"),
	    case_row(1, "crashed", "signal 11 (SIGSEGV)"),
	    case_row(2, "broken", " pin failed:\tno\r\nsuch\x1b[31m CPU\x7f"),
	    lossy_row(),
	    case_row(4, "hung", "=SUM(A1)"),
	};
	char *golden = read_all(RACELAB_ROOT "/harness/tests/golden/awkward.csv"), *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	struct row nothing;

	row_init(&nothing);
	cr_assert_eq(row_write_header(file), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		cr_assert_eq(row_write(file, &rows[i]), 0);
	cr_assert_eq(row_write(file, &nothing), 0);
	fclose(file);
	cr_assert_str_eq(text, golden);
	free(text);
	free(golden);
}

// Names of the columns in DESIGN.md's order, which readers outside of this checkout rely on.
Test(row, header_begins_with_the_columns_that_the_design_promises)
{
	static const char promised[] =
	    "block,position,structure,sync,class,task,count,place,cpus,pattern,slots,granularity,"
	    "hold_ns,think_ns,outcome,detail,ops,observed,lost,entries_lost,entries_twice,"
	    "elapsed_ns,overlap,throughput_per_s,goodput_per_s,ns_per_op,jain,ops_min,ops_max,"
	    "handoff_ns,spin_ns,steal_ns,cpu_ns,switches_voluntary,switches_involuntary,"
	    "migrations,";
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	cr_assert_eq(row_write_header(file), 0);
	fclose(file);
	cr_assert_gt(size, strlen(promised));
	text[strlen(promised)] = '\0'; /* more may follow */
	cr_assert_str_eq(text, promised);
	free(text);
}

Test(row, reports_a_full_disk)
{
	FILE *full = fopen("/dev/full", "w");
	struct row row = lossy_row();

	cr_assert_not_null(full);
	cr_assert_eq(row_write_header(full), ENOSPC);
	cr_assert_eq(row_write(full, &row), ENOSPC);
	fclose(full);
}

Test(row, reports_a_stream_that_cannot_be_written)
{
	FILE *reading = fopen("/dev/null", "r");
	struct row row = lossy_row();

	cr_assert_eq(row_write(reading, &row), EBADF);
	fclose(reading);
}

// Changes one field to something else.
static void change(struct row *row, enum column_id id)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		*column_word(id, row) = "another";
		break;
	case KIND_COUNT:
		*column_count(id, row) = 12345;
		break;
	case KIND_REAL:
		*column_real(id, row) = 0.125;
		break;
	}
}

Test(row, a_case_is_its_axes_and_nothing_else)
{
	static const char axes[] = "structure sync class task count place pattern slots "
				   "granularity hold_ns think_ns readers ";
	const struct row a = lossy_row();
	char differing[512] = "";

	cr_assert(row_same_case(&a, &a));
	for (int id = 0; id < NR_COLUMNS; id++) {
		struct row b = a;

		change(&b, id);
		if (row_same_case(&a, &b))
			continue;
		strcat(differing, columns[id].name);
		strcat(differing, " ");
	}
	cr_assert_str_eq(differing, axes);
}

Test(row, equal_words_at_different_places_are_the_same_case)
{
	struct row a = lossy_row(), b = lossy_row();
	char place[] = "cpus:0,1";

	b.place = place;
	cr_assert(row_same_case(&a, &b));
	place[7] = '2';
	cr_assert_not(row_same_case(&a, &b));
}
