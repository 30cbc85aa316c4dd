// SPDX-License-Identifier: MIT

// A case: one point of the matrix. Axes that mean nothing for a case (a variable has no slots, a
// strategy without locks no granularity) are absent in it, and empty in its row.

#ifndef RACELAB_CASE_H
#define RACELAB_CASE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"

enum {
	MAX_TASKS =
	    4096, /* of one trial: far beyond any PU count we aim at; enough to oversubscribe */
	MAX_SLOTS = 1 << 24,  /* 16 Mi counters: key offsets stay within 32 bits */
	MAX_STRIDE = 1 << 16, /* 64 KiB between two private cells */
};

enum pattern_kind {
	PATTERN_ABSENT,	 /* the structure has one cell only */
	PATTERN_SAME,	 /* all tasks use cell 0 */
	PATTERN_OWN,	 /* task i uses cell i; with a stride, the cell at i * stride bytes */
	PATTERN_UNIFORM, /* each increment a cell drawn uniformly */
	PATTERN_ZIPF,	 /* cell k (from 1) drawn with probability proportional to k^-theta */
};

struct pattern {
	enum pattern_kind kind;
	uint32_t stride_bytes; /* PATTERN_OWN: 0 is packed */
	double theta;	       /* PATTERN_ZIPF: above 0, at most 10 */
};

enum granularity_kind {
	GRANULARITY_ABSENT,  /* no lock, or nothing to divide between several */
	GRANULARITY_GLOBAL,  /* one lock for the structure */
	GRANULARITY_STRIPED, /* nr_stripes locks, dealt round robin */
	GRANULARITY_EACH,    /* a lock for each cell or bucket */
};

struct granularity {
	enum granularity_kind kind;
	uint32_t nr_stripes;
};

struct case_spec {
	const struct structure *structure;
	const struct strategy *strategy;
	uint64_t parameter; /* of the strategy; 0 if it takes none */
	const struct task_kind *task;
	unsigned count;
	unsigned readers;    /* of the tasks: the last so many only read */
	struct place *place; /* owned by the plan */
	struct pattern pattern;
	uint64_t slots; /* 0: absent */
	struct granularity granularity;
	uint64_t hold_ns;
	uint64_t think_ns;
};

// Reads "same", "own", "own:64", "uniform", "zipf:0.99"; "global", "striped:8", "each". Return 0,
// or -1 with a user's complaint.
int pattern_parse(struct pattern *pattern, const char *text, struct complaint *c);
int granularity_parse(struct granularity *granularity, const char *text, struct complaint *c);

// Write it back canonically; empty for an absent one. Return text.
const char *pattern_format(const struct pattern *pattern, char *text, size_t size);
const char *granularity_format(const struct granularity *granularity, char *text, size_t size);

// The strategy with its parameter, as --sync takes it: "mutex", "sloppy:64". Returns text.
const char *sync_format(const struct case_spec *spec, char *text, size_t size);

// A case's name for people and for run.json: its axes in the columns' order, separated by spaces,
// absent ones and zero pauses left out: "array mutex thread 2 compact uniform 64 striped:8
// hold=100ns". Two different cases of a plan have different names. Returns text; 256 bytes are
// enough unless a cpus: list is long.
const char *case_format(const struct case_spec *spec, char *text, size_t size);

// NULL if the case can exist (any machine), else the reason why not, one clause without full stop,
// in `why`: more tasks than the strategy's max_tasks, threads_only, one_lock, `own` with fewer
// slots than tasks, own:STRIDE on a hash table, a structure that has no kernel for the strategy or
// is for threads only, ...
const char *case_impossible(const struct case_spec *spec, char *why, size_t size);

#endif
