// SPDX-License-Identifier: MIT

// The rules that need no baseline: what must hold of every run, on any machine.

#ifndef RACELAB_RULES_H
#define RACELAB_RULES_H

#include <stdbool.h>

#include "harness/data/summary.h"
#include "harness/verdict/verdict.h"

// Holds every row against the rules of rules.def and adds what it finds; of base its sentences
// begin with "base: ". Whether a strategy may lose updates is its row's class: unsynchronized and
// broken may. `summary` is that of `rows`, and the one the verdict was made with. Failures:
//   lost_update, entries_damaged: an exact strategy's row with lost != 0, or entries lost or
//   doubled; lost_alone: a row that may lose, of one task, with lost != 0; wrong_sum: any row in
//   which lost is not ops - observed; crashed, hung: any row, except that a racing hash table may
//   be corrupted (may lose, two tasks or
//     more, and entries): then all of them together are one note a case;
//   broken: any row; pin_not_kept: one whose detail says "pin failed".
// Warnings:
//   no_loss: a case that may lose, with two tasks or more (readers apart) on two PUs or more, that
//     share a cell (a variable, or any pattern but own), and lost nothing in all of its ok rows;
//     the sentence gives the median overlap and how many trials there were;
//   disturbed: more than half of a case's ok rows say so in their detail.
// Of base the same are warnings, and its warnings notes: it only has to be usable, head is judged.
// With strict all of them are notes, or the change that mends a lock could never pass.
// Each failure's sentence names case, block and number: "variable mutex thread 2 compact, block 3:
// lost 1 of 2000000 updates".
void rules_apply(struct verdict *verdict, const struct rows *rows, const struct summary *summary,
		 bool is_base);

#endif
