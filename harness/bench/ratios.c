// SPDX-License-Identifier: MIT

// Tables of ratios, by libsmartcols.

#include "harness/bench/ratios.h"

#include <assert.h>
#include <libsmartcols.h>
#include <math.h>
#include <stdio.h>

struct libscols_table *ratios_create(const char *what, const char *ratio)
{
	struct libscols_table *table = scols_new_table();

	assert(table);
	scols_table_new_column(table, what, 0, 0);
	scols_table_new_column(table, ratio, 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "95 % interval", 0, 0);
	scols_table_new_column(table, "at most", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "is it", 0, 0);
	return table;
}

void ratios_add(struct libscols_table *table, const char *name, const struct estimate *ratio,
		double most)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char text[64];

	scols_line_set_data(line, 0, name);
	snprintf(text, sizeof text, "%.4f", ratio->median);
	scols_line_set_data(line, 1, text);
	snprintf(text, sizeof text, "[%.4f, %.4f]", ratio->low, ratio->high);
	scols_line_set_data(line, 2, text);
	if (isnan(most))
		return;
	snprintf(text, sizeof text, "%.2f", most);
	scols_line_set_data(line, 3, text);
	scols_line_set_data(line, 4, ratio->median <= most ? "yes" : "NO");
}

void ratios_print(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
}
