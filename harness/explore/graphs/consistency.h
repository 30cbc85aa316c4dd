// SPDX-License-Identifier: MIT

// Which graphs a model allows. A graph grows event by event, and one that is not consistent stays
// so, so only what the newest event adds is looked at where that is enough.

#ifndef RACELAB_EXPLORE_CONSISTENCY_H
#define RACELAB_EXPLORE_CONSISTENCY_H

#include <stdbool.h>

#include "harness/explore/found.h"
#include "harness/explore/graphs/graph.h"

// True if the graph, which was consistent without that event (or where it, a read, read from
// elsewhere), is so with it.
bool graph_consistent(const struct graph *graph, unsigned newest, enum model model);

// A read-modify-write's write comes right behind what its read reads from, with nothing in between:
// all models agree on that.
bool is_indivisible(const struct graph *graph, unsigned write);

// The three models. sc: Shasha and Snir, TOPLAS 10(2), 1988: no cycle of program order, rf, mo and
// fr. tso: Sewell, Sarkar, Owens, Nardelli, Myreen: x86-TSO, CACM 53(7), 2010, as axioms by
// Alglave, Maranget, Tautschnig: Herding Cats, TOPLAS 36(2), 2014. rc11: Lahav et al., PLDI 2017,
// definition 1.
bool consistent_sc(const struct graph *graph);
bool consistent_tso(const struct graph *graph);
bool consistent_rc11(const struct graph *graph, unsigned newest);

// Another event at the same place that races with this one (C11 5.1.2.4, 25); -1: none.
int graph_race(const struct graph *graph, unsigned newest);

#endif
