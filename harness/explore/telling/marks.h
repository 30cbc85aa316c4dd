// SPDX-License-Identifier: MIT

// Which steps of a witness are to be pointed at, because it goes wrong by them.

#ifndef RACELAB_EXPLORE_MARKS_H
#define RACELAB_EXPLORE_MARKS_H

#include <stddef.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/concerned.h"
#include "harness/explore/telling/subject.h"

struct trace;

enum mark {
	MARK_STALE = 1,	      /* a read whose value is out of date, at once or when it is used */
	MARK_OVERWRITTEN = 2, /* a write that another task overwrites without having seen it */
	MARK_RACING = 4,      /* one of two accesses that race */
	MARK_OLDER = 8,	      /* a write that comes before one that is told above it */
};

struct marks {
	struct trace *trace; /* at its beginning */
	struct concerned concerned;
	/* of each step: */
	uint8_t *mark;
	int32_t *missed; /* of a read: the step whose write it does not see; -1: none */
	int32_t *ahead;	 /* of a read: its task's store that others see only later, when the place
			    was written meanwhile; -1: none */
	int32_t *newer;	 /* of a write: the step above whose write comes behind it; -1: none */
};

// On the heap; marks_close is due. NULL without memory, or if the wrong has no witness.
struct marks *marks_open(const struct subject *subject, const struct wrong *wrong);
void marks_close(struct marks *marks);

// The step at which a task read what its store at `write` was made from; -1: there is none.
int32_t marks_source(const struct marks *marks, size_t write);

// The write of another task that comes, in the order of writes, between what the store at `write`
// was made from and that store, so that it is lost: the first one behind step `after` (-1: the
// first of all). -1: there is none.
int32_t marks_lost(const struct marks *marks, size_t write, int32_t after);

#endif
