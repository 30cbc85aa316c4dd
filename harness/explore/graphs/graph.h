// SPDX-License-Identifier: MIT

// An execution, or the beginning of one, as a graph: what each task did, which write each read took
// its value from (rf), and in which order the writes to a place came (mo). A read-modify-write is
// two events, one behind the other.
//
// Events stand in the order in which they were added, which is not an order in time.

#ifndef RACELAB_EXPLORE_GRAPH_H
#define RACELAB_EXPLORE_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/step.h"

enum {
	MOST_EVENTS = 128,
	GRAPH_WORDS = MOST_EVENTS / 64,
	INITIAL = -1, /* what was there before anybody wrote, as a read's source */
};

// A set of events.
struct event_set {
	uint64_t word[GRAPH_WORDS];
};

enum graph_kind {
	GRAPH_READ,
	GRAPH_WRITE,
	GRAPH_FENCE,
};

struct graph_event {
	uint8_t kind, task, order;
	bool locked;	/* of a read-modify-write, or of a compare that failed */
	bool exclusive; /* of a read-modify-write that writes */
	bool blocks;	/* a read: the end of a turn of a waiting loop that changed nothing */
	uint16_t place;
	int16_t source;	     /* of a read: the write that it reads from, or INITIAL */
	int16_t before;	     /* the task's event before it; -1: none */
	uint16_t rank;	     /* of a write: its number among those to its place, from 1 */
	uint32_t node, next; /* where the task stood, and where it goes from here */
	uint64_t value;	     /* read, or written */
	/* itself and all events before it: by program order and reads-from; by happens-before; and
	   what happens before whoever acquires from it */
	struct event_set porf, hb, released;
};

struct graph {
	unsigned nr;
	int16_t last[MOST_EXPLORED_TASKS]; /* each task's last event; -1: none */
	struct graph_event event[MOST_EVENTS];
};

static inline bool set_has(const struct event_set *set, unsigned event)
{
	return set->word[event / 64] >> event % 64 & 1;
}

static inline void set_add(struct event_set *set, unsigned event)
{
	set->word[event / 64] |= UINT64_C(1) << event % 64;
}

static inline void set_join(struct event_set *set, const struct event_set *other)
{
	for (unsigned i = 0; i < GRAPH_WORDS; i++)
		set->word[i] |= other->word[i];
}

static inline bool set_meets(const struct event_set *set, const struct event_set *other)
{
	for (unsigned i = 0; i < GRAPH_WORDS; i++)
		if (set->word[i] & other->word[i])
			return true;
	return false;
}

void graph_begin(struct graph *graph, unsigned nr_tasks);
void graph_copy(struct graph *to, const struct graph *from);

// Adds an event of a task behind its last one, with its porf, hb and released; a read's source is
// given, a write comes behind all others of its place. Returns its number.
unsigned graph_add(struct graph *graph, const struct graph_event *event);

// Puts a write that is the last of its place at another rank.
void graph_rank(struct graph *graph, unsigned write, unsigned rank);

// Lets a task's last event, a read, read from another write.
void graph_redirect(struct graph *graph, unsigned read, int source, uint64_t value);

// Takes all events away but those of `kept`. new_number[] is where each of them is then.
void graph_restrict(struct graph *graph, const struct event_set *kept,
		    uint8_t new_number[MOST_EVENTS]);

// The rank of a read's source, 0 for what was there from the beginning; how many writes a place
// has.
static inline unsigned source_rank(const struct graph *graph, const struct graph_event *read)
{
	return read->source == INITIAL ? 0 : graph->event[read->source].rank;
}

unsigned graph_writes(const struct graph *graph, uint16_t place);

// The write of that rank to a place; INITIAL for 0, and if there is none.
int graph_write_at(const struct graph *graph, uint16_t place, unsigned rank);

static inline bool event_is(const struct graph_event *event, enum graph_kind kind, uint16_t place)
{
	return event->kind == kind && event->place == place;
}

#endif
