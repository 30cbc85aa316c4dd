// SPDX-License-Identifier: MIT

// For people at a terminal: the verdict, what was found, and a table by libsmartcols.
//
//   FAIL: 1 failure, 0 warnings in 1 case (20 trials)
//
//   failure  lost-update  variable mutex thread 2 compact, block 3: lost 1 of 2000000 updates

#include <errno.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/export/advice.h"
#include "harness/export/cells.h"
#include "harness/export/export.h"
#include "harness/export/listing.h"
#include "harness/export/plain.h"
#include "harness/verdict/verdict.h"

enum {
	MOST_OF_A_RULE = 20, /* a screen; the other formats have them all */
};

static void print_line(const struct verdict *verdict, FILE *out)
{
	char line[8192];

	plain_put(out, verdict_line(verdict, line, sizeof line), PLAIN_WHOLE, NULL);
	fputc('\n', out);
}

static void print_findings(const struct listing *listing, FILE *out)
{
	if (listing->nr_findings)
		fputc('\n', out);
	for (size_t i = 0; i < listing->nr_findings; i++) {
		const struct finding *finding = listing->findings[i];

		fprintf(out, "%-7s  %s  ", severity_names[finding->severity],
			rule_name(finding->rule));
		plain_put(out, finding->sentence, PLAIN_WHOLE, NULL);
		fputc('\n', out);
	}
	for (int rule = 0; rule < NR_RULES; rule++)
		if (listing->more[rule])
			fprintf(out, "%-7s  %s  %zu more, not listed here\n", "...",
				rule_name(rule), listing->more[rule]);
}

static void print_advice(const struct verdict *verdict, FILE *out)
{
	const char *before = "\n";

	for (int rule = 0; rule < NR_RULES; rule++)
		if (advice_on(verdict, rule)) {
			fprintf(out, "%sWhat to do about %s: %s.\n", before, rule_name(rule),
				advice_on(verdict, rule));
			before = "";
		}
}

static int add_columns(struct libscols_table *table, const struct verdict *verdict)
{
	const struct cells *column;

	for (size_t i = 0; (column = cells_column(verdict, i)); i++)
		if (!scols_table_new_column(table, column->heading, 0,
					    column->is_number ? SCOLS_FL_RIGHT : 0))
			return ENOMEM;
	return 0;
}

static int add_line(struct libscols_table *table, const struct verdict *verdict,
		    const struct judged *judged)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	const struct cells *column;

	if (!line)
		return ENOMEM;
	for (size_t i = 0; (column = cells_column(verdict, i)); i++) {
		char *text = cells_text(column, verdict, judged);

		if (scols_line_refer_data(line, i, text)) {
			free(text);
			return ENOMEM;
		}
	}
	return 0;
}

static int print_table(const struct verdict *verdict, const struct listing *listing, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	int error = table ? add_columns(table, verdict) : ENOMEM;

	for (size_t i = 0; i < verdict->nr_cases && !error; i++)
		error = add_line(table, verdict, listing->cases[i]);
	if (!error) {
		scols_table_enable_minout(table, 1);
		scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
		scols_table_set_stream(table, out);
		fputc('\n', out);
		error = -scols_print_table(table);
	}
	scols_unref_table(table);
	return error;
}

int export_text(const struct verdict *verdict, FILE *out)
{
	struct listing listing;
	int error = 0;

	listing_init(&listing, verdict, MOST_OF_A_RULE);
	print_line(verdict, out);
	print_findings(&listing, out);
	print_advice(verdict, out);
	if (verdict->nr_cases) {
		error = print_table(verdict, &listing, out);
		fputc('\n', out);
		cells_put_legend(out, verdict);
		fputc('\n', out);
	}
	listing_fini(&listing);
	return error ? error : plain_end(out);
}
