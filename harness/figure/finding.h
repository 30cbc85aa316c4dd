// SPDX-License-Identifier: MIT

// Findings: what a chart shows on this machine, as one line of text, its title. Every number in it
// comes from the chart's points, and every claim is decided by them, so a title is true of any run:
// where the expected did not happen, it says so.

#ifndef RACELAB_FINDING_H
#define RACELAB_FINDING_H

#include <stddef.h>

struct chart;

// Writes the finding of a chart, which has at least one point with a line of its own.
typedef void finding_fn(const struct chart *chart, char *title, size_t size);

finding_fn finding_lost_share;	      /* how much 2 tasks lose */
finding_fn finding_cost;	      /* ns alone, and what protection adds */
finding_fn finding_goodput;	      /* whether more tasks keep more */
finding_fn finding_threads_processes; /* whether it matters which */
finding_fn finding_summary;	      /* any other figure: its summary in the catalogue */

#endif
