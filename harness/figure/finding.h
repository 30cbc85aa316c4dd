// SPDX-License-Identifier: MIT

// Findings: what a chart shows on this machine, as one line of text, its title. Every number in it
// comes from the chart's points, and every claim is decided by them, so a title is true of any run:
// where the expected did not happen, it says so.

#ifndef RACELAB_FINDING_H
#define RACELAB_FINDING_H

#include <stddef.h>
#include <stdio.h>

struct chart;

// Writes the finding of a chart, which has at least one point with a line of its own.
typedef void finding_fn(const struct chart *chart, char *title, size_t size);

finding_fn finding_wrong_number;      /* how many runs end with a wrong number */
finding_fn finding_lost_share;	      /* how much 2 tasks lose */
finding_fn finding_cost;	      /* ns alone, and what protection adds */
finding_fn finding_rate;	      /* how far from twice as fast 2 tasks are */
finding_fn finding_goodput;	      /* whether more tasks keep more */
finding_fn finding_cost_ladder;	      /* the first step, a contended lock, the last */
finding_fn finding_threads_processes; /* whether it matters which */
finding_fn finding_false_sharing;     /* what a neighbour on the same line costs */
finding_fn finding_lost_slots;	      /* loss in few and in many slots, and the model's */
finding_fn finding_granularity;	      /* what more locks bring */
finding_fn finding_fairness;	      /* the luckier task's share */
finding_fn finding_fairness_price;    /* what it costs that the lock goes round */
finding_fn finding_machine;	      /* the way between two PUs */
finding_fn finding_windows;	      /* how far one and the same case spreads */
finding_fn finding_fleet;	      /* how far machines differ in one case */
finding_fn finding_lost_share_many;   /* the same in what is lost at the count spoken of */
finding_fn finding_cost_many;	      /* in the price that differs most */
finding_fn finding_machine_many;      /* in the way between two PUs */
finding_fn finding_ranks;	      /* what it costs that the counter is far away */
finding_fn finding_interleavings;     /* how many interleavings end right, and how many races did */
finding_fn finding_models;	      /* what was seen of what is allowed */
finding_fn finding_summary;	      /* any other figure: its summary in the catalogue */

// A title that is written piece by piece, for one who closes it. NULL: there is no memory, and the
// title is the summary.
FILE *finding_open(const struct chart *chart, char *title, size_t size);

#endif
