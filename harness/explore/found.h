// SPDX-License-Identifier: MIT

// What a search finds: how far it came, which outcomes there are, and what went wrong. Both
// searches fill one in: by states (states/), by executions (graphs/).

#ifndef RACELAB_EXPLORE_FOUND_H
#define RACELAB_EXPLORE_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/step.h"

enum {
	MOST_OUTCOMES = 256,
	MOST_WRONGS = 16,
};

enum model {
	MODEL_SC,
	MODEL_TSO,
	MODEL_RC11,
	NR_MODELS,
};

enum wrong_kind {
	WRONG_LOST,   /* the outcome is not the expected one */
	WRONG_INSIDE, /* two tasks in their critical sections */
	WRONG_HANG,   /* those who are left wait for ever */
	WRONG_RACE,   /* C11 5.1.2.4, 25 */
	WRONG_ASSERT,
	WRONG_CRASH,
	WRONG_ENDLESS, /* a task computes for ever */
	NR_WRONGS,
};

// One step of a witness. What is told of a task's step is the task's deed; a flush is what the
// machine does by itself.
struct event {
	uint8_t task;
	bool flush;	  /* the oldest entry of the task's store buffer reaches memory */
	bool wrote;	  /* a write, or a modify or compare that did */
	uint32_t node;	  /* where the task stood; its deed says what it did */
	uint16_t place;	  /* of the access, or the flushed entry; NOWHERE */
	uint64_t read;	  /* the value read; 0 if nothing was */
	uint64_t written; /* the value written; 0 if nothing was */
	int32_t from;  /* the step that wrote what was read; -1: it was there from the beginning */
	uint32_t rank; /* of a write: its number among those to its place, from 1 */
	bool stale;    /* of what was read: a newer write is there, in the order of writes */
};

// An execution that ends wrongly.
struct witness {
	struct event *event; /* on the heap; NULL: none was made */
	size_t nr;
	bool ordered; /* one after the other, as a schedule; false: an execution graph, of which
			 this is one order by happens-before and reads-from */
};

struct wrong {
	enum wrong_kind kind;
	uint64_t value;	  /* lost: the outcome */
	uint8_t tasks;	  /* who is concerned, a bit each */
	uint32_t node[2]; /* inside, race: where both stand; assert, crash: the end */
	const char *text; /* of an assertion or a crash; the behaviour's */
	struct witness witness;
};

typedef unsigned __int128 big_count;

struct outcome {
	uint64_t value;
	uint64_t executions;
	big_count interleavings;
};

struct found {
	bool complete;	     /* all that there is within the bounds was tried */
	const char *why_not; /* if not: what stopped it, one phrase */
	bool counts_executions, executions_complete;
	bool counts_interleavings;
	uint64_t executions, blocked; /* blocked: ended in a wait for a write that was there */
	big_count interleavings;
	struct outcome outcome[MOST_OUTCOMES];
	size_t nr_outcomes;
	bool more_outcomes; /* than there is room for */
	struct wrong wrong[MOST_WRONGS];
	size_t nr_wrongs;
	uint64_t states, memory_bytes;
	double seconds; /* of the search that decides; counting executions besides is left out */
};

// The entry of that value, which is added in its place by value if there is none; NULL if there is
// no room.
struct outcome *found_outcome(struct found *found, uint64_t value);

// The wrong of that kind (with that text), which is added if there is none (*fresh); NULL if there
// is no room.
struct wrong *found_wrong(struct found *found, enum wrong_kind kind, const char *text, bool *fresh);

// What the end of a task is that is not STEP_END.
enum wrong_kind wrong_kind_of(enum step_kind end);

// The kinds of all that went wrong, a bit each; and their names, "lost update, hang". Returns text.
unsigned found_wrongs(const struct found *found);
const char *wrongs_text(unsigned wrongs, char *text, size_t size);

void found_fini(struct found *found);

// "sc", "tso", "rc11"; and "lost update", ...
const char *model_name(enum model model);
const char *wrong_name(enum wrong_kind kind);

// Whether the machine that this runs on does nothing that the model forbids.
bool model_kept_here(enum model model);

// The model of that name, or -1.
int model_find(const char *name);

#endif
