// SPDX-License-Identifier: MIT

// From rows to a title, as racelab plot goes.

#include "harness/tests/charted.h"

#include <criterion/criterion.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/complaint.h"

void charted_build(struct charted *charted, size_t nr)
{
	charted->rows = (struct rows){.row = charted->row, .nr_rows = nr};
	cr_assert_eq(summary_build(&charted->summary, &charted->rows), 0);
	cr_assert_eq(legend_build(&charted->legend, &charted->summary), 0);
	charted->material = (struct material){
	    &charted->rows, &charted->summary, &charted->legend, NULL, NULL, NULL, NULL};
}

void charted_fini(struct charted *charted)
{
	legend_fini(&charted->legend);
	summary_fini(&charted->summary);
}

const struct figure *charted_figure(const char *name)
{
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		if (strcmp(catalog_figure(i)->name, name) == 0)
			return catalog_figure(i);
	cr_assert_fail("no figure %s in the catalogue", name);
	return NULL;
}

void charted_expect_title(const struct charted *charted, const char *name, const char *expected)
{
	struct chart chart;
	struct complaint c;

	if (chart_build(&chart, charted_figure(name), &charted->material, &c)) {
		cr_expect_eq(c.kind, COMPLAINT_USER);
		cr_expect_str_eq(c.text, expected);
	} else {
		cr_expect_str_eq(chart.title, expected);
		chart_fini(&chart);
	}
}
