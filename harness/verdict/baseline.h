// SPDX-License-Identifier: MIT

// A run held against an earlier one. Nothing was measured side by side, and between two runs the
// machine may have changed its speed by a factor of two; so like is compared with like.
//
// Each trial of head is paired with the trial of the same case in base whose recorded state of the
// machine is nearest: the handoff time, the fixed spin, the share of time stolen, the overlap. No
// trial is in two pairs, and two states that are too far apart make none. The ratio of a case is
// the median of its pairs' ratios of throughput with the interval of a sign test; head is slower
// only if that whole interval is below 1 - threshold and a sign test of the pairs against 1 -
// threshold, adjusted by Holm for all the cases compared, is significant at 5 %. That takes a pair
// for a value of its own: each block was executed anew, but all of a run have its hour in common,
// and what that does to a case beyond the recorded state no interval can show.

#ifndef RACELAB_BASELINE_H
#define RACELAB_BASELINE_H

#include "harness/verdict/verdict.h"

// Compares each case that both sides have and fills in its comparison; adds findings: slower
// (failure), faster (note), undecided (one note that counts those cases and says what would decide:
// more blocks, or a duet), only_head and only_base (note each, at most ten, then one that counts
// the rest). The trials are those that the verdict's summaries keep, the threshold is the
// verdict's.
void baseline_compare(struct verdict *verdict);

#endif
