// SPDX-License-Identifier: MIT

// Which memory orders a program needs: each of its atomic accesses is explored with weaker ones,
// all others as they are. "Could be weaker" is true within the bounds that were explored, no more.

#ifndef RACELAB_EXPLORE_ORDERS_H
#define RACELAB_EXPLORE_ORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/limit.h"
#include "harness/explore/target.h"
#include "harness/explore/weaken.h"

enum {
	MOST_ACCESSES = 64,
};

enum need {
	NEED_NONE, /* it is relaxed as it is */
	NEED_AS_IT_IS,
	NEED_LESS,    /* `weakest` does as well */
	NEED_UNKNOWN, /* the limit was reached before */
};

// An atomic access or fence on a line of source, or what a compare-and-swap of that line is if it
// fails: that has an order of its own.
struct access {
	struct weakening at; /* which it is; without orders */
	char text[160];	     /* of its line */
	bool of_failure;
	uint8_t kind, operation, order; /* as written */
	enum need need;
	uint8_t weakest; /* less: an order with which nothing goes wrong */
	uint8_t tried;	 /* as it is: a next weaker order, with which */
	unsigned wrongs; /* these go wrong, a bit each of enum wrong_kind */
};

struct orders {
	struct access access[MOST_ACCESSES];
	size_t nr;
	struct bench bench[2]; /* a program for each of the bounds */
	struct bounds bounds[2];
	size_t nr_benches;
	bool together; /* all that could be weaker were so at once, and nothing went wrong */
	size_t nr_less;
};

// Explores all that there is to weaken under rc11, within those bounds; of a file there are only
// its own. orders_close is due in any case. Returns 0; -1 with a user's complaint: the program is
// wrong as it is; or a machine's.
int orders_find(struct orders *orders, const struct target *target, const char *root,
		const struct bounds *bounds, size_t nr_bounds, struct limit *limit,
		struct complaint *c);
void orders_close(struct orders *orders);

#endif
