// SPDX-License-Identifier: MIT

// What tasks can do, as a graph: at each node a task stands at one deed (a step whose place is
// known by number), and where it goes from there depends only on what it reads. The graph is made
// as it is asked for, by the program itself (program/runner.h); what was asked once is remembered.
// All that searches do, they do on this graph, so each path of the program is run once, however
// many executions it is part of.

#ifndef RACELAB_EXPLORE_BEHAVIOUR_H
#define RACELAB_EXPLORE_BEHAVIOUR_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/byte_set.h"
#include "harness/explore/program/program.h"
#include "harness/explore/step.h"

enum {
	NOWHERE = UINT16_MAX, /* the place of a deed that has none: a fence, an end */
};

// One piece of shared memory, always used in the same size.
struct place {
	uint64_t address; /* from the object's beginning */
	uint64_t initial;
	unsigned size;
};

struct deed {
	uint8_t kind, operation, order, failure; /* as enum step_kind etc.; as weakened */
	uint8_t size, inside;
	uint16_t place;
	uint32_t site; /* which access of the program's text it is */
	uint64_t operand, expected;
	const char *text; /* of an end; else NULL */
};

// An access of the program's text.
struct site {
	uint64_t pc;
	uint8_t kind, order, failure;	/* as written */
	uint8_t now_order, now_failure; /* as explored */
	bool written;			/* as struct step's: its order can be chosen */
};

struct behaviour {
	struct program *program;
	struct deed *deed; /* of each node */
	struct place *place;
	struct site *site;
	uint32_t nr_nodes, nr_places, nr_sites;
	uint32_t begin[MOST_EXPLORED_TASKS]; /* where each task begins */
	struct way *way;		     /* a hash table: from node by value to node */
	uint32_t nr_ways, way_slots;
	struct byte_set memories; /* those whose outcome is known, and the outcome of each */
	struct ending *ending;
	bool failed; /* it could not be asked on: `why` */
	/* because something on a stack is shared, or tasks know their numbers: program_part, and
	   begin anew */
	bool shares_stack;
	struct complaint why;
};

// Begins the graph of a loaded program. Returns 0, or -1 with a complaint.
int behaviour_open(struct behaviour *behaviour, struct program *program, struct complaint *c);
void behaviour_close(struct behaviour *behaviour);

// The node that a task at `node` comes to by reading `value` (0 where its deed reads nothing).
// After a failure (behaviour->failed) it is `node` itself, and what was found so far is not
// complete.
uint32_t behaviour_next(struct behaviour *behaviour, uint32_t node, uint64_t value);

// What program_outcome says of memory, value[] by place; *end is the deed it ended with: STEP_END,
// or an assertion. 0 if the program has none.
uint64_t behaviour_outcome(struct behaviour *behaviour, const uint64_t *value, struct deed *end);

// All accesses of that site are of these orders from now on (ORDER_*), also those that are met
// later.
void behaviour_weaken(struct behaviour *behaviour, uint32_t number, uint8_t order, uint8_t failure);

// What a deed writes if it finds `old`; false if it writes nothing.
bool deed_writes(const struct deed *deed, uint64_t old, uint64_t *value);

// Whether a deed reads, or may write; and the order that counts if it finds `old`.
static inline bool deed_reads(const struct deed *deed)
{
	return deed->kind == STEP_READ || deed->kind == STEP_MODIFY || deed->kind == STEP_COMPARE;
}

static inline bool deed_may_write(const struct deed *deed)
{
	return deed->kind == STEP_WRITE || deed->kind == STEP_MODIFY || deed->kind == STEP_COMPARE;
}

static inline bool deed_is_end(const struct deed *deed)
{
	return deed->kind >= STEP_END;
}

static inline uint8_t deed_order(const struct deed *deed, uint64_t old)
{
	return deed->kind == STEP_COMPARE && old != deed->expected ? deed->failure : deed->order;
}

static inline bool order_acquires(uint8_t order)
{
	return order == ORDER_ACQUIRE || order >= ORDER_ACQ_REL;
}

static inline bool order_releases(uint8_t order)
{
	return order >= ORDER_RELEASE;
}

#endif
