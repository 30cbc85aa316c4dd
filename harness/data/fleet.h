// SPDX-License-Identifier: MIT

// The rows of many machines, machine by machine, and what they have in common.
//
// A case that does not fit on a machine's PUs is another situation there than where it fits: only
// machines count that are as most of them are.
//
// What varies between machines does not average out within one, however many trials it made: so an
// estimate over machines is the median of the machines' medians, and its interval is over machines.

#ifndef RACELAB_FLEET_H
#define RACELAB_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/summary.h"

struct fleet_machine {
	char label[64];	 /* unlike all others */
	char family[64]; /* of its CPU; "other" where it is not known */
	char cpu_model[128];
	char started[32]; /* of its last run, UTC */
	bool ended;	  /* whether that was measured to its end */
	bool synthetic;	  /* there is no such machine; its run says so */
	int64_t nr_pus;	  /* 0: not known */
	struct rows rows; /* a part of the fleet's */
	struct summary summary;
};

struct fleet {
	struct rows rows; /* of all, machine by machine */
	struct fleet_machine *machine;
	size_t nr;
	struct summary over; /* case by case, estimates over machines; rows and outcomes of all */
};

// Makes the summaries of a fleet with rows and machines whose rows are parts of them. A case counts
// as oversubscribed if it is on most machines that have it. Returns 0, or -1 without memory.
// fleet_fini is due in any case.
int fleet_summarise(struct fleet *fleet);

void fleet_fini(struct fleet *fleet);

size_t fleet_nr_synthetic(const struct fleet *fleet);

// The case on that machine that one of the fleet's cases is over; NULL if it has none, or it fits
// on its PUs and not on most machines', or the other way round.
const struct case_summary *fleet_case(const struct fleet_machine *machine,
				      const struct case_summary *over);

// The lowest and the highest median that a machine has of one of the estimates of a case: its
// offset in struct case_summary. NaN if none has one. Returns how many machines have one.
size_t fleet_range(const struct fleet *fleet, const struct case_summary *over, size_t estimate,
		   double *low, double *high);

#endif
