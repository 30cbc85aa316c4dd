// SPDX-License-Identifier: MIT

// Tallies by libsmartcols.

#include "harness/power/tally.h"

#include <assert.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "harness/statistics/binomial.h"

struct libscols_table *tally_create(const char *what)
{
	struct libscols_table *table = scols_new_table();

	assert(table);
	scols_table_new_column(table, what, 0, 0);
	scols_table_new_column(table, "found", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "share", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "95 % interval", 0, 0);
	scols_table_new_column(table, "wanted", 0, 0);
	scols_table_new_column(table, "besides", 0, 0);
	return table;
}

void tally_add(struct libscols_table *table, const char *what, size_t nr_found, size_t nr,
	       const char *wanted, const char *remark)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	struct share share = binomial_share(nr_found, nr, 0.95);
	char text[64];

	scols_line_set_data(line, 0, what);
	snprintf(text, sizeof text, "%zu of %zu", nr_found, nr);
	scols_line_set_data(line, 1, text);
	snprintf(text, sizeof text, "%.1f %%", 100 * share.share);
	scols_line_set_data(line, 2, nr ? text : "");
	snprintf(text, sizeof text, "[%.1f %%, %.1f %%]", 100 * share.low, 100 * share.high);
	scols_line_set_data(line, 3, text);
	scols_line_set_data(line, 4, wanted);
	scols_line_set_data(line, 5, remark);
}

void tally_print(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
	putchar('\n');
	fflush(stdout);
}
