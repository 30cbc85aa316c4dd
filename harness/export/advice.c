// SPDX-License-Identifier: MIT

// Advice by rule; each names something that racelab can do.

#include "harness/export/advice.h"

#include <stddef.h>

static const char *const advice[NR_RULES] = {
    [RULE_undecided] =
	"an interval must not hold the threshold; four times the blocks or --budget halve it",
    [RULE_no_loss] =
	"tasks race more on PUs that share no core (racelab topo), and with more blocks",
    [RULE_disturbed] =
	"end what else uses the PUs, choose others by --place (racelab topo), or raise the quota",
    [RULE_moved] =
	"compare only trials of the same block; what one machine is to tell, measure on it alone",
    [RULE_incomplete] = "racelab run --resume DIR measures what is missing",
    [RULE_pin_not_kept] =
	"the PUs must be racelab's to use; racelab topo shows those that the cpuset allows",
    [RULE_not_comparable] =
	"measure both sides on one machine, built alike and with the same settings",
};

const char *advice_on(const struct verdict *verdict, enum rule rule)
{
	return verdict->nr_of_rule[rule] ? advice[rule] : NULL;
}
