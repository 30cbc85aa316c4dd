// SPDX-License-Identifier: MIT

// A witness step by step: what memory and store buffers hold after each of them, and in which order
// the writes to a place came.

#ifndef RACELAB_EXPLORE_TRACE_H
#define RACELAB_EXPLORE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/states/state.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/subject.h"

// Steps whose writes are in a store buffer, the oldest first.
struct trace_buffer {
	uint32_t step[MOST_BUFFERED];
	unsigned nr;
};

struct trace {
	const struct subject *subject;
	const struct wrong *wrong;
	const struct witness *witness;
	size_t nr; /* steps that were taken so far; what follows is as it is after them */
	uint64_t value[MOST_PLACES];
	int32_t writer[MOST_PLACES];  /* the step that wrote it; -1: it was there */
	uint32_t writes[MOST_PLACES]; /* how many there were */
	struct trace_buffer buffer[MOST_EXPLORED_TASKS];
	/* of each step's write, from the beginning on: */
	uint32_t *rank;	  /* its number among those to its place, from 1; 0: it never came there */
	uint32_t *landed; /* the step with which it reached memory; how many there are: none did */
};

// On the heap, before the first step; trace_close is due. NULL without memory, or without a
// witness.
struct trace *trace_open(const struct subject *subject, const struct wrong *wrong);
void trace_close(struct trace *trace);

// Takes the next step; goes back to the beginning, or on to the end.
void trace_step(struct trace *trace);
void trace_rewind(struct trace *trace);
void trace_finish(struct trace *trace);

const struct deed *trace_deed(const struct trace *trace, const struct event *event);

// True if the step's own deed reads; writes, into memory or a buffer.
bool trace_reads(const struct trace *trace, const struct event *event);
bool trace_writes(const struct event *event);

// What a task would read at that place now.
uint64_t trace_value(const struct trace *trace, unsigned task, uint16_t place);

// The node at which a task stands at the end of the witness.
uint32_t trace_standing(const struct trace *trace, unsigned task);

#endif
