// SPDX-License-Identifier: MIT

// Titles of the figures of explorations. What was counted and what was measured are never called by
// one name: neither is a probability on hardware.

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/explored.h"
#include "harness/data/row.h"
#include "harness/figure/chart.h"
#include "harness/figure/explorations.h"
#include "harness/figure/finding.h"
#include "harness/figure/words.h"

// The row of all increments kept, of the most increments; NULL: nothing ended right.
static const struct explored_counter *right_row(const struct explored *explored)
{
	size_t nr = explored->nr[EXPLORED_INTERLEAVINGS];
	const struct explored_counter *last = explored_counters(explored) + nr - 1;

	return last->value == last->tasks * last->ops ? last : NULL;
}

static const char *percent_of(double share, char *text, size_t size)
{
	char digits[32];

	snprintf(text, size, "%s %%", words_percent(share, digits, sizeof digits));
	return text;
}

void finding_interleavings(const struct chart *chart, char *title, size_t size)
{
	const struct explored *explored = chart->material->explored;
	const struct explored_counter *right = right_row(explored);
	double counted = right ? explorations_counted(explored, right) : NAN;
	double measured = right ? explorations_measured(right) : NAN;
	char of[64], all[48], here[48];

	if (isnan(counted)) {
		finding_summary(chart, title, size);
		return;
	}
	snprintf(of, sizeof of, "%" PRId64 " tasks x %" PRId64 " increment%s", right->tasks,
		 right->ops, right->ops == 1 ? "" : "s");
	percent_of(counted, all, sizeof all);
	if (isnan(measured))
		snprintf(title, size, "%s end right in %s of all their interleavings", of, all);
	else
		snprintf(title, size,
			 "%s end right in %s of all interleavings, and in %s of the races here", of,
			 all, percent_of(measured, here, sizeof here));
}

// Of the programs that were raced: whose outcome rc11 allows, and was seen; whose it forbids, and
// was seen all the same.
struct tally {
	size_t allowed, seen, impossible, raced;
	size_t known[EXPLORED_MODEL_COLUMNS]; /* of all: how many each model allows */
};

static bool allows(const struct explored_program *row, int model)
{
	return strcmp(row->verdict[model], "allowed") == 0;
}

static struct tally count(const struct explored *explored)
{
	const struct explored_program *row = explored_programs(explored);
	struct tally tally = {0};

	for (size_t i = 0; i < explored->nr[EXPLORED_MODELS]; i++, row++) {
		bool raced = row->raced != COUNT_EMPTY, seen = raced && row->seen > 0;
		bool forbidden = strcmp(row->verdict[2], "forbidden") == 0;

		tally.raced += raced;
		tally.allowed += raced && allows(row, 2);
		tally.seen += seen && allows(row, 2);
		tally.impossible += seen && forbidden;
		for (int model = 0; model < EXPLORED_MODEL_COLUMNS; model++)
			tally.known[model] += allows(row, model);
	}
	return tally;
}

void finding_models(const struct chart *chart, char *title, size_t size)
{
	const struct explored *explored = chart->material->explored;
	struct tally tally = count(explored);

	if (!tally.raced)
		snprintf(title, size, "Of these outcomes, sc allows %zu, tso %zu and rc11 %zu",
			 tally.known[0], tally.known[1], tally.known[2]);
	else if (tally.impossible)
		snprintf(title, size,
			 "This machine showed %zu outcome%s that rc11 forbids: it, the compiler or "
			 "the explorer is wrong",
			 tally.impossible, tally.impossible == 1 ? "" : "s");
	else
		snprintf(title, size,
			 "This machine showed %zu of the %zu outcomes that rc11 allows, and none "
			 "that it forbids",
			 tally.seen, tally.allowed);
}
