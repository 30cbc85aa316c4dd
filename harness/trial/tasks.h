// SPDX-License-Identifier: MIT

// The kinds of tasks, behind one run-time table. Ranks are a third kind, but nobody here can start
// them: they are there when racelab is (harness/rank).

#ifndef RACELAB_TASKS_H
#define RACELAB_TASKS_H

#include <stdbool.h>
#include <stddef.h>

struct crew; /* the running tasks of one trial */

// What one task does. `context` is the same for all of them.
typedef void task_body(void *context, unsigned task);

struct task_kind {
	const char *name;   /* "thread", "process" */
	const char *plural; /* "threads", "processes" */
	bool processes;	    /* tasks share only what was mapped as shared before they started */
	// Starts nr_tasks tasks. Returns 0, or -1 with the reason in `why` (of why_size bytes): the
	// tasks started before it failed are left waiting, and the caller's process is to end.
	int (*start)(struct crew *crew, unsigned nr_tasks, task_body *body, void *context,
		     char *why, size_t why_size);
	// True if a task has ended by a signal or with an error so far. Never blocks.
	bool (*failed)(struct crew *crew);
	// Waits for all tasks to end. Returns 0; or, after ending all others, the wait status
	// (wait(2)) of the first one that failed.
	int (*join)(struct crew *crew);
};

extern const struct task_kind task_threads, task_processes;
extern const struct task_kind task_ranks; /* started by MPI: it has no functions */

// Those that can be started: all but ranks.
size_t task_kinds(void);
const struct task_kind *task_kind(size_t i);

// The kind of that name, ranks included, or NULL.
const struct task_kind *task_kind_find(const char *name);

// A crew for one trial on the heap, and its end. crew_create returns NULL without memory.
struct crew *crew_create(void);
void crew_destroy(struct crew *crew);

#endif
