// SPDX-License-Identifier: MIT

// Which cases of a summary are wanted, and in which order: `racelab show --filter --sort`.

#ifndef RACELAB_SELECTION_H
#define RACELAB_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/data/summary.h"

enum {
	MAX_TERMS = 16,
};

enum comparison_sign {
	SIGN_EQUAL,
	SIGN_UNEQUAL,
	SIGN_BELOW,
	SIGN_AT_MOST,
	SIGN_ABOVE,
	SIGN_AT_LEAST,
	SIGN_HAS, /* the text as shown has this in it */
};

struct term {
	int column; /* of summary_column_find */
	enum comparison_sign sign;
	double number; /* NaN for an empty value: absent */
	char text[128];
};

// All terms hold.
struct filter {
	struct term terms[MAX_TERMS];
	size_t nr_terms;
};

struct order {
	int columns[MAX_TERMS];
	bool falling[MAX_TERMS];
	size_t nr_columns;
};

// Reads "sync=mutex,count>=2": terms of a column, one of = != < <= > >= ~, and a value, separated
// by commas. Numbers may have k, M, G, T, % (shares are 0..1), ns, us, ms or s behind them; an
// empty value means absent. Returns 0, or -1 with a user's complaint that quotes the term.
int filter_parse(struct filter *filter, const char *text, struct complaint *c);

// Reads "sync,-throughput": columns, from the most important one; '-' puts the largest first.
int order_parse(struct order *order, const char *text, struct complaint *c);

// Reads "sync,throughput" into list[], which has room for `size`. Returns how many, or -1 with a
// complaint.
int columns_parse(int *list, size_t size, const char *text, struct complaint *c);

// Leaves only the cases for which the filter holds. They keep their order; case_of means nothing
// any more. Aborts without memory, as summary_order does.
void summary_filter(struct summary *summary, const struct filter *filter);

// Brings the cases into that order. Equal ones stay as they were; what is absent or was not
// measured comes last either way. summary_find does not work any more.
void summary_order(struct summary *summary, const struct order *order);

#endif
