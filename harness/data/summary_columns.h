// SPDX-License-Identifier: MIT

// What can be told of a case of a summary, each under its name: its axes, figures such as
// "throughput", and the median of any other number in trials.csv. Tables, sorting and filtering
// speak of cases by these names only.

#ifndef RACELAB_SUMMARY_COLUMNS_H
#define RACELAB_SUMMARY_COLUMNS_H

#include <stdbool.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/data/summary.h"

// Below NR_COLUMNS they are those of row.def: axes as they are, others as the median of the ok
// trials. Behind them come the figures, the first of them shown by default, in this order.
enum summary_column {
	SUMMARY_THROUGHPUT = NR_COLUMNS,
	SUMMARY_INTERVAL,
	SUMMARY_COST,
	SUMMARY_LOST,
	SUMMARY_GOODPUT,
	SUMMARY_OUTCOMES,
	SUMMARY_NOTE,
	SUMMARY_SHOWN_END,
	SUMMARY_SPREAD = SUMMARY_SHOWN_END,
	SUMMARY_TRIALS,
	SUMMARY_LATENCY,
	SUMMARY_HANDOFF,
	SUMMARY_SPIN,
	SUMMARY_STEAL,
	SUMMARY_COLUMNS_END,
};

// The column of that name, one of its figure's name in trials.csv included ("ns_per_op"). -1 with a
// user's complaint that has the nearest name, or how to see all.
int summary_column_find(const char *name, struct complaint *c);

// True if the cases differ in that axis.
bool summary_column_varies(const struct summary *summary, enum column_id axis);

// Its name, as a heading.
const char *summary_column_name(int column);

// All names that summary_column_find takes, separated by ", ". Returns text.
const char *summary_column_names(char *text, size_t size);

// True if it holds text, which is compared as such; else a number.
bool summary_column_is_text(int column);

// True if it stands at the right of its column.
bool summary_column_is_right(int column);

// Which one goes first from a narrow table, from 1; 0: never.
int summary_column_dispensable(int column);

// Writes a case's value as a table shows it; nothing if it is absent or was not measured.
void summary_column_put(FILE *cell, int column, const struct case_summary *c);

// The same on the heap; NULL without memory.
char *summary_column_text(int column, const struct case_summary *c);

// A case's value as a number, shares in 0..1; NaN for text and for what is absent.
double summary_column_number(int column, const struct case_summary *c);

#endif
