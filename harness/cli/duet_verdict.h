// SPDX-License-Identifier: MIT

// A duet from what was asked for to its verdict, and the last step of it: from what was raced to
// what it means.

#ifndef RACELAB_DUET_VERDICT_H
#define RACELAB_DUET_VERDICT_H

#include <stddef.h>

#include "harness/cli/duet_options.h"
#include "harness/cli/score.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/duet/duet.h"
#include "harness/machine/host.h"
#include "harness/machine/topology.h"
#include "harness/verdict/verdict.h"

struct duet_run {
	struct duet_asked options;
	struct topology topology;
	struct host host;
	struct score score[2];
	struct duet duet;
	struct duet_case *cases; /* as many as the plans have */
	size_t nr_raced;	 /* of them, so far */
	struct verdict verdict;
	struct summary summary[2];
};

// Makes the summaries and the verdict of the cases that were raced. `stopped` says what cut it
// short; NULL if nothing did; it lives until duet_verdict_fini. Returns 0, or -1 with a machine's
// complaint; nothing is to be freed then.
int duet_verdict_init(struct duet_run *run, const char *stopped, struct complaint *c);

void duet_verdict_fini(struct duet_run *run);

#endif
