// SPDX-License-Identifier: MIT

// From ratios to judgements, in the same way for a baseline and for a duet.

#ifndef RACELAB_JUDGE_H
#define RACELAB_JUDGE_H

#include <stddef.h>

#include "harness/statistics/estimate.h"
#include "harness/verdict/verdict.h"

#define JUDGE_ALPHA 0.05 /* of any false alarm in all cases together */

// The median of ratios that do not hang together: a duet's instances, or pairs of trials. Its
// interval misses the true one, whatever the distribution, in at most `share` of the 5 % of a 95 %
// interval: 1 if nobody looks at it more than once (duet/stopping.h shares them out). From -inf to
// inf if these are too few for that. Reorders ratios[].
struct estimate judge_interval(double *ratios, size_t nr, double share);

// Fills in a comparison's ratio by judge_interval, its share, and p_slower, not adjusted for other
// cases yet: that the median ratio is not below 1 - threshold, by the sign test, over `share`. What
// a ratio was made of, nr_pairs and nr_instances, is the caller's to say. Reorders ratios[].
void judge_ratios(struct comparison *comparison, double *ratios, size_t nr, double share,
		  double threshold);

// Fills in cliffs_delta and mann_whitney_p from all ok trials of both sides, paired or not.
void judge_ranks(struct judged *judged);

// Adjusts p_slower over all compared cases (those with a ratio) and gives each its judgement, as
// enum judgement says. A case without pairs is undecided. Adds the findings slower, faster and
// undecided; `more` is what would decide an undecided one ("measure more blocks, or use racelab
// duet").
void judge_all(struct verdict *verdict, const char *more);

#endif
