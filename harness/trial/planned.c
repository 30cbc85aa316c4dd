// SPDX-License-Identifier: MIT

// A plan's cases as rows. A record is large, as it has room for a PU for each of 4096 tasks: one
// serves all cases in turn, and the rows keep each word once.

#include "harness/trial/planned.h"

#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/words.h"
#include "harness/plan/case.h"
#include "harness/trial/record.h"

static int keep_words(struct words *words, struct row *row)
{
	int error = 0;

	for (int id = 0; id < NR_COLUMNS && !error; id++) {
		const char **word = column_word(id, row);

		if (columns[id].kind == KIND_WORD)
			error = words_add(words, *word, strlen(*word), word);
	}
	return error;
}

int planned_rows(struct rows *rows, const struct plan *plan, struct complaint *c)
{
	static struct record record;
	int error = 0;

	*rows = (struct rows){
	    .row = calloc(plan->nr_cases, sizeof *rows->row),
	    .words = words_create(),
	};
	if (!rows->row || !rows->words)
		return complain_machine(c, "no memory for %zu cases", plan->nr_cases);
	for (; rows->nr_rows < plan->nr_cases && !error; rows->nr_rows++) {
		record_init(&record, &plan->cases[rows->nr_rows]);
		rows->row[rows->nr_rows] = record.row;
		error = keep_words(rows->words, &rows->row[rows->nr_rows]);
	}
	return error ? complain_machine(c, "cannot name the cases: %s", strerror(error)) : 0;
}
