// SPDX-License-Identifier: MIT

// From ratios to judgements, in the same way for a baseline and for a duet.

#ifndef RACELAB_JUDGE_H
#define RACELAB_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/verdict/verdict.h"

#define JUDGE_ALPHA 0.05 /* of any false alarm in all cases together */

// Fills in a comparison's nr_pairs, ratio (bootstrap over clusters of that many neighbours) and
// p_slower, not adjusted yet: that the median ratio is not below 1 - threshold, by the sign test of
// single pairs, by the interval where pairs come in clusters.
void judge_ratios(struct comparison *comparison, const double *ratios, size_t nr, size_t cluster,
		  double threshold, unsigned nr_resamples, uint64_t seed);

// Fills in cliffs_delta and mann_whitney_p from all ok trials of both sides, paired or not.
void judge_ranks(struct judged *judged);

// Adjusts p_slower over all compared cases (those with nr_pairs) and gives each its judgement, as
// enum judgement says. A case without pairs is undecided. Adds the findings slower, faster and
// undecided; `more` is what would decide an undecided one ("measure more blocks, or use racelab
// duet").
void judge_all(struct verdict *verdict, const char *more);

#endif
