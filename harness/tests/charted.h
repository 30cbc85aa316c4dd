// SPDX-License-Identifier: MIT

// Charts of made-up trials, and what their titles say.

#ifndef RACELAB_TESTS_CHARTED_H
#define RACELAB_TESTS_CHARTED_H

#include <stddef.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/legend.h"

enum {
	CHARTED_MAX_ROWS = 64,
};

struct charted {
	struct row row[CHARTED_MAX_ROWS];
	struct rows rows;
	struct summary summary;
	struct legend legend;
	struct material material;
};

// Summarises the first nr rows, which the caller has filled in. charted_fini is due.
void charted_build(struct charted *charted, size_t nr);
void charted_fini(struct charted *charted);

// The catalogue's figure of that name; without it the test fails.
const struct figure *charted_figure(const char *name);

// Expects that title of the figure, or that reason why it was left out.
void charted_expect_title(const struct charted *charted, const char *name, const char *expected);

#endif
