// SPDX-License-Identifier: MIT

// Tables by libsmartcols.

#include "harness/power/tally.h"

#include <assert.h>
#include <libsmartcols.h>
#include <stdarg.h>
#include <stdio.h>

#include "harness/statistics/binomial.h"

void tally_init(struct tally *tally, ...)
{
	const char *heading;
	va_list headings;
	int flags = 0;

	*tally = (struct tally){.table = scols_new_table()};
	assert(tally->table);
	va_start(headings, tally);
	while ((heading = va_arg(headings, const char *))) {
		scols_table_new_column(tally->table, heading, 0, flags);
		flags = SCOLS_FL_RIGHT;
	}
	va_end(headings);
}

void tally_line(struct tally *tally)
{
	tally->line = scols_table_new_line(tally->table, NULL);
	tally->column = 0;
}

void tally_put(struct tally *tally, const char *format, ...)
{
	char text[128];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	scols_line_set_data(tally->line, tally->column++, text);
}

void tally_put_share(struct tally *tally, size_t nr_found, size_t nr)
{
	struct share share = binomial_share(nr_found, nr, 0.95);

	if (!nr) {
		tally_put(tally, "%s", "");
		tally_put(tally, "%s", "");
		return;
	}
	tally_put(tally, "%zu of %zu", nr_found, nr);
	tally_put(tally, "[%.1f %%, %.1f %%]", 100 * share.low, 100 * share.high);
}

void tally_print(struct tally *tally, const char *title)
{
	puts(title);
	scols_print_table(tally->table);
	scols_unref_table(tally->table);
	putchar('\n');
	fflush(stdout);
}
