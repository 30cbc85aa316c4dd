// SPDX-License-Identifier: MIT

// What complete executions amount to: outcomes, hangs, races, and a witness of each that reads
// well.

#ifndef RACELAB_EXPLORE_ENDS_H
#define RACELAB_EXPLORE_ENDS_H

#include <stdbool.h>

#include "harness/explore/found.h"
#include "harness/explore/graphs/graph.h"

struct ends {
	struct behaviour *behaviour;
	struct found *found;
	bool judge;
	unsigned nr_compared[NR_WRONGS]; /* witnesses of each kind that were looked at */
};

// A graph in which no task can go on: all are done, or wait.
void ends_note(struct ends *ends, const struct graph *graph);

// An event that was added just now: does it race with another?
void ends_race(struct ends *ends, const struct graph *graph, unsigned newest);

// The graph as a witness, one event behind the other with few switches between tasks, each behind
// what it reads from; also by the order of writes where that can be. Empty without memory.
struct witness graph_tell(const struct graph *graph);

// The first event of the turn of a waiting loop that ends with `last`, a task's latest event: where
// the task stood at the node that it comes to now; -1 if it did not, or changed something since.
int turn_begin(const struct graph *graph, int last);

#endif
