// SPDX-License-Identifier: MIT

// trials.csv: whatever is read is sound, comes back from what row_write makes of it, and can be
// summarised and printed.

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/data/summary_json.h"
#include "harness/data/twice.h"
#include "harness/fuzz/target.h"
#include "harness/terminal/summary_table.h"

static void check_field(enum column_id id, const struct row *row)
{
	if (columns[id].kind == KIND_WORD)
		target_check_text(*column_word(id, row), 0);
	else if (columns[id].kind == KIND_REAL)
		MUST(!isinf(*column_real(id, row)));
	else
		MUST(*column_count(id, row) == COUNT_EMPTY || *column_count(id, row) >= 0 ||
		     id == COLUMN_lost);
}

static void check_rows(const struct rows *rows, size_t size)
{
	size_t first, second;

	MUST(rows->whole_bytes <= size);
	MUST(rows->torn == (rows->whole_bytes < size));
	MUST(twice_find(rows, &first, &second) == 0);
	for (size_t i = 0; i < rows->nr_rows; i++) {
		MUST(outcome_find(rows->row[i].outcome) >= 0);
		for (int id = 0; id < NR_COLUMNS; id++)
			check_field(id, &rows->row[i]);
	}
}

// The caller frees it.
static char *write_rows(const struct rows *rows, size_t *size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, size);

	MUST(file);
	MUST(row_write_header(file) == 0);
	for (size_t i = 0; i < rows->nr_rows; i++)
		MUST(row_write(file, &rows->row[i]) == 0);
	MUST(fclose(file) == 0);
	return text;
}

// Reals are written with 9 digits: they are compared as they are written the second time.
static bool same_field(enum column_id id, const struct row *a, const struct row *b)
{
	if (columns[id].kind == KIND_WORD)
		return strcmp(*column_word(id, a), *column_word(id, b)) == 0;
	if (columns[id].kind == KIND_COUNT)
		return *column_count(id, a) == *column_count(id, b);
	return isnan(*column_real(id, a)) == isnan(*column_real(id, b));
}

static void check_return(const struct rows *rows)
{
	size_t size, size_again;
	char *text = write_rows(rows, &size), *text_again;
	struct complaint c;
	struct rows again;

	MUST(rows_load(&again, target_file(text, size), &c) == 0);
	check_rows(&again, size);
	MUST(!again.torn && again.nr_rows == rows->nr_rows);
	for (size_t i = 0; i < again.nr_rows; i++)
		for (int id = 0; id < NR_COLUMNS; id++)
			MUST(same_field(id, &again.row[i], &rows->row[i]));
	text_again = write_rows(&again, &size_again);
	MUST(size_again == size && memcmp(text_again, text, size) == 0);
	rows_fini(&again);
	free(text_again);
	free(text);
}

static void check_estimate(const struct estimate *e, size_t nr_ok)
{
	MUST(e->nr <= nr_ok);
	MUST(e->nr ? e->low <= e->median && e->median <= e->high : isnan(e->median));
	MUST(e->nr == 0 || (isfinite(e->low) && isfinite(e->high) && e->coverage >= 0));
}

static size_t check_case(const struct case_summary *c)
{
	const struct estimate *const estimates[] = {&c->throughput, &c->goodput, &c->ns_per_op,
						    &c->lost_share, &c->overlap, &c->jain,
						    &c->handoff_ns};
	size_t nr = 0;

	for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++)
		check_estimate(estimates[i], c->outcomes[OUTCOME_OK]);
	for (int i = 0; i < NR_OUTCOMES; i++)
		nr += c->outcomes[i];
	return nr;
}

static void check_print(const struct summary *summary)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	json_t *json = summary_json(summary);

	MUST(out && json);
	MUST(summary_print(summary, out) == 0 && fclose(out) == 0);
	target_check_text(text, 1);
	free(text);
	text = json_dumps(json, JSON_REAL_PRECISION(12));
	MUST(text);
	target_check_text(text, 0);
	free(text);
	json_decref(json);
}

static void check_summary(const struct rows *rows)
{
	struct summary summary;
	size_t nr = 0;

	MUST(summary_build(&summary, rows) == 0);
	for (size_t i = 0; i < summary.nr_cases; i++) {
		nr += check_case(&summary.cases[i]);
		MUST(i == 0 || !row_same_case(summary.cases[i - 1].axes, summary.cases[i].axes));
	}
	MUST(nr == rows->nr_rows);
	check_print(&summary);
	summary_fini(&summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct complaint c;
	struct rows rows;

	if (rows_load(&rows, target_file(data, size), &c)) {
		target_check_complaint(&c);
		MUST(!rows.row && !rows.words && !rows.nr_rows);
		return 0;
	}
	check_rows(&rows, size);
	check_return(&rows);
	check_summary(&rows);
	rows_fini(&rows);
	return 0;
}
